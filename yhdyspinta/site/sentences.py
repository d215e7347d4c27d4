"""Words of the house's own errors."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "bad_choice": _("“%(given)s” is not one of the choices here. Valid ones are for example: %(example)s."),
}

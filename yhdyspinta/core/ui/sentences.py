"""Words of the errors that any page can meet."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "bad_date": _("“%(given)s” is not a day. Write it like this: %(example)s (year-month-day) or 24.10.2025."),
    "date_out_of_range": _("The map can be drawn from 1.1.2023 to %(day)s. “%(given)s” is outside it."),
    "bad_form_key": _("The form has lost its key. Go back, open the page again and send the form from there."),
    "bad_choice": _("“%(given)s” is not one of the choices here. Valid ones are for example: %(example)s."),
    "login_needed": _("Sign in to do this."),
}

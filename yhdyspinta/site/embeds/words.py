"""Words of frames."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "embed:kirjaukset": _("Latest records"),
    "embed:tulossa": _("What comes next"),
    "embed:tavoitteet": _("Shared goals"),
    "colour:vaalea": _("Light"),
    "colour:tumma": _("Dark"),
}

"""Words of the briefing's codes."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "call:coming": _("Opens later"),
    "call:open": _("Applications are open"),
    "call:closed": _("Closed"),
    "call_day:opens": _("Applications open"),
    "call_day:closes": _("Applications close"),
}

"""Words of webhooks."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "hooks_limit": _("You have %(count)s webhooks already. End one first."),
    "hooks_not_allowed": _(
        "This installation may not send to %(host)s. The administrator can add it to YHDYSPINTA_WEBHOOK_HOSTS."
    ),
    "hooks_needs_https": _("The address has to begin with https://."),
    "hooks_state:waiting": _("waits to be sent"),
    "hooks_state:told": _("received"),
    "hooks_state:given_up": _("was not received"),
    "event:hook_made": _("Webhook made"),
    "event:hook_ended": _("Webhook ended"),
    "event:hook_paused": _("A webhook was paused: it did not answer"),
    "event:hook_resumed": _("A webhook goes on"),
    "hooks_answer": _("The other server answered with status %(status)s."),
}

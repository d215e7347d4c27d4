"""Words of positions, steps and their rules."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "step:view": _("A view in preparation"),
    "step:decision": _("A decision"),
    "position:accepted": _("Accepted"),
    "position:accepted_with_changes": _("Accepted with changes"),
    "position:differing": _("The views differ"),
    "position:withdrawn": _("Taken back"),
    "stances_not_party": _("This organisation is not one of the parties."),
    "stances_not_yours": _(
        "Only a party's own people speak for it. Its public decision can be recorded by those who keep the matter."
    ),
    "stances_future": _("The day is in the future."),
    "stances_needs_reason": _("Tell what should change or why the view differs, so that the others can answer."),
    "stances_needs_body": _("Tell who decided: the body, or the office holder by the name of the office."),
    "stances_needs_source": _("On behalf of another party only its public decision is recorded, with a link to it."),
}

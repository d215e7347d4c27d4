"""Words of the interface for programs."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "happening:record": _("Record of what was done"),
    "happening:decision": _("Decision of a joint forum"),
    "happening:receipt": _("A party has handled a decision"),
    "happening:agreement": _("Agreement"),
    "happening:goal": _("Shared goal"),
    "api:registry": _("Regions and organisations"),
    "api:map": _("The map"),
    "api:law_and_evidence": _("Duties and records"),
    "api:figures": _("Figures"),
    "api:working_together": _("Goals, division of labour and agreements"),
    "api:forums_and_decisions": _("Forums, decisions and surveys"),
    "api:writing": _("Writing"),
    "token_scope:evidence": _("Records of what has happened"),
    "token_scope:receipts": _("How my organisation has handled decisions"),
    "token_scope:notes": _("Follow-up of goals"),
    "token_needs_name": _("Tell what the key is for: later you will know by it which one to end."),
    "token_no_such": _("Choose from the offered times and rights."),
    "token_limit": _("You have %(count)s keys already. End some of them first."),
    "event:token_made": _("API key made"),
    "event:token_revoked": _("API key ended"),
}

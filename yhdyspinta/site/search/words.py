"""Words of the search."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "found:region": _("Region"),
    "found:organisation": _("Organisation"),
    "found:theme": _("Theme"),
    "found:duty": _("Duty"),
    "found:task": _("Task area"),
    "found:figure": _("Figure"),
    "found:goal": _("Goal"),
    "found:agreement": _("Agreement"),
    "found:change": _("Coming change"),
    "found:forum": _("Forum"),
    "found:meeting": _("Meeting"),
    "found:decision": _("Decision"),
    "found:matter": _("Matter"),
    "found:document": _("Document"),
    "found:record": _("Record of what was done"),
    "found:survey": _("Survey"),
    "found:plan": _("Wellbeing document"),
    "found:page": _("Page"),
}

"""Words of the coefficient's pages: rules, how sure they are, what is the matter with a field."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "hyte_level:municipality": _("Municipalities"),
    "hyte_level:county": _("Wellbeing services counties and Helsinki"),
    "hyte_field:school": _("Schools"),
    "hyte_field:activity": _("Physical activity"),
    "hyte_field:leadership": _("Management of the municipality"),
    "hyte_field:culture": _("Culture"),
    "hyte_field:services": _("Services of the county"),
    "hyte_status:law": _("law"),
    "hyte_status:decree": _("decree"),
    "hyte_status:assumption": _("our assumption"),
    "hyte_rule:process_weight=0.5": _("Half of the points comes from what is done, half from how people fare"),
    "hyte_rule:mean=residents": _("The country's mean is weighted by residents, so that one area's gain is the others' loss"),
    "hyte_rule:missing=lowest": _("What is unknown counts as the lowest, 0 points"),
    "hyte_rule:change=absolute": _("A result is judged by how much it has changed between its two latest values"),
    "hyte_rule:change=relative": _("A result is judged by its change in proportion to the value before"),
    "hyte_rule:scaling=all": _("The country's smallest change is 0 points and the largest 100"),
    "hyte_rule:lag=2": _("The figures are those of two years before or the nearest older"),
    "hyte_no_number": _("Write a number, for example 12.5."),
    "hyte_yes_or_no": _("Choose yes or no."),
    "hyte_not_points": _("Points are 0–100, and the mean more than 0."),
    "hyte_below_nothing": _("This value cannot be below 0."),
    "hyte_range_turned": _("The largest change is smaller than the smallest."),
}  # fmt: skip

"""Words of units, kinds of areas, why a value is missing, and refusals."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "unit:persons": _("persons"),
    "unit:count": _("number"),
    "unit:percent": _("%"),
    "unit:per_1000": _("per 1,000"),
    "unit:per_10000": _("per 10,000"),
    "unit:per_100000": _("per 100,000"),
    "unit:euro": _("euro"),
    "unit:euro_per_capita": _("euro per inhabitant"),
    "unit:million_euro": _("million euro"),
    "unit:litres": _("litres"),
    "unit:years": _("years"),
    "unit:points": _("points, 0–100"),
    "unit:index": _("index"),
    "direction:more": _("More is better."),
    "direction:less": _("Less is better."),
    "direction:neutral": _("More is neither better nor worse."),
    "level:country": _("The whole country"),
    "level:county": _("Regions"),
    "level:employment_area": _("Employment areas"),
    "level:municipality": _("Municipalities"),
    "mark:1": _("hidden by the source: the number is small"),
    "mark:2": _("not available in the source"),
    "mark:3": _("does not make sense for this area"),
    "indicators_only_administrator": _("Only an administrator can bring figures to the shared store."),
}

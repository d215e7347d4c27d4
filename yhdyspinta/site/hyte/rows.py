"""Rows of the coefficient's tables."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.hyte.coefficient import Pair
from yhdyspinta.core.hyte.scheme import Scheme
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.ui.tables import table
from yhdyspinta.site.hyte.asking import PARTS, Answer, Asked
from yhdyspinta.site.hyte.inputs import Country


def process_rows(scheme: Scheme, asked: Asked) -> list[dict[str, Any]]:
    """What is done, each with its two fields."""
    return [
        {
            "code": p.code,
            "name": p.name,
            "field": f"hyte_field:{p.field}",
            "now": asked.typed.get(p.code, ""),
            "then": asked.typed.get(f"{p.code}-n", ""),
            "wrong": asked.wrong.get(p.code) or asked.wrong.get(f"{p.code}-n"),
        }
        for p in scheme.process
    ]


def result_rows(
    whole: Country, code: str | None, asked: Asked | None, found: Answer | None = None
) -> list[dict[str, Any]]:
    """How people fare, each with what the store knows of an area, what was typed and its points."""
    rows, every = [], law().indicators
    for result in whole.scheme.results:
        one = every.get(result.indicator)
        pair = whole.areas[code].results.get(result.code, Pair()) if code else Pair()
        typed = {part: asked.typed.get(f"{result.code}-{part}", "") for part in PARTS} if asked else {}
        wrong = [asked.wrong[f] for f in (f"{result.code}-{p}" for p in PARTS) if f in asked.wrong] if asked else []
        rows.append(
            {
                "code": result.code,
                "indicator": result.indicator,
                "name": one.name if one else result.name,
                "near": result.near,
                "decimals": one.decimals if one else 1,
                "before": pair.before,
                "last": pair.last,
                "periods": whole.periods.get(result.code),
                "ranged": result.code in whole.division.ranges,
                "typed": typed,
                "wrong": wrong[0] if wrong else "",
                "points": found.now.scaled.get(result.code) if found else None,
                "then": found.then.scaled.get(result.code) if found else None,
            }
        )
    return rows


def cents_table(whole: Country, form: str, lang: str) -> HttpResponse:
    """The whole country's calculation as a table; without euros as long as an input is missing from everybody."""
    complete = not whole.division.lacking and whole.scheme.price(whole.year) is not None
    header = [_("Code"), _("Area"), _("Residents"), _("Points"), _("Coefficient"), _("Euros")]
    rows = []
    for home in sorted(whole.homes.values(), key=lambda h: sort_key(h.name.get(lang))):
        share = whole.division.shares[home.code]
        told = [f"{float(share.points.total):.2f}", f"{float(share.coefficient):.4f}", f"{share.cents / 100:.2f}"]
        rows.append([home.code, home.name.get(lang), str(home.residents), *(told if complete else ["", "", ""])])
    return table(f"hyte-{whole.scheme.level}-{whole.year}", form, header, rows)

"""The living gallery: every component as it is on the pages, on invented figures that say so."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from yhdyspinta.core.interfaces.catalogue import BLOCKS, FLAG_NAMES, SITUATION_NAMES
from yhdyspinta.core.interfaces.cells import Cell, Flag, Situation
from yhdyspinta.core.ui import charts
from yhdyspinta.core.ui.pages import get, page

YEARS = tuple(str(y) for y in range(2018, 2026))
HEXES = ((46.0, 40.0), (92.0, 40.0), (69.0, 79.8), (115.0, 79.8), (138.0, 40.0))


class Example(forms.Form):
    """A form with a fault, to show fields and the error summary."""

    day = forms.DateField(error_messages={"invalid": "?"})
    source = forms.CharField(max_length=80)

    def __init__(self) -> None:
        super().__init__({"day": "24.13.2025", "source": ""})
        self.fields["day"].label = _("Day of the negotiation")
        self.fields["day"].help_text = _("For example 24.10.2025")
        self.fields["day"].error_messages["invalid"] = _("Write a day that exists, for example 24.10.2025.")
        self.fields["source"].label = _("Source")
        self.fields["source"].error_messages["required"] = _("Tell where this is known from.")
        for name in self.fields:
            self.fields[name].widget.attrs["class"] = "ds-input"


def cells() -> list[Cell]:
    """A row of the map with every kind of cell."""
    kinds: list[Situation] = ["in_place", "partly", "under_preparation", "not_started", "unknown", "not_applicable"]
    flags: list[tuple[Flag, ...]] = [(), ("overdue",), (), (), (), ()]
    return [Cell("15", "opiskeluhuolto", b, k, f) for b, k, f in zip(BLOCKS, kinds, flags, strict=True)]


def examples() -> dict[str, Any]:
    """One of each chart."""
    ours = charts.Series(_("Our municipality"), (31.2, 31.9, 32.4, None, 33.6, 34.1, 34.4, 35.0))
    county = charts.Series(_("The county"), (28.0, 28.6, 29.1, 29.7, 30.2, 30.8, 31.1, 31.5), "hva")
    country = charts.Series(_("The whole country"), (21.8, 22.3, 22.7, 23.1, 23.3, 23.4, 23.6, 23.8), "maa")
    about, unit = _("Invented figures."), _("% of the population, invented figures")
    towns = tuple(_("Municipality %(letter)s") % {"letter": x} for x in "ABCDE")
    change = charts.Series(_("Change"), (2.4, 0.6, -0.8, None, -3.1))
    pair = [
        charts.Series("2018", (31.2, 24.0, 40.1, 28.8, 35.5), "maa"),
        charts.Series("2025", (35.0, 25.2, 44.9, None, 39.0)),
    ]
    terms = [
        charts.Task(_("Council term"), date(2025, 6, 1), date(2029, 5, 31), "hva"),
        charts.Task(_("Wellbeing plan"), date(2026, 1, 1), date(2029, 12, 31), "kunta"),
        charts.Task(_("Preparation"), date(2025, 9, 1), date(2026, 1, 31)),
    ]
    return {
        "line": charts.line_chart(_("Line"), about, unit, YEARS, [ours, county, country]),
        "bar": charts.bar_chart(
            _("Bar"), about, unit, towns, charts.Series(_("Proportion"), (35.0, 25.2, 44.9, None, 39.0))
        ),
        "diverging": charts.bar_chart(_("Diverging bar"), about, _("change, %, invented figures"), towns, change),
        "dot": charts.dot_chart(_("Dots"), about, unit, towns, pair),
        "multiples": charts.small_multiples(
            [s.name for s in (ours, county, country)], about, unit, YEARS, [ours, county, country]
        ),
        "gantt": charts.gantt_chart(_("Gantt"), about, (_("Begins"), _("Ends")), terms, on=date(2026, 11, 24)),
    }


@get
def gallery(request: HttpRequest) -> HttpResponse:
    """All components, in the reader's own light or dark and language."""
    steps = [
        (_("Proposed"), "done"),
        (_("Confirmed by the other side"), "now"),
        (_("In the bodies"), ""),
        (_("Receipts"), ""),
    ]
    context = {
        "situations": SITUATION_NAMES,
        "flags": FLAG_NAMES,
        "blocks": BLOCKS,
        "cells": cells(),
        "form": Example(),
        "charts": examples(),
        "hexes": [charts_hex(x, y) for x, y in HEXES],
        "steps": steps,
        "crumbs": [(_("Components"), "")],
    }
    return page(request, "ui/gallery.html", context)


def charts_hex(x: float, y: float) -> tuple[float, float, str]:
    """Centre and outline of a hexagon of the example map."""
    return x, y, f"M{x} {y + 25.4:.1f}l22-12.7v-25.4l-22-12.7-22 12.7v25.4z"

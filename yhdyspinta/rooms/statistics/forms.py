"""Forms of the room."""

from typing import Any, get_args

from django import forms
from django.utils.translation import gettext_lazy

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.catalogue import Direction, Unit
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.indicators.rules import may_publish
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.ui.fields import choose


class SnapshotForm(forms.Form):
    """Where and when the figures were looked at."""

    title = forms.CharField(
        label=gettext_lazy("Where they were looked at"),
        help_text=gettext_lazy("For example the name of the meeting or the negotiation."),
        max_length=160,
    )
    looked_on = forms.DateField(
        label=gettext_lazy("Day"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ImportForm(forms.Form):
    """A file of one indicator's figures."""

    indicator = forms.ChoiceField(label=gettext_lazy("Figure"))
    file = forms.FileField(
        label=gettext_lazy("File (CSV or XLSX)"),
        help_text=gettext_lazy(
            "Areas down and periods across, or the columns area, period, value. Areas by code or name. At most 10 MB."
        ),
    )

    def __init__(self, *args: Any, lang: str, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [i for i in law().indicators.values() if not (i.derived or i.ended) and may_publish(by, i.region)]
        groups = [
            (THEMES[t].name.get(lang), [(i.code, i.name.get(lang)) for i in own if i.themes[0] == t]) for t in THEMES
        ]
        choose(self, indicator=[g for g in groups if g[1]])


class OwnForm(forms.Form):
    """A figure of a region's own."""

    name_fi = forms.CharField(label=gettext_lazy("Name in Finnish"), max_length=160, help_text=gettext_lazy("With its unit, as people say it: Home care visits by municipalities, %"))  # fmt: skip
    name_sv = forms.CharField(label=gettext_lazy("Name in Swedish"), max_length=160, required=False)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=160, required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    decimals = forms.ChoiceField(
        label=gettext_lazy("Decimals"), choices=[(str(n), str(n)) for n in range(4)], initial="1"
    )
    direction = forms.ChoiceField(label=gettext_lazy("How to read it"))
    every = forms.ChoiceField(
        label=gettext_lazy("Told for each"), choices=[("year", gettext_lazy("year")), ("month", gettext_lazy("month"))]
    )
    additive = forms.ChoiceField(
        label=gettext_lazy("The region's figure"),
        choices=[
            ("own", gettext_lazy("is told by itself")),
            ("sum", gettext_lazy("is the sum of its municipalities")),
        ],
    )
    producer = forms.CharField(
        label=gettext_lazy("Where it comes from"),
        max_length=160,
        help_text=gettext_lazy("Who counts it and from what, for example the county's customer register."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(
            self,
            theme=[(code, t.name.get(lang)) for code, t in THEMES.items()],
            unit=[(code, say(f"unit:{code}", lang=lang)) for code in get_args(Unit)],
            direction=[(code, say(f"direction:{code}", lang=lang)) for code in get_args(Direction)],
        )
        self.fields["direction"].initial = "neutral"

"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from yhdyspinta.core.common import clock
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.interfaces.catalogue import THEMES


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

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [i for i in catalogue().indicators.values() if not i.derived]
        groups = [
            (THEMES[t].name.get(lang), [(i.code, i.name.get(lang)) for i in own if i.themes[0] == t]) for t in THEMES
        ]
        self.fields["indicator"].choices = [g for g in groups if g[1]]  # type: ignore[attr-defined]  # a choice field

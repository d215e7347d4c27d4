"""The part of a form that every decision has, and the form of a stance."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.words import say
from yhdyspinta.core.stances.positions import POSITIONS, STEPS
from yhdyspinta.core.ui.fields import DayField, choose

TEXT = forms.Textarea(attrs={"rows": 5})


class SectionField(forms.CharField):
    """The number of a section: the sign that somebody types with it is written by the page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Section (§)"), required=False, max_length=20, **kwargs)

    def to_python(self, value: Any) -> str:
        """Django's hook."""
        return str(super().to_python(value)).strip("§ ")


class BodyField(forms.CharField):
    """Who decided; where it need not be told it is needed once something has been decided."""

    needed = _("when it has been decided")


class GroundsForm(forms.Form):
    """Who decided, and where it can be found. Each form of a decision adds what was decided, when and why."""

    body = BodyField(label=_("Who decided"), required=False, max_length=160, help_text=_("The body, or the office holder by the name of the office."))  # fmt: skip
    section = SectionField()
    record_number = forms.CharField(label=_("Record number"), required=False, max_length=60)
    link = forms.URLField(label=_("Link to the decision"), required=False, max_length=500, assume_scheme="https")


class StanceForm(GroundsForm):
    """What a party says."""

    step = forms.ChoiceField(label=_("What is this?"), widget=forms.RadioSelect, help_text=_("Only a decision of whoever is competent in the organisation is agreement."))  # fmt: skip
    position = forms.ChoiceField(label=_("What is said"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("What should change, or why the views differ"), required=False, max_length=2000, widget=TEXT)  # fmt: skip
    said_on = DayField(label=_("Day"), initial=clock.today)
    field_order = ("step", "position", "reason", "said_on", "body", "section", "record_number", "link")

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, codes in (("step", STEPS), ("position", POSITIONS)):
            choose(self, **{name: [(c, say(f"{name}:{c}", lang=lang)) for c in codes]})

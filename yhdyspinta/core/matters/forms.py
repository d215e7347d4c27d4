"""The form of a receipt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.words import say
from yhdyspinta.core.matters.receipts import OUTCOMES


class AnswerForm(forms.Form):
    """How a party has handled what was asked."""

    outcome = forms.ChoiceField(label=_("How was it handled?"), widget=forms.RadioSelect)
    body = forms.CharField(label=_("Who decided"), required=False, max_length=160, help_text=_("The body, or the office holder by the name of the office."))  # fmt: skip
    section = forms.CharField(label=_("Section (§)"), required=False, max_length=20)
    decided_on = forms.DateField(
        label=_("Day"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    record_number = forms.CharField(label=_("Record number"), required=False, max_length=60)
    link = forms.URLField(label=_("Link to the decision"), required=False, max_length=500, assume_scheme="https")
    reason = forms.CharField(label=_("What should change, or why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))  # fmt: skip

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(c, say(f"handled:{c}", lang=lang)) for c in OUTCOMES]  # type: ignore[attr-defined]  # a choice field

"""The form of a receipt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.words import say
from yhdyspinta.core.matters.receipts import OUTCOMES
from yhdyspinta.core.stances.forms import TEXT, GroundsForm
from yhdyspinta.core.ui.fields import DayField, choose


class AddressForm(forms.Form):
    """Where an organisation takes letters; empty to send none."""

    email = forms.EmailField(
        label=_("Address of the registry office"),
        required=False,
        help_text=_(
            "At most four letters a year come to it. Each has links by which what is asked is answered without an account."
        ),
    )


class AnswerForm(GroundsForm):
    """How a party has handled what was asked."""

    outcome = forms.ChoiceField(label=_("How was it handled?"), widget=forms.RadioSelect)
    decided_on = DayField(label=_("Day"), initial=clock.today)
    reason = forms.CharField(label=_("What should change, or why"), required=False, max_length=2000, widget=TEXT)
    field_order = ("outcome", "body", "section", "decided_on", "record_number", "link", "reason")

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, outcome=[(c, say(f"handled:{c}", lang=lang)) for c in OUTCOMES])

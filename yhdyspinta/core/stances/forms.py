"""The part of a form that every decision has."""

from django import forms
from django.utils.translation import gettext_lazy as _

TEXT = forms.Textarea(attrs={"rows": 5})


class GroundsForm(forms.Form):
    """Who decided, and where it can be found. Each form of a decision adds what was decided, when and why."""

    body = forms.CharField(label=_("Who decided"), required=False, max_length=160, help_text=_("The body, or the office holder by the name of the office."))  # fmt: skip
    section = forms.CharField(label=_("Section (§)"), required=False, max_length=20)
    record_number = forms.CharField(label=_("Record number"), required=False, max_length=60)
    link = forms.URLField(label=_("Link to the decision"), required=False, max_length=500, assume_scheme="https")

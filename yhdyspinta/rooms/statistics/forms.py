"""Forms of the room."""

from django import forms
from django.utils.translation import gettext_lazy

from yhdyspinta.core.common import clock


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

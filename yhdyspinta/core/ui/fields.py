"""Fields of forms that several rooms have."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

FIRST, LAST = date(1900, 1, 1), date(2099, 12, 31)


class DayField(forms.DateField):
    """A day as browsers send it or as Finns write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)

    def validate(self, value: Any) -> None:
        """A day that calendars can count with."""
        super().validate(value)
        if value is not None and not FIRST <= value <= LAST:
            raise forms.ValidationError(_("Give a day between the years %(first)s and %(last)s.") % {"first": FIRST.year, "last": LAST.year})  # fmt: skip


class ClockField(forms.TimeField):
    """A time of the day as browsers send it or as Finns write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)

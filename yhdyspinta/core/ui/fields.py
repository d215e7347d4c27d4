"""Fields of forms that several rooms have."""

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A day as browsers send it or as Finns write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)


class ClockField(forms.TimeField):
    """A time of the day as browsers send it or as Finns write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)

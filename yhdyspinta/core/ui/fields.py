"""Fields of forms that several rooms have."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

FIRST, LAST = date(1900, 1, 1), date(2099, 12, 31)


def choose(form: forms.BaseForm, **choices: Iterable[tuple[str, Any]]) -> None:
    """What can be chosen in fields of a form, in order; a pair may be a heading with choices under it."""
    for name, each in choices.items():
        form.fields[name].choices = list(each)  # type: ignore[attr-defined]  # a choice field


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


class NumberField(forms.Field):
    """A number as people write it: with a decimal comma or point, with spaces between thousands, with any minus."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 30}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """A float; None when nothing is written. Raises ValidationError for anything else."""
        text = "".join(str(value or "").split()).replace("\u2212", "-").replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,9})?", text):
            raise forms.ValidationError(_("Write a number, for example 12,5."))
        return float(text)

"""Forms of the room. They give typed values; what is right is decided by the actions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.forms import TEXT
from yhdyspinta.core.ui.fields import DayField, NumberField
from yhdyspinta.rooms.employment.actions import Group, Seat, Year
from yhdyspinta.rooms.employment.cited import needs
from yhdyspinta.rooms.employment.models import ROLES
from yhdyspinta.rooms.employment.queries import Parties
from yhdyspinta.rooms.employment.rules import PEOPLE

SEATS = 8
"""Rows of a form that is filled by hand; more are there when more have been told."""


class GroupForm(forms.Form):
    """A steering group: its term, and a row a seat."""

    set_on = DayField(label=_("Set on"))
    ends_on = DayField(label=_("Term ends on"), help_text=_("Five years at most."))
    link = forms.URLField(label=_("Link to the decision"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, orgs: Sequence[Org], rows: int, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids, self.rows = {str(o.public_id): o.id for o in orgs}, rows
        named = [("", "–"), *((str(o.public_id), o.name.get(lang)) for o in orgs)]
        roles = [(r, say(f"tym_role:{r}", lang=lang)) for r in ROLES]
        for n in range(rows):
            self.fields[f"org{n}"] = forms.ChoiceField(label=_("Organisation"), choices=named, required=False)  # fmt: skip
            self.fields[f"role{n}"] = forms.ChoiceField(label=_("Role"), choices=roles, initial="member")
            self.fields[f"function{n}"] = forms.CharField(label=_("Function"), max_length=120, required=False)  # fmt: skip

    def plain(self) -> list[forms.BoundField]:
        """Its fields that are of no seat."""
        return [self[n] for n in ("set_on", "ends_on", "link")]

    def seats(self) -> list[tuple[int, list[forms.BoundField]]]:
        """(number, organisation, role and function) of each seat."""
        return [(n + 1, [self[f"{name}{n}"] for name in ("org", "role", "function")]) for n in range(self.rows)]

    def group(self) -> Group:
        """As the action takes it; rows without an organisation and a function are left out."""
        data = self.cleaned_data
        seats = [
            Seat(self.ids.get(data[f"org{n}"], 0), data[f"role{n}"], data[f"function{n}"])
            for n in range(self.rows)
            if data[f"org{n}"] or data[f"function{n}"]
        ]
        return Group(data["set_on"], data["ends_on"], seats, data["link"])


class YearForm(forms.Form):
    """A year's goals, and the staff of each party."""

    text_fi = forms.CharField(label=_("Goals in Finnish"), required=False, max_length=4000, widget=TEXT)
    text_sv = forms.CharField(label=_("Goals in Swedish"), required=False, max_length=4000, widget=TEXT)
    text_en = forms.CharField(label=_("Goals in English"), required=False, max_length=4000, widget=TEXT)
    agreed_on = DayField(label=_("Agreed on"))
    staff_on = DayField(label=_("Staff was looked at on"), required=False, help_text=_("At least once a year. Empty: not yet."))  # fmt: skip
    link = forms.URLField(
        label=_("Link to a memo or a decision"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, *args: Any, of: Parties, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.orgs = [*of.all]
        for org in self.orgs:
            name = {"name": org.name.get(lang)}
            self.fields[f"agreed-{org.public_id}"] = NumberField(label=_("%(name)s: person-years agreed") % name, required=False)  # fmt: skip
            self.fields[f"now-{org.public_id}"] = NumberField(label=_("%(name)s: person-years now") % name, required=False)  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Numbers that a table can hold; what is now is told beside what was agreed."""
        data = super().clean() or {}
        _bounded(self, {n: v for n, v in data.items() if n.startswith(("agreed-", "now-"))})
        for org in self.orgs:
            agreed, now = (f"{n}-{org.public_id}" for n in ("agreed", "now"))
            if data.get(now) is not None and data.get(agreed) is None and agreed not in self.errors:
                self.add_error(agreed, _("Give also what was agreed."))
        return data

    def year(self, year: int) -> Year:
        """As the action takes it."""
        data = self.cleaned_data
        texts = {x: data[f"text_{x}"] for x in LANGUAGES}
        staff = {
            o.id: (_decimal(agreed), None if (now := data[f"now-{o.public_id}"]) is None else _decimal(now))
            for o in self.orgs
            if (agreed := data[f"agreed-{o.public_id}"]) is not None
        }
        return Year(year, texts, data["agreed_on"], data["staff_on"], data["link"], staff)


def _bounded(form: forms.Form, numbers: Mapping[str, Any]) -> None:
    """An error at each field whose number a table cannot hold."""
    for name, value in numbers.items():
        if value is not None and not 0 <= value < PEOPLE:
            form.add_error(name, say("employment_persons"))


def _decimal(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))


class PeopleForm(forms.Form):
    """How many people an organisation has for each need."""

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in needs().items():
            self.fields[code] = NumberField(label=name.get(lang), required=False)

    def clean(self) -> dict[str, Any]:
        """Numbers that a table can hold."""
        data = super().clean() or {}
        _bounded(self, dict(data))
        return data

    def persons(self) -> Mapping[str, Decimal | None]:
        """As the action takes it."""
        return {c: None if (v := self.cleaned_data[c]) is None else _decimal(v) for c in needs()}


def seat_rows(told: int) -> int:
    """How many rows a form of seats has."""
    return max(SEATS, told + 2)


def chosen_people(now: Mapping[str, Decimal]) -> dict[str, str]:
    """What the form shows at first."""
    return {code: f"{count.normalize():f}" for code, count in now.items()}

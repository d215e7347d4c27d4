"""Forms of the room. They give typed values; what is right is decided by the actions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.interfaces.catalogue import LEVELS
from yhdyspinta.core.matters.case_forms import TitledForm
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.forms import TEXT
from yhdyspinta.core.ui.fields import ClockField, DayField, choose
from yhdyspinta.rooms.forums import rules
from yhdyspinta.rooms.forums.models import ForumSeat


class TextedForm(TitledForm):
    """A title and a text in three languages."""

    text_fi = forms.CharField(label=_("Text in Finnish"), required=False, max_length=8000, widget=TEXT)
    text_sv = forms.CharField(label=_("Text in Swedish"), required=False, max_length=8000, widget=TEXT)
    text_en = forms.CharField(label=_("Text in English"), required=False, max_length=8000, widget=TEXT)

    def texts(self, name: str) -> dict[str, str]:
        """`name` by language."""
        return {lang: self.cleaned_data[f"{name}_{lang}"] for lang in LANGUAGES}


def unready_field() -> forms.MultipleChoiceField:
    """Which languages wait: what is ticked is not shown to others yet."""
    return forms.MultipleChoiceField(
        label=_("Still being written"),
        help_text=_("The ticked languages are not shown to others yet; they see the text in another language. Take the tick off when the text is ready."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("fi", _("the Finnish text")), ("sv", _("the Swedish text")), ("en", _("the English text"))],
    )  # fmt: skip


class ForumForm(forms.Form):
    """What a forum is."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=120, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    text_fi = forms.CharField(label=_("Purpose and rules in Finnish"), required=False, max_length=4000, widget=TEXT, help_text=_("What the forum is for, who leads it, how its points are prepared. This is the text that the parties accept."))  # fmt: skip
    text_sv = forms.CharField(label=_("Purpose and rules in Swedish"), required=False, max_length=4000, widget=TEXT)  # fmt: skip
    text_en = forms.CharField(label=_("Purpose and rules in English"), required=False, max_length=4000, widget=TEXT)  # fmt: skip
    unready = unready_field()
    level = forms.ChoiceField(label=_("Who meet"))
    rhythm = forms.IntegerField(label=_("Months between meetings at most"), min_value=1, max_value=24)
    themes = forms.MultipleChoiceField(label=_("Themes that it serves"), widget=forms.CheckboxSelectMultiple)
    parties = forms.MultipleChoiceField(label=_("Parties"), widget=forms.CheckboxSelectMultiple)
    secretary = forms.ChoiceField(label=_("Secretary"), help_text=_("The organisation whose people keep the forum together with the region's coordinators."))  # fmt: skip
    chair = forms.ChoiceField(label=_("Chair"), required=False, help_text=_("The organisation that leads the meetings."))  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who sees it"), choices=[("public", _("Everybody")), ("parties", _("The parties only"))]
    )

    def __init__(
        self, *args: Any, orgs: Sequence[Org], themes: Sequence[tuple[str, str]], lang: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(o.public_id), o.name.get(lang)) for o in orgs]
        levels = [(code, level.name.get(lang)) for code, level in LEVELS.items()]
        chairs = [("", _("Not agreed")), *known]
        choose(self, level=levels, themes=themes, parties=known, secretary=known, chair=chairs)

    def texts(self, name: str) -> dict[str, str]:
        """`name` by language."""
        return {lang: self.cleaned_data[f"{name}_{lang}"] for lang in LANGUAGES}


class MeetingForm(forms.Form):
    """When, where, of what kind, for which duties."""

    on = DayField(label=_("Day"))
    begins = ClockField(label=_("Begins at"), required=False)
    ends = ClockField(label=_("Ends at"), required=False)
    kind = forms.ChoiceField(label=_("What kind of a meeting"))
    place = forms.CharField(label=_("Venue"), max_length=160, required=False)
    duties = forms.MultipleChoiceField(label=_("Duties that it serves"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("When the memo is approved, the meeting is recorded as what was done for these duties."))  # fmt: skip

    series = forms.IntegerField(label=_("How many meetings at once"), min_value=1, max_value=12, initial=1, required=False, help_text=_("More than one: the following are planned in the forum's rhythm, on the same weekday. Each can be changed alone."))  # fmt: skip

    def __init__(self, *args: Any, duties: Sequence[tuple[str, str]], lang: str, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["series"]
        choose(self, kind=[(k, say(f"kind:{k}", lang=lang)) for k in rules.KINDS])
        choose(self, duties=duties)


class EventForm(TitledForm):
    """An event that is open to all."""

    on = DayField(label=_("Day"))
    begins = ClockField(label=_("Begins at"), required=False)
    ends = ClockField(label=_("Ends at"), required=False)
    organiser = forms.CharField(label=_("Organiser"), max_length=160)
    place = forms.CharField(label=_("Venue"), max_length=160, required=False)
    link = forms.URLField(label=_("Link to more"), max_length=500, required=False, assume_scheme="https")
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, region=regions)


class HomeForm(forms.Form):
    """What is asked of the parties' own bodies, of whom, by when."""

    text_fi = forms.CharField(label=_("Proposed decision in Finnish"), required=False, max_length=8000, widget=TEXT)
    text_sv = forms.CharField(label=_("Proposed decision in Swedish"), required=False, max_length=8000, widget=TEXT)
    text_en = forms.CharField(label=_("Proposed decision in English"), required=False, max_length=8000, widget=TEXT)
    due = DayField(label=_("An answer is hoped for by"), required=False)
    parties = forms.MultipleChoiceField(label=_("Who are asked"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, parties: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, parties=[(str(p.public_id), p.name.get(lang)) for p in parties])


class JotForm(forms.Form):
    """An informal meeting in a line."""

    on = DayField(label=_("Day"), initial=clock.today)
    note = forms.CharField(label=_("What was talked about, in one line"), max_length=300)
    present = forms.MultipleChoiceField(label=_("Who was there"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, parties: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, present=[(str(p.public_id), p.name.get(lang)) for p in parties])


class ProposalForm(TextedForm):
    """A point that a party proposes."""

    party = forms.ChoiceField(label=_("Proposed by"))
    field_order = ("party",)

    def __init__(self, *args: Any, own: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, party=[(str(p.public_id), p.name.get(lang)) for p in own])


WIDE = {"class": "ds-input"}


class SeatsForm(forms.Form):
    """Of every party its bodies or offices, and how many of each sit in the forum: what it has, and room for one more."""

    def __init__(
        self, *args: Any, parties: Sequence[Org], seats: Iterable[ForumSeat], lang: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parties, known = parties, dict[int, list[ForumSeat]]()
        for seat in seats:
            known.setdefault(seat.organisation_id, []).append(seat)
        for party in parties:
            told = known.get(party.id, [])
            for row in range(len(told) + 1):
                now, name = told[row] if row < len(told) else None, party.name.get(lang)
                self.fields[f"body-{party.id}-{row}"] = forms.CharField(
                    label=_("%(name)s: body or office") % {"name": name}, max_length=120, required=False,
                    initial=now.body if now else "", widget=forms.TextInput(attrs=WIDE),
                )  # fmt: skip
                self.fields[f"count-{party.id}-{row}"] = forms.IntegerField(
                    label=_("%(name)s: seats") % {"name": name}, min_value=1, max_value=99, required=False,
                    initial=now.count if now else None, widget=forms.NumberInput(attrs=WIDE),
                )  # fmt: skip

    def rows(self) -> list[tuple[Org, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """(party, its pairs of fields), for the page."""
        found = []
        for party in self.parties:
            names = [n.removeprefix("body") for n in self.fields if n.startswith(f"body-{party.id}-")]
            found.append((party, [(self[f"body{n}"], self[f"count{n}"]) for n in names]))
        return found

    def seats(self) -> list[tuple[int, str, int]]:
        """(party, body, seats) of the filled rows; one seat when none was told."""
        data = self.cleaned_data
        filled = [(n.removeprefix("body"), v) for n, v in data.items() if n.startswith("body-") and v]
        return [(int(n.split("-")[1]), body, data[f"count{n}"] or 1) for n, body in filled]


class PointForm(TextedForm):
    """A point of the agenda and what came of it."""

    unready = unready_field()
    section = forms.CharField(label=_("Part of the agenda"), max_length=80, required=False)
    rapporteur = forms.CharField(label=_("Who presents it"), max_length=120, required=False, help_text=_("The office, or the name of an office holder."))  # fmt: skip
    minutes = forms.IntegerField(label=_("Minutes planned"), min_value=1, max_value=480, required=False)
    matter = forms.ChoiceField(label=_("Matter"), required=False, help_text=_("A decision that is sent to the parties opens a matter by itself."))  # fmt: skip
    asked = forms.BooleanField(label=_("Disqualification was asked about at this point"), required=False)  # fmt: skip
    outcome = forms.ChoiceField(label=_("What came of it"), required=False)
    owner = forms.ChoiceField(label=_("Who follows it up"), required=False)
    due = DayField(label=_("By which day"), required=False)

    def __init__(
        self,
        *args: Any,
        parties: Sequence[Org],
        matters: Sequence[tuple[str, str]],
        held: bool,
        lang: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, matter=[("", "–"), *matters])
        if not held:
            for name in ("asked", "outcome", "owner", "due"):
                del self.fields[name]
            return
        codes = ("", *rules.OUTCOMES)
        choose(self, outcome=[(c, say(f"outcome:{c}", lang=lang)) for c in codes])
        choose(self, owner=[("", "–"), *((str(p.public_id), p.name.get(lang)) for p in parties)])

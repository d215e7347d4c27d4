"""Forms of the room. They give typed values; what is right is decided by the actions."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.forms import TEXT, GroundsForm
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.ui.fields import DayField, choose
from yhdyspinta.rooms.preparedness.actions import Secret
from yhdyspinta.rooms.preparedness.gaps import Role
from yhdyspinta.rooms.preparedness.models import EXERCISES, PARTNERS, PARTS, ROLES, DutyContact
from yhdyspinta.rooms.preparedness.picture import KINDS, STATUSES
from yhdyspinta.rooms.preparedness.scenarios import scenarios
from yhdyspinta.rooms.preparedness.training import Programme, Reach

Choices = Sequence[tuple[str, str]]


def named(orgs: Sequence[Org], lang: str) -> list[tuple[str, str]]:
    """Organisations as choices."""
    return [(str(o.public_id), o.name.get(lang)) for o in orgs]


def worded(prefix: str, codes: Sequence[str], lang: str) -> list[tuple[str, str]]:
    """Codes as choices."""
    return [(c, say(f"{prefix}:{c}", lang=lang)) for c in codes]


class JoinForm(GroundsForm):
    """Whose decision, of what, and what decided it."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    part = forms.ChoiceField(label=_("What is taken into use"))
    said_on = DayField(label=_("Day of the decision"))
    field_order = ("organisation", "part", "said_on")

    def __init__(self, *args: Any, orgs: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, organisation=named(orgs, lang), part=worded("preparedness_part", PARTS, lang))

    def words(self) -> Words:
        """As the action takes it."""
        told = {k: v for k, v in self.cleaned_data.items() if k not in ("organisation", "part")}
        return Words("decision", "accepted", **told)


class PartiesForm(forms.Form):
    """Whose plan it is."""

    parties = forms.MultipleChoiceField(label=_("Whose plan it is"), widget=forms.CheckboxSelectMultiple, help_text=_("Each of them signs."))  # fmt: skip

    def __init__(self, *args: Any, orgs: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {str(o.public_id): o.id for o in orgs}
        choose(self, parties=named(orgs, lang))

    def chosen(self) -> list[int]:
        """Registry ids."""
        return [self.ids[p] for p in self.cleaned_data["parties"]]


class RolesForm(forms.Form):
    """One function: what each party does in it."""

    def __init__(self, *args: Any, orgs: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {f"role-{o.public_id}": o.id for o in orgs}
        held = [("", say("preparedness_role:none", lang=lang)), *worded("preparedness_role", ROLES, lang)]
        for org in orgs:
            self.fields[f"role-{org.public_id}"] = forms.ChoiceField(label=org.name.get(lang), choices=held, required=False)  # fmt: skip

    def roles(self) -> dict[int, Role]:
        """Registry id → role."""
        return {o: cast(Role, role) for n, o in self.ids.items() if (role := self.cleaned_data[n])}


class SecretForm(forms.Form):
    """What only the circle reads."""

    procedure_fi = forms.CharField(label=_("Agreed procedure in Finnish"), required=False, max_length=8000, widget=TEXT)
    procedure_sv = forms.CharField(label=_("Agreed procedure in Swedish"), required=False, max_length=8000, widget=TEXT)
    procedure_en = forms.CharField(label=_("Agreed procedure in English"), required=False, max_length=8000, widget=TEXT)
    flow_fi = forms.CharField(label=_("Flow of information in Finnish"), required=False, max_length=8000, widget=TEXT)
    flow_sv = forms.CharField(label=_("Flow of information in Swedish"), required=False, max_length=8000, widget=TEXT)
    flow_en = forms.CharField(label=_("Flow of information in English"), required=False, max_length=8000, widget=TEXT)

    def secret(self) -> Secret:
        """As the action takes it."""
        data = self.cleaned_data
        return Secret({x: data[f"procedure_{x}"] for x in LANGUAGES}, {x: data[f"flow_{x}"] for x in LANGUAGES})


class ContactForm(forms.Form):
    """How one's own organisation is reached."""

    function = forms.ChoiceField(label=_("For what"), required=False)
    title = forms.CharField(label=_("Duty or function"), max_length=120, help_text=_("For example: technical on-call officer. Never a person's name."))  # fmt: skip
    phone = forms.CharField(label=_("Number"), max_length=40)
    way = forms.CharField(label=_("Another way, when the network is down"), max_length=120, required=False, help_text=_("For example a Virve group or a meeting place."))  # fmt: skip
    deputy = forms.CharField(label=_("Deputy's function"), max_length=120, required=False)
    deputy_phone = forms.CharField(label=_("Deputy's number"), max_length=40, required=False)
    called_by = forms.ChoiceField(label=_("Who calls this one"), required=False)

    def __init__(self, *args: Any, rows: Sequence[tuple[DutyContact, str]], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(c, n.get(lang)) for c, n in scenarios().functions.items() if c != "yhteistyo"]
        above = [(str(c.public_id), f"{name}: {c.title}") for c, name in rows]
        choose(self, function=[("", _("Everything")), *every], called_by=[("", _("Nobody: the calls begin here")), *above])  # fmt: skip

    def reach(self) -> Reach:
        """As the action takes it."""
        data = dict(self.cleaned_data)
        above = data.pop("called_by")
        return Reach(called_by=UUID(above) if above else None, **data)


class ExerciseForm(forms.Form):
    """An exercise."""

    kind = forms.ChoiceField(label=_("What kind of an exercise"))
    planned_on = DayField(label=_("When"))
    parties = forms.MultipleChoiceField(label=_("Who take part"), widget=forms.CheckboxSelectMultiple)
    subjects = forms.MultipleChoiceField(label=_("Which disruptions"), required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip
    note = forms.CharField(label=_("Aim, place and organiser"), required=False, max_length=2000, widget=TEXT)

    def __init__(self, *args: Any, orgs: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {str(o.public_id): o.id for o in orgs}
        every = [(s.code, s.name.get(lang)) for s in scenarios().subjects.values() if s.disrupts]
        choose(self, kind=worded("preparedness_kind", EXERCISES, lang), parties=named(orgs, lang), subjects=every)

    def programme(self) -> Programme:
        """As the action takes it."""
        data = self.cleaned_data
        parties = tuple(self.ids[p] for p in data["parties"])
        return Programme(data["kind"], data["planned_on"], parties, tuple(data["subjects"]), data["note"])


class HeldForm(forms.Form):
    """When an exercise was held."""

    on = DayField(label=_("Held on"))


class LessonForm(forms.Form):
    """What was learnt."""

    text = forms.CharField(label=_("What did we learn?"), max_length=2000, widget=TEXT, help_text=_("Read by those who answer for preparedness."))  # fmt: skip
    proposal = forms.CharField(label=_("What should be done about it?"), required=False, max_length=200, help_text=_("Shown to the region's organisations, and a coordinator can make it a measure: write no secret here."))  # fmt: skip


class PartnerForm(forms.Form):
    """A strategic partner."""

    kind = forms.ChoiceField(label=_("What kind of a partner"))
    name = forms.CharField(label=_("Organisation"), max_length=160, help_text=_("An organisation, never a person."))
    why = forms.CharField(label=_("Why it matters"), max_length=400, required=False)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, kind=worded("preparedness_partner", PARTNERS, lang))


class IncidentForm(forms.Form):
    """A log that is opened."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    subject = forms.ChoiceField(label=_("What has happened"))
    title = forms.CharField(label=_("In a few words"), max_length=160)
    rehearsal = forms.BooleanField(label=_("This is an exercise"), required=False)

    def __init__(self, *args: Any, orgs: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(s.code, s.name.get(lang)) for s in scenarios().subjects.values() if s.disrupts]
        choose(self, organisation=named(orgs, lang), subject=every)


class EntryForm(forms.Form):
    """An entry of a log. The same form with and without JavaScript, with and without a network."""

    kind = forms.ChoiceField(label=_("What do you write"), widget=forms.RadioSelect)
    writer = forms.ChoiceField(label=_("In the name of"))
    function = forms.ChoiceField(label=_("Activity"), required=False)
    about = forms.ChoiceField(label=_("Organisation"), required=False)
    value = forms.ChoiceField(label=_("How it works"), required=False)
    of = forms.ChoiceField(label=_("Task"), required=False)
    text = forms.CharField(label=_("Text"), required=False, max_length=4000, strip=True, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}))  # fmt: skip

    def __init__(self, *args: Any, own: Sequence[Org], orgs: Sequence[Org], functions: Sequence[str], tasks: Choices, lang: str, **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        every = [(f, scenarios().functions[f].get(lang)) for f in functions]
        choose(
            self,
            kind=worded("entry", KINDS, lang),
            writer=named(own, lang),
            function=[("", "–"), *every],
            about=[("", "–"), *named(orgs, lang)],
            value=[("", "–"), *worded("entry_status", STATUSES, lang)],
            of=[("", "–"), *tasks],
        )

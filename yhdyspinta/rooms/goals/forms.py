"""Forms of the room. They give typed values; what is right is decided by the actions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.interfaces.catalogue import HORIZONS, LEVELS
from yhdyspinta.core.matters.case_forms import TitledForm
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.forms import TEXT
from yhdyspinta.core.ui.fields import DayField, NumberField, choose
from yhdyspinta.rooms.goals import rules
from yhdyspinta.rooms.goals.actions import Aim, Plan, Work
from yhdyspinta.rooms.goals.cycles import Round
from yhdyspinta.rooms.goals.national import NATIONAL
from yhdyspinta.rooms.goals.progress import STATES, Target

Choices = Sequence[tuple[str, str]]


def ids_of(orgs: Sequence[Org]) -> Mapping[str, int]:
    """Registry ids by public id, as forms name organisations."""
    return {str(o.public_id): o.id for o in orgs}


class PlanForm(TitledForm):
    """What a programme is."""

    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=160, required=False)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=160, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    kind = forms.ChoiceField(label=_("What kind of a programme"))
    owner = forms.ChoiceField(label=_("Whose programme it is"), required=False)
    first_year = forms.IntegerField(label=_("First year"), min_value=1990, max_value=2060)
    last_year = forms.IntegerField(label=_("Last year"), min_value=1990, max_value=2060)
    link = forms.URLField(label=_("Link to the document"), required=False, max_length=500, assume_scheme="https")
    visibility = forms.ChoiceField(
        label=_("Who sees it"), choices=[("public", _("Everybody")), ("parties", _("The parties only"))]
    )

    def __init__(self, *args: Any, orgs: Sequence[Org], new: bool, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = ids_of(orgs)
        named = [("", say("goals_shared", lang=lang)), *((str(o.public_id), o.name.get(lang)) for o in orgs)]
        choose(self, kind=[(k, say(f"programme:{k}", lang=lang)) for k in rules.KINDS], owner=named)
        if not new:
            del self.fields["owner"]

    def plan(self) -> Plan:
        """As the action takes it."""
        data = self.cleaned_data
        told = {n: data[n] for n in ("kind", "first_year", "last_year", "link", "visibility")}
        return Plan(self.titles(), owner=self.ids.get(data.get("owner", "")), **told)


class AimForm(TitledForm):
    """What a goal is."""

    text_fi = forms.CharField(label=_("Why, in Finnish"), required=False, max_length=4000, widget=TEXT)
    text_sv = forms.CharField(label=_("Why, in Swedish"), required=False, max_length=4000, widget=TEXT)
    text_en = forms.CharField(label=_("Why, in English"), required=False, max_length=4000, widget=TEXT)
    horizon = forms.ChoiceField(label=_("Horizon"))
    priority = forms.BooleanField(label=_("A shared priority of the region"), required=False, help_text=_("One or two at a time."))  # fmt: skip
    national = forms.MultipleChoiceField(label=_("National programmes that it belongs to"), required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip
    duties = forms.MultipleChoiceField(label=_("Statutory duties that it serves"), required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip
    themes = forms.MultipleChoiceField(label=_("Themes"), widget=forms.CheckboxSelectMultiple)
    parties = forms.MultipleChoiceField(label=_("Who share it"), widget=forms.CheckboxSelectMultiple, help_text=_("Each accepts it by itself."))  # fmt: skip

    def __init__(
        self, *args: Any, orgs: Sequence[Org], themes: Choices, duties: Choices, lang: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ids = ids_of(orgs)
        choose(
            self,
            national=[(code, n.name.get(lang)) for code, n in NATIONAL.items()],
            duties=duties,
            horizon=[(code, h.name.get(lang)) for code, h in HORIZONS.items()],
            themes=themes,
            parties=[(str(o.public_id), o.name.get(lang)) for o in orgs],
        )
        if not duties:
            del self.fields["duties"]

    def aim(self, duties: Sequence[str] = ()) -> Aim:
        """As the action takes it; `duties`: those it has, when none could be chosen."""
        data = self.cleaned_data
        return Aim(
            titles=self.titles(),
            texts={lang: data[f"text_{lang}"] for lang in LANGUAGES},
            themes=tuple(data["themes"]),
            parties=tuple(self.ids[p] for p in data["parties"]),
            horizon=data["horizon"],
            priority=data["priority"],
            duties=tuple(data.get("duties", duties)),
            national=tuple(data["national"]),
        )


class TargetForm(forms.Form):
    """Which figure, from where to where."""

    indicator = forms.ChoiceField(label=_("Figure"))
    base_year = forms.IntegerField(label=_("Year of the baseline"), min_value=1990, max_value=2060)
    baseline = NumberField(label=_("Baseline"))
    target_year = forms.IntegerField(label=_("Year of the target"), min_value=1990, max_value=2060)
    target = NumberField(label=_("Target"))

    def __init__(self, *args: Any, indicators: Choices, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lang = lang
        choose(self, indicator=indicators)

    def clean(self) -> dict[str, Any]:
        """A target goes somewhere."""
        data = super().clean() or {}
        if not self.errors:
            try:
                data["goes"] = Target(data["base_year"], data["baseline"], data["target_year"], data["target"])
            except ValueError:
                self.add_error("target", say("goals_target_goes", lang=self.lang))
        return data


class WorkForm(TitledForm):
    """What a measure is."""

    owner = forms.ChoiceField(label=_("Who is in charge"), required=False, help_text=_("The organisation is asked, and is in charge once it has accepted."))  # fmt: skip
    function = forms.CharField(label=_("Its function or office"), max_length=120, required=False)
    level = forms.ChoiceField(label=_("Whose work it is"), required=False, help_text=_("A goal goes from strategic choices to client work."))  # fmt: skip
    partners = forms.MultipleChoiceField(label=_("Who take part"), required=False, widget=forms.CheckboxSelectMultiple)
    starts = DayField(label=_("First day"), required=False)
    ends = DayField(label=_("Last day"), required=False)
    state = forms.ChoiceField(label=_("State"))
    cost = forms.ChoiceField(label=_("Cost"), required=False)
    budget_line = forms.CharField(label=_("Line of the budget"), max_length=120, required=False)

    def __init__(self, *args: Any, orgs: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = ids_of(orgs)
        named = [(str(o.public_id), o.name.get(lang)) for o in orgs]
        choose(
            self,
            owner=[("", "–"), *named],
            partners=named,
            level=[("", "–"), *((code, x.name.get(lang)) for code, x in LEVELS.items())],
            state=[(s, say(f"work:{s}", lang=lang)) for s in STATES],
            cost=[(c, say(f"cost:{c}", lang=lang)) for c in rules.COSTS],
        )

    def work(self) -> Work:
        """As the action takes it."""
        data = self.cleaned_data
        told = {n: data[n] for n in ("function", "starts", "ends", "cost", "budget_line", "state", "level")}
        partners = tuple(self.ids[p] for p in data["partners"])
        return Work(self.titles(), owner=self.ids.get(data["owner"]), partners=partners, **told)


class NoteForm(forms.Form):
    """What has happened."""

    on = DayField(label=_("Day"), initial=clock.today)
    measure = forms.ChoiceField(label=_("Of which measure"), required=False)
    text = forms.CharField(label=_("What has happened"), max_length=4000, widget=TEXT)

    def __init__(self, *args: Any, measures: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, measure=measures)
        self.fields["measure"].required = all(code for code, _name in measures)


class ShareForm(forms.Form):
    """A party's own part in a goal."""

    text_fi = forms.CharField(label=_("Our part, in Finnish"), required=False, max_length=4000, widget=TEXT)
    text_sv = forms.CharField(label=_("Our part, in Swedish"), required=False, max_length=4000, widget=TEXT)
    text_en = forms.CharField(label=_("Our part, in English"), required=False, max_length=4000, widget=TEXT)

    def texts(self) -> dict[str, str]:
        """By language."""
        return {x: self.cleaned_data[f"text_{x}"] for x in LANGUAGES}


class CycleForm(TitledForm):
    """When a strategy or a budget is prepared, decided and looked at again."""

    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=160, required=False)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=160, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    owner = forms.ChoiceField(label=_("Whose it is"))
    kind = forms.ChoiceField(label=_("What is decided"))
    prepared_from = DayField(label=_("Preparation begins"))
    decided_on = DayField(label=_("Decided on"))
    reviewed_on = DayField(label=_("Looked at again on"), required=False)
    link = forms.URLField(label=_("Link to the document"), required=False, max_length=500, assume_scheme="https")
    field_order = ("owner", "kind", "title_fi", "title_sv", "title_en", "prepared_from", "decided_on", "reviewed_on", "link")  # fmt: skip

    def __init__(self, *args: Any, owners: Sequence[Org], new: bool, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(o.public_id): o for o in owners}
        kinds = [(k, say(f"cycle:{k}", lang=lang)) for k in rules.CYCLES]
        choose(self, owner=[(c, o.name.get(lang)) for c, o in self.owners.items()], kind=kinds)
        if not new:
            del self.fields["owner"]

    def told(self) -> Round:
        """As the action takes it."""
        data = self.cleaned_data
        return Round(
            self.titles(), **{n: data[n] for n in ("kind", "prepared_from", "decided_on", "reviewed_on", "link")}
        )

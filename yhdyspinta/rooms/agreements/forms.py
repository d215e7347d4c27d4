"""Forms of the room. They give typed values; what is right is decided by the actions."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.words import say
from yhdyspinta.core.interfaces.catalogue import LEVELS
from yhdyspinta.core.matters.case_forms import TitledForm
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.forms import TEXT
from yhdyspinta.core.ui.fields import DayField, choose
from yhdyspinta.rooms.agreements import rules
from yhdyspinta.rooms.agreements.actions import Clause, Draft, Step
from yhdyspinta.rooms.agreements.escalation import LADDER, OUTCOMES, Act, Level
from yhdyspinta.rooms.agreements.raising import Said, Trouble
from yhdyspinta.rooms.agreements.telling import News

Choices = Sequence[tuple[str, str]]


def ids_of(orgs: Sequence[Org]) -> Mapping[str, int]:
    """Registry ids by public id, as forms name organisations."""
    return {str(o.public_id): o.id for o in orgs}


def named(orgs: Sequence[Org], lang: str) -> list[tuple[str, str]]:
    """Organisations as choices; an employment area says what it is, for many have the name of a municipality."""
    area = say("kind:employment_area", lang=lang)
    return [
        (str(o.public_id), f"{o.name.get(lang)} ({area})" if o.kind == "employment_area" else o.name.get(lang))
        for o in orgs
    ]


class TextedForm(TitledForm):
    """A title and a text in three languages."""

    text_fi = forms.CharField(label=_("Text in Finnish"), required=False, max_length=8000, widget=TEXT)
    text_sv = forms.CharField(label=_("Text in Swedish"), required=False, max_length=8000, widget=TEXT)
    text_en = forms.CharField(label=_("Text in English"), required=False, max_length=8000, widget=TEXT)

    def by_language(self, name: str) -> dict[str, str]:
        """A text of the form by language."""
        return {x: self.cleaned_data.get(f"{name}_{x}", "") for x in LANGUAGES}


class DraftForm(TextedForm):
    """What an agreement or a model is."""

    kind = forms.ChoiceField(label=_("What kind of an agreement"))
    themes = forms.MultipleChoiceField(label=_("Themes"), widget=forms.CheckboxSelectMultiple)
    parties = forms.MultipleChoiceField(label=_("Who agree"), widget=forms.CheckboxSelectMultiple, help_text=_("Each decides by itself, by its own rules."))  # fmt: skip
    starts = DayField(label=_("First day in force"), required=False)
    ends = DayField(label=_("Last day in force"), required=False, help_text=_("Empty: until further notice."))
    notice = forms.IntegerField(label=_("Notice, months"), required=False, min_value=0, max_value=60)
    review = DayField(label=_("Looked at again by"), required=False)
    duties = forms.MultipleChoiceField(label=_("Statutory duties that it fulfils"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("When every party has accepted, the agreement is recorded as what was done for these duties."))  # fmt: skip
    link = forms.URLField(label=_("Link to the document"), required=False, max_length=500, assume_scheme="https")
    visibility = forms.ChoiceField(
        label=_("Who sees it"), choices=[("public", _("Everybody")), ("parties", _("The parties only"))]
    )
    field_order = ("kind", "title_fi", "title_sv", "title_en", "themes", "parties", "starts", "ends", "notice", "review", "text_fi", "text_sv", "text_en", "duties", "link", "visibility")  # fmt: skip

    def __init__(
        self, *args: Any, orgs: Sequence[Org], themes: Choices, duties: Choices, kind: str, lang: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ids, self.fixed = ids_of(orgs), kind
        kinds = [(k, say(f"agreed:{k}", lang=lang)) for k in rules.KINDS]
        choose(self, kind=kinds, themes=themes, parties=named(orgs, lang), duties=duties)
        if kind:
            del self.fields["kind"]

    def draft(self) -> Draft:
        """As the action takes it."""
        data = self.cleaned_data
        told = {n: data[n] for n in ("starts", "ends", "notice", "review", "link")}
        return Draft(
            visibility=data.get("visibility", "parties"),
            titles=self.titles(),
            texts=self.by_language("text"),
            kind=self.fixed or data["kind"],
            themes=tuple(data["themes"]),
            parties=tuple(self.ids[p] for p in data["parties"]),
            duties=tuple(data["duties"]),
            **told,
        )


class ClauseForm(TextedForm):
    """A section, or a step of a model: language by language."""

    who_fi = forms.CharField(label=_("Who does it, in Finnish"), required=False, max_length=200)
    who_sv = forms.CharField(label=_("Who does it, in Swedish"), required=False, max_length=200)
    who_en = forms.CharField(label=_("Who does it, in English"), required=False, max_length=200)
    told_fi = forms.CharField(label=_("Who is told and how, in Finnish"), required=False, max_length=200)
    told_sv = forms.CharField(label=_("Who is told and how, in Swedish"), required=False, max_length=200)
    told_en = forms.CharField(label=_("Who is told and how, in English"), required=False, max_length=200)
    link = forms.URLField(label=_("Link to a form or instructions"), required=False, max_length=500, assume_scheme="https")  # fmt: skip
    field_order = (*(f"{n}_{x}" for x in LANGUAGES for n in ("title", "text", "who", "told")), "link")

    def __init__(self, *args: Any, model: bool, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in () if model else [f"{n}_{x}" for n in ("who", "told") for x in LANGUAGES]:
            del self.fields[name]
        self.fields["text_fi"].help_text = hint

    def clause(self) -> Clause:
        """As the action takes it."""
        told = {n: self.by_language(n) for n in ("who", "told")}
        return Clause(self.titles(), self.by_language("text"), link=self.cleaned_data["link"], **told)


class LadderForm(forms.Form):
    """Days of each level, and who handles problems there. A level without days is passed over."""

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}
        for level in LADDER:
            name = LEVELS[level].name.get(lang)
            days = forms.IntegerField(label=format_lazy("{0}: {1}", name, _("days")), required=False, min_value=1, max_value=rules.LIMIT)  # fmt: skip
            self.fields[f"days_{level}"] = days
            for x in LANGUAGES:
                label = format_lazy("{0}: {1}, {2}", name, _("who handles it"), places[x])
                self.fields[f"who_{level}_{x}"] = forms.CharField(label=label, required=False, max_length=200)

    def steps(self) -> list[Step]:
        """As the action takes them."""
        data = self.cleaned_data
        return [
            Step(level, data[f"days_{level}"], {x: data[f"who_{level}_{x}"] for x in LANGUAGES})
            for level in LADDER
            if data[f"days_{level}"]
        ]


class NewsForm(TextedForm):
    """What a change is."""

    owner = forms.ChoiceField(label=_("Whose change it is"))
    kind = forms.ChoiceField(label=_("What changes"))
    theme = forms.ChoiceField(label=_("Theme"))
    on = DayField(label=_("When it happens"))
    statements_by = DayField(label=_("Statements by"), required=False)
    notice_by = DayField(label=_("Last day to give notice"), required=False, help_text=_("For example of a lease."))
    touches = forms.MultipleChoiceField(label=_("Whom it touches"), required=False, widget=forms.CheckboxSelectMultiple)
    prepares = forms.CharField(label=_("Which office prepares it"), required=False, max_length=160)
    link = forms.URLField(label=_("Link to the public decision"), required=False, max_length=500, assume_scheme="https")
    visibility = forms.ChoiceField(
        label=_("Who sees it"), choices=[("parties", _("Only whom it touches, until it has been decided publicly")), ("public", _("Everybody"))]
    )  # fmt: skip
    field_order = ("owner", "kind", "title_fi", "title_sv", "title_en", "theme", "on", "statements_by", "notice_by", "touches", "text_fi", "text_sv", "text_en", "prepares", "link", "visibility")  # fmt: skip

    def __init__(
        self,
        *args: Any,
        owners: Sequence[Org],
        orgs: Sequence[Org],
        themes: Choices,
        new: bool,
        lang: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owners, self.ids = {str(o.public_id): o for o in owners}, ids_of(orgs)
        kinds = [(k, say(f"change:{k}", lang=lang)) for k in rules.CHANGES]
        choose(self, owner=named(owners, lang), kind=kinds, theme=themes, touches=named(orgs, lang))
        if not new:
            del self.fields["owner"]

    def news(self) -> News:
        """As the action takes it."""
        data = self.cleaned_data
        told = {
            n: data[n] for n in ("kind", "theme", "on", "statements_by", "notice_by", "prepares", "link", "visibility")
        }
        touches = tuple(self.ids[p] for p in data["touches"])
        return News(self.titles(), texts=self.by_language("text"), touches=touches, **told)


SURE = _("I have looked: the text tells of no client")


class ActingForm(forms.Form):
    """Something that is done in the name of one of the person's organisations; the field goes where there is only one."""

    org = forms.ChoiceField(label=_("In whose name"))

    def __init__(self, *args: Any, own: Sequence[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {str(o.public_id): o for o in own}
        choose(self, org=named(own, lang))
        if len(own) == 1:
            del self.fields["org"]

    def acting(self) -> Org:
        """In whose name."""
        return self.own[self.cleaned_data["org"]] if "org" in self.cleaned_data else next(iter(self.own.values()))


class TroubleForm(ActingForm):
    """What the problem is."""

    title = forms.CharField(label=_("The problem in a few words"), max_length=200)
    text = forms.CharField(label=_("What has happened, and what has been tried"), max_length=4000, widget=TEXT, help_text=_("Never write anything of a client: the problem is of the cooperation."))  # fmt: skip
    theme = forms.ChoiceField(label=_("Theme"))
    org = forms.ChoiceField(label=_("Whose name you raise it in"))
    parties = forms.MultipleChoiceField(label=_("With whom it is to be settled"), widget=forms.CheckboxSelectMultiple)
    level = forms.ChoiceField(label=_("Level that it begins from"), required=False)
    sure = forms.BooleanField(label=SURE, required=False)
    field_order = ("title", "text", "theme", "org", "parties", "level", "sure")

    def __init__(self, *args: Any, orgs: Sequence[Org], themes: Choices, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, lang=lang, **kwargs)
        self.ids = ids_of(orgs)
        levels = [("", say("agreements_lowest", lang=lang)), *((x, LEVELS[x].name.get(lang)) for x in LADDER)]
        choose(self, theme=themes, parties=named(orgs, lang), level=levels)

    def trouble(self) -> Trouble:
        """As the action takes it."""
        data = self.cleaned_data
        parties = tuple(self.ids[p] for p in data["parties"])
        level = cast(Level, data["level"]) if data["level"] else None
        return Trouble(data["title"], data["text"], data["theme"], parties, level, data["sure"])


class SaidForm(ActingForm):
    """What is done to a problem, and why."""

    outcome = forms.ChoiceField(label=_("What you offer"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("Tell the others"), max_length=4000, widget=TEXT, help_text=_("Never write anything of a client: the problem is of the cooperation."))  # fmt: skip
    sure = forms.BooleanField(label=SURE, required=False)
    field_order = ("outcome", "text", "org", "sure")

    def __init__(self, *args: Any, act: Act, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, lang=lang, **kwargs)
        self.act = act
        choose(self, outcome=[(x, say(f"settles:{x}", lang=lang)) for x in OUTCOMES])
        if act != "offered":
            del self.fields["outcome"]
        self.fields["text"].required = True

    def said(self) -> Said:
        """As the action takes it."""
        data = self.cleaned_data
        return Said(self.act, data["text"], data.get("outcome"), data["sure"])


def initial_of(row: object, names: Sequence[str]) -> dict[str, Any]:
    """Fields of a form as a row has them: each text in every language, then the rest."""
    found: dict[str, Any] = {}
    for name in names:
        if hasattr(row, f"{name}_fi"):
            found |= {f"{name}_{x}": value for x, value in Text.of(row, name).by_language().items()}
        else:
            found[name] = getattr(row, name)
    return found

"""Forms of the room. They give typed values; what is right is decided by the actions."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.matters.case_forms import TitledForm
from yhdyspinta.core.stances.forms import TEXT
from yhdyspinta.core.ui.fields import DayField, choose
from yhdyspinta.rooms.surveys import rules
from yhdyspinta.rooms.surveys.actions import Asked, Plan
from yhdyspinta.rooms.surveys.asking import KINDS, SCALE
from yhdyspinta.rooms.surveys.inviting import addresses_in
from yhdyspinta.rooms.surveys.statements import statements

Choices = Sequence[tuple[str, str]]
LINES = forms.Textarea(attrs={"rows": 4})
OPTIONS_HELP = _("One option a line.")


def groups(mine: Sequence[str], lang: str) -> Choices:
    """The groups that somebody invites, as choices."""
    return [(g, say(f"survey_group:{g}", lang=lang)) for g in mine]


class PlanForm(TitledForm):
    """What a survey is."""

    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=160, required=False)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=160, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(label=_("Last day to answer"))
    themes = forms.MultipleChoiceField(label=_("Themes that are asked about"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("One question each. The six statements are always asked. Answering takes four minutes at most."))  # fmt: skip
    pooling = forms.ChoiceField(label=_("How results are told"), help_text=_("This is fixed before anybody answers. In a region with few municipalities a single theme seldom gets ten answers."))  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who sees the results"), choices=[("public", _("Everybody")), ("parties", _("The region's organisations"))]
    )  # fmt: skip

    def __init__(self, *args: Any, themes: Choices, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, themes=themes, pooling=[(p, say(f"survey_pool:{p}", lang=lang)) for p in rules.POOLINGS])

    def plan(self) -> Plan:
        """As the action takes it."""
        data = self.cleaned_data
        return Plan(self.titles(), **{n: data[n] for n in ("opens_on", "closes_on", "themes", "pooling", "visibility")})


class ManyForm(PlanForm):
    """A survey of many regions at once."""

    regions = forms.MultipleChoiceField(label=_("Regions"), widget=forms.CheckboxSelectMultiple)
    field_order = ("regions",)

    def __init__(self, *args: Any, regions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, regions=regions)


class AskedForm(forms.Form):
    """An own question."""

    kind = forms.ChoiceField(label=_("Kind of the question"))
    text_fi = forms.CharField(label=_("Question in Finnish"), required=False, max_length=300)
    options_fi = forms.CharField(label=_("Options in Finnish"), required=False, max_length=2000, widget=LINES, help_text=OPTIONS_HELP)  # fmt: skip
    text_sv = forms.CharField(label=_("Question in Swedish"), required=False, max_length=300)
    options_sv = forms.CharField(label=_("Options in Swedish"), required=False, max_length=2000, widget=LINES, help_text=OPTIONS_HELP)  # fmt: skip
    text_en = forms.CharField(label=_("Question in English"), required=False, max_length=300)
    options_en = forms.CharField(label=_("Options in English"), required=False, max_length=2000, widget=LINES, help_text=OPTIONS_HELP)  # fmt: skip

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, kind=[(k, say(f"survey_kind:{k}", lang=lang)) for k in KINDS])

    def clean(self) -> dict[str, Any]:
        """The languages give the same options."""
        data = super().clean() or {}
        given = [n for x in LANGUAGES if (n := len(self._lines(x)))]
        if len(set(given)) > 1:
            raise forms.ValidationError(say("surveys_option_lines"))
        return data

    def _lines(self, lang: str) -> list[str]:
        return [line.strip() for line in self.cleaned_data.get(f"options_{lang}", "").splitlines() if line.strip()]

    def asked(self) -> Asked:
        """As the action takes it."""
        rows = zip_longest(*(self._lines(x) for x in LANGUAGES), fillvalue="")
        texts = {x: self.cleaned_data[f"text_{x}"] for x in LANGUAGES}
        return Asked(self.cleaned_data["kind"], texts, [dict(zip(LANGUAGES, row, strict=True)) for row in rows])


class InviteForm(forms.Form):
    """Addresses of a group."""

    group = forms.ChoiceField(label=_("Group"))
    emails = forms.CharField(label=_("E-mail addresses"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}), help_text=_("One a line, or separated by commas. A name before the address does no harm."))  # fmt: skip

    def __init__(self, *args: Any, mine: Sequence[str], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, group=groups(mine, lang))

    def clean_emails(self) -> list[str]:
        """Every address, or what is none."""
        good, bad = addresses_in(self.cleaned_data["emails"])
        if bad:
            raise forms.ValidationError(say("surveys_addresses", [("lost", ", ".join(bad[:10])[:300])]))
        if not good:
            raise forms.ValidationError(say("surveys_no_addresses"))
        return good


class CardsForm(forms.Form):
    """How many cards to print."""

    group = forms.ChoiceField(label=_("Group"))
    count = forms.IntegerField(label=_("How many cards"), min_value=1, max_value=rules.CARDS)

    def __init__(self, *args: Any, mine: Sequence[str], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, group=groups(mine, lang))


class ViewForm(forms.Form):
    """An organisation's own view: every statement from 1 to 5, and a word of why."""

    text = forms.CharField(label=_("In a few words, why"), required=False, max_length=1500, widget=TEXT)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = [(str(p), say(f"survey_point:{p}", lang=lang)) for p in range(1, SCALE + 1)]
        for statement in statements():
            self.fields[statement.code] = forms.ChoiceField(
                label=statement.text.get(lang), choices=points, required=False, widget=forms.RadioSelect
            )
        self.order_fields([*(s.code for s in statements()), "text"])

    def values(self) -> dict[str, int]:
        """What was answered, by statement."""
        return {s.code: int(v) for s in statements() if (v := self.cleaned_data[s.code])}

"""Forms of the room. They give typed values; what is right is decided by the actions."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.matters.case_forms import TitledForm
from yhdyspinta.core.stances.forms import SectionField
from yhdyspinta.core.ui.fields import DayField, choose
from yhdyspinta.rooms.goals.models import Programme
from yhdyspinta.rooms.welfare.actions import Approval, Draft
from yhdyspinta.rooms.welfare.models import WelfareDocument
from yhdyspinta.rooms.welfare.outlines import BODIES, KINDS, Kind

LONG = forms.Textarea(attrs={"rows": 14})
SHORT = forms.Textarea(attrs={"rows": 4})


class DocumentForm(TitledForm):
    """What a document is."""

    kind = forms.ChoiceField(label=_("What is written"))
    first_year = forms.IntegerField(label=_("First year"))
    last_year = forms.IntegerField(label=_("Last year"), required=False, help_text=_("Empty: the same as the first."))
    programme = forms.ChoiceField(label=_("Programme whose goals are the plan"), required=False)
    follows = forms.ChoiceField(label=_("What it follows"), required=False, help_text=_("The texts of the earlier one stand beside yours."))  # fmt: skip
    field_order: tuple[str, ...] = ("kind", "first_year", "last_year", "title_fi", "title_sv", "title_en", "programme", "follows")  # fmt: skip

    def __init__(
        self,
        *args: Any,
        programmes: Sequence[Programme],
        earlier: Sequence[WelfareDocument],
        lang: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = {str(p.public_id): p for p in programmes}
        self.earlier = {str(d.public_id): d for d in earlier}
        none = [("", "–")]
        choose(
            self,
            kind=[(k, say(f"welfare_kind:{k}", lang=lang)) for k in KINDS],
            programme=[*none, *((code, str(p)) for code, p in self.programmes.items())],
            follows=[*none, *((code, str(d)) for code, d in self.earlier.items())],
        )
        for name, there in (("programme", programmes), ("follows", earlier)):
            if not there:
                del self.fields[name]

    def draft(self, row: WelfareDocument | None = None) -> Draft:
        """As the action takes it; of `row` what the form does not ask."""
        data = self.cleaned_data
        if row is None:
            kind, first, last = data["kind"], data["first_year"], data["last_year"] or data["first_year"]
        else:
            kind, first, last = cast(Kind, row.kind), row.first_year, row.last_year
        programme = self.programmes.get(data.get("programme", ""))
        return Draft(kind, first, last, self.titles(), programme, self.earlier.get(data.get("follows", "")))


class ApprovalForm(forms.Form):
    """The council's decision."""

    on = DayField(label=_("Day of the decision"), initial=clock.today)
    body = forms.CharField(label=_("Who decided"), max_length=160)
    section = SectionField()
    link = forms.URLField(label=_("Link to the decision"), required=False, max_length=500, assume_scheme="https")

    def approval(self) -> Approval:
        """As the action takes it."""
        return Approval(**self.cleaned_data)


class ElsewhereForm(DocumentForm):
    """A document that was made with other tools and has been approved."""

    elsewhere = forms.URLField(label=_("Where the document is"), max_length=500, assume_scheme="https")
    on = DayField(label=_("Day of the decision"))
    body = forms.CharField(label=_("Who decided"), max_length=160)
    section = SectionField()
    link = forms.URLField(label=_("Link to the decision"), required=False, max_length=500, assume_scheme="https")
    field_order = ("kind", "first_year", "last_year", "title_fi", "title_sv", "title_en", "elsewhere", "on", "body", "section", "link")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, programmes=[], earlier=[], **kwargs)

    def approval(self) -> Approval:
        """As the action takes it."""
        return Approval(*(self.cleaned_data[n] for n in ("on", "body", "section", "link")))


class ChapterForm(forms.Form):
    """A section's text by language."""

    text_fi = forms.CharField(label=_("Text in Finnish"), required=False, max_length=40_000, widget=LONG)
    text_sv = forms.CharField(label=_("Text in Swedish"), required=False, max_length=40_000, widget=LONG)
    text_en = forms.CharField(label=_("Text in English"), required=False, max_length=40_000, widget=LONG)

    def texts(self) -> dict[str, str]:
        """By language."""
        return {lang: self.cleaned_data[f"text_{lang}"] for lang in LANGUAGES}


class JoinForm(forms.Form):
    """Whether another plan belongs here."""

    how = forms.ChoiceField(label=_("How it belongs here"), required=False)
    link = forms.URLField(label=_("Address of the plan"), required=False, max_length=500, assume_scheme="https")
    due = DayField(label=_("Its next day"), required=False)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, how=[("", "–"), *((h, say(f"welfare_nested:{h}", lang=lang)) for h in ("included", "apart"))])


class AskForm(forms.Form):
    """A statement is asked."""

    body = forms.ChoiceField(label=_("From whom"))
    asked_on = DayField(label=_("Asked on"), initial=clock.today)
    due = DayField(label=_("By"), required=False)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, body=[(b, say(f"welfare_body:{b}", lang=lang)) for b in BODIES])


class StatementForm(forms.Form):
    """What an influence body said."""

    given_on = DayField(label=_("Given on"), initial=clock.today)
    text = forms.CharField(label=_("What was said"), required=False, max_length=8000, widget=SHORT)
    link = forms.URLField(label=_("Link to the statement"), required=False, max_length=500, assume_scheme="https")

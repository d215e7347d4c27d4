"""Forms of matters and documents. They give typed values; what is right is decided by the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.matters.cases import Subject
from yhdyspinta.core.matters.filing import Label
from yhdyspinta.core.matters.uploads import LIMIT, MEDIA, Upload
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.ui.fields import DayField, choose

RETENTIONS = ("", "2", "5", "10", "20", "50", "permanent")
Choices = Sequence[tuple[str, str]]


class TitledForm(forms.Form):
    """A title in three languages, at least one filled."""

    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=200, required=False)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)

    def titles(self) -> dict[str, str]:
        """By language."""
        return {lang: self.cleaned_data[f"title_{lang}"] for lang in LANGUAGES}


class MatterForm(TitledForm):
    """What a matter is about and whom it concerns."""

    owner = forms.ChoiceField(label=_("Opened by"), required=False)
    parties = forms.MultipleChoiceField(label=_("Whom it concerns"), widget=forms.CheckboxSelectMultiple)
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    duties = forms.MultipleChoiceField(label=_("Duties that it belongs to"), required=False, widget=forms.CheckboxSelectMultiple)  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who sees it"), choices=[("public", _("Everybody")), ("parties", _("The parties only"))]
    )

    def __init__(
        self,
        *args: Any,
        own: Sequence[Org],
        orgs: Sequence[Org],
        themes: Choices,
        duties: Choices,
        lang: str,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.orgs = {str(o.public_id): o for o in orgs}
        named = [(code, o.name.get(lang)) for code, o in self.orgs.items()]
        mine = [(str(o.public_id), o.name.get(lang)) for o in own]
        choose(self, owner=mine, parties=named, themes=themes, duties=duties)
        for name, asked in (("owner", len(mine) > 1), ("duties", bool(duties))):
            if not asked:
                del self.fields[name]

    def subject(self, duties: Sequence[str]) -> Subject:
        """As the action takes it; `duties`: those it has, when none could be chosen."""
        data = self.cleaned_data
        return Subject(
            titles=self.titles(),
            parties=[self.orgs[p].id for p in data["parties"]],
            themes=data["themes"],
            duties=data.get("duties", duties),
            visibility=data["visibility"],
        )


class ContentForm(forms.Form):
    """The file or the link of a document."""

    file = forms.FileField(label=_("File"), required=False)
    link = forms.URLField(label=_("or a link to where it is"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ", ".join(MEDIA).upper()
        self.fields["file"].help_text = _("%(kinds)s, at most 10 MB.") % {"kinds": kinds}

    def clean_file(self) -> Any:
        """A file that is too large is not read."""
        given = self.cleaned_data["file"]
        if given is not None and given.size > LIMIT:
            told = say("matters_file_large", [("count", str(LIMIT // 1_000_000))], get_language() or "fi")
            raise forms.ValidationError(told)
        return given

    def content(self) -> Upload | str:
        """A file comes before a link."""
        given = self.cleaned_data["file"]
        return Upload(given.name, given.read()) if given else self.cleaned_data["link"]


class DocumentForm(TitledForm, ContentForm):
    """A new document, or what is told of one."""

    owner = forms.ChoiceField(label=_("Whose document it is"))
    dated = DayField(label=_("Day of the document"), initial=clock.today)
    visibility = forms.ChoiceField(label=_("Who sees it"))
    publicity = forms.ChoiceField(label=_("Publicity"), help_text=_("What your organisation holds it for by the Act on the Openness of Government Activities."))  # fmt: skip
    ground = forms.CharField(label=_("Ground of secrecy, as statute and section"), required=False, max_length=200)
    retention = forms.ChoiceField(label=_("Kept for"), required=False)
    retention_ground = forms.CharField(label=_("By which decision or statute"), required=False, max_length=200)
    field_order = ("title_fi", "title_sv", "title_en", "file", "link", "owner", "dated", "visibility", "publicity", "ground", "retention", "retention_ground")  # fmt: skip

    def __init__(self, *args: Any, own: Sequence[Org], lang: str, told: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {str(o.public_id): o for o in own}
        choose(
            self,
            owner=[(code, o.name.get(lang)) for code, o in self.own.items()],
            visibility=[(v, say(f"sees:{v}", lang=lang)) for v in ("public", "parties", "draft")],
            publicity=[(p, say(f"publicity:{p}", lang=lang)) for p in ("public", "partly", "withheld")],
            retention=[(r, say(f"retention:{r}", lang=lang)) for r in RETENTIONS],
        )
        for name in ("file", "link", "owner") if told else ():
            del self.fields[name]

    def label(self) -> Label:
        """As the actions take it."""
        names = ("dated", "visibility", "publicity", "ground", "retention", "retention_ground")
        return Label(self.titles(), **{n: self.cleaned_data[n] for n in names})

"""Forms of the room. They give typed values; what is right is decided by the actions."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.forms import TEXT
from yhdyspinta.core.ui.fields import choose
from yhdyspinta.rooms.responsibilities.actions import Card, Told, Written
from yhdyspinta.rooms.responsibilities.matrix import ROLES
from yhdyspinta.rooms.responsibilities.tasks import ORGANISERS

Choices = Sequence[tuple[str, str]]


class TaskForm(forms.Form):
    """Who does what in a task: a role for each organisation, and what is agreed of the costs."""

    text_fi = forms.CharField(label=_("Costs in Finnish"), required=False, max_length=2000, widget=TEXT, help_text=_("What has been agreed of who pays what. Leave it empty when nothing has been agreed."))  # fmt: skip
    text_sv = forms.CharField(label=_("Costs in Swedish"), required=False, max_length=2000, widget=TEXT)
    text_en = forms.CharField(label=_("Costs in English"), required=False, max_length=2000, widget=TEXT)

    def __init__(self, *args: Any, orgs: Sequence[Org], now: Mapping[int, str], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.orgs = orgs
        choices = [(r, say(f"role_in:{r}", lang=lang)) for r in ("", *ROLES)]
        fields: dict[str, forms.Field] = {}
        for org in orgs:
            field = forms.ChoiceField(label=org.name.get(lang), required=False, choices=choices)
            field.initial = now.get(org.id, "")
            fields[f"org-{org.id}"] = field
        self.fields = {**fields, **self.fields}

    def written(self) -> Written:
        """As the action takes it."""
        data = self.cleaned_data
        roles = {o.id: cast(Told, data[f"org-{o.id}"]) for o in self.orgs}
        return Written(roles, {lang: data[f"text_{lang}"] for lang in LANGUAGES})


class NamesForm(forms.Form):
    """A name in three languages."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=120, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def names(self) -> dict[str, str]:
        """By language."""
        return {lang: self.cleaned_data[f"name_{lang}"] for lang in LANGUAGES}


class OwnTaskForm(NamesForm):
    """A task of the region's own."""

    kinds = forms.MultipleChoiceField(label=_("Who organises it"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, kinds=[(k, say(f"who:{k}", lang=lang)) for k in ORGANISERS])


class FileForm(forms.Form):
    """A table of a division of labour."""

    file = forms.FileField(
        label=_("File (Excel or CSV)"),
        help_text=_("Take the table from this page, change the roles, and bring it back. Empty is no role."),
    )


class ContactForm(NamesForm):
    """How an organisation is reached in a theme."""

    name_fi = forms.CharField(label=_("Function in Finnish"), max_length=120, required=False, help_text=_("An office, a unit or a service, for example: the office of student welfare."))  # fmt: skip
    name_sv = forms.CharField(label=_("Function in Swedish"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Function in English"), max_length=120, required=False)
    theme = forms.ChoiceField(label=_("In which theme"), required=False)
    email = forms.EmailField(label=_("Shared mailbox"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    person = forms.CharField(label=_("Name of the person"), max_length=120, required=False, help_text=_("Only when the person knows of it. The page is public, and the person can take the name away."))  # fmt: skip
    deputy = forms.CharField(label=_("Function of the deputy"), max_length=120, required=False)
    deputy_email = forms.EmailField(label=_("E-mail of the deputy"), max_length=254, required=False)
    source_url = forms.URLField(label=_("Where it was read"), max_length=500, required=False, assume_scheme="https", help_text=_("Needed when you tell of another organisation."))  # fmt: skip
    field_order = ("theme", "name_fi", "name_sv", "name_en", "email", "phone", "person", "deputy", "deputy_email", "source_url")  # fmt: skip

    def __init__(self, *args: Any, themes: Choices, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, theme=[("", gettext("All themes")), *themes])
        if own:
            del self.fields["source_url"]

    def card(self) -> Card:
        """As the action takes it."""
        told = {n: self.cleaned_data.get(n, "") for n in ("theme", "email", "phone", "person", "deputy", "deputy_email", "source_url")}  # fmt: skip
        return Card(self.names(), **told)

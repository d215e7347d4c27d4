"""Forms of the upkeep pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.actions import LOCAL_KINDS
from yhdyspinta.core.registry.models import BodyKind, Organisation
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.fields import DayField


class NamesForm(forms.Form):
    """A name in up to three languages, at least one."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=160, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=160, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        """At least one name is filled."""
        data = super().clean() or {}
        if not any(data.get(f"name_{c}", "").strip() for c in ("fi", "sv", "en")):
            raise forms.ValidationError(_("Write the name in at least one language."))
        return data

    def names(self) -> dict[str, str]:
        """The three names."""
        return {k: self.cleaned_data[k].strip() for k in ("name_fi", "name_sv", "name_en")}


class OrganisationForm(NamesForm):
    """A local organisation: kind, names, website, regions."""

    kind = forms.ChoiceField(label=_("What kind of organisation?"))
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    regions = forms.MultipleChoiceField(
        label=_("In which regions does it work?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, lang: str, editing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing:
            del self.fields["kind"], self.fields["regions"]
            return
        kinds = [(str(k), say(f"kind:{k}", lang=lang)) for k in LOCAL_KINDS]
        self.fields["kind"] = forms.ChoiceField(label=_("What kind of organisation?"), choices=kinds)
        areas = [(a.code, a.name.get(lang)) for a in atlas().areas.values()]
        self.fields["regions"] = forms.MultipleChoiceField(
            label=_("In which regions does it work?"),
            required=False,
            choices=areas,
            widget=forms.CheckboxSelectMultiple,
        )


class BodyForm(NamesForm):
    """A body of an organisation."""

    kind = forms.ChoiceField(label=_("What kind of body?"))
    valid_from = DayField(label=_("First day"), required=False)
    valid_until = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(k, say(f"body:{k}", lang=lang)) for k in BodyKind.values]
        self.fields["kind"] = forms.ChoiceField(label=_("What kind of body?"), choices=kinds)


class SeatForm(forms.Form):
    """A person's place in a body."""

    person_name = forms.CharField(label=_("Person's name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"))
    valid_from = DayField(label=_("First day"))
    valid_until = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(r, say(f"seat:{r}", lang=lang)) for r in ("chair", "vice_chair", "member", "deputy")]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=roles)


class EndForm(forms.Form):
    """The last day of a seat."""

    on = DayField(label=_("Last day"))


class PersonForm(forms.Form):
    """A person's name."""

    name = forms.CharField(label=_("Name"), max_length=120)


class MergeForm(forms.Form):
    """Into which organisation, from which day, by which decision."""

    into = forms.ModelChoiceField(
        label=_("Who carries on?"), queryset=Organisation.objects.none(), to_field_name="public_id"
    )
    on = DayField(label=_("From which day?"))
    source = forms.CharField(label=_("By which decision?"), max_length=300)

    def __init__(self, *args: Any, old: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = Organisation.objects.filter(kind=old.kind, valid_until=None, archived_at=None).exclude(pk=old.pk)
        self.fields["into"] = forms.ModelChoiceField(
            label=_("Who carries on?"), queryset=same.order_by("slug"), to_field_name="public_id"
        )


class UserForm(forms.Form):
    """A new user."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)

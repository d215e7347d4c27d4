"""Forms of access and invitations."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.accounts.roles import ROLES
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.models import Organisation, Region


def organisations() -> Any:
    """Those that work now, by name."""
    return Organisation.objects.filter(valid_until=None, archived_at=None).order_by("name_fi", "name_sv", "id")


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in its stubs
    """One of the organisations, by its name in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Organisation"),
            queryset=organisations(),
            to_field_name="public_id",
            empty_label=_("Choose"),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        """Finnish or Swedish name, whichever there is."""
        return Text(obj.name_fi, obj.name_sv, obj.name_en).get(get_language() or "fi")


class AccessForm(forms.Form):
    """Who asks to be let in, and to which organisation's matters."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    organisation = OrganisationField()
    wish = forms.CharField(
        label=_("What do you need it for?"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class InviteForm(forms.Form):
    """A person, a role and what it is over: of those that the inviter may give."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"))
    organisation = OrganisationField(required=False)
    region = forms.ModelChoiceField(
        label=_("Region"), required=False, queryset=Region.objects.none(), to_field_name="public_id"
    )
    side = forms.ChoiceField(label=_("Side"), required=False)

    def __init__(self, *args: Any, lang: str, by: Actor, to: frozenset[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every, roles = organisations(), list(ROLES)
        if not by.is_administrator:
            every, roles = every.filter(public_id__in=to), ["editor", "elected", "reader"]
            del self.fields["region"], self.fields["side"]
            self.fields["organisation"].required = True
        else:
            self.fields["region"].queryset = Region.objects.order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField
            sides = [("", "–"), *((s, say(f"side:{s}", lang=lang)) for s in ("county", "municipalities"))]
            self.fields["side"] = forms.ChoiceField(label=_("Side"), required=False, choices=sides)
        self.fields["organisation"].queryset = every  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=[(r, say(f"role:{r}", lang=lang)) for r in roles]
        )
        self.fields["name"].help_text = _("As it is shown beside what the person records.")

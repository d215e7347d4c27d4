"""Forms of access and invitations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.accounts.roles import ROLES
from yhdyspinta.core.accounts.rules import INVITED
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.ui.fields import choose


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
        return Text.of(obj, "name").get(get_language() or "fi")


class AccessForm(forms.Form):
    """Who asks to be let in, and to which organisation's matters."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    organisation = OrganisationField()
    wish = forms.CharField(
        label=_("What do you need it for?"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class FeedbackForm(forms.Form):
    """What does not work, where, and how to be answered."""

    text = forms.CharField(
        label=_("What did you try to do, and what happened?"), max_length=2000, widget=forms.Textarea({"rows": 6})
    )
    page = forms.CharField(label=_("Address of the page"), max_length=300, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("If you want an answer. It is removed half a year after we have answered."),
    )


class DoneForm(forms.Form):
    """What was done about it."""

    done = forms.CharField(label=_("What was done"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class GrantForm(forms.Form):
    """A role and what it is over."""

    role = forms.ChoiceField(label=_("Role"))
    organisation = OrganisationField(required=False)
    region = forms.ModelChoiceField(
        label=_("Region"), required=False, empty_label="–", queryset=Region.objects.order_by("code"),
        to_field_name="public_id",
    )  # fmt: skip
    side = forms.ChoiceField(label=_("Side"), required=False)

    def __init__(self, *args: Any, lang: str, roles: Iterable[str] = ROLES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody becomes an administrator by a press too many.
        nothing = [("", str(_("Choose")))] if "administrator" in roles else []
        choose(self, role=[*nothing, *((r, say(f"role:{r}", lang=lang)) for r in roles)])
        sides = [("", "–"), *((s, say(f"side:{s}", lang=lang)) for s in ("county", "municipalities"))]
        choose(self, side=sides)
        self.fields["organisation"].needed = _("for most roles")  # type: ignore[attr-defined]  # read by the label


class InviteForm(GrantForm):
    """The same for a person, of what the inviter may give."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As it is shown beside what the person records.")
    )
    field_order = ("email", "name", "role", "organisation", "region", "side")

    def __init__(self, *args: Any, by: Actor, to: frozenset[Any], **kwargs: Any) -> None:
        every = by.is_administrator
        super().__init__(*args, roles=ROLES if every else INVITED, **kwargs)
        if not every:
            del self.fields["region"], self.fields["side"]
            own = self.fields["organisation"]
            own.required = True
            own.queryset = organisations().filter(public_id__in=to)  # type: ignore[attr-defined]  # a ModelChoiceField

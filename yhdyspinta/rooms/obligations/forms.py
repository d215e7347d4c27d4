"""Forms of the room. They give typed values; what is right is decided by the actions."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.common.dates import parse_date
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.evidence.models import EvidenceKind, Precision, Visibility
from yhdyspinta.core.law.duties import Duty
from yhdyspinta.core.registry.atlas import Org, RegionView
from yhdyspinta.core.ui.fields import choose

PUBLIC_SOURCE = "julkinen-lahde"
"""The choice of nobody's name: recorded on behalf, from a public source."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form of evidence lets one choose: region, duties, organisations, in whose name."""

    view: RegionView
    duties: tuple[Duty, ...]
    orgs: tuple[Org, ...]
    acting: tuple[Org, ...]
    on_behalf: bool
    lang: str


class DayField(forms.CharField):
    """A day written as 2025-10-24 or 24.10.2025."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """A date, or None when it may be empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueError:
            raise forms.ValidationError(_("Write the day like this: 24.10.2025.")) from None


class EvidenceForm(forms.Form):
    """What happened, when, who, for which duties, from which source."""

    acting_for = forms.ChoiceField(label=_("In whose name do you record?"))
    kind = forms.ChoiceField(label=_("What happened?"))
    title_fi = forms.CharField(label=_("Short title in Finnish"), max_length=240, required=False)
    title_sv = forms.CharField(label=_("Short title in Swedish"), max_length=240, required=False)
    title_en = forms.CharField(label=_("Short title in English"), max_length=240, required=False)
    happened_on = DayField(
        label=_("On which day?"), help_text=_("Not in the future. If you know only the month or year, choose it below.")
    )
    precision = forms.ChoiceField(label=_("How exactly is the day known?"))
    holds_until = DayField(
        label=_("Last day it holds"), required=False, help_text=_("For a plan or a body with a term.")
    )
    municipalities = forms.BooleanField(label=_("All municipalities of the region"), required=False)
    parties = forms.MultipleChoiceField(label=_("Who took part?"), required=False, widget=forms.CheckboxSelectMultiple)
    source_title = forms.CharField(
        label=_("Source"),
        max_length=240,
        required=False,
        help_text=_("For example: county executive 12.10.2023 § 265. Needed when you record on behalf of others."),
    )
    source_url = forms.URLField(label=_("Address of the source"), max_length=500, required=False, assume_scheme="https")
    document_ref = forms.CharField(label=_("Document or register number"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=4000, required=False, widget=forms.Textarea)
    visibility = forms.ChoiceField(label=_("Who sees this?"))

    def __init__(self, data: Any = None, *, offer: Offer, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.offer = offer
        lang = offer.lang
        choices = [(str(o.public_id), o.name.get(lang)) for o in offer.acting]
        if offer.on_behalf:
            choices.append((PUBLIC_SOURCE, str(_("From a public source, on the parties' behalf"))))
        choose(self, acting_for=choices)
        choose(self, kind=[(k, say(f"evidence:{k}", lang=lang)) for k in EvidenceKind.values])
        choose(self, precision=[(p, say(f"precision:{p}", lang=lang)) for p in Precision.values])
        shown = [Visibility.PUBLIC, Visibility.PARTIES, Visibility.DRAFT]
        choose(self, visibility=[(v, say(f"visibility:{v}", lang=lang)) for v in shown])
        choose(self, parties=[(str(o.public_id), o.name.get(lang)) for o in offer.orgs])
        extents = [("", "–"), ("whole", say("extent:whole", lang=lang)), ("part", say("extent:part", lang=lang))]
        for duty in offer.duties:
            self.fields[f"duty:{duty.code}"] = forms.ChoiceField(
                label=duty.title.get(lang), choices=extents, required=False
            )

    def duty_fields(self) -> list[BoundField]:
        """One field a duty, in the offered order."""
        return [self[f"duty:{d.code}"] for d in self.offer.duties]

    def title_fields(self) -> list[BoundField]:
        """The page's language first."""
        codes = [self.offer.lang, *(c for c in LANGUAGES if c != self.offer.lang)]
        return [self[f"title_{code}"] for code in codes]

    def acting_org(self) -> Org | None:
        """The organisation chosen, None for a record on behalf."""
        wanted = self.cleaned_data["acting_for"]
        return next((o for o in self.offer.acting if str(o.public_id) == wanted), None)

    def content(self) -> Content:
        """What was entered, as the actions take it. The note is kept in the page's language."""
        data = self.cleaned_data
        parties = [o.id for o in self.offer.orgs if str(o.public_id) in data["parties"]]
        if data["municipalities"]:
            parties = list(dict.fromkeys([*parties, *(m.id for m in self.offer.view.municipalities)]))
        acting = self.acting_org()
        duties = {d.code: data[f"duty:{d.code}"] for d in self.offer.duties if data[f"duty:{d.code}"]}
        if acting is not None and acting.id not in parties and not parties:
            parties = [acting.id]
        return Content(
            kind=data["kind"],
            happened_on=end_of(data["happened_on"], data["precision"]),
            precision=data["precision"],
            holds_until=data["holds_until"],
            duties=duties,
            parties=tuple(parties),
            title_fi=data["title_fi"].strip(),
            title_sv=data["title_sv"].strip(),
            title_en=data["title_en"].strip(),
            source_title=data["source_title"].strip(),
            source_url=data["source_url"],
            document_ref=data["document_ref"].strip(),
            visibility=data["visibility"],
            **{f"note_{self.offer.lang}": data["note"].strip()},
        )


def end_of(day: date, precision: str) -> date:
    """The last day of the month or year where only that is known: it had happened by then."""
    if precision == "year":
        return date(day.year, 12, 31)
    if precision == "month":
        return date(day.year, day.month, monthrange(day.year, day.month)[1])
    return day


class DayForm(forms.Form):
    """One day: the region's own, or from when records are complete."""

    day = DayField(label=_("Day"))


class ReasonForm(forms.Form):
    """Why a record is withdrawn."""

    reason = forms.CharField(label=_("Why is the record withdrawn?"), max_length=400)

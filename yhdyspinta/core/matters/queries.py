"""Reading the way home: what one may see, what has been asked from a page, what waits for somebody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from yhdyspinta.core.accounts.queries import token_hash
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.matters.models import AnswerLink, Consultation, Decision, Letter, Matter, RegistryAddress
from yhdyspinta.core.matters.receipts import OPEN, Outcome, Progress, progress_of


def visible_to(actor: Actor) -> QuerySet[Consultation]:
    """One's own organisation's and region's; of public ones those that have been answered. An administrator sees all.

    Who has not answered is between the parties. With organisation and decisions.
    """
    decisions = Prefetch("decisions", queryset=Decision.objects.order_by("id"))
    rows = Consultation.objects.select_related("organisation", "region").prefetch_related(decisions)
    if actor.is_administrator:
        return rows
    seen = Q(visibility="public", pk__in=Decision.objects.values("consultation"))
    if actor.regions:
        seen |= Q(region__code__in=actor.regions)
    if actor.belongs_to:
        seen |= Q(organisation__public_id__in=actor.belongs_to)
    if owned := actor.owned("consultation"):
        seen |= Q(public_id__in=owned)
    return rows.filter(seen)


@dataclass(frozen=True, slots=True)
class Asked:
    """What has been asked from one place: the rows in the order they were asked, and how far the parties are."""

    rows: tuple[Consultation, ...]
    progress: Progress

    @property
    def missing(self) -> list[Consultation]:
        """Those that have not been handled to the end."""
        done = set(self.progress.done)
        return [r for r in self.rows if r.organisation_id not in done]


def asked_from(origins: Iterable[str]) -> Mapping[str, Asked]:
    """By origin, standing questions only. Three queries, however many origins; an organisation is made once."""
    told = Decision.objects.order_by("id").only("consultation", "outcome", "on_behalf", "decided_on")
    rows = Consultation.objects.filter(origin__in=list(origins), withdrawn_at=None)
    rows = rows.defer("text_fi", "text_sv", "text_en")  # long, and not on a list
    found: dict[str, list[Consultation]] = {}
    for row in rows.prefetch_related("organisation", Prefetch("decisions", queryset=told)).order_by("id"):
        found.setdefault(row.origin, []).append(row)
    return {origin: Asked(tuple(each), _progress(each)) for origin, each in found.items()}


def of_matter(matter: Matter, actor: Actor) -> Asked:
    """What has been asked in a matter, as far as the actor may see it."""
    each = list(visible_to(actor).filter(matter=matter, withdrawn_at=None).order_by("id"))
    return Asked(tuple(each), _progress(each))


def missing_from(origins: Iterable[str]) -> set[str]:
    """Which of them some party has not handled to the end. One query; no row is made of the others."""
    return set(not_handled().filter(origin__in=list(origins)).values_list("origin", flat=True).distinct())


def not_handled() -> QuerySet[Consultation]:
    """Standing questions that have not been handled to the end, whoever may see them."""
    latest = Decision.objects.filter(consultation=OuterRef("pk")).order_by("-id").values("outcome")[:1]
    rows = Consultation.objects.filter(withdrawn_at=None).annotate(latest=Subquery(latest))
    return rows.filter(Q(latest=None) | Q(latest__in=OPEN)).order_by()


def _progress(rows: Iterable[Consultation]) -> Progress:
    each = list(rows)
    told = {r.organisation_id: [cast(Outcome, d.outcome) for d in r.decisions.all()] for r in each}
    return progress_of([r.organisation_id for r in each], told)


def last(row: Consultation) -> Decision | None:
    """The step in force."""
    return next(iter(reversed(row.decisions.all())), None)


def waiting(actor: Actor) -> list[Consultation]:
    """What one's own organisations have not handled to the end, and what one is in charge of; the nearest day first."""
    owned = actor.owned("consultation")
    if not actor.organisations and not owned:
        return []
    own = Q(organisation__public_id__in=actor.organisations) | Q(public_id__in=owned)
    rows = visible_to(actor).filter(own, withdrawn_at=None)
    found = [r for r in rows if (one := last(r)) is None or one.outcome in OPEN]
    return sorted(found, key=lambda r: (r.due is None, r.due or r.asked_on, r.pk))


def waiting_of(organisation: int) -> list[Consultation]:
    """What an organisation has not handled to the end, the nearest day first."""
    decisions = Prefetch("decisions", queryset=Decision.objects.order_by("id"))
    rows = Consultation.objects.filter(organisation=organisation, withdrawn_at=None).select_related("organisation")
    found = [r for r in rows.prefetch_related(decisions) if (one := last(r)) is None or one.outcome in OPEN]
    return sorted(found, key=lambda r: (r.due is None, r.due or r.asked_on, r.pk))


def address_of(organisation: UUID) -> str:
    """An organisation's registered address, or ""."""
    rows = RegistryAddress.objects.filter(organisation__public_id=organisation, withdrawn_at=None)
    return rows.values_list("email", flat=True).first() or ""


def letters_to(organisation: UUID) -> list[Letter]:
    """Letters that have gone to an organisation, newest first."""
    return list(Letter.objects.filter(organisation__public_id=organisation).order_by("-id")[:12])


def open_link(token: str) -> AnswerLink | None:
    """The link of a token, unused, in time and its question not taken back."""
    rows = AnswerLink.objects.filter(token_hash=token_hash(token), used_at=None, expires_at__gt=clock.now())
    return rows.filter(consultation__withdrawn_at=None).select_related("consultation__organisation").first()

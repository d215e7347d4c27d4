"""Reading evidence. Visibility is in the queryset."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.evidence.models import (
    Completeness,
    Confirmation,
    Evidence,
    EvidenceDuty,
    EvidenceParty,
    Visibility,
)
from yhdyspinta.core.evidence.records import Ledger, Record


def visible_to(actor: Actor) -> QuerySet[Evidence]:
    """What the actor may see: public; the parties' where one acts for a party; drafts of one's own organisation."""
    if actor.is_administrator:
        return Evidence.objects.all()
    public = Q(visibility=Visibility.PUBLIC)
    if not actor.belongs_to:
        return Evidence.objects.filter(public)
    mine = Q(recorded_for__public_id__in=actor.organisations) & ~Q(visibility=Visibility.SECRET)
    party_rows = EvidenceParty.objects.filter(organisation__public_id__in=actor.belongs_to)
    own = Q(pk__in=party_rows.values("evidence_id")) | Q(recorded_for__public_id__in=actor.belongs_to)
    return Evidence.objects.filter(public | mine | (Q(visibility=Visibility.PARTIES) & own))


def with_details(found: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """The same rows with duties, parties and standing confirmations, in three more queries."""
    parties = EvidenceParty.objects.select_related("organisation").order_by("organisation__space", "organisation__slug")
    confirmations = Confirmation.objects.filter(withdrawn_at=None).select_related("organisation").order_by("id")
    return found.select_related("recorded_for").prefetch_related(
        Prefetch("duties", queryset=EvidenceDuty.objects.order_by("id")),
        Prefetch("parties", queryset=parties),
        Prefetch("confirmations", queryset=confirmations),
    )


def listed(actor: Actor, on: date) -> QuerySet[Evidence]:
    """What has happened by the day and stands, newest first."""
    found = visible_to(actor).filter(happened_on__lte=on, withdrawn_at=None)
    return with_details(found).order_by("-happened_on", "-id")


def of_organisations(actor: Actor, ids: frozenset[int], on: date) -> QuerySet[Evidence]:
    """Evidence in which one of the organisations took part."""
    return listed(actor, on).filter(pk__in=EvidenceParty.objects.filter(organisation_id__in=ids).values("evidence_id"))


def unconfirmed_for(actor: Actor, limit: int = 50) -> list[Evidence]:
    """Records that name an organisation of the actor's as a party and that it has not confirmed in this version."""
    found = of_parties(actor.organisations)
    waiting = []
    for evidence in found:
        confirmed = {c.organisation.public_id for c in evidence.confirmations.all() if c.version == evidence.version}
        parties = {p.organisation.public_id for p in evidence.parties.all()}
        if (parties & actor.organisations) - confirmed:
            waiting.append(evidence)
    return waiting[:limit]


def of_parties(public_ids: frozenset[UUID]) -> QuerySet[Evidence]:
    """Standing evidence shared with organisations named by public id."""
    rows = EvidenceParty.objects.filter(organisation__public_id__in=public_ids).values("evidence_id")
    shared = Evidence.objects.filter(
        pk__in=rows, withdrawn_at=None, visibility__in=[Visibility.PUBLIC, Visibility.PARTIES]
    )
    return with_details(shared).order_by("-happened_on", "-id")


_LEDGERS: Memo[Ledger] = Memo(2)


def ledger() -> Ledger:
    """All public records, frozen. One query when nothing has changed, four when something has."""
    return _LEDGERS.get(revision("evidence"), _load)


_FIELDS = (
    "id", "public_id", "kind", "title_fi", "title_sv", "title_en", "happened_on", "precision", "holds_until",
    "source_title", "source_url", "recorded_for_id",
)  # fmt: skip


def _load() -> Ledger:
    """Plain rows instead of models: twenty thousand records are read in tenths of a second."""
    of_public = {"evidence__visibility": Visibility.PUBLIC, "evidence__withdrawn_at": None}
    parties: dict[int, set[int]] = defaultdict(set)
    for evidence, organisation in EvidenceParty.objects.filter(**of_public).values_list(
        "evidence_id", "organisation_id"
    ):
        parties[evidence].add(organisation)
    confirmed: dict[int, dict[int, date]] = defaultdict(dict)
    standing = Confirmation.objects.filter(withdrawn_at=None, version=F("evidence__version"), **of_public)
    for evidence, organisation, at in standing.values_list("evidence_id", "organisation_id", "confirmed_at"):
        confirmed[evidence][organisation] = clock.date_of(at)
    by_duty: dict[str, list[Record]] = defaultdict(list)
    fields = [f"evidence__{name}" for name in _FIELDS]
    rows = EvidenceDuty.objects.filter(**of_public).order_by("-evidence__happened_on", "-evidence_id", "id")
    for code, extent, *row in rows.values_list("duty_code", "extent", *fields):
        key, public_id, kind, fi, sv, en, happened, precision, until, source, url, recorded_for = row
        who = frozenset(parties[key])
        by_duty[code].append(
            Record(
                public_id=public_id,
                kind=kind,
                title=Text(fi, sv, en),
                happened_on=happened,
                precision=precision,
                holds_until=until,
                extent=extent,
                source_title=source,
                source_url=url,
                parties=who,
                on_behalf=recorded_for not in who,
                confirmed=confirmed.get(key, {}),
            )
        )
    complete = Completeness.objects.filter(withdrawn_at=None).values_list("organisation_id", "complete_from")
    return Ledger({code: tuple(found) for code, found in by_duty.items()}, dict(complete))


def completeness_of(organisation_id: int) -> Completeness | None:
    """The standing declaration of an organisation."""
    return Completeness.objects.filter(organisation_id=organisation_id, withdrawn_at=None).first()

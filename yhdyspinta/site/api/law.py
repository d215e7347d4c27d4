"""The law as data: duties of the catalogue, whom they bind in a region and how they stand, and the records of what happened."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.evidence import queries as evidence
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.law.citations import cite
from yhdyspinta.core.law.duties import Duty, catalogue
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.site.api.door import who
from yhdyspinta.site.api.house import On, asked_org, day
from yhdyspinta.site.api.maps import FindingOut, finding, texts_of
from yhdyspinta.site.api.narrowing import between
from yhdyspinta.site.api.paging import Code, Dated, DatedWalk, Day, Listed, Walk, page_of_list, page_of_rows
from yhdyspinta.site.api.shapes import OrgRef, Words, org, page, words, words_of

router = Router(tags=["law and evidence"])


class StatuteOut(Schema):
    """An act or decree."""

    number: str
    name: Words
    finlex: str


class DutyOut(Schema):
    """A statutory duty of the catalogue, in the project's own words: information, not legal advice."""

    code: str
    title: Words
    requirement: Words
    statute: StatuteOut
    sections: Words
    kind: str
    binding: str
    carried: str
    themes: list[str]
    status: str
    confidence: str
    priority: str
    in_force_from: date | None
    in_force_until: date | None
    page: str


@router.get("/duties", response=Listed[DutyOut], operation_id="duties")
def duties(request: HttpRequest, walk: Query[Walk], theme: Code = "", statute: Code = "") -> Listed[DutyOut]:
    """The catalogue of statutory cooperation duties."""
    every = [d for d in catalogue().duties.values() if theme in ("", *d.themes) and statute in ("", d.statute)]
    part, following = page_of_list(every, walk, lambda d: d.code)
    return Listed(items=[_duty(d) for d in part], next=following)


@router.get("/duties/{code}", response=DutyOut, operation_id="duty")
def duty(request: HttpRequest, code: str) -> DutyOut:
    """One duty."""
    return _duty(_known(code))


def _known(code: str) -> Duty:
    found = catalogue().duties.get(code)
    if found is None:
        raise Http404
    return found


def _duty(found: Duty) -> DutyOut:
    statute = catalogue().statutes[found.statute]
    return DutyOut(
        code=found.code,
        title=words(found.title),
        requirement=words(found.requirement),
        statute=StatuteOut(number=statute.number, name=words(statute.name), finlex=statute.finlex),
        sections=Words(**{lang: cite(found.sections, lang) for lang in LANGUAGES}),
        **{name: getattr(found, name) for name in ("kind", "binding", "carried", "status", "confidence", "priority")},
        themes=list(found.themes),
        in_force_from=found.in_force_from,
        in_force_until=found.in_force_until,
        page=page("obligations:duty", found.code),
    )


class ObligationOut(Schema):
    """A duty of somebody in a region on a day. `next_day`: the nearest day, with what it rests on."""

    duty: str
    who: Words
    organisations: list[OrgRef]
    situation: str
    flags: list[str]
    next_day: date | None
    basis: str | None
    records: list[UUID]
    findings: list[FindingOut]


@router.get("/regions/{slug}/obligations", response=Listed[ObligationOut], operation_id="obligations")
def region_obligations(
    request: HttpRequest, slug: str, walk: Query[Walk], on: Query[On] = None, theme: Code = "", duty: Code = ""
) -> Listed[ObligationOut]:
    """Every duty of everybody whom it binds in a region, computed from public records."""
    area, when = area_of(slug), day(request, on)
    asked = [d for d in catalogue().duties.values() if theme in ("", *d.themes) and duty in ("", d.code)]
    found = obligations.in_region(obligations.desk(), atlas().view(area.code, when), asked, when)
    part, following = page_of_list(found, walk, lambda a: f"{a.duty.code} {a.unit.key}")
    texts = texts_of(f for a in part for f in a.findings)
    items = [
        ObligationOut(
            duty=a.duty.code,
            who=words(a.unit.name),
            organisations=[org(o) for o in a.unit.orgs],
            situation=a.situation,
            flags=list(a.flags),
            next_day=a.next_date,
            basis=a.moment.basis if a.next_date else None,
            records=[r.public_id for r in a.records],
            findings=[finding(f, texts) for f in a.findings],
        )
        for a in part
    ]
    return Listed(items=items, next=following)


class Served(Schema):
    """A duty that a record speaks of: the whole of it or a part."""

    code: str
    extent: str


class Confirmed(Schema):
    """An organisation that has said that this version is right."""

    organisation: OrgRef
    on: date


class EvidenceOut(Schema):
    """A dated record of something that happened. `on_behalf`: recorded from a public source by somebody else than a party."""

    id: UUID
    kind: str
    title: Words
    note: Words
    happened_on: date
    precision: str
    holds_until: date | None
    source_title: str
    source_url: str
    document_ref: str
    duties: list[Served]
    parties: list[OrgRef]
    confirmed: list[Confirmed]
    on_behalf: bool
    visibility: str
    version: int
    page: str


class EvidenceFilter(Schema):
    """Which records."""

    region: Code = ""
    organisation: Code = ""
    theme: Code = ""
    duty: Code = ""
    kind: Code = ""
    since: Day | None = None
    until: Day | None = None


@router.get("/evidence", response=Listed[EvidenceOut], operation_id="evidence")
def records(request: HttpRequest, walk: Query[DatedWalk], f: Query[EvidenceFilter]) -> Listed[EvidenceOut]:
    """Records that one may see, the latest first."""
    rows = evidence.visible_to(who(request)).filter(withdrawn_at=None)
    if f.region:
        own = atlas().view(area_of(f.region).code, clock.today()).own_ids
        rows = rows.filter(pk__in=Evidence.objects.filter(parties__organisation_id__in=own).values("pk"))
    if f.organisation:
        one = asked_org(f.organisation).id
        rows = rows.filter(pk__in=Evidence.objects.filter(parties__organisation_id=one).values("pk"))
    if f.theme or f.duty:
        codes = [d.code for d in catalogue().duties.values() if f.theme in ("", *d.themes) and f.duty in ("", d.code)]
        rows = rows.filter(pk__in=Evidence.objects.filter(duties__duty_code__in=codes).values("pk"))
    if f.kind:
        rows = rows.filter(kind=f.kind)
    rows = between(rows, f, "happened_on")
    part, following = page_of_rows(rows, walk, Dated("happened_on"), evidence.with_details)
    return Listed(items=[record(r) for r in part], next=following)


@router.get("/evidence/{uuid:public_id}", response=EvidenceOut, operation_id="one_evidence")
def one_record(request: HttpRequest, public_id: UUID) -> EvidenceOut:
    """One record."""
    rows = evidence.with_details(evidence.visible_to(who(request)).filter(withdrawn_at=None))
    return record(fetch(rows, public_id=public_id))


def record(row: Evidence) -> EvidenceOut:
    """A record with its duties, parties and confirmations."""
    known = atlas().orgs
    parties = [known[p.organisation_id] for p in row.parties.all() if p.organisation_id in known]
    plain_fields = (
        *("kind", "happened_on", "precision", "holds_until", "source_title", "source_url", "document_ref"),
        *("visibility", "version"),
    )
    return EvidenceOut(
        id=row.public_id,
        **{name: getattr(row, name) for name in plain_fields},
        title=words_of(row, "title"),
        note=words_of(row, "note"),
        duties=[Served(code=d.duty_code, extent=d.extent) for d in row.duties.all()],
        parties=[org(p) for p in parties],
        confirmed=[
            Confirmed(organisation=org(known[c.organisation_id]), on=clock.date_of(c.confirmed_at))
            for c in row.confirmations.all()
            if c.version == row.version and c.organisation_id in known
        ],
        on_behalf=row.recorded_for_id not in {p.id for p in parties},
        page=page("obligations:evidence", row.public_id),
    )

"""Writes of the room, as verbs: begin, write, leave out, join plans, remark, ask statements, send to the council, approve."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.audit.actions import hold, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import Text, clean, cleaned, columns
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.goals.models import Programme
from yhdyspinta.rooms.welfare import queries, rules
from yhdyspinta.rooms.welfare.models import Added, Chapter, LeftOut, Nested, Remark, Statement, WelfareDocument
from yhdyspinta.rooms.welfare.outlines import SECTIONS, Kind
from yhdyspinta.rooms.welfare.states import MOVES, State, Step


@dataclass(frozen=True, slots=True)
class Draft:
    """What a document is. `programme`: whose goals are the plan; `follows`: the same of the term before."""

    kind: Kind
    first_year: int
    last_year: int
    titles: Mapping[str, str]
    programme: Programme | None = None
    follows: WelfareDocument | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """The council's decision."""

    on: date
    body: str
    section: str = ""
    link: str = ""


@transaction.atomic
def begin(*, by: Actor, owner: Org, region: Region, draft: Draft) -> WelfareDocument:
    """Begins a document from its outline. Raises Refused."""
    require(rules.may_begin(by, owner.public_id))
    hold("registry")
    require(fits(by, owner, region, draft))
    made = create(by, owner, region, draft)
    level = queries.level_of(owner.kind)
    shown = [s for s in SECTIONS.values() if draft.kind in s.kinds]
    for number, section in enumerate(shown, 1):
        Chapter.objects.create(document=made, code=section.code, number=number)
    tell("welfare_begun", made, by, kind=draft.kind, level=level)
    return made


def create(by: Actor, owner: Org, region: Region, draft: Draft, **more: object) -> WelfareDocument:
    """The row of a document that fits."""
    return WelfareDocument.objects.create(
        organisation_id=owner.id,
        region=region,
        kind=draft.kind,
        first_year=draft.first_year,
        last_year=draft.last_year,
        **columns("title", draft.titles),
        programme=draft.programme,
        follows=draft.follows,
        recorded_by=by.user,
        recorded_at=clock.now(),
        **more,
    )


def fits(by: Actor, owner: Org, region: Region, draft: Draft) -> Verdict:
    """Whose: a municipality's or a county's. Years, a name, the organisation's own region, one of a kind, a programme and a forerunner of its own."""
    verdict = rules.years(draft.first_year, draft.last_year)
    if owner.kind not in rules.OWNERS:
        return no("welfare_owner")
    if not verdict:
        return verdict
    if not any(cleaned(draft.titles).values()):
        return no("welfare_needs_title")
    if region.code not in {a.code for a in atlas().regions_of(owner, clock.today())}:
        return no("welfare_not_yours")
    same = WelfareDocument.objects.filter(
        organisation=owner.id, kind=draft.kind, first_year=draft.first_year, withdrawn_at=None
    )
    if same.exists():
        return no("welfare_one_of_a_kind")
    if draft.programme is not None:
        mine = goals.programmes_visible_to(by).filter(region=region, pk=draft.programme.pk)
        if draft.programme.owner_id not in (None, owner.id) or not mine.exists():
            return no("welfare_programme")
    if draft.follows is not None and draft.follows.organisation_id != owner.id:
        return no("welfare_not_yours")
    return YES


@transaction.atomic
def change(*, by: Actor, document: WelfareDocument, version: int, draft: Draft) -> WelfareDocument:
    """Its name and the programme whose goals it is; kind and years stay. Raises Refused, EditConflict."""
    row = locked(document)
    require(rules.may_write(by, row))
    if row.version != version:
        raise EditConflict(row.version)
    if not any(cleaned(draft.titles).values()):
        raise Refused(no("welfare_needs_title"))
    if draft.programme is not None:
        mine = goals.programmes_visible_to(by).filter(region=row.region, pk=draft.programme.pk)
        if draft.programme.owner_id not in (None, row.organisation_id) or not mine.exists():
            raise Refused(no("welfare_programme"))
    told = columns("title", draft.titles)
    WelfareDocument.objects.filter(pk=row.pk).update(**told, programme=draft.programme, version=F("version") + 1)
    tell("welfare_changed", row, by)
    row.refresh_from_db()
    return row


@transaction.atomic
def write(*, by: Actor, chapter: Chapter, version: int, texts: Mapping[str, str]) -> Chapter:
    """A chapter's text; the one before is kept. Raises Refused, EditConflict when somebody saved first."""
    document = locked(chapter.document)
    require(rules.may_write_chapter(by, document, chapter.public_id))
    row = Chapter.objects.select_for_update().get(pk=chapter.pk)
    if row.version != version:
        raise EditConflict(row.version)
    before = Text.of(row, "text").by_language()
    keep_version(subject_type="chapter", subject_id=row.public_id, number=row.version, content=before, by=by.user)
    Chapter.objects.filter(pk=row.pk).update(**columns("text", texts), version=F("version") + 1)
    row.refresh_from_db()
    tell("chapter_written", document, by, chapter=row.code)
    return row


@transaction.atomic
def leave_out(*, by: Actor, chapter: Chapter, indicator: str, reason: str) -> None:
    """A figure that the section does not show. Of a proposed one the reason is kept and printed. Raises Refused."""
    document, indicator = locked(chapter.document), clean(indicator)
    require(rules.may_write_chapter(by, document, chapter.public_id))
    if Added.objects.filter(chapter=chapter, indicator=indicator).delete()[0]:
        tell("figure_left_out", document, by, chapter=chapter.code, indicator=indicator)
        return
    level = queries.level_of(document.organisation.kind)
    if indicator not in {i.code for i in queries.proposed(SECTIONS[chapter.code], level)}:
        raise Refused(no("welfare_not_of_these"))
    if not clean(reason):
        raise Refused(no("welfare_needs_reason"))
    LeftOut.objects.update_or_create(chapter=chapter, indicator=indicator, defaults={"reason": clean(reason)[:300]})
    tell("figure_left_out", document, by, chapter=chapter.code, indicator=indicator)


@transaction.atomic
def take_in(*, by: Actor, chapter: Chapter, indicator: str) -> None:
    """A figure that the section shows: one that was left out, or one beyond the proposed. Raises Refused."""
    document, indicator = locked(chapter.document), clean(indicator)
    require(rules.may_write_chapter(by, document, chapter.public_id))
    level = queries.level_of(document.organisation.kind)
    if not LeftOut.objects.filter(chapter=chapter, indicator=indicator).delete()[0]:
        known = law().indicators.get(indicator)
        if known is None or level not in known.levels or known.region not in ("", document.region.code):
            raise Refused(no("welfare_not_of_these"))
        if indicator not in queries.codes_of(chapter, level):
            Added.objects.create(chapter=chapter, indicator=indicator)
    tell("figure_taken_in", document, by, chapter=chapter.code, indicator=indicator)


@transaction.atomic
def join(*, by: Actor, document: WelfareDocument, code: str, how: str, link: str = "", due: date | None = None) -> None:
    """Whether another plan is included in this one or is apart, where and with which day; "" when nothing is said. Raises Refused."""
    row = locked(document)
    require(rules.may_write(by, row))
    if row.kind != "plan" or code not in {j.code for j in queries.joined_of(queries.level_of(row.organisation.kind))}:
        raise Refused(no("welfare_not_of_these"))
    if how == "apart" and not link:
        raise Refused(no("welfare_nested_link"))
    if not how:
        Nested.objects.filter(document=row, code=code).delete()
    else:
        told = {"how": how, "link": link if how == "apart" else "", "due": due}
        Nested.objects.update_or_create(document=row, code=code, defaults=told)
    tell("welfare_joined", row, by, plan=code, how=how)


@transaction.atomic
def remark(*, by: Actor, chapter: Chapter, text: str) -> Remark:
    """Says something of a chapter to the other writers. Raises Refused."""
    document = locked(chapter.document)
    require(rules.may_write_chapter(by, document, chapter.public_id))
    if not clean(text):
        raise Refused(no("welfare_needs_text"))
    made = Remark.objects.create(chapter=chapter, text=clean(text), recorded_by=by.user, recorded_at=clock.now())
    tell("chapter_remarked", document, by, chapter=chapter.code)
    return made


@transaction.atomic
def settle(*, by: Actor, remark: Remark) -> None:
    """A remark has been taken care of. Raises Refused."""
    document = locked(remark.chapter.document)
    require(rules.may_write_chapter(by, document, remark.chapter.public_id))
    if Remark.objects.filter(pk=remark.pk, settled_at=None).update(settled_at=clock.now()):
        tell("remark_settled", document, by, chapter=remark.chapter.code)


@transaction.atomic
def ask_statement(*, by: Actor, document: WelfareDocument, body: str, asked_on: date, due: date | None) -> Statement:
    """A statement is asked from an influence body, or its days are corrected until it has been given. Raises Refused."""
    row = locked(document)
    require(rules.may_write(by, row))
    if asked_on > clock.today() or (due is not None and due < asked_on):
        raise Refused(no("welfare_statement_days"))
    if Statement.objects.filter(document=row, body=body, given_on__isnull=False).exists():
        raise Refused(no("welfare_statement_given"))
    told = {"asked_on": asked_on, "due": due, "recorded_by": by.user, "recorded_at": clock.now()}
    made, _new = Statement.objects.update_or_create(document=row, body=body, defaults=told)
    tell("statement_asked", row, by, body=body)
    return made


@transaction.atomic
def give_statement(*, by: Actor, statement: Statement, version: int, given_on: date, text: str, link: str = "") -> None:
    """What the body said; what was told of it before is kept. Raises Refused, EditConflict."""
    row = locked(statement.document)
    require(rules.may_write(by, row))
    now = Statement.objects.select_for_update().get(pk=statement.pk)
    if now.version != version:
        raise EditConflict(now.version)
    if not (clean(text) or link):
        raise Refused(no("welfare_needs_text"))
    if not now.asked_on <= given_on <= clock.today():
        raise Refused(no("welfare_statement_days"))
    before = {"given_on": str(now.given_on or ""), "text": now.text, "link": now.link}
    keep_version(subject_type="statement", subject_id=now.public_id, number=now.version, content=before, by=by.user)
    Statement.objects.filter(pk=now.pk).update(given_on=given_on, text=clean(text), link=link, version=F("version") + 1)
    tell("statement_given", row, by, body=now.body)


@transaction.atomic
def move(*, by: Actor, document: WelfareDocument, step: Step, version: int | None = None) -> None:
    """To the council, or back to be written; of the `version` that was looked at. Raises Refused."""
    row = locked(document)
    if version is not None and row.version != version:
        raise Refused(no("welfare_state"))
    if step == "approve":
        raise Refused(no("welfare_needs_body"))
    require(rules.may_move(by, row, step))
    WelfareDocument.objects.filter(pk=row.pk).update(state=MOVES[_state(row)][step], version=F("version") + 1)
    tell("welfare_moved", row, by, step=step)


def _state(row: WelfareDocument) -> State:
    return row.state  # type: ignore[return-value]  # the column's choices


def locked(document: WelfareDocument) -> WelfareDocument:
    """The row as it is now, held until the write is done."""
    rows = WelfareDocument.objects.select_for_update(of=("self",)).select_related("organisation", "region", "programme")
    return rows.get(pk=document.pk)


def tell(verb: str, row: WelfareDocument, by: Actor, **data: str) -> None:
    """To the house's event stream."""
    told = {"kind": row.kind, "year": row.first_year, **data}
    record_event(verb=verb, subject_type="welfare", subject_id=row.public_id, by=by.user, data=told)

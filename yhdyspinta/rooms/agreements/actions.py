"""Writes of agreements and operating models, as verbs. What all parties have agreed fulfils its duties in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse

from yhdyspinta.core.audit.actions import bump, hold, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, Text, clean, cleaned, columns
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.common.words import say as words_of
from yhdyspinta.core.evidence.actions import Content, settle
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.filing import Label, Place, file_document, readers_changed, stop_using, use
from yhdyspinta.core.matters.models import Use
from yhdyspinta.core.matters.uploads import Upload
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.recording import stance_of
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.agreements import queries, rules
from yhdyspinta.rooms.agreements.escalation import LADDER
from yhdyspinta.rooms.agreements.models import (
    Agreed,
    Agreement,
    AgreementParty,
    AgreementStance,
    AgreementTheme,
    Part,
    Rung,
)
from yhdyspinta.rooms.agreements.outlines import OUTLINES, chain

FIELDS = ("starts", "ends", "notice", "review", "link", "visibility")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an agreement is: the text that its parties accept. `parties`: registry ids; `notice`: months; `chain`: the ready
    steps that a model begins from, "" for none."""

    titles: Mapping[str, str]
    kind: str
    themes: tuple[str, ...]
    parties: tuple[int, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    starts: date | None = None
    ends: date | None = None
    notice: int | None = None
    review: date | None = None
    link: str = ""
    duties: tuple[str, ...] = ()
    visibility: str = "public"
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A section, or a step of a model. `who` does it; `told`: who is told, and how."""

    titles: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    who: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    link: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A level of the ladder: its days, and who handles problems there."""

    level: str
    days: int
    who: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def propose(
    *, by: Actor, region: Region, draft: Draft, follows: Agreement | None = None, outline: bool = True
) -> Agreement:
    """An agreement or a model, proposed to its parties; with an `outline` it begins from the usual sections. Raises Refused."""
    require(rules.may_keep(by, region.code))
    hold("registry")
    require(fits(region.code, draft))
    made = Agreement.objects.create(
        region=region,
        kind=draft.kind,
        **_columns(draft),
        follows=follows,
        begun_on=clock.today(),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _attach(made, draft)
    if outline:
        steps = chain(draft.chain) if draft.kind == rules.MODEL else ()
        for number, section in enumerate(steps or OUTLINES.get(draft.kind, ()), 1):
            names = ("title", "text", "who", "told") if steps else ("title",)
            told = {k: v for n in names for k, v in columns(n, getattr(section, n).by_language()).items()}
            Part.objects.create(agreement=made, number=number, **told)
    _tell("pact_proposed", made, by, kind=draft.kind)
    return made


@transaction.atomic
def rewrite(*, by: Actor, agreement: Agreement, version: int, draft: Draft) -> Agreement:
    """Another text, other parties or days: the one before is kept and every party is asked again. Its kind stays.

    Raises Refused, EditConflict.
    """
    row = _open(by, agreement, version)
    require(fits(row.region.code, draft))
    if row.visibility == "parties" and draft.visibility == "public":
        raise Refused(no("agreements_publish_agreed"))
    _keep(row, by)
    before, after = {p.organisation_id for p in row.parties.all()}, set(draft.parties)
    if before != after:
        readers_changed(origins=[queries.origin_of(row)], left=before - after, back=after - before)
    Agreement.objects.filter(pk=row.pk).update(**_columns(draft))
    AgreementTheme.objects.filter(agreement=row).delete()
    AgreementParty.objects.filter(agreement=row).delete()
    _attach(row, draft)
    done = _again(row, by, "pact_rewritten")
    _fulfil(_whole(row.pk), by)
    return done


@transaction.atomic
def write_part(*, by: Actor, agreement: Agreement, version: int, clause: Clause, part: Part | None = None) -> Agreement:
    """A section or a step: written anew, or added last. Every party is asked again. Raises Refused, EditConflict."""
    row = _open(by, agreement, version)
    if not any(cleaned(clause.titles).values()):
        raise Refused(no("agreements_needs_title"))
    told = {
        f"{n}_{x}": " ".join(clean(text).split())[:200] for n in ("who", "told") for x, text in _of(clause, n).items()
    }
    columns_ = {**columns("title", clause.titles), **columns("text", clause.texts), **told, "link": clause.link}
    _keep(row, by)
    if part is not None:
        if not Part.objects.filter(pk=part.pk, agreement=row).update(**columns_):
            raise Refused(no("agreements_no_part"))
        return _again(row, by, "pact_part_written")
    last = row.parts.aggregate(last=Max("number"))["last"] or 0
    if row.parts.count() >= rules.PARTS:
        raise Refused(no("agreements_too_many"))
    Part.objects.create(agreement=row, number=last + 1, **columns_)
    return _again(row, by, "pact_part_added")


@transaction.atomic
def drop_part(*, by: Actor, agreement: Agreement, version: int, part: Part) -> Agreement:
    """Takes a section or a step away; the version before keeps it. Raises Refused, EditConflict."""
    row = _open(by, agreement, version)
    _keep(row, by)
    if not Part.objects.filter(pk=part.pk, agreement=row).delete()[0]:
        raise Refused(no("agreements_no_part"))
    _number(row)
    return _again(row, by, "pact_part_dropped")


@transaction.atomic
def raise_part(*, by: Actor, agreement: Agreement, version: int, part: Part) -> Agreement:
    """Moves a section or a step one place earlier. Raises Refused, EditConflict."""
    row = _open(by, agreement, version)
    order = list(row.parts.order_by("number"))
    at = next((i for i, p in enumerate(order) if p.pk == part.pk), None)
    if at is None:
        raise Refused(no("agreements_no_part"))
    if at == 0:
        return row
    _keep(row, by)
    order[at - 1], order[at] = order[at], order[at - 1]
    _number(row, order)
    return _again(row, by, "pact_part_moved")


@transaction.atomic
def set_ladder(*, by: Actor, agreement: Agreement, version: int, steps: Sequence[Step]) -> Agreement:
    """The levels that a problem climbs, lowest first whatever their order here. Raises Refused, EditConflict."""
    row = _open(by, agreement, version)
    given = {s.level: s for s in steps}
    if len(given) != len(steps) or not set(given) <= set(LADDER):
        raise Refused(no("agreements_no_level"))
    if any(not 1 <= s.days <= rules.LIMIT for s in steps):
        raise Refused(no("agreements_days"))
    _keep(row, by)
    Rung.objects.filter(agreement=row).delete()
    ladder = [given[level] for level in LADDER if level in given]
    Rung.objects.bulk_create([Rung(agreement=row, level=s.level, days=s.days, **columns("who", s.who)) for s in ladder])
    return _again(row, by, "pact_ladder_set")


@transaction.atomic
def say(*, by: Actor, agreement: Agreement, party: Org, version: int, words: Words) -> AgreementStance:
    """A party's view or decision of a version. The last acceptance fulfils the duties that the agreement names.

    Raises Refused; EditConflict when the text has changed meanwhile.
    """
    row = _standing(agreement)
    parties, keeper = queries.parties_of(row), rules.may_keep(by, row.region.code)
    told = stance_of(by, party, words, parties=parties, keeper=keeper, version=version, present=row.version)
    made = AgreementStance.objects.create(agreement=row, **told)
    _tell("pact_stance", row, by, party=str(party.public_id), step=words.step, position=words.position)
    if words.step == "decision":
        now = _whole(row.pk)
        _hold(now)
        _fulfil(now, by)
    return made


def _hold(row: Agreement) -> None:
    """Keeps the version from the day when the last party accepted it, and takes it back when one withdraws its word."""
    since = queries.agreement(row).since
    standing = row.agreed.filter(version=row.version, withdrawn_on=None)
    if since is not None and not standing.exists():
        content = queries.content_of(row)
        Agreed.objects.create(agreement=row, version=row.version, since=since, content=content, recorded_at=clock.now())
    elif since is None:
        standing.update(withdrawn_on=clock.today())


def _fulfil(row: Agreement, by: Actor) -> None:
    """Keeps the evidence of its duties true: what holds today, for as long as it holds, shown to no more people than it is."""
    origin, last = queries.origin_of(row), row.agreed.filter(withdrawn_on=None).order_by("version").last()
    if last is None or not last.content["duties"]:
        settle(by=by, acting_for=None, origin=origin, content=None)
        return
    told, house = last.content, atlas()
    parties = house.by_public_id(UUID(p) for p in told["parties"])
    own = [o for o in house.view(row.region.code, clock.today()).everybody() if o.public_id in by.organisations]
    acting = next((o for o in own if o in parties), own[0] if own else None)
    title = Text(*(told[f"title_{x}"] for x in LANGUAGES))
    content = Content(
        kind="agreement",
        happened_on=last.since,
        holds_until=row.ended_on or (date.fromisoformat(told["ends"]) if told["ends"] else None),
        duties=dict.fromkeys(told["duties"], "whole"),
        parties=tuple(p.id for p in parties),
        source_title=words_of("agreements_source", [("name", title)], "fi"),
        source_url=reverse("agreements:agreement", args=[row.public_id]),
        visibility=row.visibility,
        title_fi=title.fi,
        title_sv=title.sv,
        title_en=title.en,
    )
    try:
        with transaction.atomic():
            settle(by=by, acting_for=acting, origin=origin, content=content)
    except Refused as refused:
        # The word of a party is kept also when it is no evidence, such as of days that have passed.
        _tell("pact_no_evidence", row, by, why=refused.verdict.code)


@transaction.atomic
def publish(*, by: Actor, agreement: Agreement, version: int) -> None:
    """What was between the parties is shown to everybody, once every one of them has accepted its present text.

    Raises Refused, EditConflict.
    """
    row = _open(by, agreement, version)
    if not queries.agreement(row).holds:
        raise Refused(no("agreements_publish_agreed"))
    Agreement.objects.filter(pk=row.pk).update(visibility="public")
    _fulfil(_whole(row.pk), by)
    _tell("pact_published", row, by)


@transaction.atomic
def renew(*, by: Actor, agreement: Agreement, starts: date | None = None) -> Agreement:
    """A new agreement that follows this one: the same text and parties, as long, from the day after. It is proposed to all anew.

    Raises Refused.
    """
    row = _locked(agreement)
    require(rules.may_keep(by, row.region.code))
    if row.followers.filter(ended_on=None).exists():
        raise Refused(no("agreements_renewed_already"))
    first = starts or (row.ends + timedelta(days=1) if row.ends else clock.today())
    last = first + (row.ends - row.starts) if row.ends and row.starts else None
    here = {o.id for o in atlas().view(row.region.code, clock.today()).everybody()}
    draft = Draft(
        titles=Text.of(row, "title").by_language(),
        texts=Text.of(row, "text").by_language(),
        kind=row.kind,
        themes=tuple(t.theme_code for t in row.themes.all()),
        parties=tuple(p.organisation_id for p in row.parties.all() if p.organisation_id in here),
        starts=first,
        ends=last,
        notice=row.notice,
        duties=tuple(row.duties),
        visibility=row.visibility,
    )
    made = propose(by=by, region=row.region, draft=draft, follows=row, outline=False)
    for copied in (*row.parts.all(), *row.rungs.all()):
        names = [
            f.attname for f in copied._meta.concrete_fields if f.attname not in ("id", "public_id", "agreement_id")
        ]
        type(cast(Any, copied)).objects.create(agreement=made, **{n: getattr(copied, n) for n in names})
    return made


@transaction.atomic
def end(*, by: Actor, agreement: Agreement) -> None:
    """It ends today, before its time; what was agreed stays to be read. Raises Refused."""
    row = _standing(agreement)
    require(rules.may_keep(by, row.region.code))
    Agreement.objects.filter(pk=row.pk).update(ended_on=clock.today())
    _fulfil(_whole(row.pk), by)
    _tell("pact_ended", row, by)


@transaction.atomic
def bring(*, by: Actor, agreement: Agreement, owner: Org, label: Label, content: Upload | str) -> None:
    """Files a document that the parties may read, such as the signed text, and puts it on the agreement. Raises Refused."""
    row = _locked(agreement)
    parties = queries.parties_of(row)
    require(rules.may_bring(by, row.region.code, [p.public_id for p in parties]))
    made = file_document(by=by, owner=owner, label=label, content=content, readers=[p.id for p in parties])
    back = "/" + reverse("agreements:agreement", args=[row.public_id]).split("/", 2)[2]
    use(by=by, document=made, place=Place(queries.origin_of(row), back), on=clock.today())
    _tell("pact_document", row, by, document=str(made.public_id))


@transaction.atomic
def drop(*, by: Actor, agreement: Agreement, use: Use) -> None:
    """Takes a document off the agreement; it stays where it was filed. Raises Refused."""
    row = _locked(agreement)
    require(rules.may_bring(by, row.region.code, [p.public_id for p in queries.parties_of(row)]))
    if use.origin != queries.origin_of(row):
        raise Refused(no("agreements_no_part"))
    stop_using(by=by, use=use)


def fits(region: str, draft: Draft) -> Verdict:
    """Whether an agreement can be of the region today."""
    today = clock.today()
    orgs = {o.id: o for o in atlas().view(region, today).everybody()}
    if not any(cleaned(draft.titles).values()):
        return no("agreements_needs_title")
    if draft.kind not in rules.KINDS:
        return no("agreements_no_kind")
    if not draft.parties or not set(draft.parties) <= set(orgs):
        return no("agreements_party_elsewhere" if draft.parties else "agreements_needs_party")
    if draft.kind == "tym" and not rules.TYM.issubset({orgs[i].kind for i in draft.parties}):
        return no("agreements_tym_parties")
    if not draft.themes or not set(draft.themes) <= set(books().get(region, NOTHING).themes_on(today)):
        return no("agreements_needs_theme")
    if draft.starts and draft.ends and draft.ends < draft.starts:
        return no("agreements_ends_before")
    if not set(draft.duties) <= set(catalogue().duties):
        return no("evidence_needs_duty")
    return YES


def _columns(draft: Draft) -> dict[str, object]:
    told = {n: getattr(draft, n) for n in FIELDS}
    return {**columns("title", draft.titles), **columns("text", draft.texts), **told, "duties": list(draft.duties)}


def _of(clause: Clause, name: str) -> Mapping[str, str]:
    given = clause.who if name == "who" else clause.told
    return {x: given.get(x, "") for x in LANGUAGES}


def _attach(row: Agreement, draft: Draft) -> None:
    AgreementTheme.objects.bulk_create(
        [AgreementTheme(agreement=row, theme_code=t) for t in dict.fromkeys(draft.themes)]
    )
    AgreementParty.objects.bulk_create([AgreementParty(agreement=row, organisation_id=i) for i in dict.fromkeys(draft.parties)])  # fmt: skip


def _number(row: Agreement, order: Sequence[Part] | None = None) -> None:
    """Numbers the parts from one, in order; past the numbers in use first, for each is unique."""
    parts = list(row.parts.order_by("number")) if order is None else list(order)
    for first in (1000, 1):
        for number, part in enumerate(parts, first):
            Part.objects.filter(pk=part.pk).update(number=number)


def _open(by: Actor, agreement: Agreement, version: int) -> Agreement:
    """The agreement, locked and whole, that the actor may write. Raises Refused, EditConflict."""
    row = _standing(agreement)
    require(rules.may_keep(by, row.region.code))
    if row.version != version:
        raise EditConflict(row.version)
    return row


def _standing(agreement: Agreement) -> Agreement:
    """The agreement, locked and whole. Raises Refused when it has been ended."""
    row = _locked(agreement)
    if row.ended_on is not None:
        raise Refused(no("agreements_ended"))
    return row


def _locked(agreement: Agreement) -> Agreement:
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    return _whole(agreement.pk)


def _whole(pk: int) -> Agreement:
    return queries.whole(Agreement.objects.select_related("region"), HOUSE).get(pk=pk)


def _keep(row: Agreement, by: Actor) -> None:
    content = queries.content_of(row)
    keep_version(subject_type="agreement", subject_id=row.public_id, number=row.version, content=content, by=by.user)


def _again(row: Agreement, by: Actor, verb: str) -> Agreement:
    Agreement.objects.filter(pk=row.pk).update(version=F("version") + 1)
    row.refresh_from_db()
    _tell(verb, row, by, version=row.version)
    return row


def _tell(verb: str, row: Agreement, by: Actor, **data: object) -> None:
    told = {"region": row.region.code, **data}
    record_event(verb=verb, subject_type="agreement", subject_id=row.public_id, by=by.user, data=told)
    bump("agreements")

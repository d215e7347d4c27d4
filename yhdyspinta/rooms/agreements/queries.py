"""Reading agreements: what the actor may see, in which state it is on a day, and everything for the map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common.actor import ANONYMOUS, HOUSE, Actor
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.cells import Finding
from yhdyspinta.core.matters.ahead import Ahead
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.positions import Agreement as Stand
from yhdyspinta.core.stances.positions import agreement_of
from yhdyspinta.core.stances.rules import sees_inside
from yhdyspinta.core.stances.seeing import seen_by
from yhdyspinta.rooms.agreements import rules, terms
from yhdyspinta.rooms.agreements.escalation import Level
from yhdyspinta.rooms.agreements.models import Agreement, AgreementStance, Change, Part
from yhdyspinta.rooms.agreements.terms import Coming, Term

TEXTS = ("title", "text")


def visible_to(actor: Actor) -> QuerySet[Agreement]:
    """Public ones; those of one's region, and those that one's organisation is a party of. An administrator sees all."""
    mine = Agreement.objects.filter(parties__organisation__public_id__in=actor.belongs_to)
    return seen_by(Agreement.objects.select_related("region"), actor, Q(pk__in=mine.order_by().values("pk")))


def _around(rows: QuerySet[Agreement], actor: Actor, stances: QuerySet[AgreementStance]) -> QuerySet[Agreement]:
    """With what tells the state of each: parties, themes, decisions, ladder, what has been agreed, what follows as far as the
    reader may see it."""
    followers = visible_to(actor).order_by("id").only("follows", "begun_on", "ended_on", "region")
    return rows.prefetch_related(
        "themes",
        "parties",
        "rungs",
        "agreed",
        Prefetch("stances", queryset=stances),
        Prefetch("followers", queryset=followers),
    )


def listed(rows: QuerySet[Agreement], actor: Actor) -> QuerySet[Agreement]:
    """For a list: decisions only. A constant number of queries."""
    return _around(rows, actor, AgreementStance.objects.order_by("id").filter(step="decision"))


def whole(rows: QuerySet[Agreement], actor: Actor) -> QuerySet[Agreement]:
    """With everything that belongs to them, in a constant number of queries."""
    parts = Prefetch("parts", queryset=Part.objects.order_by("number"))
    return _around(rows, actor, AgreementStance.objects.order_by("id")).prefetch_related(parts)


def parties_of(row: Agreement) -> tuple[Org, ...]:
    """Who agree, as the registry's frozen organisations."""
    return atlas().known(p.organisation_id for p in row.parties.all())


def agreement(row: Agreement) -> Stand:
    """What the parties' decisions amount to."""
    return agreement_of([p.organisation_id for p in row.parties.all()], speaking.said(row.stances.all()), row.version)


def origin_of(row: Agreement) -> str:
    """What evidence and documents call it."""
    return f"agreements.agreement:{row.public_id}"


def inside(actor: Actor, row: Agreement) -> bool:
    """Whether what is prepared among the parties is shown."""
    return sees_inside(actor, row.region.code, [p.public_id for p in parties_of(row)])


def spoken(row: Agreement, actor: Actor) -> list[speaking.Spoken]:
    """Every party and its words side by side."""
    return speaking.spoken(
        actor,
        parties_of(row),
        row.stances.all(),
        row.version,
        keeper=rules.may_keep(actor, row.region.code),
        inside=inside(actor, row),
        ended=row.ended_on is not None,
        href=lambda party: reverse("agreements:stance", args=[row.public_id, party]),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """The text that holds on a day: the newest that every party had accepted by then and nobody has withdrawn its word of."""

    version: int
    since: date
    term: Term
    themes: tuple[str, ...]
    parties: frozenset[str]
    limits: Mapping[Level, int]


def held(row: Agreement, on: date) -> Held | None:
    """What holds on a day; None when nothing had been agreed by then. A text that is being changed holds until the new one does."""
    standing = [a for a in row.agreed.all() if a.since <= on and (a.withdrawn_on is None or a.withdrawn_on > on)]
    if not standing:
        return None
    last = max(standing, key=lambda a: a.version)
    told = last.content
    starts, ends, review = (date.fromisoformat(day) if (day := told[n]) else None for n in ("starts", "ends", "review"))
    limits = {cast(Level, r["level"]): int(r["days"]) for r in told["ladder"]}
    term = Term(starts, ends, told["notice"], review, row.ended_on)
    return Held(last.version, last.since, term, tuple(told["themes"]), frozenset(told["parties"]), limits)


def term_of(row: Agreement, on: date) -> Term:
    """The days that hold; the proposed ones while nothing has been agreed."""
    now = held(row, on)
    return now.term if now else Term(row.starts, row.ends, row.notice, row.review, row.ended_on)


def state_of(row: Agreement, on: date) -> terms.State:
    """Proposed, waiting for its first day, in force or ended."""
    now = held(row, on)
    return terms.state_of(term_of(row, on), now.since if now else None, on)


def alarms(row: Agreement, on: date) -> list[str]:
    """Codes of what an agreement in force asks: to be renewed, to be looked at again."""
    if state_of(row, on) != "in_force":
        return []
    renewed = any(f.begun_on <= on and (f.ended_on is None or f.ended_on > on) for f in row.followers.all())
    term = term_of(row, on)
    asks = {"expiring": terms.is_expiring(term, renewed, on), "unreviewed": terms.is_unreviewed(term, on)}
    return [code for code, asked in asks.items() if asked]


def alarm_day(row: Agreement, alarm: str, on: date) -> date | None:
    """The day that an alarm speaks of."""
    term = term_of(row, on)
    return term.ends if alarm == "expiring" else term.review


def themes_on(row: Agreement, on: date) -> tuple[str, ...]:
    """The themes that it covers on a day: of the text that holds, else of the proposed one."""
    now = held(row, on)
    return now.themes if now else tuple(t.theme_code for t in row.themes.all())


def content_of(row: Agreement) -> dict[str, Any]:
    """An agreement's text as plain data, for keeping versions."""
    names = [f"{x}_{lang}" for x in TEXTS for lang in ("fi", "sv", "en")]
    found: dict[str, Any] = {n: getattr(row, n) for n in (*names, "kind", "notice", "link", "duties", "visibility")}
    found |= {n: str(day) if (day := getattr(row, n)) else None for n in ("starts", "ends", "review")}
    found["themes"] = [t.theme_code for t in row.themes.all()]
    found["parties"] = [str(p.public_id) for p in parties_of(row)]
    part = ("number", "link", *(f"{x}_{lang}" for x in ("title", "text", "who", "told") for lang in ("fi", "sv", "en")))
    found["parts"] = [{n: getattr(p, n) for n in part} for p in row.parts.all()]
    found["ladder"] = [
        {n: getattr(r, n) for n in ("level", "days", "who_fi", "who_sv", "who_en")} for r in row.rungs.all()
    ]
    return found


Rows = list[Agreement]


def of_region(actor: Actor, region: str) -> Rows:
    """The agreements of a region that one may see, the newest first."""
    return list(listed(visible_to(actor).filter(region__code=region), actor).order_by("-begun_on", "-id"))


def ladder_of(
    region: str, theme: str, parties: Iterable[UUID], on: date
) -> tuple[Agreement | None, Mapping[Level, int]]:
    """The ladder that holds for a problem of a theme among the parties: of what they all have agreed and is in force, the newest."""
    asked = {str(p) for p in parties}
    rows = listed(Agreement.objects.filter(region__code=region, ended_on=None), HOUSE).order_by("-begun_on", "-id")
    for row in rows:
        now = held(row, on)
        if now and now.limits and theme in now.themes and asked <= now.parties and state_of(row, on) == "in_force":
            return row, now.limits
    return None, {}


_RECORDS: Memo[Mapping[str, tuple[Agreement, ...]]] = Memo(2)


def records() -> Mapping[str, tuple[Agreement, ...]]:
    """Every public agreement by region. Few queries when something has changed, else none; every write raises the revision."""
    now = revision("agreements")
    return _RECORDS.get(now, _load) if now else {}


def _load() -> Mapping[str, tuple[Agreement, ...]]:
    found: dict[str, list[Agreement]] = {}
    for row in listed(visible_to(ANONYMOUS), ANONYMOUS).order_by("id"):
        found.setdefault(row.region.code, []).append(row)
    return {region: tuple(each) for region, each in found.items()}


def unanswered(actor: Actor) -> list[tuple[Agreement, Org]]:
    """(agreement, party): whose present text waits for the decision of one of the actor's organisations."""
    if not actor.organisations:
        return []
    mine = visible_to(actor).filter(ended_on=None, parties__organisation__public_id__in=actor.organisations)
    rows = listed(mine.distinct(), actor).order_by("id")
    return [(row, org) for row in rows for org in speaking.still_asked(actor, agreement(row))]


def changes_visible_to(actor: Actor) -> QuerySet[Change]:
    """Public ones; those of one's region, and those that one's organisation makes or is touched by."""
    rows = Change.objects.filter(withdrawn_at=None).select_related("region", "organisation").prefetch_related("parties")
    touched = Change.objects.filter(parties__organisation__public_id__in=actor.belongs_to)
    own = Q(organisation__public_id__in=actor.belongs_to) | Q(pk__in=touched.order_by().values("pk"))
    return seen_by(rows, actor, own)


def coming_of(row: Change) -> Coming:
    """Its days."""
    return Coming(row.on, row.notice_by, row.statements_by)


def touched(row: Change) -> tuple[Org, ...]:
    """Whom a change touches."""
    return atlas().known(p.organisation_id for p in row.parties.all())


def ahead_of_meeting(actor: Actor, region: str, themes: Iterable[str], on: date) -> list[Ahead]:
    """Changes of the themes within a year and agreements that end or are to be looked at again: what an agenda opens with."""
    asked = frozenset(themes)
    found = []
    for row in changes_visible_to(actor).filter(region__code=region, theme_code__in=asked, on__gte=on):
        if terms.warns(coming_of(row), on):
            code, day = terms.next_of(coming_of(row), on)
            told = (("name", Text.of(row, "title")), ("day", day))
            found.append(Ahead(day, Finding(f"ahead_{code}", told, "agreements:change", (str(row.public_id),))))
    for agreed in listed(visible_to(actor).filter(region__code=region, ended_on=None), actor):
        for alarm in alarms(agreed, on) if asked & set(themes_on(agreed, on)) else ():
            last = alarm_day(agreed, alarm, on)
            if last is not None:
                what = (("name", Text.of(agreed, "title")), ("day", last))
                page = ("agreements:agreement", (str(agreed.public_id),))
                found.append(Ahead(last, Finding(f"models_{alarm}", what, *page)))
    return found


def days_of(actor: Actor, on: date) -> list[Ahead]:
    """Coming days of what the actor's organisations have agreed, and of changes that they make or that touch them."""
    if not actor.belongs_to:
        return []
    found = []
    mine = visible_to(actor).filter(parties__organisation__public_id__in=actor.belongs_to, ended_on=None).distinct()
    for row in listed(mine, actor):
        if state_of(row, on) == "in_force":
            page = ("agreements:agreement", (str(row.public_id),))
            told = ("name", Text.of(row, "title"))
            found += [
                Ahead(m.on, Finding(f"day_{m.code}", (told,), *page))
                for m in terms.moments(term_of(row, on))
                if m.on >= on
            ]
    ours = Q(organisation__public_id__in=actor.belongs_to) | Q(parties__organisation__public_id__in=actor.belongs_to)
    for change in changes_visible_to(actor).filter(ours, on__gte=on).distinct():
        code, day = terms.next_of(coming_of(change), on)
        told, page = ("name", Text.of(change, "title")), ("agreements:change", (str(change.public_id),))
        found.append(Ahead(day, Finding(f"day_{code}", (told,), *page)))
    return found

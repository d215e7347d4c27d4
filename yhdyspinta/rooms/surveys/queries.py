"""Reading surveys: who sees them, how many have answered, what is told, what went before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yhdyspinta.core.accounts.queries import token_hash
from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.registry.atlas import NATIONAL, Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.seeing import seen_by
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.surveys import results, rules
from yhdyspinta.rooms.surveys.asking import Question, assembled, restored
from yhdyspinta.rooms.surveys.groups import GROUPS
from yhdyspinta.rooms.surveys.models import Invitation, OrganisationView, Survey
from yhdyspinta.rooms.surveys.results import Gap
from yhdyspinta.rooms.surveys.statements import statements

BEGUN = ("open", "closed")
"""States of surveys that others than their organisers hear of."""


def regions_of(actor: Actor) -> set[str]:
    """Codes of the regions whose own organisations the person belongs to."""
    house, today = atlas(), clock.today()
    own = [o for o in house.by_public_id(actor.belongs_to) if o.kind not in NATIONAL]
    return {area.code for org in own for area in house.regions_of(org, today)}


def visible_to(actor: Actor) -> QuerySet[Survey]:
    """Those that have opened, public ones to all, others to their region; in every state to those who organise."""
    rows = Survey.objects.select_related("region")
    if actor.is_analyst or actor.is_administrator:
        return rows
    mine = Q(region__code__in=regions_of(actor)) if actor.belongs_to else Q()
    seen = seen_by(rows.filter(state__in=BEGUN), actor, mine)
    return seen | rows.filter(region__code__in=actor.regions) if actor.regions else seen


def of_region(actor: Actor, region: str) -> list[Survey]:
    """A region's surveys that the reader may see, the latest first; cancelled ones are not listed."""
    return list(visible_to(actor).filter(region__code=region).exclude(state="cancelled"))


def waiting_for(actor: Actor) -> list[tuple[Survey, Org]]:
    """Surveys of the other side that wait for the actor's confirmation, with the organisation that the actor comes from."""
    sides = {s.region: (s.side, s.organisation) for s in actor.standings if s.role == "coordinator"}
    if not sides:
        return []
    home = {o.public_id: o for o in atlas().by_public_id([o for _, o in sides.values() if o])}
    rows = Survey.objects.filter(region__code__in=sides, state="draft").select_related("region").order_by("id")
    found = [(row, *sides[row.region.code]) for row in rows]
    return [(row, home[org]) for row, side, org in found if org in home and side != row.begun_side]


def organises(actor: Actor, region: str) -> bool:
    """Whether the person makes surveys of the region."""
    return bool(rules.may_organise(actor, region))


def title_of(row: Survey) -> Text:
    """What it is called."""
    return Text.of(row, "title")


def asked(row: Survey) -> list[Question]:
    """Everything that it asks: as frozen at its opening, before that as it would be asked now."""
    if row.questions:
        return [restored(raw) for raw in row.questions]
    book = books().get(row.region.code, NOTHING)
    return assembled(statements(), [(code, book.name_of(code)) for code in row.themes], row.own)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of a group were invited, of them by printed cards, and have answered; `answered` is None where one may not know.

    `least`: at least so many, for the survey is still open.
    """

    group: str
    invited: int
    answered: int | None
    cards: int = 0
    least: bool = False


def turnout(row: Survey) -> list[Turnout]:
    """Group by group. Of groups with fewer than ten invited nobody is told how many have answered; of others in steps of five
    while it is open."""
    if row.results is not None:
        kept = row.results["turnout"]
        return [Turnout(g, *kept[g]) for g in GROUPS if g in kept]
    found = last_turnout(row)
    return [
        Turnout(g, invited, None if done is None else done - done % rules.STEP, cards, least=True)
        for g in GROUPS
        if g in found
        for invited, done, cards in [found[g]]
    ]


def last_turnout(row: Survey) -> dict[str, tuple[int, int | None, int]]:
    """What is kept of it at closing: (invited, answered or None where one may not know, cards) of each group."""
    used, cards = Count("id", filter=Q(used=True)), Count("id", filter=Q(email=""))
    rows = Invitation.objects.filter(survey=row).order_by().values_list("group")
    return {
        group: (n, done if rules.counts_shown(n) else None, by_card)
        for group, n, done, by_card in rows.annotate(n=Count("id"), used=used, cards=cards)
    }


def unsent(row: Survey) -> int:
    """Letters that have not gone yet."""
    return Invitation.objects.filter(survey=row, sent=False).exclude(email="").count()


def invitation_of(token: str) -> Invitation | None:
    """The right to answer that a link is, whether used or not."""
    rows = Invitation.objects.select_related("survey__region")
    return rows.filter(token_hash=token_hash(token)).first()


def is_open(row: Survey, today: date) -> bool:
    """Whether it takes answers."""
    return row.state == "open" and row.opens_on <= today <= row.closes_on


@dataclass(frozen=True)
class Told:
    """A closed survey's results, as everybody who may see the survey sees them."""

    public_id: UUID
    region: str
    title: Text
    closed_on: date
    public: bool
    content: Mapping[str, Any]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its code."""
        return {code: restored(raw) for code, raw in self.told.items()}

    @cached_property
    def told(self) -> dict[str, Mapping[str, Any]]:
        """What is told of each question, by its code."""
        return {raw["code"]: raw for raw in self.content["questions"]}

    @cached_property
    def gaps(self) -> list[Gap]:
        """Of every question on a scale, the widest first."""
        return results.gaps(self.content)

    def gap(self, code: str) -> Gap | None:
        """Of one question."""
        return next((g for g in self.gaps if g.code == code), None)


def told(row: Survey) -> Told | None:
    """The results, once the survey has closed."""
    if row.results is None or row.closed_on is None:
        return None
    return Told(row.public_id, row.region.code, title_of(row), row.closed_on, row.visibility == "public", row.results)


_TOLD: Memo[Mapping[str, tuple[Told, ...]]] = Memo(2)


def all_told() -> Mapping[str, tuple[Told, ...]]:
    """Every closed survey by region, the earliest first. One query when something has changed."""
    return _TOLD.get(revision("surveys"), _load)


def _load() -> Mapping[str, tuple[Told, ...]]:
    found: dict[str, list[Told]] = {}
    for row in Survey.objects.filter(state="closed").select_related("region").order_by("closed_on", "id"):
        if (one := told(row)) is not None:
            found.setdefault(one.region, []).append(one)
    return {region: tuple(each) for region, each in found.items()}


def told_to(actor: Actor, region: str, on: date) -> list[Told]:
    """A region's results that the reader may see, of surveys closed by the day; the earliest first."""
    every = [t for t in all_told().get(region, ()) if t.closed_on <= on]
    inside = actor.is_analyst or actor.is_administrator or region in actor.regions or region in regions_of(actor)
    return [t for t in every if t.public or inside]


def before(row: Survey) -> Survey | None:
    """The survey closed last before this one opened, that the same people see the results of, with a month between them."""
    early = row.opens_on - timedelta(days=rules.APART)
    rows = Survey.objects.filter(region=row.region, state="closed", visibility=row.visibility, closed_on__lte=early)
    return rows.exclude(pk=row.pk).order_by("-closed_on", "-id").first()


@dataclass(frozen=True, slots=True)
class Season:
    """The country in half a year: of each statement and side the regions that could be told, their people and those who agree."""

    name: str
    regions: int
    rows: tuple[tuple[str, dict[str, tuple[int, int, int]]], ...]
    """(statement, {side: (regions, answers, per cent that agree)})"""


def country() -> list[Season]:
    """Sums of what has been told of public surveys, the latest half-year first: nothing new is told of anybody.

    Of two surveys of a region in a half-year the later one counts.
    """
    seasons: dict[str, dict[str, Told]] = {}
    for region, each in all_told().items():
        for one in each:
            if one.public:
                name = f"{one.closed_on.year}/{1 if one.closed_on.month < 7 else 2}"
                seasons.setdefault(name, {})[region] = one
    return [_season(name, list(seasons[name].values())) for name in sorted(seasons, reverse=True)]


def _season(name: str, every: Iterable[Told]) -> Season:
    every = list(every)
    rows = []
    for statement in statements():
        sides = {}
        for side in ("m", "c"):
            cuts = [q["cuts"][side] for t in every for q in t.content["questions"] if q["code"] == statement.code and side in q["cuts"]]  # fmt: skip
            people = sum(c["n"] for c in cuts)
            if people:
                agree = sum(c["counts"][a - 1] for c in cuts for a in results.AGREES)
                sides[side] = (len(cuts), people, round(100 * agree / people))
        rows.append((statement.code, sides))
    return Season(name, len(every), tuple(rows))


def views_of(region: str, year: int) -> list[OrganisationView]:
    """How the region's organisations themselves have told that they see a year."""
    rows = OrganisationView.objects.filter(region__code=region, year=year, withdrawn_at=None)
    return list(rows.select_related("organisation", "region"))


def view_of(organisation: int, region: str, year: int) -> OrganisationView | None:
    """One organisation's own view of a year."""
    return next((v for v in views_of(region, year) if v.organisation_id == organisation), None)


def years_of(region: str) -> list[int]:
    """Years that some organisation has told its view of, the latest first."""
    rows = OrganisationView.objects.filter(region__code=region, withdrawn_at=None).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())

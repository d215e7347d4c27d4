"""Reading for the room's pages: places with names, profiles, one indicator's table, the picture of an interface."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common.errors import BadInput
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import LANGUAGES, Text, sort_key
from yhdyspinta.core.indicators.arrays import Ints, number, ranks, streak
from yhdyspinta.core.indicators.axes import COUNTRY, LETTERS, Place, axis
from yhdyspinta.core.indicators.catalogue import Indicator, Kind
from yhdyspinta.core.indicators.periods import held_on, missed_from, shown
from yhdyspinta.core.indicators.queries import Figures, figures, law, stamps, summary
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.statistics import places
from yhdyspinta.rooms.statistics.models import Snapshot
from yhdyspinta.rooms.statistics.places import SPACES, Where
from yhdyspinta.rooms.statistics.profile import Line, Source, StandsOut, lines, stands_out

LINES = 6
"""So many areas fit one chart of lines."""

FINLAND = Text("Koko maa", "Hela landet", "The whole country")
ALAND = Text("Ahvenanmaa", "Åland", "Åland")
KIND_OF: Mapping[str, Kind] = {space: kind for kind, space in SPACES.items()}


@dataclass(frozen=True, slots=True)
class Named:
    """An area of the axis with its name and address; `slug` is empty for one that the registry does not have."""

    place: Place
    name: Text
    slug: str

    @property
    def space(self) -> str:
        """Its kind's word in addresses."""
        return SPACES[self.place[0]]


_DIRECTORY: Memo[tuple[Named, ...]] = Memo(2)


def directory() -> tuple[Named, ...]:
    """Every area of the latest axis in its order."""
    return _DIRECTORY.get((revision("registry"), axis().code), _named)


def _named() -> tuple[Named, ...]:
    house = atlas()
    known: dict[Place, Named] = {COUNTRY: Named(COUNTRY, FINLAND, "suomi")}
    for org in house.orgs.values():
        if org.kind in ("municipality", "employment_area") and org.valid_until is None:
            place: Place = (org.kind, org.code)  # type: ignore[assignment]  # one of the two
            known[place] = Named(place, org.name, org.slug)
    for area in house.areas.values():
        known["county", area.code] = Named(("county", area.code), area.name, area.slug)
    return tuple(known.get(p, Named(p, ALAND, "")) for p in axis().places)


def listed(lang: str, kind: Kind) -> list[Named]:
    """Areas of a kind that have a page, by name."""
    return sorted((n for n in directory() if n.slug and n.place[0] == kind), key=lambda n: sort_key(n.name.get(lang)))


def own_figures(region: str) -> list[tuple[Indicator, str]]:
    """A region's own figures with their latest period, "" when there is none; ended ones last."""
    whole = summary()
    latest = dict(zip(whole.codes, whole.periods, strict=True))
    found = [(i, latest.get(i.code, ("",))[-1]) for i in law().indicators.values() if i.region == region]
    return sorted(found, key=lambda row: (row[0].ended, not row[1]))


def names_in(region: str) -> Mapping[str, Place]:
    """Of `names`, those of a region and its municipalities."""
    return {word: place for word, place in names().items() if county_of(place) == region}


_NAMES: Memo[Mapping[str, Place]] = Memo(2)


def names() -> Mapping[str, Place]:
    """Areas by what a table may call them: code, PxWeb's code, name in Finnish or Swedish. Municipalities win over others."""
    return _NAMES.get((revision("registry"), axis().code), _load_names)


def _load_names() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for named in directory():
        kind, code = named.place
        words = [f"{LETTERS[kind]}{code}"]
        if kind in ("municipality", "country"):
            words += [code, named.name.fi, named.name.sv]
        found |= {w.casefold(): named.place for w in words if w}
    return found


def find(space: str, slug: str) -> Where | None:
    """The area at an address, with those it is compared with."""
    kind = KIND_OF.get(space)
    named = next((n for n in directory() if n.slug == slug and n.place[0] == kind), None) if slug else None
    return places.where(axis(), named.place, named.name, named.slug) if named else None


def asked(given: Sequence[str]) -> list[Where]:
    """Areas of an address, each "kunnat/laukaa", once and as many as fit a chart. Raises BadInput for one that is not there."""
    found = [find(*(p.split("/", 1) if "/" in p else (p, ""))) for p in given[:LINES] if p]
    if None in found:
        raise BadInput("bad_choice", given=", ".join(given)[:40], example="?paikka=kunnat/laukaa")
    return list({w.at: w for w in found if w is not None}.values())[: LINES - 1]


def county_of(place: Place) -> str:
    """The region's code of a municipality or a region; "" for other areas."""
    kind, code = place
    return axis().county[code] if kind == "municipality" else code if kind == "county" else ""


def state() -> tuple[object, ...]:
    """What a page of figures depends on beside its address: the catalogue and three revisions."""
    return (law().digest, *(revision(name) for name in ("indicators", "registry", "boundaries")))


def newest(codes: Iterable[str]) -> list[str]:
    """Codes without those whose line goes on in another one that has figures."""
    known, every = stamps(), law().indicators
    older = {i.continues for i in every.values() if i.code in known}
    return [c for c in codes if c not in older]


@dataclass(frozen=True)
class Profile:
    """A profile as its page shows it. `themes`: code and lines; `silent`: indicators that have no figures of it yet."""

    here: Where
    near: tuple[Named, ...]
    themes: tuple[tuple[str, tuple[Line, ...]], ...]
    stands: tuple[StandsOut, ...]
    silent: tuple[Indicator, ...]
    parent: Named | None
    found: Mapping[str, Figures]


def profile(here: Where, measure: str, themes: Sequence[str]) -> Profile:
    """Every indicator of an area, under its first theme. At most one query beside the revisions."""
    along, known, county = axis(), stamps(), county_of(here.place)
    every = law().indicators
    wanted = [i for i in (every[c] for c in newest(every)) if here.kind in i.levels and i.region in ("", county)]
    ahead = [i for i in wanted if i.forecast_of]
    codes = [i.code for i in wanted if i.code in known]
    kept = figures([*codes, *(i.continues for i in wanted if i.continues)])
    found = {code: kept[code] for code in codes if code in kept}
    near = places.nearest({c: f.latest[0] for c, f in found.items() if c in places.MEASURES["kaikki"]}, here, measure)
    country = places.country_at(along)
    sources = [
        Source(i, found[i.code].table, kept[i.continues].table if i.continues in kept else None)
        for i in wanted
        if i.code in found and not i.forecast_of
    ]
    made = lines(sources, here, near, country)
    by_theme: dict[str, list[Line]] = {}
    for one in made:
        by_theme.setdefault(one.indicator.themes[0], []).append(one)
    told = {one.indicator.code for one in made} | {i.code for i in ahead if i.code in found}
    ordered = [(t, tuple(sorted(by_theme[t], key=lambda x: not x.indicator.proposed))) for t in themes if t in by_theme]
    return Profile(
        here=here,
        near=tuple(directory()[i] for i in near),
        themes=tuple(ordered),
        stands=tuple(stands_out(made, {c: f.table for c, f in found.items()}, here)),
        silent=tuple(i for i in wanted if i.code not in told and not i.region),
        parent=directory()[here.parent] if here.parent is not None else None,
        found=found,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One area's line in an indicator's table. `change`: from the period before."""

    named: Named
    at: int
    value: float | None
    mark: int
    place: int | None
    change: float | None


@dataclass(frozen=True)
class Ranking:
    """An indicator of one kind of areas at one period, in the order of their names or their places."""

    figures: Figures
    kind: Kind
    period: str
    before: str
    rows: tuple[Row, ...]
    count: int


def ranking(found: Figures, kind: Kind, period: str) -> Ranking:
    """Every area of a kind at a period, with its place from the largest among the comparable ones."""
    along, table = found.axis, found.table
    now, marks = table.period(period), table.marks_of(period)
    earlier = [p for p in table.periods if p < period and len(p) == len(period)]
    old = table.period(earlier[-1]) if earlier else None
    group = places.of_kind(along, kind)
    order, count = ranks(now[group])
    place = {int(at): order[i] for i, at in enumerate(group)}
    names = directory()
    rows = []
    for at in range(*along.spans[kind].indices(len(along))):
        value, rank = now[at], place.get(at, np.nan)
        change = value - old[at] if old is not None else np.nan
        rows.append(
            Row(names[at], at, number(value), int(marks[at]), None if np.isnan(rank) else int(rank), number(change))
        )
    return Ranking(found, kind, period, earlier[-1] if earlier else "", tuple(rows), count)


def latest_of_country() -> dict[str, dict[str, Any]]:
    """By indicator with figures: the country's latest value and its period; without one None and the latest of all."""
    whole, at = summary(), places.country_at(axis())
    found: dict[str, dict[str, Any]] = {}
    for i, code in enumerate(whole.codes):
        last = int(whole.at[i, at])
        period = whole.periods[i][last] if last >= 0 else whole.periods[i][-1]
        found[code] = {"period": shown(period), "value": number(whole.values[i, at])}
    return found


def series(found: Figures, at: int) -> tuple[float | None, ...]:
    """An area's totals over all periods."""
    return tuple(number(v) for v in found.totals[:, at])


def continued(found: Figures, at: int) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """(periods, values) of an area, begun by the older indicator that this one continues, every year on the line."""
    older = figures([found.indicator.continues]).get(found.indicator.continues) if found.indicator.continues else None
    known = dict(zip(older.table.periods, series(older, at), strict=True)) if older else {}
    known |= {p: v for p, v in zip(found.table.periods, series(found, at), strict=True) if v is not None}
    if not known or any("M" in p for p in known):
        return tuple(known), tuple(known.values())
    years = [str(y) for y in range(int(min(known)), int(max(known)) + 1)]
    return tuple(years), tuple(known.get(y) for y in years)


@dataclass(frozen=True, slots=True)
class State:
    """How fresh an indicator's figures are on a day: their latest period, and from when newer ones are missed."""

    indicator: Indicator
    period: str
    missed_from: date | None

    def fresh(self, on: date) -> bool:
        """Whether there are figures and nothing newer is missed yet."""
        return self.missed_from is not None and on < self.missed_from


def _state(indicator: Indicator, period: str) -> State:
    return State(indicator, period, missed_from(period, law().late_after(indicator)) if period else None)


def states(codes: Iterable[str], on: date) -> list[State]:
    """Freshness of indicators on a day by each source's own rhythm: of the periods that had ended by then.

    From the small summary of all indicators: no matrix is read.
    """
    every, whole = law().indicators, summary()
    periods = dict(zip(whole.codes, whole.periods, strict=True))
    known = [every[code] for code in codes if code in every]
    return [_state(i, _reached(i, periods.get(i.code, ()), on)) for i in known]


def _reached(indicator: Indicator, periods: tuple[str, ...], on: date) -> str:
    """The period that tells how old figures are: the latest that had ended, or the first year of a forecast."""
    return min(periods, default="") if indicator.forecast_of else held_on(periods, on)


@dataclass(frozen=True)
class Picture:
    """The figures of an interface: indicators × the country, the region and its municipalities, each at its latest period."""

    rows: tuple[tuple[int, Named], ...]
    """Place on the axis and area: the country, the region, then its municipalities."""
    columns: tuple[Figures, ...]
    silent: tuple[Indicator, ...]

    def value(self, column: Figures, at: int) -> float | None:
        """The latest figure of an area."""
        return number(column.latest[0][at])


def picture(county: str, codes: Iterable[str]) -> Picture:
    """What the region looks at: figures of its municipalities. Raises KeyError for a region that is not on the axis."""
    along = axis()
    known = [c for c in codes if c in law().indicators]  # an agreement may name one that has left the catalogue
    names, found = directory(), figures(known)
    above = [along.index[COUNTRY], along.index["county", county]]
    towns = [int(at) for at in places.in_county(along, county)]
    rows = tuple((at, names[at]) for at in [*above, *(towns if len(towns) > 1 else [])])
    silent = [law().indicators[c] for c in known if c not in found]
    return Picture(rows, tuple(found.values()), tuple(silent))


def common_period(column: Figures, group: Ints) -> str:
    """The latest period that at least half of the areas, and five of them, have a figure of; "" when there is none."""
    known = (~np.isnan(column.totals[:, group])).sum(axis=1)
    found = np.flatnonzero(known >= max(5, group.size / 2))
    return column.table.periods[int(found[-1])] if found.size else ""


@dataclass(frozen=True, slots=True)
class Edge:
    """The municipality with the largest or the smallest figure of its region, and for how many periods in a row."""

    indicator: Indicator
    named: Named
    value: float
    count: int
    years: int
    largest: bool


def edges(seen: Picture) -> list[Edge]:
    """Of each share or rate: who is alone at the worse end of the region, or at the top where neither end is worse."""
    towns = np.array([at for at, n in seen.rows if n.place[0] == "municipality"], dtype=np.intp)
    found = []
    for column in seen.columns:
        period = "" if column.indicator.additive else common_period(column, towns)
        if not period:
            continue
        values = column.table.period(period)
        known = ~np.isnan(values[towns])
        largest = column.indicator.direction != "more"
        own = values[towns]
        at = int(np.nanargmax(own) if largest else np.nanargmin(own))
        if (own == own[at]).sum() > 1:
            continue
        until = column.table.periods.index(period) + 1
        years = streak(column.totals[:until, towns], at, largest=largest)
        found.append(Edge(column.indicator, directory()[towns[at]], float(own[at]), int(known.sum()), years, largest))
    return found


def fifths(column: Figures) -> dict[str, int]:
    """In which fifth of the mainland's municipalities each lies by its latest figure, 1 the lowest; by code."""
    along = column.axis
    group = places.of_kind(along, "municipality")
    period = common_period(column, group)
    if not period:
        return {}
    order, count = ranks(column.table.period(period)[group])
    return {
        along.places[at][1]: places.fifth(int(order[i]), count) for i, at in enumerate(group) if not np.isnan(order[i])
    }


def slug_of(region: str) -> str:
    """The address word of a region."""
    return atlas().areas[region].slug


@dataclass(frozen=True, slots=True)
class Looked:
    """That figures were looked at together on a day."""

    day: date
    title: str
    public_id: UUID


_LOOKED: Memo[Mapping[tuple[str, str], tuple[Looked, ...]]] = Memo(2)


def looked() -> Mapping[tuple[str, str], tuple[Looked, ...]]:
    """What has been looked at together, by region and theme, newest first. One query when something has changed."""
    return _LOOKED.get(revision("statistics"), _load_looked)


def _load_looked() -> Mapping[tuple[str, str], tuple[Looked, ...]]:
    found: dict[tuple[str, str], list[Looked]] = {}
    rows = Snapshot.objects.filter(withdrawn_at=None).order_by("-looked_on", "-id")
    for code, theme, day, title, public_id in rows.values_list(
        "region__code", "theme_code", "looked_on", "title", "public_id"
    ):
        found.setdefault((code, theme), []).append(Looked(day, title, public_id))
    return {key: tuple(each) for key, each in found.items()}


def snapshots() -> QuerySet[Snapshot]:
    """Snapshots, withdrawn ones too: what was frozen stays at its address. All are public."""
    return Snapshot.objects.select_related("region")


def frozen(seen: Picture) -> dict[str, Any]:
    """A picture as plain data that needs nothing else to be read: names, units, periods, versions, sources, values."""
    known = law().sources
    columns = [
        {
            "code": f.code,
            "name": {x: f.indicator.name.get(x) for x in LANGUAGES},
            "unit": f.indicator.unit,
            "decimals": f.indicator.decimals,
            "version": f.version,
            "source": {x: known[f.indicator.source].name.get(x) for x in LANGUAGES},
            "licence": known[f.indicator.source].licence,
        }
        for f in seen.columns
    ]
    return {"columns": columns, "rows": [_frozen_row(seen, at, named) for at, named in seen.rows]}


def _frozen_row(seen: Picture, at: int, named: Named) -> dict[str, Any]:
    values = []
    for column in seen.columns:
        figures_, periods = column.latest
        last = int(periods[at])
        values.append([number(figures_[at]), column.table.periods[last] if last >= 0 else ""])
    return {
        "kind": named.place[0],
        "code": named.place[1],
        "name": {x: named.name.get(x) for x in LANGUAGES},
        "values": values,
    }

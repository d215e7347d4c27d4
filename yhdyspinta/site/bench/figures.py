"""What is measured: each figure with milliseconds, a ratio to a fixed work in the same run, queries, Python calls, bytes.

A ratio compares machines and days: the fixed work is done again before each try, so a slow moment slows both.
"""

import cProfile
import gc
import gzip
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yhdyspinta.core.audit.queries import one_reading
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.callstack import unbroken
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.registry.atlas import Unit
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import DAYS, forget_pages
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.site.bench import forums, goals
from yhdyspinta.site.map.queries import compute, maps

Question = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing. `budget_ms`: what the order asks of it; None where only bytes or counts are asked."""

    name: str
    ms: float
    ratio: float
    queries: int
    calls: int
    bytes: int
    budget_ms: float | None = None

    def line(self) -> str:
        """One line of the report."""
        budget = (
            ""
            if self.budget_ms is None
            else f"  (budget {self.budget_ms:.0f} ms: {'kept' if self.ms <= self.budget_ms else 'BROKEN'})"
        )
        size = f"{self.bytes / 1000:6.1f} kB" if self.bytes else "        –"
        return (
            f"{self.name:26} {self.ms:8.1f} ms  × {self.ratio:7.2f}  {self.queries:3} queries  "
            f"{self.calls:9,} calls  {size}{budget}"
        )

    def data(self) -> dict[str, Any]:
        """The same for machines, with the Python that counted the calls."""
        return {**asdict(self), "python": f"{sys.version_info.major}.{sys.version_info.minor}"}


def fixed_work() -> int:
    """About ten milliseconds of what the product does most: small objects, dicts, sorting, strings."""
    found: dict[str, list[tuple[int, str]]] = {}
    for i in range(9000):
        found.setdefault(f"k{i % 97}", []).append((i * 7919 % 1009, f"v{i}"))
    return sum(len("".join(v for _, v in sorted(rows))) for rows in found.values())


def timed(question: Question) -> float:
    """Milliseconds of one try as the server runs it, without a pause of the collector that belongs to the one before."""
    asked = unbroken(question)
    gc.collect()
    began = time.perf_counter()
    asked()
    return (time.perf_counter() - began) * 1000


def measured(
    name: str, question: Question, *, before: Question = lambda: None, tries: int = 5, budget: float | None = None
) -> Figure:
    """Medians of pairs (fixed work, question); queries, calls and bytes of one more try each."""
    pairs = []
    for _ in range(tries):
        unit = timed(fixed_work)
        before()
        took = timed(question)
        pairs.append((took, took / unit))
    before()
    with CaptureQueriesContext(connection) as caught:
        answer = question()
        queries = len(caught)
    before()
    profile = cProfile.Profile()
    profile.runcall(question)
    calls = sum(entry.callcount for entry in profile.getstats())
    content = getattr(answer, "content", b"")
    return Figure(
        name=name,
        ms=round(statistics.median(t for t, _ in pairs), 2),
        ratio=round(statistics.median(r for _, r in pairs), 3),
        queries=queries,
        calls=calls,
        bytes=len(gzip.compress(content, 6)) if content else 0,
        budget_ms=budget,
    )


PAGES = {
    "front-page": "/fi/",
    "region-page": "/fi/alueet/keski-suomi/",
    "interface-page": "/fi/alueet/keski-suomi/hyte/",
    "half-years-page": "/fi/alueet/keski-suomi/puolivuosittain/",
    "municipalities-page": "/fi/kunnat/",
    "municipality-page": "/fi/kunnat/kuhmo/",
    "region-duties-page": "/fi/alueet/pirkanmaa/velvoitteet/",
    "duties-page": "/fi/velvoitteet/",
    "calendar-page": "/fi/kalenteri/",
    "search-page": "/fi/haku/?q=kuhmo",
    "profile-page": "/fi/tilastot/kunnat/laukaa/",
    "picture-page": "/fi/alueet/keski-suomi/tilannekuva/tyollisyys/",
    "indicator-page": "/fi/tilastot/luku/statfin-vaesto/",
    "roles-page": "/fi/alueet/pirkanmaa/tyonjako/",
    "five-page": "/fi/alueet/keski-suomi/viisi-minuuttia/?kunta=laukaa",
    "packet-page": "/fi/kunnat/laukaa/neuvottelupaketti/",
    "tym-page": "/fi/tyollisyysalueet/jyvaskyla-muurame/tym/",
    "rehabilitative-page": "/fi/tyollisyysalueet/kuntouttava-tyotoiminta/",
    "frame-page": "/fi/upota/kartta/keski-suomi/",
    "points-page": "/fi/palvelupaikat/laukaa/",
    "statutes-page": "/fi/velvoitteet/lait/",
}
PAPERS = {f"packet-{form}": f"/fi/kunnat/laukaa/neuvottelupaketti/?muoto={form}" for form in ("pdf", "docx", "pptx")}
"""A municipality's packet as a file."""
API = {
    "api-map": "/api/v1/map?region=keski-suomi",
    "api-organisations": "/api/v1/organisations?limit=200",
    "api-evidence": "/api/v1/evidence?limit=100",
    "api-series": "/api/v1/indicators/sotkanet-127/series?kind=municipality",
}
"""Answers to programs, as everybody gets them."""
MINE = "mine-page"


def country_map() -> Any:
    """The country's map as a page asks for it."""
    with one_reading():
        return maps().country(clock.today())


def region_map_warm() -> Any:
    """One region's map, from what is at hand."""
    with one_reading():
        return maps().region("15", clock.today())


def all_compliance() -> int:
    """Every duty of the catalogue × every organisation of the day that could have it, on one date, from frozen state."""
    desk, on = obligations.desk(), clock.today()
    orgs = [o for kind in ("county", "municipality") for o in desk.atlas.of_kind(kind, on)]
    count = 0
    for org in orgs:
        unit = Unit("county" if org.kind == "county" else "municipality", f"org:{org.id}", (org,), org.name, (org,))
        for duty in catalogue().duties.values():
            obligations.shared_assessment(desk, duty, unit, "", on)
            count += 1
    return count


@contextmanager
def client() -> Iterator[Client]:
    """A reader who is not slowed for asking often."""
    DAYS.forget()
    yield Client()
    DAYS.forget()


def figures(only: str = "", tries: int = 5) -> Iterator[Figure]:
    """All figures, or the one named; the quick ones as medians of `tries`."""
    made: dict[str, Callable[[], Figure]] = {
        "country-map-cold": lambda: measured("country-map-cold", country_map, before=forget_all, tries=3, budget=1500),
        "country-map-warm": lambda: measured("country-map-warm", country_map, tries=tries, budget=60),
        "region-map-warm": lambda: measured("region-map-warm", region_map_warm, tries=tries, budget=30),
        "compliance": lambda: measured("compliance", all_compliance, tries=3, budget=500),
        "another-day": lambda: measured(
            "another-day", lambda: compute(list(atlas().areas), last_map_day(clock.today())), tries=3
        ),
    }
    for name, path in {**PAGES, **PAPERS, **API}.items():
        made[name] = lambda name=name, path=path: _page(name, path, tries)  # type: ignore[misc]  # bound now
    for name, make in made.items():
        if not only or name == only:
            yield make()
    if not only or only == KEPT:
        yield _kept(tries)
    if not only or only == MINE:
        yield _mine(tries)
    if not only or only == GOALS:
        yield _page(GOALS, goals.fill(), tries)
    if not only or only in FORUM:
        yield from (f for f in _forum(tries) if not only or f.name == only)


BUDGETS = {
    "front-page": 60.0,
    "region-page": 30.0,
    "profile-page": 40.0,
    "picture-page": 60.0,
    "roles-page": 80.0,
    "goals-page": 50.0,
    "forum-page": 60.0,
    "memo-page": 60.0,
    "agenda-page": 60.0,
    "five-page": 60.0,
    "packet-page": 150.0,
    "tym-page": 60.0,
    "rehabilitative-page": 60.0,
    "packet-pdf": 1500.0,
    "packet-docx": 1500.0,
    "packet-pptx": 2000.0,
}


def _page(name: str, path: str, tries: int) -> Figure:
    with client() as reader:
        reader.get(path)
        return measured(name, lambda: reader.get(path), before=forget_pages, tries=tries, budget=BUDGETS.get(name))


KEPT, GOALS = "front-page-kept", "goals-page"
FORUM = ("forum-page", "memo-page", "agenda-page", "agenda-page-keeper")


def _kept(tries: int) -> Figure:
    """The front page once somebody has read it and nothing has been written since."""
    with client() as reader:
        reader.get("/fi/")
        return measured(KEPT, lambda: reader.get("/fi/"), tries=tries, budget=5)


def _mine(tries: int) -> Figure:
    """The own page of an elected official of Laukaa: five minutes and what waits."""
    reader = Client()
    reader.force_login(forums.elected(), backend="django.contrib.auth.backends.ModelBackend")
    reader.get("/fi/oma/")
    return measured(MINE, lambda: reader.get("/fi/oma/"), tries=tries, budget=60)


def _forum(tries: int) -> Iterator[Figure]:
    """Pages of a forum of 40 meetings × 25 points and 3,000 questions, made last: it would weigh on the others' region."""
    forum, held, coming = forums.fill()
    paths = (f"/fi/foorumit/{forum}/", f"/fi/kokoukset/{held}/", f"/fi/kokoukset/{coming}/")
    for name, path in zip(FORUM, paths, strict=False):
        yield _page(name, path, tries)
    keeper = Client()
    keeper.force_login(forums.keeper(), backend="django.contrib.auth.backends.ModelBackend")
    keeper.get(paths[-1])
    yield measured(FORUM[-1], lambda: keeper.get(paths[-1]), tries=tries, budget=60)


NAMES = (
    "country-map-cold",
    "country-map-warm",
    "region-map-warm",
    "compliance",
    "another-day",
    *PAGES,
    *PAPERS,
    *API,
    KEPT,
    MINE,
    GOALS,
    *FORUM,
)

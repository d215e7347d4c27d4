"""Bringing figures: describe, fetch, tidy, gate, publish. What goes wrong leaves the last good figures and a reason."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import numpy as np
from django.conf import settings

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.indicators import actions
from yhdyspinta.core.indicators.arrays import Floats, Table, table
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import Indicator, catalogue
from yhdyspinta.core.indicators.laying import BadFigures, laid_columns, spread
from yhdyspinta.core.indicators.models import Cube, SourceRun
from yhdyspinta.core.indicators.queries import absolutes, figures_of
from yhdyspinta.core.indicators.sources import pxweb, sotkanet
from yhdyspinta.core.indicators.sources.described import Brought, Described
from yhdyspinta.core.indicators.sources.web import Answer, SourceFault, Web
from yhdyspinta.core.indicators.starter import STARTER
from yhdyspinta.core.indicators.tidy import joined
from yhdyspinta.core.jobs.schedule import STOP

CLIENTS: Mapping[str, ModuleType] = {"sotkanet": sotkanet, "statfin": pxweb, "tyonv": pxweb}
PARALLEL = 4
"""So many questions to one source at a time."""
AGAIN_AFTER = timedelta(hours=12)
"""A run that was cut off goes on where it was: what went well so recently is not asked again."""
MakeWeb = Callable[[str], Web]


def web_of(source: str) -> Web:
    """A session with a source, at the address that the environment names."""
    if source == "sotkanet":
        return Web(settings.SOTKANET_URL, form=settings.SOTKANET_FORM)
    return Web(settings.PXWEB_URL)


def wanted(source: str = "", codes: Iterable[str] = ()) -> list[Indicator]:
    """Indicators that can be brought: of a source ("sotkanet", "pxweb" or all), or the named ones. Raises LookupError."""
    law = catalogue().indicators
    chosen = list(codes)
    known: dict[str, list[Indicator]] = {}
    for one in law.values():
        known.setdefault(one.code, []).append(one)
        if one.source == "sotkanet":
            known.setdefault(one.id, []).append(one)  # a share and its count have one number there
    if lost := [c for c in chosen if c not in known]:
        raise LookupError(f"no such indicator: {', '.join(lost)}")
    found = [i for c in chosen for i in known[c]] if chosen else list(law.values())
    sources = {"": set(CLIENTS), "sotkanet": {"sotkanet"}, "pxweb": {"statfin", "tyonv"}}[source]
    can = [i for i in found if i.source in sources and not i.derived and (i.id.isdigit() or i.query)]
    if chosen and (lost := [c for c in chosen if not any(i in can for i in known[c])]):
        raise LookupError(f"cannot be brought from a source: {', '.join(lost)}")
    return can


@dataclass(frozen=True, slots=True)
class Fetched:
    """Everything that the network gave of an indicator, or the reason why it did not."""

    indicator: Indicator
    brought: Brought | None
    updated: date | None
    since: str
    answers: tuple[Answer, ...]
    reason: str
    took_ms: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one indicator."""

    indicator: Indicator
    ok: bool
    changed: bool
    reason: str


def fetched(indicator: Indicator, web: Web, *, since: str = "", have: date | None = None) -> Fetched:
    """Asks the source; `have`: the day of its last change that is here already. Touches no database; never raises."""
    began = time.monotonic()
    brought, updated, reason = None, None, ""
    client = CLIENTS[indicator.source]
    try:
        described = client.describe(web, indicator)
        updated = described.updated
        if have is None or updated is None or updated > have:
            described = _since(described, since)
            bodies = client.fetch(web, indicator, described)
            brought = client.tidy(bodies, indicator, described)
            updated = updated or client.updated(bodies)
    except SourceFault as fault:
        reason = str(fault)
    except Exception as error:  # noqa: BLE001  (whatever a source sends must not end the others' run)
        reason = f"the answer could not be understood: {error!r}"
    finally:
        web.close()
    took = round((time.monotonic() - began) * 1000)
    return Fetched(indicator, brought, updated, since, tuple(web.asked), reason, took)


def _since(described: Described, since: str) -> Described:
    periods = tuple(p for p in described.periods if p >= since)
    if not periods:
        raise SourceFault(f"no periods from {since}")
    return Described(described.updated, periods, described.genders, described.details)


def settle(*, by: Actor, got: Fetched) -> Result:
    """Publishes what came, or notes why not. Every try leaves a line in the run log."""
    reason, changed = got.reason, False
    for answer in got.answers:
        actions.keep_answer(url=answer.url, question=answer.question, body=answer.body)
    if not reason and got.brought is not None:
        try:
            changed = _publish(by, got, got.brought)
        except BadFigures as error:
            reason = str(error)
    source = got.indicator.source
    actions.note_run(source=source, indicator=got.indicator.code, ok=not reason, reason=reason, changed=changed, took_ms=got.took_ms)  # fmt: skip
    return Result(got.indicator, not reason, changed, reason)


def _publish(by: Actor, got: Fetched, brought: Brought) -> bool:
    along = axis()
    found = laid_columns(brought.columns, got.indicator, along)
    absolute = None if brought.absolute is None else spread(brought.columns, brought.absolute, found, along)
    if got.since and (held := figures_of(got.indicator.code)) is not None:
        if absolute is not None:
            earlier = absolutes(got.indicator.code)
            old = np.full(held.table.values.shape, np.nan) if earlier is None else earlier
            absolute = joined(_of(held.table, old), _of(found, absolute)).values
        found = joined(held.table, found)
    origin: dict[str, Any] = {"url": got.answers[-1].url, "left_out": brought.left_out}
    made = actions.publish(
        by=by,
        indicator=got.indicator,
        found=found,
        fetched_at=clock.now(),
        source_updated=got.updated,
        origin=origin,
        absolute=absolute,
    )
    return made is not None


def _of(like: Table, values: Floats) -> Table:
    """Other values of the same genders, periods and areas."""
    return table(like.periods, like.genders, values)


def bring(
    *, by: Actor, indicators: Iterable[Indicator], since: str = "", force: bool = False, make: MakeWeb = web_of
) -> Iterator[Result]:
    """Brings indicators, PARALLEL at a time from the network, each published as it comes. Yields what became of each.

    What went well within AGAIN_AFTER is passed over unless forced. After three indicators whose source cannot be
    reached the rest of that source is given up. A worker that is told to stop ends it after the batch at hand.
    """
    chosen = list(indicators)
    recent = set() if force else _recent()
    have = {} if force or since else _held()
    left = [i for i in chosen if i.code not in recent]
    failed: dict[str, int] = {}
    with ThreadPoolExecutor(PARALLEL) as pool:
        for start in range(0, len(left), PARALLEL):
            if STOP.is_set():
                return
            batch = [i for i in left[start : start + PARALLEL] if failed.get(i.source, 0) < 3]
            tasks = [pool.submit(fetched, i, make(i.source), since=since, have=have.get(i.code)) for i in batch]
            for task in as_completed(tasks):
                got = task.result()
                unreached = bool(got.reason) and not got.answers
                failed[got.indicator.source] = failed.get(got.indicator.source, 0) + 1 if unreached else 0
                yield settle(by=by, got=got)


def _recent() -> set[str]:
    """What went well lately."""
    runs = SourceRun.objects.filter(ok=True, at__gte=clock.now() - AGAIN_AFTER)
    return set(runs.order_by("indicator").values_list("indicator", flat=True))


def _held() -> dict[str, date]:
    """The day of the last change that is surely here, of figures that came from the source itself.

    A source tells a day, not an hour: what was brought on the very day of a change may lack a later one of that day.
    """
    rows = Cube.objects.exclude(source_updated=None).exclude(fetched_at=None)
    found = rows.values_list("indicator", "source_updated", "fetched_at", "origin")
    return {
        code: min(day, clock.date_of(at) - timedelta(days=1))
        for code, day, at, origin in found
        if day and at and STARTER not in origin
    }


def shared_reason(results: Iterable[Result]) -> str:
    """What went wrong, in a line."""
    faults = [r for r in results if not r.ok]
    return "; ".join(f"{r.indicator.code}: {r.reason}" for r in faults[:3]) + (" …" if len(faults) > 3 else "")

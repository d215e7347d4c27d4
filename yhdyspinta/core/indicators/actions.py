"""Writes of the store, as verbs: publish figures, note a try, keep a raw answer, load the starter figures."""

import hashlib
import json
import logging
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import transaction

from yhdyspinta.core.audit.actions import bump, hold, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import LANGUAGES, clean, cleaned, slugify
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.indicators import rules
from yhdyspinta.core.indicators.arrays import Floats, Table, pack, pack_latest, table, unpack_floats, unpack_marks
from yhdyspinta.core.indicators.axes import Axis, axis
from yhdyspinta.core.indicators.catalogue import Direction, Indicator, Rhythm, Unit, catalogue
from yhdyspinta.core.indicators.gate import faults
from yhdyspinta.core.indicators.laying import BadFigures
from yhdyspinta.core.indicators.models import Absolute, Cube, Edition, OwnIndicator, RawAnswer, SourceRun
from yhdyspinta.core.indicators.starter import STARTER, Starter, starters
from yhdyspinta.core.indicators.tidy import completed, derived, differences
from yhdyspinta.core.interfaces.catalogue import THEMES

log = logging.getLogger("yhdyspinta.indicators")
REVISIONS_KEPT = 2_000
"""Single revised figures that an edition lists; it counts all of them."""


def version_of(found: Table, along: Axis) -> str:
    """A short hash of everything the figures say."""
    head = json.dumps([along.code, found.periods, found.genders]).encode()
    return hashlib.sha256(head + found.values.tobytes() + found.marks.tobytes()).hexdigest()[:16]


@transaction.atomic
def publish(
    *,
    by: Actor,
    indicator: Indicator,
    found: Table,
    fetched_at: datetime | None,
    source_updated: date | None = None,
    origin: Mapping[str, Any] | None = None,
    absolute: Floats | None = None,
) -> Edition | None:
    """Replaces an indicator's figures and those derived from them, all at once; None when nothing has changed.

    `found` lies along the latest axis. Raises Refused; BadFigures when the figures cannot be true: nothing changes.
    """
    require(rules.may_publish(by, indicator.region))
    hold("indicators")  # two parts of one share that come at once: the later one is to see the earlier
    along = axis()
    row = Cube.objects.select_for_update().filter(indicator=indicator.code).first()
    before = _stored(row) if row is not None and row.axis == along.code else None
    found = completed(found, indicator, along)
    if wrong := faults(found, before, indicator, along, clock.today()):
        raise BadFigures(f"{indicator.code}: {'; '.join(wrong)}")
    version = version_of(found, along)
    if row is not None and row.version == version:
        seen = _seen_again(row, fetched_at, source_updated, origin)
        if _derive_from(indicator, along, fetched_at) or seen:
            bump("indicators")
        return None
    made = _replace(indicator, found, before, along, version, fetched_at, source_updated, origin or {})
    _keep_absolute(indicator.code, version, absolute)
    _derive_from(indicator, along, fetched_at)
    record_event(
        verb="figures_published",
        subject_type="indicator",
        subject_id=indicator.code,
        by=by.user,
        data={"version": version, "added": made.added, "revised": made.revised, "removed": made.removed},
    )
    bump("indicators")
    return made


@dataclass(frozen=True, slots=True)
class Definition:
    """What a region says of a figure of its own. `names`, by language: Finnish is needed."""

    names: Mapping[str, str]
    theme: str
    unit: Unit
    decimals: int
    direction: Direction
    every: Rhythm
    additive: bool
    producer: str
    note: str = ""


@transaction.atomic
def define(*, by: Actor, region: str, said: Definition) -> OwnIndicator:
    """Adds a figure of a region's own, to be looked at once its figures are brought and both sides agree. Raises Refused."""
    require(rules.may_define(by, region))
    names, producer = cleaned(said.names), clean(said.producer)
    if not slugify(names.get("fi", "")):
        raise Refused(no("indicators_name_missing"))
    if not producer:
        raise Refused(no("indicators_producer_missing"))
    if said.theme not in THEMES:
        raise Refused(no("themes_unknown"))
    hold("indicators")
    code = f"oma-{region}-{slugify(names['fi'])[:40].rstrip('-')}"
    if OwnIndicator.objects.filter(code=code).exists():
        raise Refused(no("indicators_name_taken"))
    made = OwnIndicator.objects.create(
        code=code,
        region=region,
        **{f"name_{lang}": names.get(lang, "")[:160] for lang in LANGUAGES},
        theme=said.theme,
        unit=said.unit,
        decimals=said.decimals,
        direction=said.direction,
        every=said.every,
        additive=said.additive,
        producer=producer[:160],
        note=clean(said.note),
        defined_by=by.user,
        defined_at=clock.now(),
    )
    record_event(
        verb="indicator_defined", subject_type="indicator", subject_id=code, by=by.user, data={"region": region}
    )
    bump("indicators")
    return made


@transaction.atomic
def end_own(*, by: Actor, code: str) -> None:
    """Ends a region's own figure: nobody brings or chooses it any more; what was brought stays to be read. Raises Refused."""
    row = OwnIndicator.objects.select_for_update().get(code=code)
    require(rules.may_define(by, row.region))
    if row.ended_at is not None:
        raise Refused(no("indicators_ended"))
    OwnIndicator.objects.filter(pk=row.pk).update(ended_at=clock.now())
    record_event(
        verb="indicator_ended", subject_type="indicator", subject_id=code, by=by.user, data={"region": row.region}
    )
    bump("indicators")


def _seen_again(row: Cube, fetched_at: datetime | None, updated: date | None, origin: Mapping[str, Any] | None) -> bool:
    """The same figures were brought again: their day and where they came from are new. True when either is."""
    now = {
        "fetched_at": fetched_at,
        "source_updated": updated or row.source_updated,
        "origin": dict(origin or row.origin),
    }
    Cube.objects.filter(pk=row.pk).update(**now)
    return now != {"fetched_at": row.fetched_at, "source_updated": row.source_updated, "origin": row.origin}


def _stored(row: Cube) -> Table:
    shape = (len(row.genders), len(row.periods), len(axis(row.axis)))
    return table(row.periods, row.genders, unpack_floats(row.values, shape), unpack_marks(row.marks, shape))


def _replace(
    indicator: Indicator, found: Table, before: Table | None, along: Axis, version: str,
    fetched_at: datetime | None, source_updated: date | None, origin: Mapping[str, Any],
) -> Edition:  # fmt: skip
    known = int((~np.isnan(found.values)).sum())
    Cube.objects.update_or_create(
        indicator=indicator.code,
        defaults={
            "source": indicator.source,
            "version": version,
            "axis": along.code,
            "periods": list(found.periods),
            "genders": list(found.genders),
            "values": pack(found.values),
            "marks": pack(found.marks),
            "latest": pack_latest(found.gender("total")),
            "observations": known,
            "fetched_at": fetched_at,
            "source_updated": source_updated,
            "origin": dict(origin),
        },
    )
    added, removed, revisions = (known, 0, []) if before is None else differences(before, found, along)
    return Edition.objects.create(
        indicator=indicator.code,
        version=version,
        at=clock.now(),
        source_updated=source_updated,
        added=added,
        removed=removed,
        revised=len(revisions),
        revisions=revisions[:REVISIONS_KEPT],
    )


def _derive_from(part: Indicator, along: Axis, fetched_at: datetime | None) -> int:
    """Computes anew what is derived from an indicator. Returns how many changed."""
    others = [i for i in catalogue().indicators.values() if i.derived and part.code in (i.derived.of, i.derived.over)]
    return sum(_derive(other, along, fetched_at) for other in others)


def _derive(indicator: Indicator, along: Axis, fetched_at: datetime | None) -> bool:
    """Computes a derived indicator anew, once both its parts have figures. True when it changed.

    A share that cannot be true is not published, and never stops the publication of its parts.
    """
    how = indicator.derived
    parts = (
        {c.indicator: c for c in Cube.objects.filter(indicator__in=[how.of, how.over], axis=along.code)} if how else {}
    )
    if how is None or len(parts) < 2:
        return False
    row = Cube.objects.filter(indicator=indicator.code, axis=along.code).first()
    try:
        found = derived(how, _stored(parts[how.of]), _stored(parts[how.over]))
    except BadFigures as error:
        log.warning("not derived", extra={"indicator": indicator.code, "reason": str(error)})
        return False
    if wrong := faults(found, None, indicator, along, clock.today()):
        log.warning("not derived", extra={"indicator": indicator.code, "reason": "; ".join(wrong)[:300]})
        return False
    version = version_of(found, along)
    if row is not None and row.version == version:
        return False
    updated = min((p.source_updated for p in parts.values() if p.source_updated), default=None)
    origin = {"derived": [how.of, how.over], "via": parts[how.of].origin.get("via", "")}
    _replace(indicator, found, _stored(row) if row else None, along, version, fetched_at, updated, origin)
    return True


def _keep_absolute(code: str, version: str, absolute: Floats | None) -> None:
    if absolute is None:
        Absolute.objects.filter(indicator=code).delete()
    else:
        Absolute.objects.update_or_create(indicator=code, defaults={"version": version, "values": pack(absolute)})


def note_run(
    *, source: str, indicator: str, ok: bool, reason: str = "", changed: bool = False, took_ms: int = 0
) -> SourceRun:
    """Notes a try to bring figures, whether it went well or not."""
    return SourceRun.objects.create(
        source=source, indicator=indicator, at=clock.now(), ok=ok, reason=reason[:400], changed=changed, took_ms=took_ms
    )


def keep_answer(*, url: str, question: str, body: bytes) -> None:
    """Keeps the last answer to a question as it came, with time and hash."""
    asked = hashlib.sha256(f"{url}\n{question}".encode()).hexdigest()
    RawAnswer.objects.update_or_create(
        asked=asked,
        defaults={
            "url": url[:400],
            "question": question,
            "digest": hashlib.sha256(body).hexdigest(),
            "at": clock.now(),
            "size": len(body),
            "body": zlib.compress(body, 6),
        },
    )


def load_starter(*, by: Actor, beside: Callable[[Starter], Starter] = lambda one: one) -> int:
    """Publishes the package's starter figures of indicators that have none, or only older starter figures.

    `beside`: adds figures of areas that the package does not have. Figures that have been brought from a source since are never replaced. Returns how many were published.
    """
    held = {c.indicator: c.origin for c in Cube.objects.only("indicator", "origin")}
    count = 0
    for one in map(beside, starters()):
        have = held.get(one.indicator.code)
        if have is None or (STARTER in have and have[STARTER] != one.digest):
            count += publish_starter(by=by, one=one)
    return count


def publish_starter(*, by: Actor, one: Starter) -> bool:
    """Publishes one starter file. True when something changed."""
    at = datetime(one.taken.year, one.taken.month, one.taken.day, 12, tzinfo=clock.now().tzinfo) if one.taken else None
    origin = {STARTER: one.digest, "via": one.via}
    made = publish(by=by, indicator=one.indicator, found=one.table(), fetched_at=at, origin=origin)
    return made is not None

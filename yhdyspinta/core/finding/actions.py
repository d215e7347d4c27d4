"""Keeping the index as its sources tell it."""

import hashlib
import json
from collections.abc import Iterable

from django.db import transaction

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.finding import engine, stems
from yhdyspinta.core.finding.models import Indexed, Told
from yhdyspinta.core.finding.records import Findable

BATCH = 500
LONGEST = 4_000
"""Letters of a body that it is found by."""


def words_of(one: Findable) -> engine.Words:
    """Its words as the engines keep them."""
    title = " ".join(getattr(one.title, x) for x in LANGUAGES)
    body = " ".join((*(getattr(one.about, x) for x in LANGUAGES), one.body))[:LONGEST]
    return engine.Words(stems.kept(title), stems.kept(body), stems.grams(title), one.facets)


@transaction.atomic
def tell(source: str, things: Iterable[Findable], state: str) -> int:
    """Everything that a source has now: what is new or has changed is kept, what is gone is forgotten. Returns how many changed."""
    before = dict(Indexed.objects.filter(source=source).values_list("key", "digest"))
    changed, seen = [], set()
    for one in things:
        seen.add(one.key)
        digest = _digest(one)
        if before.get(one.key) != digest:
            changed.append((one, digest))
    for first in range(0, len(changed), BATCH):
        _keep(source, changed[first : first + BATCH])
    gone = [k for k in before if k not in seen]
    for first in range(0, len(gone), BATCH):
        rows = Indexed.objects.filter(key__in=gone[first : first + BATCH])
        engine.remove(list(rows.values_list("pk", flat=True)))
        rows.delete()
    Told.objects.update_or_create(source=source, defaults={"state": state, "told_at": clock.now()})
    return len(changed) + len(gone)


def _keep(source: str, things: list[tuple[Findable, str]]) -> None:
    keys = [one.key for one, _ in things]
    old = Indexed.objects.filter(key__in=keys)
    engine.remove(list(old.values_list("pk", flat=True)))
    old.delete()
    words = {one.key: words_of(one) for one, _ in things}
    made = Indexed.objects.bulk_create([_row(source, one, digest, words[one.key]) for one, digest in things])
    rows = made if made[0].pk else list(Indexed.objects.filter(key__in=keys))
    engine.put([(row.pk, words[row.key]) for row in rows])


def _row(source: str, one: Findable, digest: str, words: engine.Words) -> Indexed:
    return Indexed(
        source=source,
        key=one.key,
        kind=one.kind,
        **{f"title_{x}": getattr(one.title, x)[:300] for x in LANGUAGES},
        **{f"about_{x}": getattr(one.about, x)[:300] for x in LANGUAGES},
        path=one.path,
        region=one.region,
        year=one.year,
        facets=" ".join(one.facets),
        stems=" ".join(dict.fromkeys(words.title)),
        digest=digest,
    )


def _digest(one: Findable) -> str:
    told = [
        one.kind, one.title.by_language(), one.about.by_language(), one.body[:LONGEST], one.path, one.facets, one.year,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

"""Who tells what can be found, from which state of the records, and who may see each kind: asked again before anything is shown."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from yhdyspinta.core.audit.queries import revisions
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.evidence.queries import visible_to as evidence_seen
from yhdyspinta.core.finding.actions import tell
from yhdyspinta.core.finding.models import Told
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.core.indicators.catalogue import catalogue as figures
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.models import Document, Matter
from yhdyspinta.core.matters.shelf import documents_visible_to, matters_visible_to
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.agreements import queries as agreements
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.surveys import queries as surveys
from yhdyspinta.rooms.welfare import queries as welfare
from yhdyspinta.site.house import ROOMS


def _registry() -> Iterable[Findable]:
    """Regions, organisations and themes."""
    house = atlas()
    for area in house.areas.values():
        yield Findable("region", f"region:{area.code}", area.name, f"/alueet/{area.slug}/", region=area.code)
    for org in house.orgs.values():
        if org.valid_until is None:
            path = f"/{org.space}/{org.slug}/"
            yield Findable("organisation", f"organisation:{org.space}/{org.slug}", org.name, path, body=org.code)
    for code, theme in THEMES.items():
        about, path = theme.holds, f"/velvoitteet/?teema={code}"
        yield Findable("theme", f"theme:{code}", theme.name, path, about=about, themes=frozenset({code}))


def _evidence() -> Iterable[Findable]:
    """Records that stand, but drafts."""
    duties, known = catalogue().duties, atlas()
    rows = Evidence.objects.filter(withdrawn_at=None, visibility__in=("public", "parties")).prefetch_related(
        "parties", "duties"
    )
    for row in rows.order_by("id").iterator(chunk_size=1000):
        parties = known.known(p.organisation_id for p in row.parties.all())
        regions = {a.code for p in parties[:3] for a in known.regions_of(p, row.happened_on)} if parties else set()
        own = {o.public_id for o in known.known([row.recorded_for_id] if row.recorded_for_id else [])}
        yield Findable(
            kind="record",
            key=f"record:{row.public_id}",
            title=Text.of(row, "title"),
            path=f"/toteutumistiedot/{row.public_id}/",
            about=Text(row.source_title),
            body=f"{row.note_fi} {row.note_sv} {row.note_en} {' '.join(p.name.fi for p in parties[:40])}",
            region=next(iter(regions)) if len(regions) == 1 else "",
            themes=frozenset(t for d in row.duties.all() if d.duty_code in duties for t in duties[d.duty_code].themes),
            year=row.happened_on.year,
            public=row.visibility == "public",
            regional=False,
            orgs=frozenset(own | {p.public_id for p in parties}),
        )


def _matters() -> Iterable[Findable]:
    """Matters, and documents that are shared."""
    rows = Matter.objects.select_related("region", "owner").prefetch_related("parties__organisation", "themes")
    for row in rows.order_by("id").iterator(chunk_size=500):
        numbers = " ".join(p.record_number for p in row.parties.all())
        parties = {p.organisation.public_id for p in row.parties.all()} | (
            {row.owner.public_id} if row.owner else set()
        )
        themes = frozenset(t.theme_code for t in row.themes.all())
        yield Findable(
            "matter", f"matter:{row.public_id}", Text.of(row, "title"), f"/asiat/{row.public_id}/", Text(row.identifier), numbers,
            row.region.code, themes, row.year, row.visibility == "public", True, frozenset(parties),
        )  # fmt: skip
    papers = Document.objects.filter(withdrawn_at=None, visibility__in=("public", "parties"))
    for paper in (
        papers.select_related("organisation")
        .prefetch_related("readers__organisation")
        .order_by("id")
        .iterator(chunk_size=500)
    ):
        readers = {r.organisation.public_id for r in paper.readers.all()} | {paper.organisation.public_id}
        yield Findable(
            "document", f"document:{paper.public_id}", Text.of(paper, "title"), f"/asiakirjat/{paper.public_id}/",
            Text.of(paper.organisation, "name"), "", "", frozenset(), paper.dated.year, paper.visibility == "public", False,
            frozenset(readers),
        )  # fmt: skip


def _room(facade: Any) -> Callable[[], Iterable[Findable]]:
    return facade.search_documents  # type: ignore[no-any-return]  # every facade has it or says why not


Source = tuple[tuple[str, ...], Callable[[], Iterable[Findable]]]
SOURCES: Mapping[str, Source] = {
    "registry": (("registry",), _registry),
    "evidence": (("evidence", "registry"), _evidence),
    "matters": (("matters",), _matters),
    **{
        (name := room.__name__.split(".")[2]): ((name, "indicators", "registry", "matters"), _room(room))
        for room in ROOMS
        if "search_documents" not in room.ABSENT
    },
}
"""By name: the revisions that it hangs on, and what it tells."""


def state_of(names: Iterable[str]) -> str:
    """What a source would tell is the same while this is."""
    now = revisions()
    told = [catalogue().digest, figures().digest, *(f"{n}={now.get(n, 0)}" for n in names)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def refresh() -> str:
    """Asks the sources whose records have changed. Returns what came of it."""
    told, changed = dict(Told.objects.values_list("source", "state")), 0
    for name, (names, things) in SOURCES.items():
        state = state_of(names)
        if told.get(name) != state:
            changed += tell(name, things(), state)
    return f"{changed} changed"


SEEN: Mapping[str, Callable[[Actor], Any]] = {
    "record": evidence_seen,
    "matter": matters_visible_to,
    "document": documents_visible_to,
    "goal": goals.visible_to,
    "agreement": agreements.visible_to,
    "change": agreements.changes_visible_to,
    "forum": forums.visible_to,
    "meeting": forums.meetings_visible_to,
    "decision": forums.decisions_visible_to,
    "survey": surveys.visible_to,
    "plan": welfare.visible_to,
}
"""Of each kind that not everybody may see: the rows that an actor may."""


def seen_now(actor: Actor, keys: Iterable[str]) -> set[str]:
    """Of some found things those that the actor may see at this moment: the index may be a minute old."""
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        kind, _, one = key.partition(":")
        by_kind.setdefault(kind, []).append(one)
    found: set[str] = set()
    for kind, ones in by_kind.items():
        if kind not in SEEN:
            found |= {f"{kind}:{one}" for one in ones}
            continue
        rows = SEEN[kind](actor).filter(public_id__in=[UUID(x) for x in ones])
        found |= {f"{kind}:{i}" for i in rows.order_by().values_list("public_id", flat=True)}
    return found

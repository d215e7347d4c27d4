"""What has happened in a region, newest first, as far as a reader may see it: for feeds, digests and webhooks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.urls import reverse

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.evidence import queries as evidence
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import queries as matters
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.agreements import queries as agreements
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.rooms.goals import queries as goals

Kind = Literal["record", "decision", "receipt", "agreement", "goal"]
MOST = 60
"""So many of each kind are looked at."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing. `organisations`: whom it concerns; `href`: its page; `key`: the same thing at the same state has the same key."""

    kind: Kind
    on: date
    title: Text
    href: str
    key: str
    themes: frozenset[str] = frozenset()
    organisations: frozenset[UUID] = frozenset()


def of_region(actor: Actor, area: Area, on: date, theme: str = "") -> list[Happening]:
    """By the day, the latest first; `theme` narrows it. A constant number of queries."""
    every = [
        *_records(actor, area, on),
        *_decisions(actor, area, on),
        *_receipts(actor, area, on),
        *_agreements(actor, area, on),
        *_goals(actor, area, on),
    ]
    found = [h for h in every if not theme or theme in h.themes]
    return sorted(found, key=lambda h: (h.on, h.key), reverse=True)


def _records(actor: Actor, area: Area, on: date) -> Iterable[Happening]:
    own = atlas().view(area.code, on).own_ids
    duties, known = catalogue().duties, atlas().orgs
    for row in evidence.of_organisations(actor, own, on)[:MOST]:
        themes = {t for d in row.duties.all() if d.duty_code in duties for t in duties[d.duty_code].themes}
        parties = frozenset(known[p.organisation_id].public_id for p in row.parties.all() if p.organisation_id in known)
        href = reverse("obligations:evidence", args=[row.public_id])
        title, key = Text.of(row, "title"), f"record:{row.public_id}:{row.version}"
        yield Happening("record", row.happened_on, title, href, key, frozenset(themes), parties)


def _decisions(actor: Actor, area: Area, on: date) -> Iterable[Happening]:
    rows = forums.decisions_visible_to(actor).filter(meeting__forum__region__code=area.code, meeting__on__lte=on)
    for row in rows.prefetch_related("meeting__forum__themes", "meeting__forum__parties").order_by(
        "-meeting__on", "-id"
    )[:MOST]:
        forum = row.meeting.forum
        themes = frozenset(t.theme_code for t in forum.themes.all())
        parties = frozenset(o.public_id for o in forums.parties_of(forum))
        href = reverse("forums:meeting", args=[row.meeting.public_id])
        key = f"decision:{row.public_id}:{row.version}"
        yield Happening("decision", row.meeting.on, Text.of(row, "title"), href, key, themes, parties)


def _receipts(actor: Actor, area: Area, on: date) -> Iterable[Happening]:
    rows = matters.visible_to(actor).filter(region__code=area.code, withdrawn_at=None)
    for row in rows.order_by("-asked_on", "-id")[:MOST]:
        last = matters.last(row)
        if last is not None and last.decided_on <= on:
            href = reverse("matters:consultation", args=[row.public_id])
            title = Text.of(row, "title")
            own = frozenset({row.organisation.public_id})
            yield Happening("receipt", last.decided_on, title, href, f"receipt:{last.public_id}", organisations=own)


def _agreements(actor: Actor, area: Area, on: date) -> Iterable[Happening]:
    for row in agreements.of_region(actor, area.code)[:MOST]:
        now = agreements.held(row, on)
        if now is not None:
            href = reverse("agreements:agreement", args=[row.public_id])
            parties = frozenset(p.public_id for p in agreements.parties_of(row))
            key = f"agreement:{row.public_id}:{now.version}"
            yield Happening("agreement", now.since, Text.of(row, "title"), href, key, frozenset(now.themes), parties)


def _goals(actor: Actor, area: Area, on: date) -> Iterable[Happening]:
    for row in goals.listed(goals.of_region(actor, area.code)[:MOST]):
        since = goals.agreement(row).since
        if since is not None and since <= on:
            href = reverse("goals:goal", args=[row.public_id])
            themes = frozenset(t.theme_code for t in row.themes.all())
            parties = frozenset(p.public_id for p in goals.parties_of(row))
            key = f"goal:{row.public_id}:{row.version}"
            yield Happening("goal", since, Text.of(row, "title"), href, key, themes, parties)

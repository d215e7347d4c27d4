"""Writes of forums, as verbs: found, change, end, say; each is atomic, audited, and raises the map's revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.audit.actions import bump, hold, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import clean, cleaned, columns, nothing_shown, unready
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.interfaces.catalogue import LEVELS
from yhdyspinta.core.matters.filing import readers_changed
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.recording import stance_of
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.forums import calls, queries, rules
from yhdyspinta.rooms.forums.models import Forum, ForumParty, ForumSeat, ForumStance, ForumTheme, Item


@dataclass(frozen=True, slots=True)
class Content:
    """What a forum is: the text that the parties accept. `parties` and `secretary`: registry ids."""

    names: Mapping[str, str]
    level: str
    rhythm: int
    themes: tuple[str, ...]
    parties: tuple[int, ...]
    secretary: int
    chair: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    visibility: str = "public"
    unready: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """How many of a party's body or office sit in the forum. `party`: registry id."""

    party: int
    body: str
    count: int


@transaction.atomic
def found(*, by: Actor, region: Region, content: Content) -> Forum:
    """Founds a forum as a proposal to its parties. Raises Refused."""
    require(rules.may_found(by, region.code))
    hold("registry")
    require(_fits(region.code, content))
    made = Forum.objects.create(
        region=region,
        **_columns(content),
        founded_on=clock.today(),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _attach(made, content)
    _tell("forum_founded", made, by)
    return made


@transaction.atomic
def change(*, by: Actor, forum: Forum, version: int, content: Content) -> Forum:
    """A new text: the one before is kept, and every party is asked again. Raises Refused, EditConflict."""
    hold("registry")
    row = _locked(forum)
    require(queries.keeps(by, row))
    if row.version != version:
        raise EditConflict(row.version)
    require(_fits(row.region.code, content))
    _keep(row, by)
    Forum.objects.filter(pk=row.pk).update(**_columns(content), version=F("version") + 1)
    before = {p.organisation_id for p in row.parties.all()}
    ForumTheme.objects.filter(forum=row).delete()
    ForumParty.objects.filter(forum=row).delete()
    ForumSeat.objects.filter(forum=row).exclude(organisation__in=content.parties).delete()
    _attach(row, content)
    row.refresh_from_db()
    calls.parties_changed(_locked(row))
    _readers(row, before, set(content.parties))
    _tell("forum_changed", row, by, version=row.version)
    return row


@transaction.atomic
def compose(*, by: Actor, forum: Forum, version: int, seats: Sequence[Seat]) -> None:
    """Who sits in it: a new version of what the parties accept. Raises Refused, EditConflict."""
    row = _locked(forum)
    require(queries.keeps(by, row))
    if row.version != version:
        raise EditConflict(row.version)
    if not {s.party for s in seats} <= {p.id for p in queries.parties_of(row)}:
        raise Refused(no("stances_not_party"))
    if any(not clean(s.body) or not 1 <= s.count <= 99 for s in seats):
        raise Refused(no("forums_seat_range"))
    _keep(row, by)
    Forum.objects.filter(pk=row.pk).update(version=F("version") + 1)
    ForumSeat.objects.filter(forum=row).delete()
    merged = {(s.party, clean(s.body)): s.count for s in seats}
    ForumSeat.objects.bulk_create(
        [ForumSeat(forum=row, organisation_id=party, body=body, count=count) for (party, body), count in merged.items()]
    )
    row.refresh_from_db()
    _tell("forum_composed", row, by, version=row.version)


@transaction.atomic
def end(*, by: Actor, forum: Forum) -> None:
    """The forum ends today; its meetings stay. Raises Refused."""
    row = _locked(forum)
    require(queries.keeps(by, row))
    Forum.objects.filter(pk=row.pk).update(ended_on=clock.today())
    _tell("forum_ended", row, by)


@transaction.atomic
def say(*, by: Actor, forum: Forum, party: Org, version: int, words: Words) -> ForumStance:
    """A party's view or decision of a version. Raises Refused; EditConflict when the text has changed meanwhile."""
    row = _locked(forum)
    if row.ended_on is not None:
        raise Refused(no("forums_ended"))
    parties, keeper = queries.parties_of(row), queries.keeps(by, row)
    told = stance_of(by, party, words, parties=parties, keeper=keeper, version=version, present=row.version)
    made = ForumStance.objects.create(forum=row, **told)
    _tell("stance_said", row, by, party=str(party.public_id), step=words.step, position=words.position, version=version)
    return made


def _readers(row: Forum, before: set[int], now: set[int]) -> None:
    """Who may read what is brought to the meetings from here on."""
    if before == now:
        return
    meetings = list(row.meetings.all())
    points = Item.objects.filter(meeting__in=meetings)
    origins = [*(queries.of_meeting(m) for m in meetings), *(queries.origin_of(p) for p in points)]
    readers_changed(origins=origins, left=before - now, back=now - before)


def _keep(row: Forum, by: Actor) -> None:
    """The text as it was, by its version."""
    before = queries.content_of(row)
    keep_version(subject_type="forum", subject_id=row.public_id, number=row.version, content=before, by=by.user)


def _locked(forum: Forum) -> Forum:
    Forum.objects.select_for_update().get(pk=forum.pk)
    return queries.whole(Forum.objects.select_related("region", "secretary")).get(pk=forum.pk)


def _columns(content: Content) -> dict[str, object]:
    return {
        **columns("name", content.names),
        **columns("text", content.texts),
        "unready": unready(content.unready),
        "level": content.level,
        "rhythm_months": content.rhythm,
        "secretary_id": content.secretary,
        "chair_id": content.chair,
        "visibility": content.visibility,
    }


def _attach(forum: Forum, content: Content) -> None:
    ForumTheme.objects.bulk_create([ForumTheme(forum=forum, theme_code=t) for t in dict.fromkeys(content.themes)])
    ForumParty.objects.bulk_create([ForumParty(forum=forum, organisation_id=i) for i in dict.fromkeys(content.parties)])


def _fits(region: str, content: Content) -> Verdict:
    """Whether the forum can be in the region today."""
    today = clock.today()
    here = {o.id for o in atlas().view(region, today).everybody()}
    if not any(cleaned(content.names).values()):
        return no("forums_needs_name")
    if nothing_shown(content.names, content.unready):
        return no("forums_nothing_shown")
    if len(set(content.parties)) < 2 or not set(content.parties) <= here:
        return no("forums_needs_parties")
    if content.secretary not in content.parties:
        return no("forums_secretary_is_party")
    if content.chair is not None and content.chair not in content.parties:
        return no("forums_chair_is_party")
    if not content.themes or not set(content.themes) <= set(books().get(region, NOTHING).themes_on(today)):
        return no("forums_needs_theme")
    if content.level not in LEVELS or not 1 <= content.rhythm <= 24:
        return no("forums_rhythm_range")
    return YES


def _tell(verb: str, row: Forum, by: Actor, **data: object) -> None:
    record_event(
        verb=verb,
        subject_type="forum",
        subject_id=row.public_id,
        by=by.user,
        data={"region": row.region.code, **data},
    )
    bump("forums")

"""Reading the feeds of meeting systems, and proposing what looks like an answer. Nothing is ever answered by itself."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, QuerySet

from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.outside import Outside, ask, parted
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.matters import rules
from yhdyspinta.core.matters.feeds import ADAPTERS, Entry, NotAFeed, entries
from yhdyspinta.core.matters.matching import Question, best
from yhdyspinta.core.matters.models import Consultation, DecisionFeed, FeedEntry, MatterParty, Resemblance
from yhdyspinta.core.matters.queries import not_handled
from yhdyspinta.core.registry.models import Organisation

log = logging.getLogger("yhdyspinta.feeds")
KEPT = timedelta(days=400)
"""An entry that was read longer ago is forgotten, unless it resembles something."""
LIMIT = 5
"""Feeds of one organisation."""


@transaction.atomic
def add(*, by: Actor, organisation: Organisation, system: str, url: str) -> DecisionFeed:
    """An organisation's feed, told by its people or its region's coordinators. Raises Refused."""
    require(rules.may_set_address(by, organisation.public_id))
    if system not in ADAPTERS:
        raise Refused(no("feed_no_such_system"))
    address = ADAPTERS[system].address(url.strip())
    try:
        parted(address)
    except Outside:
        raise Refused(no("outside_bad_address")) from None
    standing = DecisionFeed.objects.filter(organisation=organisation, ended_at=None)
    if standing.count() >= LIMIT:
        raise Refused(no("feed_limit", count=str(LIMIT)))
    row = standing.filter(url=address).first()
    if row is None:
        row = DecisionFeed.objects.create(
            organisation=organisation, system=system, url=address, recorded_by=by.user, recorded_at=clock.now()
        )
        _tell("feed_added", row, by)
    return row


@transaction.atomic
def end(*, by: Actor, feed: DecisionFeed) -> None:
    """It is read no more; what was found in it stays. Raises Refused."""
    require(rules.may_set_address(by, feed.organisation.public_id))
    if DecisionFeed.objects.filter(pk=feed.pk, ended_at=None).update(ended_at=clock.now()):
        _tell("feed_ended", feed, by)


def feeds_of(organisation: UUID) -> QuerySet[DecisionFeed]:
    """The feeds of an organisation that are read."""
    rows = DecisionFeed.objects.filter(organisation__public_id=organisation, ended_at=None)
    return rows.select_related("organisation").order_by("id")


def read_all() -> str:
    """Reads every feed; one that fails keeps its reason and hinders no other. Returns what came of it."""
    rows, failed, new = DecisionFeed.objects.filter(ended_at=None).order_by("id"), 0, 0
    for feed in rows:
        try:
            new += read(feed)
        except (Outside, NotAFeed) as error:
            failed += 1
            code = error.code if isinstance(error, Outside) else "feed_not_a_feed"
            DecisionFeed.objects.filter(pk=feed.pk).update(tried_at=clock.now(), fault=code)
            log.warning("feed not read", extra={"feed": str(feed.public_id), "reason": code})
    old = FeedEntry.objects.filter(read_at__lt=clock.now() - KEPT)
    old.exclude(pk__in=Resemblance.objects.values("entry")).delete()
    return f"{rows.count()} feeds, {failed} failed, {new} new entries, {propose()} proposals"


def read(feed: DecisionFeed) -> int:
    """Reads one feed. Returns how many entries are new. Raises Outside, NotAFeed; then nothing has changed."""
    got = ask(
        feed.url,
        headers={"Accept": "application/rss+xml, application/atom+xml, application/xml"},
        also=settings.OUTSIDE_ALSO,
    )
    if got.status != 200:
        raise Outside("outside_status", str(got.status))
    found = entries(got.body)
    with transaction.atomic():
        known = set(FeedEntry.objects.filter(feed=feed).values_list("guid", flat=True))
        fresh = [_row(feed, e) for e in found if e.guid not in known]
        FeedEntry.objects.bulk_create(fresh)
        DecisionFeed.objects.filter(pk=feed.pk).update(tried_at=clock.now(), read_at=clock.now(), fault="")
    return len(fresh)


def _row(feed: DecisionFeed, e: Entry) -> FeedEntry:
    told = {n: getattr(e, n) for n in ("guid", "title", "link", "on", "body", "section", "record_number")}
    return FeedEntry(feed=feed, read_at=clock.now(), **told)


@transaction.atomic
def propose() -> int:
    """Looks for answers to everything that waits, in what its party's feeds have told. Returns how many are new."""
    entries_of: dict[int, list[FeedEntry]] = {}
    feeds = DecisionFeed.objects.filter(ended_at=None).prefetch_related(
        Prefetch("entries", FeedEntry.objects.order_by("-id"))
    )
    for feed in feeds:
        entries_of.setdefault(feed.organisation_id, []).extend(feed.entries.all())
    waiting = Consultation.objects.filter(
        pk__in=not_handled().values("pk"), organisation__in=entries_of
    ).select_related("matter")
    known = set(Resemblance.objects.filter(consultation__in=waiting).values_list("consultation", "entry"))
    made = []
    for row in waiting.prefetch_related("matter__themes").order_by("id"):
        rows = {e.guid: e for e in entries_of[row.organisation_id]}
        for entry, like in best(_question(row), [_entry(e) for e in rows.values()]):
            pair = (row.pk, rows[entry.guid].pk)
            if pair not in known:
                made.append(
                    Resemblance(
                        consultation=row, entry=rows[entry.guid], score=like.score, why=list(like.why), found_at=clock.now()
                    )
                )  # fmt: skip
    Resemblance.objects.bulk_create(made)
    if made:
        bump("matters")
    return len(made)


def _question(row: Consultation) -> Question:
    codes = [t.theme_code for t in row.matter.themes.all()] if row.matter else []
    names = [THEMES[c].name for c in codes if c in THEMES]
    numbers: set[str] = set()
    if row.matter_id:
        told = MatterParty.objects.filter(matter=row.matter_id, organisation=row.organisation_id).exclude(
            record_number=""
        )
        numbers = set(told.values_list("record_number", flat=True))
    return Question(
        titles=(row.title_fi, row.title_sv, row.title_en),
        themes=tuple(x for n in names for x in (n.fi, n.sv)),
        asked_on=row.asked_on,
        numbers=frozenset(numbers),
    )


def _entry(row: FeedEntry) -> Entry:
    return Entry(row.guid, row.title, row.link, row.on, row.body, row.section, row.record_number)


def resembling(row: Consultation) -> QuerySet[Resemblance]:
    """What looks like the answer to a question and nobody has said that it is not, the most alike first."""
    found = Resemblance.objects.filter(consultation=row, dismissed_at=None).select_related("entry__feed__organisation")
    return found.order_by("-score", "id")


@transaction.atomic
def dismiss(*, by: Actor, resemblance: Resemblance) -> None:
    """It is something else: it is not proposed again. Raises Refused."""
    row = resemblance.consultation
    require(rules.may_answer(by, row.organisation.public_id, row.region.code, row.public_id, withdrawn=False))
    rows = Resemblance.objects.filter(pk=resemblance.pk, dismissed_at=None)
    if rows.update(dismissed_at=clock.now(), dismissed_by=by.user):
        data = {"entry": resemblance.entry.link}
        record_event(
            verb="resemblance_dismissed", subject_type="consultation", subject_id=row.public_id, by=by.user, data=data
        )


def _tell(verb: str, row: DecisionFeed, by: Actor) -> None:
    data = {"url": row.url, "system": row.system}
    record_event(verb=verb, subject_type="organisation", subject_id=row.organisation.public_id, by=by.user, data=data)

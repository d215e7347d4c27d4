"""Writes of changes that are known ahead, as verbs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.audit.actions import bump, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import clean, cleaned, columns
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.agreements import queries, rules
from yhdyspinta.rooms.agreements.models import Change, ChangeParty

FIELDS = ("kind", "on", "notice_by", "statements_by", "link", "visibility")


@dataclass(frozen=True, slots=True)
class News:
    """What a change is. `theme`: of the region; `touches`: registry ids of the organisations that it concerns."""

    titles: Mapping[str, str]
    kind: str
    theme: str
    on: date
    touches: tuple[int, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    notice_by: date | None = None
    statements_by: date | None = None
    prepares: str = ""
    link: str = ""
    visibility: str = "parties"


@transaction.atomic
def tell(*, by: Actor, region: Region, owner: Org, news: News) -> Change:
    """A change that an organisation makes. Raises Refused."""
    require(_may(by, region.code, owner, news))
    require(_fits(region.code, owner, news))
    made = Change.objects.create(
        region=region,
        organisation_id=owner.id,
        **_columns(news),
        told_on=clock.today(),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _attach(made, news)
    _log("change_told", made, by)
    return made


@transaction.atomic
def correct(*, by: Actor, change: Change, version: int, news: News) -> None:
    """Other days or words; what was told before is kept. Raises Refused, EditConflict."""
    row = _locked(change)
    owner = atlas().orgs[row.organisation_id]
    require(rules.may_correct(by, row.region.code, owner.public_id, public=row.visibility == "public"))
    require(_may(by, row.region.code, owner, news))
    if row.version != version:
        raise EditConflict(row.version)
    require(_fits(row.region.code, owner, news))
    kept: dict[str, object] = {
        n: str(getattr(row, n))
        for n in ("title_fi", "title_sv", "title_en", "text_fi", "text_sv", "text_en", "prepares", *FIELDS)
    }
    kept |= {"theme": row.theme_code, "touches": [str(o.public_id) for o in queries.touched(row)]}
    keep_version(subject_type="change", subject_id=row.public_id, number=row.version, content=kept, by=by.user)
    Change.objects.filter(pk=row.pk).update(**_columns(news), version=F("version") + 1)
    ChangeParty.objects.filter(change=row).delete()
    _attach(row, news)
    _log("change_corrected", row, by)


@transaction.atomic
def withdraw(*, by: Actor, change: Change) -> None:
    """It does not happen after all. Raises Refused."""
    row = _locked(change)
    public = row.visibility == "public"
    require(rules.may_correct(by, row.region.code, row.organisation.public_id, public=public))
    Change.objects.filter(pk=row.pk).update(withdrawn_at=clock.now())
    _log("change_withdrawn", row, by)


def _may(by: Actor, region: str, owner: Org, news: News) -> Verdict:
    """A coordinator tells of another organisation's change only what is public."""
    return rules.may_correct(by, region, owner.public_id, public=news.visibility == "public")


def _fits(region: str, owner: Org, news: News) -> Verdict:
    here = {o.id for o in atlas().view(region, clock.today()).everybody()}
    if not any(cleaned(news.titles).values()):
        return no("agreements_needs_title")
    if news.kind not in rules.CHANGES:
        return no("agreements_no_change_kind")
    if owner.id not in here or not set(news.touches) <= here:
        return no("agreements_party_elsewhere")
    if news.theme not in books().get(region, NOTHING).themes_on(clock.today()):
        return no("agreements_needs_theme")
    if any(day is not None and day > news.on for day in (news.notice_by, news.statements_by)):
        return no("agreements_acts_before")
    if news.visibility == "public" and not news.link:
        return no("agreements_public_needs_link")
    return YES


def _columns(news: News) -> dict[str, object]:
    told = {n: getattr(news, n) for n in FIELDS}
    texts = {**columns("title", news.titles), **columns("text", news.texts), "prepares": clean(news.prepares)}
    return {**texts, **told, "theme_code": news.theme}


def _attach(row: Change, news: News) -> None:
    ChangeParty.objects.bulk_create([ChangeParty(change=row, organisation_id=i) for i in dict.fromkeys(news.touches)])


def _locked(change: Change) -> Change:
    rows = Change.objects.select_for_update(of=("self",)).select_related("region", "organisation")
    row = rows.get(pk=change.pk)
    if row.withdrawn_at is not None:
        raise Refused(no("agreements_change_gone"))
    return row


def _log(verb: str, row: Change, by: Actor) -> None:
    record_event(
        verb=verb, subject_type="change", subject_id=row.public_id, by=by.user, data={"region": row.region.code}
    )
    bump("agreements")

"""The council's decision: it freezes the document and is the record of the duties that it serves."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from yhdyspinta.core.audit.actions import hold, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.texts import LANGUAGES, Text, clean
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.publications.actions import freeze, withdraw_batch
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.welfare import actions, queries, rules
from yhdyspinta.rooms.welfare.actions import Approval, Draft
from yhdyspinta.rooms.welfare.document import of_document
from yhdyspinta.rooms.welfare.models import WelfareDocument
from yhdyspinta.rooms.welfare.outlines import DUTIES, JOINED


@transaction.atomic
def approve(*, by: Actor, document: WelfareDocument, approval: Approval, version: int | None = None) -> WelfareDocument:
    """The council has approved it: it is frozen in every language it is written in, and public from now on.

    `version`: what was looked at. Raises Refused.
    """
    hold("registry")  # the report and the plan of one term look at each other
    row = actions.locked(document)
    require(rules.may_move(by, row, "approve"))
    if version is not None and row.version != version:
        raise Refused(no("welfare_state"))
    require(rules.decided(approval.on, clock.today(), clean(approval.body), approval.link, own=True))
    _decide(row, approval)
    row = queries.whole(WelfareDocument.objects.select_related("organisation", "region", "programme")).get(pk=row.pk)
    owner = atlas().orgs[row.organisation_id]
    for lang in written(row):
        with translation.override(lang):
            freeze(
                by=by,
                document=of_document(row, owner, lang, ANONYMOUS),
                kind=f"welfare-{row.kind}",
                region=row.region,
                organisation=row.organisation,
                public=True,
                own=frozenset({owner.public_id}),
                batch=row.public_id,
            )
    _fulfil(row, owner, by)
    actions.tell("welfare_approved", row, by)
    return row


@transaction.atomic
def made_elsewhere(
    *, by: Actor, owner: Org, region: Region, draft: Draft, elsewhere: str, approval: Approval
) -> WelfareDocument:
    """It was made with other tools and has been approved: where it is and what was decided is a full record. Raises Refused."""
    require(rules.may_tell_elsewhere(by, owner.public_id, region.code))
    hold("registry")
    require(actions.fits(by, owner, region, draft))
    own = owner.public_id in by.organisations
    require(rules.decided(approval.on, clock.today(), clean(approval.body), approval.link, own=own))
    row = actions.create(by, owner, region, draft, elsewhere=elsewhere)
    _decide(row, approval)
    row.refresh_from_db()
    _fulfil(row, owner, by)
    actions.tell("welfare_approved", row, by, elsewhere=elsewhere)
    return row


@transaction.atomic
def withdraw(*, by: Actor, document: WelfareDocument) -> None:
    """It is taken away, and so is the record of its decision. Raises Refused."""
    hold("registry")
    row = actions.locked(document)
    require(rules.may_withdraw(by, row))
    WelfareDocument.objects.filter(pk=row.pk).update(withdrawn_at=clock.now())
    withdraw_batch(by=by, batch=row.public_id)
    evidence.settle(by=by, acting_for=None, origin=queries.origin_of(row), content=None)
    actions.tell("welfare_withdrawn", row, by)
    owner = atlas().orgs[row.organisation_id]
    for other in queries.counterparts(row):
        _record(other, owner, by)


def written(row: WelfareDocument) -> list[str]:
    """Languages in which some chapter has a text, Finnish first; the name's own when none has."""
    chapters = list(row.chapters.all())
    found = [lang for lang in LANGUAGES if any(getattr(c, f"text_{lang}") for c in chapters)]
    return found or [queries.title_of(row).pick("fi")[1]]


def _decide(row: WelfareDocument, approval: Approval) -> None:
    WelfareDocument.objects.filter(pk=row.pk).update(
        state="approved",
        visibility="public",
        approved_on=approval.on,
        body=clean(approval.body)[:160],
        section=clean(approval.section)[:20],
        link=approval.link,
    )
    row.refresh_from_db()


def _fulfil(row: WelfareDocument, owner: Org, by: Actor) -> None:
    """The decision as a record, and those of its pair anew: which of them is the later one may have changed."""
    for one in (row, *queries.counterparts(row)):
        _record(one, owner, by)


def _record(row: WelfareDocument, owner: Org, by: Actor) -> None:
    """The report or the plan alone is a part of the duty; the later decision of the two is the whole."""
    assert row.approved_on is not None  # noqa: S101  (a constraint of the table)
    earlier = [
        o for o in queries.counterparts(row) if o.approved_on and (o.approved_on, o.pk) < (row.approved_on, row.pk)
    ]
    content = _content(row, owner, bool(earlier) or row.kind == "yearly")
    acting = owner if owner.public_id in by.organisations else _own(by, owner)
    try:
        with transaction.atomic():
            evidence.settle(by=by, acting_for=acting, origin=queries.origin_of(row), content=content)
    except Refused as refused:
        # The decision is kept also when it is no record, such as of a day before the statute.
        data = {"why": refused.verdict.code}
        record_event(
            verb="welfare_no_evidence", subject_type="welfare", subject_id=row.public_id, by=by.user, data=data
        )


def _content(row: WelfareDocument, owner: Org, whole: bool) -> evidence.Content:
    level = queries.level_of(owner.kind)
    duties = {DUTIES[level, row.kind]: "whole" if whole else "part"}
    for nested in row.nested.all() if row.kind == "plan" else ():
        if nested.how == "included" and nested.code in JOINED and (code := JOINED[nested.code].duty.get(level)):
            duties[code] = "whole"
    title = Text.of(row, "title")
    assert row.approved_on is not None  # noqa: S101  (a constraint of the table)
    return evidence.Content(
        kind="plan" if row.kind == "plan" else "report",
        happened_on=row.approved_on,
        duties=duties,
        parties=(owner.id,),
        title_fi=title.fi,
        title_sv=title.sv,
        title_en=title.en,
        source_title=f"{row.body} {row.section}".strip() or say(f"welfare_kind:{row.kind}", lang="fi"),
        source_url=row.link or row.elsewhere or reverse("welfare:document", args=[row.public_id]),
        visibility="public",
    )


def _own(by: Actor, owner: Org) -> Org | None:
    """In whose name a coordinator tells another organisation's public decision."""
    today: date = clock.today()
    house = atlas()
    own: list[Org] = [o for o in house.by_public_id(by.organisations) if set(house.regions_of(o, today)) & set(house.regions_of(owner, today))]  # fmt: skip
    return own[0] if own else None

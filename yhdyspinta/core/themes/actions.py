"""Writes of what a region agrees, as verbs: propose, accept, say, end. Each is atomic, audited, and raises the map's revision."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import QuerySet

from yhdyspinta.core.accounts.rules import may_propose_in
from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import cleaned, columns, slugify
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES
from yhdyspinta.core.registry.actions import lock_region
from yhdyspinta.core.registry.atlas import HELSINKI
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.rules import Words, grounds_of, says_enough
from yhdyspinta.core.themes import rules
from yhdyspinta.core.themes.models import AgreementKind, RegionAgreement, SideStance
from yhdyspinta.core.themes.sides import standing

OWN = "oma-"
"""Begins the code of a region's own theme, so that it never meets a fixed address."""
CODE_ROOM = 50
"""Of the slug in the code of an own theme."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one side proposes. `names` and `texts` by language; `theme`: a code, for a need or a picture; `indicators`: codes."""

    kind: str
    theme: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    not_needed: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


@transaction.atomic
def propose(*, by: Actor, region: Region, content: Proposal) -> RegionAgreement:
    """One side proposes; an earlier proposal of the same thing gives way. Raises Refused."""
    require(may_propose_in(by, region.code))
    lock_region(region)
    content = replace(content, names=cleaned(content.names), texts=cleaned(content.texts))
    theme = _own_code(content) if content.kind == AgreementKind.THEME else content.theme
    require(_fits(region, theme, content))
    _end(_same(region, content.kind, theme).filter(accepted_at=None), by, "agreement_replaced")
    made = RegionAgreement.objects.create(
        kind=content.kind,
        region=region,
        theme_code=theme,
        **columns("name", content.names),
        **columns("text", content.texts),
        not_needed=[b for b in BLOCKS if b in content.not_needed],
        indicators=list(dict.fromkeys(content.indicators)),
        proposed_side=by.side_in(region.code),
        proposed_by=by.user,
        proposed_at=clock.now(),
    )
    # In Helsinki one side says both words: proposing is its view, confirming its decision.
    step = "view" if region.code == HELSINKI else "decision"
    _write(made, by, Words(step, "accepted", clock.today()))
    _tell("agreement_proposed", made, by)
    return made


@transaction.atomic
def accept(*, by: Actor, proposal: RegionAgreement) -> None:
    """The coordinator of the other side confirms by their own right: a decision without more. Raises Refused."""
    row = _locked(proposal)
    require(rules.may_accept(by, row))
    _say(row, by, Words("decision", "accepted", clock.today()))


@transaction.atomic
def say(*, by: Actor, agreement: RegionAgreement, words: Words) -> None:
    """A side tells its view in preparation, or what was decided and by whom, while it waits. Raises Refused."""
    row = _locked(agreement)
    require(rules.may_say(by, row))
    require(says_enough(words, on_behalf=False, today=clock.today()))
    _say(row, by, words)


def _say(row: RegionAgreement, by: Actor, words: Words) -> None:
    """When every side has decided to accept, it holds from today, and what it replaces ends."""
    if words.step == "decision" and words.position == "accepted":
        require(rules.are_two_people(by, row, row.stances.all()))
        require(_still_fits(row))
    _write(row, by, words)
    if not standing(row, row.stances.order_by("id")).holds:
        _tell("agreement_said", row, by)
        return
    _end(_same(row.region, row.kind, row.theme_code).filter(accepted_at__isnull=False), by, "agreement_replaced")
    RegionAgreement.objects.filter(pk=row.pk).update(accepted_at=clock.now(), accepted_by=by.user)
    _tell("agreement_accepted", row, by)


def _write(row: RegionAgreement, by: Actor, words: Words) -> None:
    SideStance.objects.create(
        agreement=row,
        side=by.side_in(row.region.code),
        step=words.step,
        position=words.position,
        said_on=words.said_on,
        **grounds_of(words),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )


def _still_fits(row: RegionAgreement) -> Verdict:
    texts = {"fi": row.text_fi, "sv": row.text_sv, "en": row.text_en}
    said = Proposal(row.kind, texts=texts, not_needed=tuple(row.not_needed), indicators=tuple(row.indicators))
    return _fits(row.region, row.theme_code, said)


def _locked(agreement: RegionAgreement) -> RegionAgreement:
    lock_region(agreement.region)
    return RegionAgreement.objects.select_for_update().select_related("region").get(pk=agreement.pk)


@transaction.atomic
def end(*, by: Actor, agreement: RegionAgreement) -> None:
    """Either side takes back a proposal or its word. A theme that ends takes its needs and its picture with it. Raises Refused."""
    row = _locked(agreement)
    require(rules.may_end(by, row))
    gone = RegionAgreement.objects.filter(pk=row.pk)
    if row.kind == AgreementKind.THEME and row.accepted_at is not None:
        for kind in (AgreementKind.NEED, AgreementKind.PICTURE):
            gone = gone | _same(row.region, kind, row.theme_code)
    _end(gone, by, "agreement_ended")


def _same(region: Region, kind: str, theme: str) -> QuerySet[RegionAgreement]:
    """What stands or waits of one thing."""
    return RegionAgreement.objects.filter(region=region, kind=kind, theme_code=theme, ended_at=None)


def _end(rows: QuerySet[RegionAgreement], by: Actor, verb: str) -> None:
    """Ends each and tells of each."""
    for row in rows.select_related("region").order_by("id"):
        RegionAgreement.objects.filter(pk=row.pk).update(ended_at=clock.now(), ended_by=by.user)
        _tell(verb, row, by)


def _own_code(content: Proposal) -> str:
    """The code of an own theme from its name; a long name's end is in it as a digest."""
    name = next((content.names[x] for x in ("fi", "sv", "en") if content.names.get(x)), "")
    if not (slug := slugify(name)):
        raise Refused(no("themes_name_missing"))
    if len(slug) > CODE_ROOM:
        slug = f"{slug[: CODE_ROOM - 9].rstrip('-')}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"
    return f"{OWN}{slug}"


def _fits(region: Region, theme: str, content: Proposal) -> Verdict:
    """Whether the proposal can be true in the region now."""
    kind = content.kind
    standing = RegionAgreement.objects.filter(region=region, ended_at=None, accepted_at__isnull=False)
    agreed = set(standing.values_list("kind", "theme_code"))
    if kind == AgreementKind.OPENING:
        return no("themes_already_open") if (kind, "") in agreed else YES
    if kind == AgreementKind.THEME:
        return no("themes_name_taken") if (kind, theme) in agreed else YES
    if theme not in THEMES and (AgreementKind.THEME.value, theme) not in agreed:
        return no("themes_unknown")
    if kind == AgreementKind.PICTURE:
        known = {i.code for i in law().indicators.values() if i.region in ("", region.code)}
        return YES if content.indicators and set(content.indicators) <= known else no("themes_picture_empty")
    if "law" in content.not_needed:
        return no("themes_law_always")
    return YES if any(content.texts.values()) else no("themes_text_missing")


def _tell(verb: str, row: RegionAgreement, by: Actor) -> None:
    record_event(
        verb=verb,
        subject_type="regionagreement",
        subject_id=row.public_id,
        by=by.user,
        data={"kind": row.kind, "region": row.region.code, "theme": row.theme_code},
    )
    bump("themes")

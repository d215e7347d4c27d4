"""Writes of what a region agrees, as verbs: propose, accept, end. Each is atomic, audited, and raises the map's revision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from yhdyspinta.core.accounts.rules import may_propose_in
from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import slugify
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.themes import rules
from yhdyspinta.core.themes.models import AgreementKind, RegionAgreement

OWN = "oma-"
"""Begins the code of a region's own theme, so that it never meets a fixed address."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one side proposes. `names` and `texts` by language; `theme`: a code, for a need."""

    kind: str
    theme: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    not_needed: tuple[str, ...] = ()


@transaction.atomic
def propose(*, by: Actor, region: Region, content: Proposal) -> RegionAgreement:
    """One side proposes; an earlier proposal of the same thing gives way. Raises Refused."""
    require(may_propose_in(by, region.code))
    theme = _own_code(content) if content.kind == AgreementKind.THEME else content.theme
    require(_fits(region, content, theme))
    same = RegionAgreement.objects.filter(region=region, kind=content.kind, theme_code=theme, ended_at=None)
    same.filter(accepted_at=None).update(ended_at=clock.now(), ended_by=by.user)
    made = RegionAgreement.objects.create(
        kind=content.kind,
        region=region,
        theme_code=theme,
        **{f"name_{lang}": text.strip() for lang, text in content.names.items()},
        **{f"text_{lang}": text.strip() for lang, text in content.texts.items()},
        not_needed=[b for b in BLOCKS if b in content.not_needed],
        proposed_side=by.side_in(region.code),
        proposed_by=by.user,
        proposed_at=clock.now(),
    )
    _tell("agreement_proposed", made, by)
    return made


@transaction.atomic
def accept(*, by: Actor, proposal: RegionAgreement) -> None:
    """The other side confirms: it holds from today, and what it replaces ends. Raises Refused."""
    row = RegionAgreement.objects.select_for_update().select_related("region").get(pk=proposal.pk)
    require(rules.may_accept(by, row))
    earlier = RegionAgreement.objects.filter(
        region=row.region, kind=row.kind, theme_code=row.theme_code, ended_at=None, accepted_at__isnull=False
    )
    earlier.update(ended_at=clock.now(), ended_by=by.user)
    RegionAgreement.objects.filter(pk=row.pk).update(accepted_at=clock.now(), accepted_by=by.user)
    _tell("agreement_accepted", row, by)


@transaction.atomic
def end(*, by: Actor, agreement: RegionAgreement) -> None:
    """Either side takes back a proposal or its word. Raises Refused."""
    row = RegionAgreement.objects.select_for_update().select_related("region").get(pk=agreement.pk)
    require(rules.may_end(by, row))
    RegionAgreement.objects.filter(pk=row.pk).update(ended_at=clock.now(), ended_by=by.user)
    _tell("agreement_ended", row, by)


def _own_code(content: Proposal) -> str:
    name = next((content.names[x] for x in ("fi", "sv", "en") if content.names.get(x, "").strip()), "")
    if not (slug := slugify(name)[:50]):
        raise Refused(no("themes_name_missing"))
    return f"{OWN}{slug}"


def _fits(region: Region, content: Proposal, theme: str) -> Verdict:
    """Whether the proposal can be true in the region."""
    standing = RegionAgreement.objects.filter(region=region, ended_at=None, accepted_at__isnull=False)
    agreed = set(standing.values_list("kind", "theme_code"))
    if content.kind == AgreementKind.OPENING:
        return no("themes_already_open") if (content.kind, "") in agreed else YES
    if content.kind == AgreementKind.THEME:
        return no("themes_name_taken") if (content.kind, theme) in agreed else YES
    if theme not in THEMES and (AgreementKind.THEME.value, theme) not in agreed:
        return no("themes_unknown")
    if "law" in content.not_needed:
        return no("themes_law_always")
    return YES if any(t.strip() for t in content.texts.values()) else no("themes_text_missing")


def _tell(verb: str, row: RegionAgreement, by: Actor) -> None:
    record_event(
        verb=verb,
        subject_type="regionagreement",
        subject_id=row.public_id,
        by=by.user,
        data={"kind": row.kind, "region": row.region.code, "theme": row.theme_code},
    )
    bump("themes")

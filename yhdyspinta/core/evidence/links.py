"""Confirming a record by the single-use link of a letter, as verbs: make the link, confirm by it; what has not been confirmed."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from yhdyspinta.core.accounts.queries import token_hash
from yhdyspinta.core.audit.actions import hold
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.verdict import Refused, no
from yhdyspinta.core.evidence.actions import confirmed_by_link
from yhdyspinta.core.evidence.models import Confirmation, ConfirmLink, Evidence
from yhdyspinta.core.evidence.queries import of_parties
from yhdyspinta.core.matters.letters import LIFE
from yhdyspinta.core.matters.models import RegistryAddress
from yhdyspinta.core.registry.models import Organisation

AT_ONCE = 10
"""Records of one letter, at most."""
FRESH = timedelta(days=365)
"""What was recorded longer ago is confirmed on the organisation's own page."""


def unconfirmed(org: Organisation) -> list[tuple[Evidence, bool]]:
    """Records of others that name the organisation and that it has not confirmed in this version, the newest first; and
    whether a letter has told of each."""
    rows = of_parties(frozenset({org.public_id})).exclude(recorded_for=org)
    confirmed = set(Confirmation.objects.filter(organisation=org, withdrawn_at=None).values_list("evidence", "version"))
    written = set(_to_its_box(org).values_list("evidence", "version"))
    fresh = rows.filter(recorded_at__gte=clock.now() - FRESH).order_by("-recorded_at", "-id")
    left = [row for row in fresh[:200] if (row.pk, row.version) not in confirmed][:AT_ONCE]
    return [(row, (row.pk, row.version) in written) for row in left]


def _to_its_box(org: Organisation) -> QuerySet[ConfirmLink]:
    """Links that went to the address that the organisation has now: what lies in another box opens nothing."""
    since = RegistryAddress.objects.filter(organisation=org, withdrawn_at=None).values_list("recorded_at", flat=True)
    return ConfirmLink.objects.filter(organisation=org, recorded_at__gte=since.first() or clock.now())


def make(row: Evidence, org: Organisation) -> str:
    """The token of a new link to a record as it is now; the earlier ones stop working."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    ConfirmLink.objects.filter(evidence=row, organisation=org, used_at=None).update(used_at=now)
    ConfirmLink.objects.create(
        evidence=row,
        organisation=org,
        version=row.version,
        token_hash=token_hash(token),
        expires_at=now + LIFE,
        recorded_at=now,
    )
    return token


def open_link(token: str) -> ConfirmLink | None:
    """The link of a token that still works: unused, not old, and the record is as it was when it was written of."""
    rows = ConfirmLink.objects.filter(token_hash=token_hash(token), used_at=None, expires_at__gt=clock.now())
    link = rows.select_related("evidence", "organisation").first()
    if link is None or not _to_its_box(link.organisation).filter(pk=link.pk).exists():
        return None
    if link.evidence.withdrawn_at is not None or link.evidence.version != link.version:
        return None
    return link


@transaction.atomic
def confirm(*, token: str) -> Confirmation:
    """The party says by its letter's link that the record is right: once. Raises Refused."""
    hold("registry")
    link = open_link(token)
    if link is None or not ConfirmLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
        raise Refused(no("evidence_link_spent"))
    row = Evidence.objects.select_for_update().get(pk=link.evidence_id)
    if row.version != link.version or row.withdrawn_at is not None:
        raise Refused(no("evidence_link_spent"))
    return confirmed_by_link(evidence=row, organisation=link.organisation, by=ANONYMOUS)

"""Letters to the parties' registered addresses, and answering by their links, as verbs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import ngettext

from yhdyspinta.core.accounts.queries import token_hash
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.mail.sending import send
from yhdyspinta.core.matters import queries, rules
from yhdyspinta.core.matters.actions import held, keep
from yhdyspinta.core.matters.bundling import Waiting, is_time
from yhdyspinta.core.matters.catalogue import told_of
from yhdyspinta.core.matters.models import AnswerLink, Consultation, Decision, Letter, RegistryAddress
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.registry.models import Organisation

LIFE = timedelta(days=120)
"""A link holds until the next letter, or so long."""


@transaction.atomic
def set_address(*, by: Actor, organisation: Organisation, email: str) -> None:
    """Where letters go from now on; "" to send none. Raises Refused."""
    require(rules.may_set_address(by, organisation.public_id))
    standing = RegistryAddress.objects.filter(organisation=organisation, withdrawn_at=None)
    if standing.values_list("email", flat=True).first() == email:
        return
    standing.update(withdrawn_at=clock.now())
    sent = AnswerLink.objects.filter(consultation__organisation=organisation, used_at=None)
    sent.update(used_at=clock.now())  # what lies in a box that is no longer the organisation's opens nothing
    if email:
        RegistryAddress.objects.create(
            organisation=organisation, email=email, recorded_by=by.user, recorded_at=clock.now()
        )
    record_event(verb="address_set", subject_type="organisation", subject_id=organisation.public_id, by=by.user)


def send_all() -> str:
    """The letters of a day (a job). One that the server refuses is tried again tomorrow: nothing of it stays."""
    if not settings.MAIL_ON:
        return "mail is not set up"
    sent = failed = 0
    for address in RegistryAddress.objects.filter(withdrawn_at=None).select_related("organisation").order_by("id"):
        try:
            sent += write(address)
        except NotSent:
            failed += 1
    return f"{sent} letters, {failed} not sent"


@dataclass(frozen=True, slots=True)
class Extra:
    """Something beside a question that a letter tells: what, since when it waits, and what makes the address of its link."""

    title: Text
    waiting: Waiting
    link: Callable[[], str]


class NotSent(Exception):  # noqa: N818  (undoes the transaction that made the links)
    """The mail server did not take a letter."""


@transaction.atomic
def write(address: RegistryAddress) -> bool:
    """One organisation's letter, if it is time: everything that waits, a fresh link to each. Raises NotSent."""
    org, today = Organisation.objects.select_for_update().get(pk=address.organisation_id), clock.today()
    rows = queries.waiting_of(org.pk)
    days = list(Letter.objects.filter(organisation=org).order_by("sent_on").values_list("sent_on", flat=True))
    told = set(AnswerLink.objects.filter(consultation__in=rows).values_list("consultation", flat=True).distinct())
    more: list[Extra] = [extra for path in told_of() for extra in import_string(path)(org)]
    waits = [Waiting(r.asked_on, r.due, r.pk in told) for r in rows] + [extra.waiting for extra in more]
    if not is_time(days, waits, today):
        return False
    Letter.objects.create(organisation=org, sent_on=today, sent_at=clock.now(), questions=len(rows))
    linked = [(row, make_link(row)) for row in rows]
    subject, text = _words(org, linked, [(e, e.link()) for e in more], language_of(org))
    if not send(address.email, subject, text, headers={"Auto-Submitted": "auto-generated"}):
        raise NotSent
    record_event(
        verb="letter_sent",
        subject_type="organisation",
        subject_id=org.public_id,
        by=None,
        data={"questions": len(rows)},
    )
    return True


def language_of(org: Organisation) -> str:
    """The language of its letters: Swedish where most speak it, Finnish elsewhere."""
    return "sv" if org.language_status.startswith("sv") else "fi"


def _words(
    org: Organisation, linked: list[tuple[Consultation, str]], more: list[tuple[Extra, str]], lang: str
) -> tuple[str, str]:
    with translation.override(lang):
        lines = [
            {"row": row, "href": settings.ADDRESS + reverse("matters:by-link", args=[token])} for row, token in linked
        ]
        records = [{"title": e.title.get(lang), "href": settings.ADDRESS + href} for e, href in more]
        if linked:
            count = len(linked)
            subject = ngettext("%(n)s decision waits for handling", "%(n)s decisions wait for handling", count)
        else:
            count = len(more)
            subject = ngettext("%(n)s record to confirm", "%(n)s records to confirm", count)
        text = render_to_string("matters/mail/waiting.txt", {"org": org, "lines": lines, "records": records})
        return subject % {"n": count}, text


def make_link(row: Consultation) -> str:
    """The token of a new link to a question; the earlier ones stop working."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    AnswerLink.objects.filter(consultation=row, used_at=None).update(used_at=now)
    AnswerLink.objects.create(
        consultation=row,
        token_hash=token_hash(token),
        expires_at=now + LIFE,
        recorded_at=now,
    )
    return token


@transaction.atomic
def answer_by_link(*, token: str, told: Told) -> Decision:
    """The party tells by its letter's link how it was handled: once. Raises Refused; then the link still works."""
    link = queries.open_link(token)
    if link is None:
        raise Refused(no("matters_link_spent"))
    row = held(link.consultation_id)
    if row.withdrawn_at is not None or not AnswerLink.objects.filter(pk=link.pk, used_at=None).update(
        used_at=clock.now()
    ):
        raise Refused(no("matters_link_spent"))
    return keep(row, told, ANONYMOUS, by_link=True)

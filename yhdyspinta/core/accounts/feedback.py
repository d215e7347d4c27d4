"""What does not work for somebody: told without an account, answered within fourteen days."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.models import Feedback
from yhdyspinta.core.accounts.rules import may_manage_users
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.common.words import show_date
from yhdyspinta.core.mail.sending import send

ANSWERED_IN = timedelta(days=14)
"""306/2019 8 §."""


@transaction.atomic
def give(*, text: str, page: str = "", email: str = "") -> Feedback:
    """Keeps what somebody tells, and writes to whoever runs the service. The same again while it waits changes nothing."""
    same = {"text": text, "page": page, "email": email.strip().casefold()}
    if waits := Feedback.objects.filter(**same, handled_at=None).first():
        return waits
    row = Feedback.objects.create(**same, recorded_at=clock.now())
    record_event(verb="feedback_given", subject_type="feedback", subject_id=row.public_id, by=None)
    if settings.CONTACT:
        transaction.on_commit(lambda: _tell(row), robust=True)
    return row


@transaction.atomic
def handle(*, by: Actor, feedback: UUID, done: str) -> None:
    """Tells what was done. Raises Refused when it is not the person's to do, or has been done."""
    require(may_manage_users(by))
    now = clock.now()
    if not Feedback.objects.filter(public_id=feedback, handled_at=None).update(
        handled_at=now, handled_by=by.user, done=done
    ):
        raise Refused(no("accounts_feedback_handled"))
    record_event(verb="feedback_handled", subject_type="feedback", subject_id=feedback, by=by.user)


def _tell(row: Feedback) -> None:
    """In Finnish: whose the address is, is not known."""
    with translation.override("fi"):
        subject, day = _("Feedback on accessibility"), show_date(due(row), "fi")
        text = _("Somebody has told what does not work for them. Answer by %(day)s at the latest: %(link)s")
        link = f"{settings.ADDRESS}{reverse('feedback-given')}"
        send(settings.CONTACT, subject, text % {"day": day, "link": link} + "\n")


def told(by: Actor) -> QuerySet[Feedback]:
    """What has been told, to those who run the service; newest first."""
    return Feedback.objects.all() if by.is_administrator else Feedback.objects.none()


def due(row: Feedback) -> date:
    """The last day to answer on."""
    return clock.date_of(row.recorded_at) + ANSWERED_IN


def is_late(row: Feedback, today: date) -> bool:
    """Whether it has waited too long."""
    return row.handled_at is None and due(row) < today

"""The order of answering is rubbed out of an open survey every minute; what is deleted is overwritten."""

import logging
import secrets
from datetime import timedelta

from django.db import connection, transaction

from yhdyspinta.core.common import clock
from yhdyspinta.rooms.surveys.models import Invitation, Sheet, Survey, anywhere

log = logging.getLogger("yhdyspinta.surveys")
LUCK = secrets.SystemRandom()


def mix_all() -> str:
    """Rewrites the sheets and the used invitations of every open survey in mixed order (a job of a minute)."""
    opened = list(Survey.objects.filter(state="open").order_by("id"))
    mixed = sum(mix(row) for row in opened)
    recent = clock.today() - timedelta(days=1)
    if opened or Survey.objects.filter(closed_on__gte=recent).exists():
        # Also when nothing was mixed: the time before, somebody may have been reading.
        transaction.on_commit(forget_journal)
    return f"{mixed} sheets mixed"


@transaction.atomic
def mix(survey: Survey) -> int:
    """All of a survey's rows are written anew in one transaction, mixed: neither their places in the file, nor their keys, nor
    the database's own numbers of transactions tell when each was written. Returns how many; 0 when nobody has answered since."""
    row = Survey.objects.select_for_update().filter(pk=survey.pk, state="open").first()
    sheets = list(Sheet.objects.filter(survey=survey)) if row else []
    if row is None or len(sheets) == row.mixed:
        return 0
    overwrite()
    used = list(Invitation.objects.select_for_update().filter(survey=survey, used=True))
    for model, rows in ((Sheet, sheets), (Invitation, used)):
        LUCK.shuffle(rows)
        model.objects.filter(pk__in=[r.pk for r in rows]).delete()
    for sheet in sheets:
        sheet.pk = anywhere()
    Sheet.objects.bulk_create(sheets, batch_size=200)
    Invitation.objects.bulk_create(used, batch_size=200)
    Survey.objects.filter(pk=survey.pk).update(mixed=len(sheets))
    return len(sheets)


def overwrite() -> None:
    """On SQLite what is deleted from now on is overwritten with zeros; on PostgreSQL the seals protect what remains."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def forget_journal() -> None:
    """On SQLite the journal, which still holds what was deleted, is emptied; while somebody reads, it is at the next minute."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                log.info("the journal is in use, it is emptied later")

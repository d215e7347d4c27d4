"""The backups of a folder: one each hour, and which of them stay."""

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from yhdyspinta.core.common import clock
from yhdyspinta.site.backup.taking import ENDING, SEALED, NoBackup, beside, name_at, take

HOURS, DAYS, MONTHS = 24, 14, 12
"""The newest of so many hours, days and months stay."""
NAME = re.compile(rf"yhdyspinta-(\d{{8}}T\d{{6}}Z){re.escape(ENDING)}(?:{re.escape(SEALED)})?")


def staying(times: Collection[datetime], now: datetime) -> set[datetime]:
    """Which backups stay: the newest of all, and the last of each of the past hours, days and months (UTC)."""
    stay = {max(times)} if times else set()
    for form, count, span in (
        ("%Y%m%d%H", HOURS, timedelta(hours=1)),
        ("%Y%m%d", DAYS, timedelta(days=1)),
        ("%Y%m", MONTHS, timedelta(days=31)),
    ):
        last: dict[str, datetime] = {}
        for at in sorted(times):
            if at > now - span * count:
                last[f"{at:{form}}"] = at
        stay |= set(last.values())
    return stay


def kept(folder: Path) -> dict[datetime, Path]:
    """The backups of a folder by their moment; other files are none of ours."""
    found = {}
    for path in folder.iterdir():
        if name := NAME.fullmatch(path.name):
            found[datetime.strptime(name.group(1), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)] = path
    return found


def tidy(folder: Path) -> int:
    """Removes the backups that need not stay with their manifests, never anything else. Returns how many.

    The newest always stays, and its manifest knows everybody who has been erased.
    """
    found = kept(folder)
    gone = set(found) - staying(found, clock.now())
    for at in gone:
        found[at].unlink()
        beside(found[at]).unlink(missing_ok=True)
    return len(gone)


def each_hour() -> str:
    """The job of a worker: a backup into YHDYSPINTA_BACKUP_DIR. Raises NoBackup, which the upkeep's page tells."""
    folder = settings.BACKUP_DIR
    if folder is None:
        raise NoBackup("YHDYSPINTA_BACKUP_DIR is not set")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / (name_at(clock.now(), sealed=bool(settings.BACKUP_KEYS)))
    take(path, recipients=settings.BACKUP_KEYS)
    return f"{path.stat().st_size} bytes, {tidy(folder)} removed"

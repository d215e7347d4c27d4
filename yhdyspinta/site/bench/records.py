"""Made-up public records in any amount, the same each time: for measuring, never kept."""

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.db import connection, transaction

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.evidence.models import Evidence, EvidenceDuty, EvidenceKind, EvidenceParty
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.atlas import units
from yhdyspinta.core.registry.queries import atlas

KINDS = (EvidenceKind.NEGOTIATION, EvidenceKind.PLAN, EvidenceKind.REPORT, EvidenceKind.PREPARATION)
FIRST, DAYS = date(2022, 1, 1), 1700


def in_a_file() -> bool:
    """Whether the database is an SQLite file that nobody is writing to in this very transaction."""
    known = Path(str(connection.settings_dict["NAME"])).is_file()
    return connection.vendor == "sqlite" and not connection.in_atomic_block and known


@contextmanager
def apart() -> Iterator[None]:
    """A place where much can be written and nobody waits: of an SQLite file a copy, elsewhere the database itself."""
    name = connection.settings_dict["NAME"]
    connection.ensure_connection()
    if not in_a_file():
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "measured.sqlite3"
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
        connection.close()
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name


@transaction.atomic
def fill(count: int, seed: int = 1) -> None:
    """Writes `count` records of random duties, parties and days. Call it in a transaction that is rolled back."""
    chance, today = random.Random(seed), clock.today()  # noqa: S311  (made-up data, the same each time)
    house = atlas()
    places = [(duty.code, unit) for code in house.areas for duty in catalogue().duties.values() if duty.themes and not duty.individual
              for unit in units(duty, house.view(code, today)) if unit.orgs]  # fmt: skip
    rows, chosen = [], []
    for number in range(count):
        duty, unit = chance.choice(places)
        rows.append(
            Evidence(
                kind=chance.choice(KINDS),
                title_fi=f"Mittauksen kirjaus {number}",
                happened_on=FIRST + timedelta(days=chance.randrange(DAYS)),
                precision="day",
                source_title="Mittaus",
                source_url="https://example.org/",
                visibility="public",
                recorded_at=clock.now(),
            )
        )
        chosen.append((duty, [o.id for o in unit.orgs[:4]]))
    made = Evidence.objects.bulk_create(rows, batch_size=500)
    EvidenceDuty.objects.bulk_create(
        [EvidenceDuty(evidence=e, duty_code=duty, extent="whole") for e, (duty, _) in zip(made, chosen, strict=True)],
        batch_size=1000,
    )
    EvidenceParty.objects.bulk_create(
        [EvidenceParty(evidence=e, organisation_id=i) for e, (_, ids) in zip(made, chosen, strict=True) for i in ids],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what a server does by itself within a minute of so many new rows
    forget_all()  # instead of a new revision, whose row would be locked to everybody else until the end

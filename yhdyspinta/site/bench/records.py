"""Made-up public records in any amount, the same each time: for measuring, never kept."""

import random
from datetime import date, timedelta

from django.db import connection, transaction

from yhdyspinta.core.audit.actions import bump
from yhdyspinta.core.common import clock
from yhdyspinta.core.evidence.models import Evidence, EvidenceDuty, EvidenceKind, EvidenceParty
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.atlas import units
from yhdyspinta.core.registry.queries import atlas

KINDS = (EvidenceKind.NEGOTIATION, EvidenceKind.PLAN, EvidenceKind.REPORT, EvidenceKind.PREPARATION)
FIRST, DAYS = date(2022, 1, 1), 1700


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
    bump("evidence")

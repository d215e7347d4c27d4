"""The interface for programs by its own description: so many cases of every operation, as everybody and with a key.

`METHOD path who cases`. Needs the development environment; what it makes is rolled back.
"""

from collections.abc import Sequence

from django.db import transaction

from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.site.drills.axe import bench
from yhdyspinta.site.drills.notes import Note
from yhdyspinta.site.rights.people import People
from yhdyspinta.site.rights.scene import scene

CASES = 10_000
BATCH = 1_000
"""So many cases of an operation are one piece: an interrupted run goes on at the next."""


def pieces(cases: int = CASES) -> Sequence[str]:
    """Every operation × everybody and an official × batches of cases."""
    operations: list[tuple[str, str]] = bench("contract", "tests.site.api").operations()
    sizes = [min(BATCH, cases - first) for first in range(0, cases, BATCH)]
    return [
        f"{method} {path} {who} {number}:{size}"
        for method, path in operations
        for who in ("reader", "official")
        for number, size in enumerate(sizes)
    ]


def examine(piece: str) -> list[str]:
    """The first answer of a batch that breaks the description, with the request that shows it."""
    method, path, who, part = piece.split()
    number, size = (int(n) for n in part.split(":"))
    contract = bench("contract", "tests.site.api")
    with transaction.atomic(), transaction.atomic(using="trail"):
        people = People()
        made = scene(people)
        key = contract.key_of(people.kuhmo) if who == "official" else ""
        try:
            tried = contract.examine(method, path, made=made, key=key, cases=size, seed=number)
        except Exception as error:  # noqa: BLE001  (whatever the examiner has found is told)
            return [" ".join(str(error).split())[:400]]
        finally:
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="trail")
            forget_all()
    return [Note(f"{tried} cases")] if number == 0 else []

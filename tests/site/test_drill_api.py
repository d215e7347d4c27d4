"""The drill of the interface for programs: its pieces, and a short piece run."""

import pytest

from yhdyspinta.site.drills import api

pytestmark = pytest.mark.django_db


def test_a_piece_is_a_batch_of_cases() -> None:
    """Ten thousand of each operation, as everybody and with a key; each batch has its own seed."""
    every = api.pieces()
    assert sum(int(p.rpartition(":")[2]) for p in every if p.startswith("GET /api/v1/map reader")) == 10_000
    assert len(set(every)) == len(every)
    (note,) = api.examine("GET /api/v1/themes official 0:20")
    assert note.endswith("cases")

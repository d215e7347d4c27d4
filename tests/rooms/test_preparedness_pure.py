"""The pure files of preparedness: the catalogue, gaps, the order of a log and the situation it amounts to, the steps."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.rooms.preparedness.gaps import Gap, Reached, is_stale, of_contacts, of_roles
from yhdyspinta.rooms.preparedness.picture import CLOCK, KINDS, STATUSES, Entry, now_of, picture, placed
from yhdyspinta.rooms.preparedness.scenarios import read, scenarios
from yhdyspinta.rooms.preparedness.secrecy import COLUMNS, class_of
from yhdyspinta.site.preparedness.steps import operative

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def test_the_catalogue_has_what_the_material_names() -> None:
    """Seven disruptions to agree about at least, the finer list, six joint works on the strategic level and seven by sector."""
    kinds = [s.kind for s in scenarios().subjects.values()]
    assert {k: kinds.count(k) for k in set(kinds)} == {"disruption": 7, "finer": 7, "strategic": 6, "sector": 7}
    assert all(s.name.complete and s.functions for s in scenarios().subjects.values())
    used = {f for s in scenarios().subjects.values() for f in s.functions}
    assert used == set(scenarios().functions)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('code = "x"\nkind = "other"', "kind"),
        ('code = "x"\nkind = "finer"\nname = { fi = "A", sv = "B", en = "C" }\nfunctions = ["z"]', "'z'"),
        ('code = "x"\nkind = "finer"\nname = { fi = "A" }\nfunctions = ["f"]', "lacks"),
        ('kind = "finer"', "code"),
        ('code = "x"\nkind = "finer"\nname = { fi = "A", sv = "B", en = "C" }\nfunctions = []', "no function"),
    ],
)
def test_a_broken_catalogue_says_where(tmp_path: Path, line: str, why: str) -> None:
    """File, place, reason."""
    file = tmp_path / "x.toml"
    file.write_text(f'[[function]]\ncode = "f"\nname = {{ fi = "A", sv = "B", en = "C" }}\n[[subject]]\n{line}\n')
    with pytest.raises(InvalidFile, match=why):
        read(file)


def test_every_column_has_a_class() -> None:
    """Who may ever see it; a new column without one fails the build, and so does a class without a column."""
    tables = {
        m.__name__: {f.name for f in m._meta.concrete_fields} for m in apps.get_app_config("preparedness").get_models()
    }
    assert set(COLUMNS) == set(tables)
    assert [f"{t}.{c}" for t, columns in tables.items() for c in columns if class_of(t, c) is None] == []
    assert [f"{t}.{c}" for t, told in COLUMNS.items() for c in told if c not in tables[t]] == []
    assert class_of("Plan", "weather") is None
    assert class_of("Nothing", "id") is None


def test_gaps_of_roles() -> None:
    """Nobody leads; several lead; somebody is told but nobody does it."""
    roles = {("a", 1): "leads", ("b", 1): "leads", ("b", 2): "leads", ("c", 1): "informed"}
    found = of_roles(("a", "b", "c", "d"), roles)  # type: ignore[arg-type]  # literal words
    assert found == [Gap("many_leads", "b"), Gap("no_lead", "c"), Gap("nobody_acts", "c"), Gap("no_lead", "d")]


def test_gaps_of_contacts() -> None:
    """Whoever leads or acts is reachable, with a deputy, tried within a year; who is only told needs no number."""
    roles = {("a", 1): "leads", ("a", 2): "acts", ("a", 3): "informed", ("b", 4): "acts"}
    contacts = [
        Reached(1, "", True, TODAY - timedelta(days=365)),
        Reached(2, "b", True, TODAY),
        Reached(4, "b", False, None),
    ]
    found = of_contacts(roles, contacts, TODAY)  # type: ignore[arg-type]  # literal words
    assert found == [Gap("no_contact", "a", 2), Gap("no_deputy", "", 4), Gap("not_reached", "", 4)]
    assert is_stale(TODAY - timedelta(days=366), TODAY)


def entry(device: int, number: int, minutes: float, **more: object) -> Entry:
    """An entry of a device, told so many minutes after noon; it came to the server two hours after noon."""
    told = {
        "kind": "note",
        "writer": 1,
        "device_at": NOON + timedelta(minutes=minutes),
        "server_at": NOON + timedelta(hours=2),
    }
    return Entry(id=uuid4(), device=UUID(int=device), number=number, **{**told, **more})  # type: ignore[arg-type]  # its columns


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(-3000, 3000), st.integers(-100_000, 100_000), st.integers(0, 500)),
        max_size=30,
    )
)
def test_order_never_depends_on_a_clock(told: list[tuple[int, int, int, int]]) -> None:
    """None is lost or doubled; each device's own order stays; nothing is put after the server had it."""
    numbers: dict[int, int] = {}
    entries = []
    for device, minutes, skew, came in told:
        numbers[device] = numbers.get(device, 0) + 1
        server = NOON + timedelta(minutes=came)
        entries.append(entry(device, numbers[device], minutes, skew=timedelta(seconds=skew), server_at=server))
    shuffled = entries[:]
    random.Random(1).shuffle(shuffled)  # noqa: S311  (the same each time)
    found = placed(shuffled)
    assert sorted(str(p.entry.id) for p in found) == sorted(str(e.id) for e in entries)
    assert all(p.at <= p.entry.server_at for p in found)
    for device in numbers:
        own = [p.entry.number for p in found if p.entry.device == UUID(int=device)]
        assert own == sorted(own)
    assert found == placed(entries)


def test_a_wrong_clock_is_mended_and_told() -> None:
    """A device a day ahead: its entries are put among the others by how wrong it was when it sent them."""
    wrong = entry(1, 1, 24 * 60 + 10, skew=timedelta(days=-1))
    right = entry(2, 1, 20)
    found = placed([right, wrong])
    assert [p.entry for p in found] == [wrong, right]
    assert [p.doubtful for p in found] == [True, False]
    assert abs(found[0].at - (NOON + timedelta(minutes=10))) <= CLOCK


def status(device: int, number: int, minutes: float, value: str, base: Entry | None = None) -> Entry:
    """A status of one function of one organisation."""
    return entry(
        device, number, minutes, kind="status", function="vesi", about=7, value=value, base=base.id if base else None
    )


def test_two_words_without_seeing_each_other_are_a_conflict() -> None:
    """Both are shown until somebody who saw them writes which holds."""
    first = status(1, 1, 0, "normal")
    one, two = status(2, 1, 5, "limited", first), status(3, 1, 6, "stopped", first)
    now = picture(placed([first, one, two])).statuses["vesi", 7]
    assert (now.entry, now.others) == (two, (one,))
    assert picture(placed([first, one, two])).conflicts == 1
    solved = status(1, 2, 9, "stopped", two)
    after = picture(placed([first, one, two, solved])).statuses["vesi", 7]
    assert (after.entry, after.others) == (solved, (one,))  # who saw only the latest leaves the other open
    seen = status(2, 2, 10, "stopped", solved)
    assert picture(placed([first, one, two, solved, seen])).conflicts == 0


def test_the_same_word_twice_is_no_conflict() -> None:
    """Two who see the same say the same; one device sees its own unsent words."""
    one, two = status(1, 1, 1, "stopped"), status(2, 1, 2, "stopped")
    assert picture(placed([one, two])).conflicts == 0
    own = [status(1, n, n, value) for n, value in enumerate(("normal", "limited", "stopped"), 1)]
    assert now_of(placed(own)).others == ()


def test_tasks_decisions_and_who_leads() -> None:
    """A task is done once somebody says so; the latest word tells who leads."""
    task = entry(1, 1, 0, kind="task", text="Vie vettä")
    done = entry(2, 1, 5, kind="done", of=task.id)
    found = picture(
        placed([task, done, entry(2, 2, 6, kind="decision", text="Koulu auki"), entry(1, 2, 7, kind="lead", about=3)])
    )
    assert found.tasks[0].done == done
    assert [d.entry.text for d in found.decisions] == ["Koulu auki"]
    assert found.lead is not None
    assert found.lead.entry.about == 3
    assert picture([]).lead is None
    assert {"status", "lead"} < set(KINDS)
    assert "unknown" in STATUSES


@pytest.mark.parametrize(
    ("signed", "exercised", "reached", "word"),
    [
        (0, None, None, "unknown"),
        (1, None, None, "partly"),
        (0, TODAY, None, "partly"),
        (7, TODAY, TODAY, "in_place"),
        (7, TODAY - timedelta(days=4 * 365), TODAY, "partly"),
        (7, TODAY, TODAY - timedelta(days=366), "partly"),
        (7, None, TODAY, "partly"),
    ],
)
def test_how_far_operative_partnership_has_come(
    signed: int, exercised: date | None, reached: date | None, word: str
) -> None:
    """All agreed, exercised within three years and reached within one."""
    assert operative(signed, 7, exercised, reached, TODAY) == word

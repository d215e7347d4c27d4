"""Commands: the map as JSON, drills that resume, bench, prepare."""

import contextlib
import json
import socket
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.journeys.pages import KEEPING, PUBLIC, SIGNED_IN
from tests.people import People, actor, org
from yhdyspinta.core.evidence.actions import declare_complete
from yhdyspinta.site.drills import DRILLS, Drill, api, failover, load
from yhdyspinta.site.drills.notes import Note
from yhdyspinta.site.map.queries import compute
from yhdyspinta.site.relay import Line

pytestmark = pytest.mark.django_db


def cells(*args: str) -> list[dict[str, object]]:
    """What `manage.py map --json` prints."""
    out = StringIO()
    call_command("map", *args, "--json", stdout=out)
    found: list[dict[str, object]] = json.loads(out.getvalue())
    return found


def test_the_map_as_json() -> None:
    """Every cell of every region with the agreed keys; nothing overdue without declared records."""
    found = cells()
    assert len(found) == 22 * 11 * 6
    assert set(found[0]) == {"region", "theme", "block", "situation", "flags", "findings", "records_from"}
    assert [c for c in found if "overdue" in c["flags"] and c["records_from"] is None] == []  # type: ignore[operator]  # JSON
    assert {c["block"] for c in found if c["situation"] == "partly"} == {"law"}


def test_the_map_of_a_day_and_a_region() -> None:
    """The general negotiation of Keski-Suomi, a day before and a week after."""

    def law(on: str) -> str:
        chosen = [c for c in cells("keski-suomi", "--on", on) if c["theme"] == "yleinen" and c["block"] == "law"]
        return json.dumps(chosen, ensure_ascii=False)

    assert "180" not in law("2025-10-23")
    assert "180" in law("2025-10-31")


def test_an_overdue_cell_tells_from_when_records_are_complete(people: People) -> None:
    """After Kuhmo's declaration."""
    declare_complete(by=actor(people.kuhmo), organisation=org("kunnat/kuhmo"), complete_from=date(2021, 6, 1))
    late = [c for c in cells("kainuu") if "overdue" in c["flags"]]  # type: ignore[operator]  # JSON
    assert {(c["theme"], c["records_from"]) for c in late} >= {("yleinen", "2021-06-01")}


@pytest.mark.parametrize(
    ("args", "message"),
    [(["atlantis"], "Regions: "), (["--on", "eilen"], "2025-10-31"), (["--on", "2022-01-01"], "outside")],
)
def test_the_map_explains_bad_arguments(args: list[str], message: str) -> None:
    """What is wrong and what is right."""
    with pytest.raises(CommandError, match=message):
        call_command("map", *args, stdout=StringIO())


def test_the_map_does_not_depend_on_the_order_of_regions() -> None:
    """One region alone is the same as within the country."""
    on = date(2026, 11, 24)
    country = compute(["15", "20", "90"], on)
    assert compute(["20"], on).items() <= country.items()


def dict_of(drills: Mapping[str, Drill]) -> dict[str, Drill]:
    """The dictionary underneath, to add a toy to."""
    assert isinstance(drills, dict)
    return drills


def test_drills_resume_and_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted drill goes on with the pieces that are left; the report gets a row; faults fail the command."""
    examined: list[str] = []

    def examine(piece: str) -> list[str]:
        if piece == "b" and len(examined) < 2:
            examined.append("stopped")
            raise KeyboardInterrupt
        examined.append(piece)
        return ["broken"] if piece == "c" else []

    monkeypatch.setitem(dict_of(DRILLS), "toy", Drill("a toy", lambda: ["a", "b", "c"], examine))
    monkeypatch.setattr("django.conf.settings.DATA_DIR", tmp_path / "var")
    monkeypatch.setattr("django.conf.settings.BASE_DIR", tmp_path)
    with pytest.raises(KeyboardInterrupt):
        call_command("drill", "toy", stdout=StringIO())
    with pytest.raises(CommandError, match="1 faults"):
        call_command("drill", "toy", stdout=StringIO())
    assert examined == ["a", "stopped", "b", "c"]
    report = (tmp_path / "docs" / "reports" / "toy.md").read_text()
    assert "| 1/1 | 3 | 1 |" in report
    assert "c: broken" in report
    for bad in ("0/2", "3/2", "x"):
        with pytest.raises(CommandError, match="--part"):
            call_command("drill", "toy", "--part", bad, stdout=StringIO())
    with pytest.raises(CommandError, match="No drill"):
        call_command("drill", "nothing", stdout=StringIO())


SHORT: Mapping[str, Callable[[Drill], str]] = {
    "api": lambda drill: api.pieces(40)[0],
    "backup": lambda drill: drill.pieces()[0],
    "clock": lambda drill: drill.pieces()[0],
    "load": lambda drill: load.pieces(3)[0],
    "map": lambda drill: drill.pieces()[0],
    "mutants": lambda drill: f"{drill.pieces()[0]} every 15",
    "scale": lambda drill: drill.pieces()[0],
}
"""A piece of each drill, made short."""
ELSEWHERE = {
    "anonymity": "tests/journeys/test_surveys.py::test_the_drill_finds_nothing_and_its_control_finds",
    "answering": "tests/journeys/test_surveys.py::test_one_link_a_hundred_times_is_one_answer",
    "axe": "tests/journeys/test_accessibility.py::test_public_pages",
    "failover": "tests/site/test_deploy.py",  # it needs a cluster's packages
    "offline": "tests/journeys/test_preparedness.py::test_a_municipality_without_electricity_logs_and_syncs",
    "power-cut": "tests/journeys/test_preparedness.py::test_what_was_acknowledged_survives_a_power_cut",
    "tasks": "tests/journeys/test_tasks.py::test_three_figures_beside_the_nearest",
}
"""Drills whose short form is a test of its own."""


def test_every_drill_has_a_short_form() -> None:
    """Here, or a test that is there; axe looks at every page in every way."""
    assert {*SHORT, *ELSEWHERE} == set(DRILLS)
    for place in ELSEWHERE.values():
        file, _, name = place.partition("::")
        assert f"def {name}" in Path(file).read_text(encoding="utf-8")
    ways = 3 * 2 * 3 + 3 + 2  # as it is; an empty form in each language; large text twice
    assert len(DRILLS["axe"].pieces()) == ways * (len(PUBLIC) + len(SIGNED_IN) + len(KEEPING))
    assert len(DRILLS["failover"].pieces()) == 53


@pytest.mark.one_database  # those that need a database of their own make one, on SQLite
@pytest.mark.parametrize("name", SHORT)
def test_a_drill_finds_nothing_in_a_sample(name: str) -> None:
    """A piece of each real drill; of load only that nothing fails, for how fast it is only a quiet machine tells."""
    drill = DRILLS[name]
    found = drill.examine(SHORT[name](drill))
    faults = [f for f in found if not isinstance(f, Note)]
    assert [f for f in faults if name != "load" or " times " in f] == []
    assert len(found) >= (2 if name == "load" else 0)


def test_a_long_drill_is_summed_up() -> None:
    """Of each kind and setting one line; what is not a count is left out."""
    notes = ["kill 1 FULL: 70 acknowledged, 0 lost", "kill 2 FULL: 1 acknowledged, 1 lost", "slow 1 NORMAL: 20 acknowledged, 20 lost", "x"]  # fmt: skip
    told = ["kill, FULL: 2 runs, 71 acknowledged, 1 lost", "slow, NORMAL: 1 runs, 20 acknowledged, 20 lost"]
    assert DRILLS["power-cut"].sum_up(notes) == told
    assert DRILLS["axe"].sum_up(notes) == notes


def test_what_a_load_was_like_is_judged() -> None:
    """Too slow, too dear, growing, and an error: each is a fault; a good half hour has none."""
    good = load.Told([0.01] * 990 + [0.25] * 10, Counter({"GET 200": 900, "POST 200": 100}), Counter(), 10.0, [(0.0, 100), (1800.0, 102)])  # fmt: skip
    assert [f for f in load.judged(good) if not isinstance(f, Note)] == []
    bad = load.Told([0.01] * 900 + [1.5] * 100, Counter({"GET 200": 999, "GET 500": 1}), Counter({"/fi/": 100}), 20.0, [(0.0, 100), (1800.0, 110)])  # fmt: skip
    faults = [f for f in load.judged(bad) if not isinstance(f, Note)]
    assert [f.split(" ")[0] for f in faults] == ["1", "p95", "p99", "20.0", "memory"]


def test_a_failover_is_summed_up_and_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each kind of failure what was lost and how long it was away; a machine without the packages is told so."""
    notes = ["leader 1 sync: writes back after 17.9 s", "leader 1 sync: 618 acknowledged, 0 lost, reads away 1.8 s; GET 200 74", "leader 2 sync: writes back after 16.0 s", "leader 2 sync: 500 acknowledged, 1 lost, reads away 2.5 s; GET 200 7"]  # fmt: skip
    assert DRILLS["failover"].sum_up(notes) == ["leader, sync: 2 failures, 1,118 acknowledged, 1 lost; writing was away 16.0–17.9 s; reading was away at most 2.5 s"]  # fmt: skip
    monkeypatch.setattr(failover, "lacking", lambda: ["patroni"])
    assert DRILLS["failover"].examine("leader 1 sync") == ["needs patroni (Debian's packages): run it on a machine that has them"]  # fmt: skip


def test_a_line_holds_what_it_carries_and_is_cut() -> None:
    """What was held when it is cut never arrives; the other end is told; new connections are carried."""
    door = socket.create_server(("127.0.0.1", 0))
    line = Line(door.getsockname()[1])
    try:
        near = socket.create_connection(("127.0.0.1", line.port))
        far, _where = door.accept()
        near.sendall(b"one")
        assert far.recv(10) == b"one"
        line.hold()
        near.sendall(b"two")
        far.settimeout(0.3)
        with pytest.raises(TimeoutError):
            far.recv(10)
        line.cut()
        far.settimeout(5)
        with contextlib.suppress(ConnectionResetError):
            assert far.recv(10) == b""
        near.close()
        far.close()
        with socket.create_connection(("127.0.0.1", line.port)) as again:
            other, _where = door.accept()
            with other:
                other.sendall(b"three")
                assert again.recv(10) == b"three"
    finally:
        line.close()
        door.close()

"""Figures by the million: Sotkanet's CSV against JSON and against plain Python; every table and the whole store as Parquet."""

import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.test_sources import NEET
from tests.fakes.server import Server, running
from tests.fakes.sotkanet import Sotkanet
from yhdyspinta.core.common import parquet as ours
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.indicators import queries
from yhdyspinta.core.indicators.pipeline import bring
from yhdyspinta.core.indicators.sources import bulk
from yhdyspinta.core.indicators.sources.web import Web
from yhdyspinta.site.drills import scale
from yhdyspinta.site.drills.notes import Note

numbers = st.one_of(
    st.just(""),
    st.decimals(-(10**12), 10**12, places=3).map(str),
    st.integers(-999, 99_999_999).map(str),
    st.floats(0, 100).map(lambda v: f"{v:.1f}"),
)
rows = st.lists(
    st.tuples(
        st.integers(0, 99_999_999),
        st.integers(0, 978),
        st.integers(0, 2100),
        st.sampled_from(bulk.GENDERS),
        numbers,
        numbers,
    ),
    max_size=30,
)


def written(found: list[tuple[Any, ...]], end: str = "\n") -> bytes:
    """The rows as Sotkanet writes them."""
    lines = [f"{i};{r};{y};{g.decode()};{v};{a}" for i, r, y, g, v, a in found]
    return b"\xef\xbb\xbf" + end.join([bulk.HEADER.decode(), *lines, ""]).encode()


@given(rows, st.sampled_from(["\n", "\r\n"]))
@example([(3219, 91, 2025, b"total", "-0.0", "12345678.5")], "\n")
def test_a_csv_is_read_as_plain_python_reads_it(found: list[tuple[Any, ...]], end: str) -> None:
    """Every field of every row, exactly; with and without a last line end."""
    body = written(found, end)
    for text in (body, body.rstrip(b"\r\n")):
        read = bulk.read(text)
        assert list(zip(read.indicator, read.region, read.year, strict=True)) == [f[:3] for f in found]
        assert [bulk.GENDERS[g] for g in read.gender] == [f[3] for f in found]
        for column, at in ((read.value, 4), (read.absolute, 5)):
            assert np.array_equal(column, [float(f[at] or "nan") for f in found], equal_nan=True)


GOOD = b"3219;91;2025;total;12.5;7"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b"3219;91;2025;total;12.5", "row 4 has 5 fields"),
        (b"3219;91;2025;total;12.5;7;", "row 4 has 7 fields"),
        (b"3219;91;2025;tidal;12.5;7", "row 4: the gender"),
        (b"3219;;2025;total;12.5;7", "row 4: the region"),
        (b"3219;9a;2025;total;12.5;7", "row 4: the region"),
        (b"3219;123456789;2025;total;12.5;7", "row 4: the region"),
        *((b"3219;91;2025;total;%s;7" % v, "row 4: the value") for v in (b"12,5", b"1.2.3", b".5", b"5.", b"-", b"--1", b"1e5", b"nan", b"0x10", b" 1", b"123456789x", b"1/2")),
        (b"3219;91;2025;total;12.5;x", "row 4: the absolute value"),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_by_its_number(row: bytes, says: str) -> None:
    """Nothing of the file is used."""
    with pytest.raises(bulk.BadRows, match=says):
        bulk.read(b"\n".join([bulk.HEADER, GOOD, GOOD, row, GOOD]))


@given(st.binary(max_size=60), st.integers(0, 80))
def test_whatever_is_read_or_refused(noise: bytes, at: int) -> None:
    """Noise put anywhere in a good file."""
    good = written([(3219, 91, 2025, b"total", "12.5", "")] * 2)
    try:
        found = bulk.read(good[:at] + noise + good[at:])
    except bulk.BadRows:
        return
    assert len({len(c) for c in (found.indicator, found.region, found.year, found.gender, found.value)}) == 1


@pytest.fixture
def sotka() -> Iterator[Server]:
    """A stand-in."""
    with running(Sotkanet()) as server:
        yield server


def read(server: Server, form: str) -> Any:
    """NEET's figures, brought in a form."""
    make = lambda _: Web(server.url, form=form, pause=0.001)  # noqa: E731  (two lines of a test)
    result = next(iter(bring(by=HOUSE, indicators=[NEET], make=make, force=True)))
    assert result.ok, result.reason
    found = queries.figures_of(NEET.code)
    assert found is not None
    return found, queries.absolutes(NEET.code)


@pytest.mark.django_db
def test_csv_and_json_bring_the_same(sotka: Server) -> None:
    """Over the wire, to the last bit; with another server's web page instead, the reason is told and nothing changes."""
    plain, beside = read(sotka, "json")
    found, absolutes = read(sotka, "csv")
    assert any(path.startswith("/csv?") for path in sotka.asked)
    assert found.version == plain.version
    assert np.array_equal(found.table.values, plain.table.values, equal_nan=True)
    assert np.array_equal(absolutes, beside, equal_nan=True)

    def cut(handler: Any, good: bytes) -> bool:
        handler.reply(200, good[:-9])
        return True

    sotka.fault = cut
    sotka.only = "/csv"
    make = lambda _: Web(sotka.url, form="csv", pause=0.001)  # noqa: E731  (two lines of a test)
    result = next(iter(bring(by=HOUSE, indicators=[NEET], make=make, force=True)))
    assert not result.ok
    assert "fields, not 6" in result.reason


@pytest.mark.django_db
def test_every_table_can_be_taken_as_parquet(reader: Client) -> None:
    """Numbers are numbers and codes are text; the same rows as in the CSV."""
    answer = reader.get("/fi/tilastot/kunnat/laukaa/?muoto=parquet")
    assert answer["Content-Type"] == "application/vnd.apache.parquet"
    found = ours.engine()[1].read_table(io.BytesIO(answer.content))
    lines = reader.get("/fi/tilastot/kunnat/laukaa/?muoto=csv").content.decode().splitlines()
    assert found.num_rows == len(lines) - 1
    assert str(found.schema.field("Laukaa").type) == "double"
    assert str(found.schema.field("Tunnusluku").type) == "string"
    assert 'href="?muoto=parquet"' in reader.get("/fi/tilastot/kunnat/laukaa/").content.decode()


@given(st.lists(st.sampled_from(["", "049", "0", "0.5", "-1.25", "12", "x", "١٢", "1.2.3", "-", "."]), min_size=1))
def test_a_column_is_numbers_only_when_every_cell_is(cells: list[str]) -> None:
    """A code that begins with a zero stays text, and then so does its whole column; same names are told apart."""
    made = ours.columns_as_parquet(["a", "a"], [[c, "1"] for c in cells])
    found = ours.engine()[1].read_table(io.BytesIO(made))
    assert found.column_names == ["a", "a (2)"]
    numeric = {"0", "0.5", "-1.25", "12"}
    filled = [c for c in cells if c]
    if filled and set(filled) <= numeric:
        assert found["a"].to_pylist() == [float(c) if c else None for c in cells]
    else:
        assert found["a"].to_pylist() == [c or None for c in cells]


@pytest.mark.django_db
def test_the_whole_store_as_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Each figure and each mark of the store, and nothing else; without the extra, what to install; a bad path is told."""
    path = tmp_path / "figures.parquet"
    call_command("export_figures", str(path))
    assert "indicators" in capsys.readouterr().out
    table = ours.engine()[1].read_table(path).to_pylist()
    found = queries.figures_of("tyonv-tyottomyysaste")
    assert found is not None
    own = {(r["kind"], r["area"], r["period"]): r["value"] for r in table if r["indicator"] == "tyonv-tyottomyysaste"}
    places = found.axis.places
    for p, period in enumerate(found.table.periods):
        for a, place in enumerate(places):
            value = found.totals[p, a]
            assert own.get((*place, period)) == (None if math.isnan(value) else value)
    marked = [r for r in table if r["mark"]]
    assert marked
    assert all(r["value"] is None for r in marked)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_figures", str(tmp_path / "nowhere" / "x.parquet"))
    monkeypatch.setattr("importlib.import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
    with pytest.raises(CommandError, match=r"yhdyspinta\[analysis\]"):
        call_command("export_figures", str(path))


@pytest.mark.django_db
def test_the_drill_of_scale_in_small() -> None:
    """A few countries: Finland's answers unchanged, DuckDB's equal to ours; and it does find a fault."""
    found = scale.examine("slice 12 3 1500")
    assert [f for f in found if not isinstance(f, Note) and "slower" not in f] == []
    assert any("DuckDB: profile" in f for f in found)
    assert scale.pieces()[-1].startswith("slice 41 30 98000")
    assert isinstance(scale.examine("grow 10")[0], Note)


@pytest.mark.django_db
def test_the_drill_of_scale_sees_another_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a wrong question the engine's answer is told to be another."""
    monkeypatch.setattr(scale, "SCAN", scale.SCAN.replace("avg(v)", "max(v)"))
    assert "DuckDB: other means" in scale.examine("slice 12 3 1500")

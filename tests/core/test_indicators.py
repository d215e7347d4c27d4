"""The store of figures: catalogue, axes, matrices, the gate, publishing, revisions, the memory; starter figures against their sources."""

import math
import zlib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.people import People, actor
from yhdyspinta.core.audit.actions import bump
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.audit.queries import one_reading, revision
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.memo import Lots
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.indicators import actions, arrays, axes, queries
from yhdyspinta.core.indicators.axes import COUNTRY, Place, axis, merged
from yhdyspinta.core.indicators.catalogue import FOLDER, HERE, catalogue, read
from yhdyspinta.core.indicators.gate import faults
from yhdyspinta.core.indicators.laying import BadFigures, Observation, laid
from yhdyspinta.core.indicators.models import Cube, Edition
from yhdyspinta.core.indicators.starter import observations, starters
from yhdyspinta.core.indicators.tidy import completed, differences, parsed
from yhdyspinta.core.interfaces.catalogue import THEMES, InvalidFile

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
POPULATION = catalogue().indicators["statfin-vaesto"]
RATE = catalogue().indicators["tyonv-tyottomyysaste"]
KUHMO: Place = ("municipality", "290")
numbers = st.one_of(st.just(math.nan), st.floats(-1e6, 1e6))
rows = st.lists(numbers, min_size=2, max_size=12).map(lambda v: np.array(v))


def test_the_catalogue_has_what_the_order_asks() -> None:
    """150 indicators at least, in three languages, each with theme, unit, direction and source; a proposal for each theme."""
    found = catalogue()
    assert len(found.indicators) >= 150
    assert sum(i.source == "sotkanet" for i in found.indicators.values()) >= 140
    for theme in THEMES:
        assert found.proposed(theme), theme
        assert all(found.indicators[c].proposed for c in found.proposed(theme))


BAD = [
    ("[[indicator]]\n", "KeyError"),
    ("x = ", "Invalid value"),
    ('indicator = "x"', "not a list"),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_a_bad_catalogue_says_file_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    """File, place, reason; the start stops."""
    path = tmp_path / "hyte.toml"
    path.write_text(text)
    with pytest.raises(InvalidFile, match=r"hyte\.toml") as caught:
        read([path], HERE / "sources.toml")
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('direction = "neutral"', 'direction = "up"', "no such direction"),
        ('unit = "persons"', 'unit = "heads"', "no such unit"),
        ('themes = ["yleinen"', 'themes = ["yleinnen"', "no such theme"),
        ('source = "statfin"', 'source = "stat"', "no such source"),
        ('sv = "Folkmängd"', 'sv = ""', "lacks a name"),
        ('over = "statfin-vaesto"', 'over = "statfin-x"', "derived from"),
        ('code = "statfin-keski-ika"', 'code = "statfin-vaesto"', "is there twice"),
    ],
)
def test_each_fault_of_the_catalogue_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    """One wrong word in a good file."""
    text = (FOLDER / "yleinen.toml").read_text()
    assert old in text
    path = tmp_path / "yleinen.toml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(InvalidFile, match=reason):
        read([path], HERE / "sources.toml")


def test_an_axis_code_fits_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A longer one is refused when it is read, not by one of the two databases when it is stored."""
    long = tmp_path / "keksitty-alue.csv"
    long.write_text("kind,code,county,employment_area\n")
    monkeypatch.setattr(axes, "_ALSO", [])
    axes.lay_also(long)
    try:
        with pytest.raises(InvalidFile, match="at most 12 characters"):
            axes.axis()
    finally:
        monkeypatch.undo()
        axes.axis.cache_clear()


def test_the_axis_is_the_country() -> None:
    """One country, 23 regions with Åland, 46 employment areas with Åland, 308 municipalities, each in one region and area."""
    along = axis()
    sizes = {k: s.stop - s.start for k, s in along.spans.items()}
    assert sizes == {"country": 1, "county": 23, "employment_area": 46, "municipality": 308}
    assert {("county", c) for c in along.county.values()} <= set(along.index)
    assert {("employment_area", c) for c in along.area.values()} <= set(along.index)
    assert merged()["588"] == ("507", "2025-01-01")


@given(rows)
def test_ranks_count_from_the_largest_and_ties_share(values: np.ndarray) -> None:
    """The place is one more than how many are larger; missing values have none and are not counted."""
    places, count = arrays.ranks(values)
    known = values[~np.isnan(values)]
    assert count == len(known)
    for value, place in zip(values, places, strict=True):
        assert math.isnan(value) == math.isnan(place)
        if not math.isnan(value):
            assert place == 1 + (known > value).sum()
    for i in range(len(values)):
        alone = arrays.place_of(values, i)
        assert (alone is None) == math.isnan(values[i])
        assert alone is None or alone == (places[i], count)


@given(st.lists(rows.filter(lambda v: len(v) >= 3).map(lambda v: v[:3]), min_size=1, max_size=6))
def test_the_latest_is_the_last_known(found: list[np.ndarray]) -> None:
    """Of each area the last period with a value, NaN and −1 where there is none."""
    values = np.stack(found)
    latest, at = arrays.latest(values)
    for area in range(3):
        known = [p for p in range(len(found)) if not math.isnan(values[p, area])]
        assert at[area] == (known[-1] if known else -1)
        assert math.isnan(latest[area]) if not known else latest[area] == values[known[-1], area]


@given(st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=1, max_size=6))
def test_a_streak_is_counted_back_from_the_latest_year(found: list[list[float]]) -> None:
    """Alone at the top in each of the counted periods, and not in the one before."""
    values = np.array(found)
    count = arrays.streak(values, 0)
    counted = [r for r in values[::-1] if not np.isnan(r).all()] if np.isnan(values[-1]).all() else list(values[::-1])
    for row in counted[:count]:
        assert row[0] > np.nanmax(row[1:])


@given(rows, st.floats(1, 1000))
def test_a_share_is_there_only_when_both_are(values: np.ndarray, per: float) -> None:
    """No share of an unknown, none over zero; never infinite."""
    over = np.roll(values, 1)
    found = arrays.share(values, over, per)
    assert not np.isinf(found).any()
    known = ~np.isnan(values) & ~np.isnan(over) & (over != 0)
    assert (np.isnan(found) | known).all()


def observed(value: float, period: str = "2025", place: Place = KUHMO, gender: str = "total") -> Observation:
    """One figure of Kuhmo."""
    return Observation(place, period, gender, value)


def test_a_municipality_that_ended_counts_into_its_successor() -> None:
    """Sums only: a share of two areas is not the share of their union."""
    both = [observed(100, place=("municipality", "588")), observed(900, place=("municipality", "507"))]
    at = axis().index["municipality", "507"]
    assert laid(both, POPULATION, axis()).values[0, 0, at] == 1000
    assert laid(both, RATE, axis()).values[0, 0, at] == 900
    with pytest.raises(BadFigures, match="no such area: municipality 999"):
        laid([observed(1, place=("municipality", "999"))], POPULATION, axis())
    with pytest.raises(BadFigures, match="twice"):
        laid([observed(1), observed(2)], POPULATION, axis())
    with pytest.raises(BadFigures, match="no figures"):
        laid([], POPULATION, axis())


@pytest.mark.parametrize(("text", "mark"), [("", 0), ("...", 1), ("..", 2), (".", 3)])
def test_signs_of_missing_figures_stay_apart(text: str, mark: int) -> None:
    """Absent, suppressed, not available, illogical."""
    value, found = parsed(text)
    assert math.isnan(value)
    assert found == mark
    assert parsed(" 12.5 ") == (12.5, 0)
    for wrong in ("inf", "nan", "1,5", "x"):
        with pytest.raises(ValueError, match="not a number"):
            parsed(wrong)


def test_the_gate_names_what_cannot_be_true() -> None:
    """Out of range, tenfold, fewer than before, a year gone; and lets the true through."""
    whole = [observed(5.0 + i / 100, y, p) for y in ("2025M06", "2026M06") for i, p in enumerate(axis().places)]
    good = laid(whole, RATE, axis())
    assert faults(good, None, RATE, axis()) == []
    assert faults(good, good, RATE, axis()) == []
    high = laid([observed(101.0, "2026M06")], RATE, axis())
    assert "outside 0 – 100 percent" in faults(high, None, RATE, axis())[0]
    fewer = laid(whole[: len(whole) // 2], RATE, axis())
    assert any("periods that were there are missing: 2026M06" in f for f in faults(fewer, good, RATE, axis()))
    assert any("figures, there were" in f for f in faults(fewer, good, RATE, axis()))
    people = [observed(1000.0 * (10 if y == "2025" else 1), y, p) for y in ("2024", "2025") for p in axis().places]
    assert "jump tenfold" in faults(laid(people, POPULATION, axis()), None, POPULATION, axis())[0]


@pytest.mark.django_db
def test_publishing_replaces_at_once_and_tells_what_changed(people: People) -> None:
    """A new edition with added and revised figures; the same again is nothing; what cannot be true changes nothing."""
    before = queries.figures_of("sotkanet-171")
    assert before is None
    indicator = catalogue().indicators["sotkanet-171"]
    first = laid([observed(20.0, "2024"), observed(21.0, "2025")], indicator, axis())
    made = actions.publish(by=HOUSE, indicator=indicator, found=first, fetched_at=NOW)
    assert made is not None
    assert (made.added, made.revised, made.removed) == (2, 0, 0)
    assert actions.publish(by=HOUSE, indicator=indicator, found=first, fetched_at=NOW) is None
    second = laid([observed(20.5, "2024"), observed(21.0, "2025"), observed(22.0, "2026")], indicator, axis())
    made = actions.publish(by=HOUSE, indicator=indicator, found=second, fetched_at=NOW)
    assert made is not None
    assert (made.added, made.revised) == (1, 1)
    assert made.revisions == [["2024", "municipality", "290", "total", 20.0, 20.5]]
    with pytest.raises(BadFigures):
        actions.publish(by=HOUSE, indicator=indicator, found=laid([observed(200.0, "2026")], indicator, axis()), fetched_at=NOW)  # fmt: skip
    now = queries.figures_of("sotkanet-171")
    assert now is not None
    assert now.totals[:, axis().index[KUHMO]].tolist() == [20.5, 21.0, 22.0]
    assert Edition.objects.filter(indicator="sotkanet-171").count() == 2
    assert AuditEvent.objects.filter(verb="figures_published", subject_id="sotkanet-171").count() == 2
    with pytest.raises(Refused):
        actions.publish(by=actor(people.kuhmo), indicator=indicator, found=first, fetched_at=NOW)


@pytest.mark.django_db
def test_what_is_derived_follows_its_parts() -> None:
    """New unemployment makes a new rate in the same transaction; unknown where a part is hidden."""
    part = catalogue().indicators["tyonv-tyottomat"]
    old = queries.figures_of(part.code)
    assert old is not None
    values = old.table.values.copy()
    values[0, 0, axis().index[KUHMO]] = 1.0
    actions.publish(by=HOUSE, indicator=part, found=arrays.table(old.table.periods, old.table.genders, values, old.table.marks), fetched_at=NOW)  # fmt: skip
    rate = queries.figures_of("tyonv-tyottomyysaste")
    force = queries.figures_of("tyonv-tyovoima")
    assert rate is not None
    assert force is not None
    at = axis().index[KUHMO]
    assert rate.totals[0, at] == pytest.approx(100 / force.totals[0, at])
    hidden = np.isnan(old.totals[0]) & (old.table.marks_of("2026M06") == arrays.SUPPRESSED)
    assert hidden.any()
    assert np.isnan(rate.totals[0][hidden]).all()
    assert (rate.table.marks_of("2026M06")[hidden] == arrays.SUPPRESSED).all()


@pytest.mark.django_db
def test_reading_is_one_query_when_something_changed_and_none_when_not() -> None:
    """Versions, then the matrices, however many; then from memory."""
    codes = [c for c in queries.stamps() if c.startswith("statfin")]
    with one_reading():
        queries.stamps()
        with CaptureQueriesContext(connection) as caught:
            assert len(queries.figures(codes)) == len(codes)
        assert len(caught) == 1
        with CaptureQueriesContext(connection) as caught:
            queries.figures(codes)
        assert len(caught) == 0


def test_the_memory_is_bounded() -> None:
    """The lot asked for longest ago goes whole; one of which nothing is found any more goes at once; the last one stays."""
    kept: Lots[str] = Lots(250)
    kept.put({"a": "a1", "b": "b1"}, 100)
    kept.put({"c": "c1"}, 100)
    assert kept.all_kept(["b", "c", "d"]) == ["b1", "c1", None]
    kept.put({"a": "a2"}, 100)  # b is still in the first lot, which was asked last beside c's
    assert kept.all_kept(["a"]) == ["a2"]
    assert [kept.all_kept([key])[0] for key in "abc"].count(None) == 1
    kept.put({"x": "x1"}, 1_000)
    assert kept.all_kept(["a", "b", "c", "x"]) == [None, None, None, "x1"]
    kept.put({"x": "x2"}, 200)
    kept.put({"y": "y1"}, 50)
    assert kept.all_kept(["x", "y"]) == ["x2", "y1"]


@given(st.lists(st.tuples(st.sets(st.integers(0, 9), min_size=1), st.integers(1, 90)), max_size=40), st.data())
def test_lots_never_weigh_too_much_and_never_answer_an_older_value(
    puts: list[tuple[set[int], int]], data: st.DataObject
) -> None:
    """Whatever comes in which order: what is found is what was put last, and the weight is that of what is held."""
    kept: Lots[int] = Lots(200)
    newest: dict[int, int] = {}
    for at, (keys, weight) in enumerate(puts):
        kept.put(dict.fromkeys(keys, at), weight)
        newest.update(dict.fromkeys(keys, at))
        asked = data.draw(st.lists(st.integers(0, 9), max_size=4))
        for key, found in zip(asked, kept.all_kept(asked), strict=True):
            assert found in (None, newest.get(key))
        assert kept.all_kept(list(keys)) == [at] * len(keys)
        assert kept.weight <= 200


@pytest.mark.django_db
def test_a_process_with_nothing_at_hand_asks_no_versions() -> None:
    """One query for the matrices; what has no figures is not asked again; a new day of one is seen by its version."""
    with one_reading():
        revision("indicators")
        with CaptureQueriesContext(connection) as caught:
            found = queries.figures(["statfin-vaesto", "no-such"])
            assert queries.figures(["statfin-vaesto", "no-such"]) == found
        assert (list(found), len(caught)) == (["statfin-vaesto"], 1)
    Cube.objects.filter(indicator="statfin-vaesto").update(version="another")
    bump("indicators")
    with one_reading():
        assert queries.figures(["statfin-vaesto", "no-such"])["statfin-vaesto"].version == "another"


@pytest.mark.django_db
def test_the_summary_is_the_matrices_latest() -> None:
    """The small column says what the matrices say, of every indicator and area."""
    whole = queries.summary()
    for code, found in queries.figures(queries.stamps()).items():
        at = whole.codes.index(code)
        values, periods = found.latest
        assert np.array_equal(whole.values[at], values, equal_nan=True)
        assert np.array_equal(whole.at[at], periods)
    kuhmo = whole.of(axis().index[KUHMO])
    assert kuhmo["statfin-vaesto"][1] == "2025"


TEN_CELLS: list[tuple[str, Place, str, float]] = [
    ("tyonv-tyottomyysaste", ("employment_area", "19"), "2026M06", 17.8),  # 12r5: Lahti, 10,230 of 57,321 rounds to
    ("tyonv-tyottomyysaste", COUNTRY, "2026M06", 12.8),  # 12r5: TYOTOSUUS of SSS
    ("tyonv-tyottomyysaste", ("municipality", "410"), "2026M06", 12.6),  # 12r5: Laukaa
    ("statfin-vaesto", COUNTRY, "2025", 5_652_881),  # 11ra
    ("statfin-alle15", ("municipality", "410"), "2025", 20.1),  # 11ra: Laukaa
    ("statfin-vaestonmuutos-osuus", ("municipality", "410"), "2025", -0.4),  # 121w: −70 of 18,878
    ("statfin-korkea-aste", ("county", "15"), "2025", 32.8),  # 12bs: summed over Keski-Suomi
    ("statfin-mediaanitulo", ("municipality", "410"), "2024", 29_647),  # 14ww
    ("statfin-lasten-pienituloisuus", ("municipality", "005"), "2024", 20.7),  # 14ww: Alajärvi
    ("sotkanet-1080", COUNTRY, "2020", 1785.0),  # Sotkanet 1080
    ("htas-toimintamenot", ("county", "01"), "2023", 433.199),  # tutkihallintoa.fi
]


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "place", "period", "value"), TEN_CELLS)
def test_ten_cells_by_hand(code: str, place: Place, period: str, value: float) -> None:
    """Figures on a fresh machine are those of the named tables, to the decimals that the source writes."""
    found = queries.figures_of(code)
    assert found is not None
    decimals = found.indicator.decimals if code != "htas-toimintamenot" else 3
    assert round(float(found.table.period(period)[axis().index[place]]), decimals) == value


@pytest.mark.django_db
def test_sums_of_municipalities_are_the_sources_own() -> None:
    """Where the source gives regions and areas, they are the sum of their municipalities; nothing hidden is summed."""
    found = queries.figures_of("statfin-vaesto")
    assert found is not None
    raw = next(s for s in starters() if s.indicator.code == "statfin-vaesto").table()
    alone = raw.values.copy()
    alone[:, :, : axis().spans["municipality"].start] = np.nan
    again = completed(arrays.table(raw.periods, raw.genders, alone), POPULATION, axis())
    assert np.array_equal(again.gender("total"), found.totals)
    long = queries.figures_of("tyonv-pitkaaikaistyottomat")
    assert long is not None
    hidden = [axis().places[i][1] for i in np.flatnonzero(long.table.marks_of("2026M06") == arrays.SUPPRESSED)]
    assert hidden
    for code in hidden:
        if code in axis().county:
            assert np.isnan(long.totals[0, axis().index["county", axis().county[code]]])


@pytest.mark.django_db
def test_starter_figures_never_replace_brought_ones() -> None:
    """Loading again does nothing; figures from a source stay."""
    assert actions.load_starter(by=HOUSE) == 0
    indicator = catalogue().indicators["sotkanet-5081"]
    old = queries.figures_of(indicator.code)
    assert old is not None
    actions.publish(by=HOUSE, indicator=indicator, found=arrays.table(old.table.periods, old.table.genders, old.table.values + 1.0), fetched_at=NOW, origin={"url": "x"})  # fmt: skip
    assert actions.load_starter(by=HOUSE) == 0
    assert Cube.objects.get(indicator=indicator.code).origin == {"url": "x"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a,b\n", "first line"), ("kind,code,2025\nmunicipality,290,x\n", "line 2: 2025"), ("kind,code,2025\ncountry\n", "line 2")],
)  # fmt: skip
def test_a_bad_starter_file_says_the_line(text: str, reason: str) -> None:
    """File, line, column."""
    with pytest.raises(InvalidFile, match=reason):
        list(observations(text, "x.csv"))


@given(st.lists(st.tuples(st.sampled_from(["2023", "2024"]), st.integers(0, 9), numbers), max_size=20))
def test_differences_account_for_every_figure(changes: list[tuple[str, int, float]]) -> None:
    """Added, removed and revised together are exactly the cells that differ."""
    base = np.full((1, 2, len(axis())), np.nan)
    base[0, :, :5] = 1.0
    after = base.copy()
    for period, place, value in changes:
        after[0, ["2023", "2024"].index(period), place] = value
    added, removed, revised = differences(arrays.table(["2023", "2024"], ["total"], base), arrays.table(["2023", "2024"], ["total"], after), axis())  # fmt: skip
    unlike = ~((base == after) | (np.isnan(base) & np.isnan(after)))
    assert added + removed + len(revised) == unlike.sum()


@pytest.mark.django_db
def test_the_day_of_unchanged_figures_is_seen_by_those_who_hold_them() -> None:
    """A source that was asked again and had nothing new: the page tells today's day, not the first one."""
    code = "sotkanet-5081"
    old = queries.figures_of(code)
    assert old is not None
    actions.publish(by=HOUSE, indicator=catalogue().indicators[code], found=old.table, fetched_at=NOW, origin={"url": "y"})  # fmt: skip
    now = queries.figures_of(code)
    assert now is not None
    assert (now.version, now.fetched_at, now.origin) == (old.version, NOW, {"url": "y"})


@pytest.mark.parametrize("untold", [[("588", "2024", arrays.SUPPRESSED)], []])
def test_an_untold_part_makes_an_untold_sum(untold: list[tuple[str, str, int]]) -> None:
    """A municipality that ended and hides its figure, or has none, before it ended: the successor's is not too small."""
    ended: Place = ("municipality", "588")
    rows = [observed(900, p, place=("municipality", "507")) for p in ("2023", "2024", "2025")]
    rows += [observed(100, "2023", place=ended)]
    rows += [Observation(("municipality", code), period, "total", math.nan, mark) for code, period, mark in untold]
    found = laid(rows, POPULATION, axis())
    at = axis().index["municipality", "507"]
    assert [arrays.number(v) for v in found.gender()[:, at]] == [1000, None, 900]
    assert found.marks_of("2024")[at] == (arrays.SUPPRESSED if untold else 0)


cells = st.one_of(
    st.just(math.nan), st.floats(allow_nan=False), st.integers(-(2**33), 2**33).map(float), st.integers(-99999, 99999).map(lambda v: v / 10),
    st.sampled_from([0.0, -0.0, 32767.0, -32768.0, 2147483647.0, 0.1 + 0.2]),
)  # fmt: skip


@given(st.lists(cells, min_size=1, max_size=24))
def test_packed_figures_come_back_to_the_last_bit(values: list[float]) -> None:
    """Also the sign of a zero; few decimals take fewer bytes; rows of before, zlib alone, are still read."""
    given_ = np.array(values).reshape(1, 1, -1)
    whole = bytes([ord("S"), 1, 4]) + zlib.compress(np.rint(np.zeros(len(values)) * 10).astype("<i4").tobytes())
    assert np.array_equal(arrays.unpack_floats(whole, given_.shape), np.zeros(given_.shape))
    for blob in (arrays.pack(given_), zlib.compress(given_.tobytes(), 1)):
        found = arrays.unpack_floats(blob, given_.shape)
        assert np.array_equal(found, given_, equal_nan=True)
        assert np.array_equal(np.signbit(found), np.signbit(given_) & ~np.isnan(given_))
        assert not found.flags.writeable
    with pytest.raises(ValueError, match="reshape"):
        arrays.unpack_floats(arrays.pack(given_), (2, 1, len(values)))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=24))
def test_packed_marks_come_back(values: list[int]) -> None:
    """None at all is a byte."""
    given_ = np.array(values, np.uint8).reshape(1, 1, -1)
    blob = arrays.pack(given_)
    assert np.array_equal(arrays.unpack_marks(blob, given_.shape), given_)
    assert (len(blob) == 1) == (not any(values))

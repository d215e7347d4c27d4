"""Real figures over real HTTP: stand-ins that tell the starter files' figures; sums over ages; forecasts and their gate."""

import math

import numpy as np
import pytest

from tests.core.test_sources import patient
from tests.fakes import pxweb as fake_pxweb
from tests.fakes import sotkanet as fake_sotkanet
from tests.fakes.pxweb import PxWeb, made_up
from tests.fakes.server import running
from tests.fakes.sotkanet import Sotkanet
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.indicators import queries
from yhdyspinta.core.indicators.arrays import Floats, Table, table
from yhdyspinta.core.indicators.axes import Place, axis
from yhdyspinta.core.indicators.catalogue import Indicator, catalogue
from yhdyspinta.core.indicators.gate import faults
from yhdyspinta.core.indicators.laying import Observation
from yhdyspinta.core.indicators.pipeline import Result, bring, wanted
from yhdyspinta.core.indicators.sources import pxweb
from yhdyspinta.core.indicators.sources.pxweb import Variable
from yhdyspinta.core.indicators.sources.web import SourceFault
from yhdyspinta.core.indicators.starter import starters

STARTERS = {one.indicator.code for one in starters()}
LAW = catalogue().indicators


def brought(indicators: list[Indicator], url: str) -> list[Result]:
    """Brings indicators from a stand-in."""
    return list(bring(by=HOUSE, indicators=indicators, make=lambda _: patient(url), force=True))


def totals() -> dict[str, tuple[tuple[str, ...], Floats]]:
    """Periods and totals of every starter indicator now."""
    return {code: (f.table.periods, f.totals) for code, f in queries.figures(sorted(STARTERS)).items()}


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["sotkanet", "pxweb"])
def test_real_figures_come_over_the_wire_as_they_are(source: str) -> None:
    """What the starter files say, a source that says the same gives: every area, period and missing figure, and no other."""
    before = totals()
    chosen = [i for i in wanted(source) if i.code in STARTERS]
    assert len(chosen) >= 10
    service = Sotkanet(seed=fake_sotkanet.seeds()) if source == "sotkanet" else PxWeb(seed=fake_pxweb.seeds())
    with running(service) as server:
        results = brought(chosen, server.url)
    assert [r.reason for r in results if not r.ok] == []
    after = totals()
    for one in chosen:
        assert after[one.code][0] == before[one.code][0], one.code
        assert np.array_equal(after[one.code][1], before[one.code][1], equal_nan=True), one.code


@pytest.mark.django_db
def test_ages_are_summed_and_forecasts_go_ahead() -> None:
    """Single years of age make a group; the municipality that ended counts into its successor; years to come are let in."""
    group, ahead = LAW["statfin-ika-75-84"], LAW["statfin-ennuste-75-84"]
    with running(PxWeb()) as server:
        results = brought([group, ahead, LAW["statfin-ennuste-85"]], server.url)
        assert [r.reason for r in results] == ["", "", ""]
        assert max(a.count("14wx") for a in server.asked) == 1
    kuhmo, mantyharju = axis().index["municipality", "290"], axis().index["municipality", "507"]
    now, later = queries.figures_of(group.code), queries.figures_of(ahead.code)
    assert now is not None
    assert later is not None
    one, _ = made_up("vaerak/11re.px", "KU290", "2025")
    assert one is not None
    assert now.table.period("2025")[kuhmo] == pytest.approx(10 * one)
    assert later.table.periods == tuple(str(y) for y in range(2024, 2046))
    own, ended = made_up("vaenn/14wx.px", "KU507", "2040")[0], made_up("vaenn/14wx.px", "KU588", "2040")[0]
    assert own is not None
    assert ended is not None
    assert later.table.period("2040")[mantyharju] == pytest.approx(10 * (own + ended))
    oldest = queries.figures_of("statfin-ennuste-85")
    assert oldest is not None
    assert oldest.table.period("2040")[mantyharju] == pytest.approx(16 * (own + ended))


@pytest.mark.django_db
def test_a_limit_smaller_than_one_period_cuts_the_areas() -> None:
    """Fifty years of age of all areas are more than this server allows at once: nothing is lost at the seams."""
    group = LAW["statfin-ika-15-64"]
    with running(PxWeb(cells=6_000)) as server:
        assert [r.reason for r in brought([group], server.url)] == [""]
    found = queries.figures_of(group.code)
    assert found is not None
    assert not np.isnan(found.totals).any()


def test_only_forecasts_may_lie_ahead() -> None:
    """A year that has not begun is a fault of a figure, and none of a forecast; a year 3000 is one of both."""
    ahead = LAW["statfin-ennuste-vaesto"]
    found = _years(["2024", "2045"])
    assert faults(found, None, ahead, axis(), clock.today()) == []
    assert "not begun" in faults(found, None, LAW["statfin-ika-85"], axis(), clock.today())[0]
    assert "no year of a forecast" in faults(_years(["2024", "3000"]), None, ahead, axis(), clock.today())[0]


def _years(periods: list[str]) -> Table:
    values = np.full((1, len(periods), len(axis())), 100.0)
    return table(periods, ["total"], values)


@pytest.mark.parametrize(
    "values", [["SSS"], ["SSS", "000", "002", "100-"], ["SSS", *(f"{a:03d}" for a in range(85, 99))]]
)
def test_ages_that_are_not_all_there_are_a_fault(values: list[str]) -> None:
    """A group lacks a year: its sum would be too small."""
    with pytest.raises(SourceFault, match="no single years"):
        pxweb._ages([Variable("ikaryhma_1", values)], LAW["statfin-ika-85"])


def test_an_untold_year_of_age_makes_an_untold_group() -> None:
    """One hidden part hides the sum, and says why."""
    place: Place = ("municipality", "290")
    told = Observation(place, "2025", "total", 5.0, 0)
    hidden = Observation(place, "2025", "total", math.nan, 1)
    assert [(o.value, o.mark) for o in pxweb._summed([told, told], 2)] == [(10.0, 0)]
    (one,) = pxweb._summed([told, hidden], 2)
    assert math.isnan(one.value)
    assert one.mark == 1
    assert pxweb._summed([told], 2) == []

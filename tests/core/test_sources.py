"""The clients against faithful stand-ins over real HTTP, and every fault: the last good figures stay, the reason is noted."""

import json
import math
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import pxweb as fake_pxweb
from tests.fakes import sotkanet as fake_sotkanet
from tests.fakes.pxweb import PxWeb
from tests.fakes.server import FAULTS, Server, running
from tests.fakes.sotkanet import IDS, OLD, Sotkanet, value_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.indicators import pipeline, queries
from yhdyspinta.core.indicators.arrays import SUPPRESSED
from yhdyspinta.core.indicators.axes import COUNTRY, axis
from yhdyspinta.core.indicators.catalogue import Indicator, catalogue
from yhdyspinta.core.indicators.laying import spots
from yhdyspinta.core.indicators.models import Absolute, Edition, RawAnswer, SourceRun
from yhdyspinta.core.indicators.pipeline import Result, bring, wanted
from yhdyspinta.core.indicators.sources import pxweb, sotkanet
from yhdyspinta.core.indicators.sources.described import Described
from yhdyspinta.core.indicators.sources.web import SourceFault, Web
from yhdyspinta.site import upkeep

NEET = catalogue().indicators["sotkanet-3219"]
JOBLESS = catalogue().indicators["tyonv-tyottomat"]
PEOPLE = catalogue().indicators["statfin-vaesto"]


@pytest.fixture
def sotka() -> Iterator[tuple[Server, Sotkanet]]:
    """A Sotkanet on loopback."""
    service = Sotkanet()
    with running(service) as server:
        yield server, service


@pytest.fixture
def statfin() -> Iterator[tuple[Server, PxWeb]]:
    """A PxWeb on loopback."""
    service = PxWeb()
    with running(service) as server:
        yield server, service


def quick(url: str) -> Web:
    """A session that does not wait long."""
    return Web(url, connect=0.3, read=0.3, whole=1.0, pause=0.001)


def patient(url: str) -> Web:
    """A session that waits for a stand-in that has much to say."""
    return Web(url, connect=5, read=30, whole=60, pause=0.001)


def brought(indicator: Indicator, url: str, *, session: Callable[[str], Web] = quick, **more: Any) -> Result:
    """One indicator, brought from an address."""
    return next(iter(bring(by=HOUSE, indicators=[indicator], make=lambda _: session(url), force=True, **more)))


@pytest.mark.django_db
def test_sotkanet_is_read_whole(sotka: tuple[Server, Sotkanet]) -> None:
    """Every area of the house, every year and gender as told; what is absent stays absent; absolutes beside; raw answers kept."""
    server, _service = sotka
    result = brought(NEET, server.url, session=patient)
    assert result == Result(NEET, True, True, "")
    found = queries.figures_of(NEET.code)
    assert found is not None
    assert found.table.periods == tuple(str(y) for y in range(2018, 2026))
    along = axis()
    for place, number in IDS.items():
        for i, year in enumerate(range(2018, 2026)):
            value = found.totals[i, along.index[place]]  # type: ignore[index]  # the stand-in's own places
            absent = (number * 31 + year) % 97 == 0
            assert math.isnan(value) if absent else value == value_of(3219, number, year, "total")
    assert found.source_updated is not None
    assert Absolute.objects.filter(indicator=NEET.code).exists()
    beside = queries.absolutes(NEET.code)
    assert beside is not None
    assert beside.shape == found.table.values.shape
    assert found.origin["left_out"] > 0
    assert RawAnswer.objects.filter(url__endswith="/json").count() == 1
    assert OLD not in IDS.values()
    assert all("regions=" not in asked for asked in server.asked)
    run = SourceRun.objects.get()
    assert (run.ok, run.changed, run.reason) == (True, True, "")


@pytest.mark.django_db
def test_what_has_not_changed_is_not_asked_again(sotka: tuple[Server, Sotkanet]) -> None:
    """The day of the last change is compared first; revised figures make an edition that tells them."""
    server, service = sotka
    brought(NEET, server.url)
    count = len(server.asked)
    again = next(iter(bring(by=HOUSE, indicators=[NEET], make=lambda _: quick(server.url), force=True)))
    assert again.ok
    SourceRun.objects.all().delete()
    quiet = next(iter(bring(by=HOUSE, indicators=[NEET], make=lambda _: quick(server.url))))
    assert (quiet.ok, quiet.changed) == (True, False)
    assert not any("/json" in a for a in server.asked[count + 3 :])
    assert list(bring(by=HOUSE, indicators=[NEET], make=lambda _: quick(server.url))) == []
    service.updated, service.last_year = "2026-11-20", 2026
    newer = brought(NEET, server.url)
    assert newer.changed
    edition = Edition.objects.filter(indicator=NEET.code).first()
    assert edition is not None
    assert (edition.added > 300, edition.revised, edition.removed) == (True, 0, 0)


def test_a_number_of_the_source_names_all_that_is_read_from_it() -> None:
    """Sotkanet tells the share and the count of one thing under one number."""
    assert [i.code for i in wanted(codes=["3563"])] == ["sotkanet-3563", "sotkanet-3563-lkm"]
    assert [i.code for i in wanted(codes=["sotkanet-3563-lkm"])] == ["sotkanet-3563-lkm"]


@pytest.mark.django_db
def test_a_second_change_on_the_day_of_the_first_is_brought(sotka: tuple[Server, Sotkanet]) -> None:
    """A source tells a day, not an hour: what was brought on the very day of a change is asked once more."""
    server, service = sotka
    service.updated = clock.today().isoformat()
    brought(NEET, server.url)
    service.last_year = 2026
    SourceRun.objects.all().delete()
    assert next(iter(bring(by=HOUSE, indicators=[NEET], make=lambda _: quick(server.url)))).changed


@pytest.mark.django_db
def test_pxweb_is_read_in_pieces(statfin: tuple[Server, PxWeb]) -> None:
    """Variables by role, as few cells at a time as the server allows; suppressed ones are marked; months in order."""
    server, _service = statfin
    assert brought(JOBLESS, server.url).ok
    found = queries.figures_of(JOBLESS.code)
    assert found is not None
    assert found.table.periods[0] == "2025M01"
    assert found.last_period == "2026M10"
    assert (found.table.marks == SUPPRESSED).any()
    assert sum("12r5" in a for a in server.asked) == 2
    rate = queries.figures_of("tyonv-tyottomyysaste")
    assert rate is not None
    assert brought(PEOPLE, server.url).ok
    people = queries.figures_of(PEOPLE.code)
    assert people is not None
    assert set(people.table.genders) == {"total", "male", "female"}
    old = catalogue().indicators["tyonv-kuntouttava"]
    assert brought(old, server.url).ok
    assert sum("12u4" in a for a in server.asked) == 2


@pytest.mark.django_db
def test_a_small_limit_makes_more_questions() -> None:
    """Every answer within the server's cells."""
    with running(PxWeb(cells=1_200)) as server:
        assert brought(JOBLESS, server.url).ok
        assert sum("12r5" in a for a in server.asked) == 1 + math.ceil(22 / (1_200 // 378))


@pytest.mark.django_db
def test_from_a_year_on_the_earlier_years_stay(sotka: tuple[Server, Sotkanet]) -> None:
    """`--since` brings the later years and keeps the ones before."""
    server, service = sotka
    brought(NEET, server.url)
    service.updated = "2026-11-21"
    assert brought(NEET, server.url, since="2024").ok
    found = queries.figures_of(NEET.code)
    assert found is not None
    assert found.table.periods == tuple(str(y) for y in range(2018, 2026))
    assert any("years=2024&years=2025" in a for a in server.asked)
    beside = queries.absolutes(NEET.code)
    assert beside is not None
    assert not np.isnan(beside[0, 0]).all()  # the earlier years' counts stay too
    late = brought(NEET, server.url, since="2090")
    assert not late.ok
    assert "no periods from 2090" in late.reason


SOTKANET_POINTS = ("/regions", "/indicators/", "/json")
PXWEB_POINTS = ("config", "12r5.px")
WRONG_URLS = {
    "refused": "http://127.0.0.1:9",
    "DNS failure": "http://no-such-host.invalid",
    "TLS to a plain server": "https",
    "not an address": "http://[::1",
}
EVERY = [*FAULTS, *WRONG_URLS]


def last_good(indicator: Indicator, url: str, first: bool) -> queries.Stamp | None:
    """The version that is there before the fault: none on a first load."""
    if not first:
        assert brought(indicator, url, session=patient).ok
    return queries.stamps().get(indicator.code)


def spoil(server: Server, name: str, point: str) -> str:
    """Sets the fault; the address to ask then."""
    if name in FAULTS:
        server.fault, server.only = FAULTS[name], point
        return server.url
    wrong = WRONG_URLS[name]
    return server.url.replace("http", "https") if wrong == "https" else wrong


def check_untouched(indicator: Indicator, before: queries.Stamp | None, result: Result) -> None:
    """Nothing was published, the reason is in the run log, and the page still has the last good figures."""
    assert not result.ok
    assert not result.changed
    assert result.reason
    assert queries.stamps().get(indicator.code) == before
    run = SourceRun.objects.order_by("-id").first()
    assert run is not None
    assert (run.indicator, run.ok, run.changed) == (indicator.code, False, False)
    assert run.reason == result.reason[:400]


@pytest.mark.django_db
@pytest.mark.parametrize("first", [True, False], ids=["first", "refresh"])
@pytest.mark.parametrize("point", SOTKANET_POINTS)
@pytest.mark.parametrize("fault", EVERY)
def test_no_fault_of_sotkanet_reaches_the_figures(sotka: tuple[Server, Sotkanet], fault: str, point: str, first: bool) -> None:  # fmt: skip
    """28 faults × 3 endpoints × first load and refresh."""
    server, _service = sotka
    before = last_good(NEET, server.url, first)
    asked = len(server.asked)
    result = brought(NEET, spoil(server, fault, point))
    check_untouched(NEET, before, result)
    assert sum(point in a for a in server.asked[asked:]) <= 3


@pytest.mark.django_db
@pytest.mark.parametrize("first", [True, False], ids=["first", "refresh"])
@pytest.mark.parametrize("point", PXWEB_POINTS)
@pytest.mark.parametrize("fault", EVERY)
def test_no_fault_of_pxweb_reaches_the_figures(statfin: tuple[Server, PxWeb], fault: str, point: str, first: bool) -> None:  # fmt: skip
    """28 faults × 2 endpoints × first load and refresh. On first load the starter figures are the last good ones."""
    server, _service = statfin
    before = last_good(JOBLESS, server.url, first)
    check_untouched(JOBLESS, before, brought(JOBLESS, spoil(server, fault, point)))


WITHOUT_EARLIER = [(w, True) for w in fake_sotkanet.WRONG if w != "half of the rows"]  # nobody can know what is missing


@pytest.mark.django_db
@pytest.mark.parametrize(("wrong", "first"), [*WITHOUT_EARLIER, *((w, False) for w in fake_sotkanet.WRONG)])
def test_wrong_figures_of_sotkanet_are_not_published(sotka: tuple[Server, Sotkanet], wrong: str, first: bool) -> None:
    """Doubled, tenfold, renamed, of another indicator or year, half, text, nulls."""
    server, service = sotka
    before = last_good(NEET, server.url, first)
    service.wrong = wrong
    check_untouched(NEET, before, brought(NEET, server.url))


@pytest.mark.django_db
@pytest.mark.parametrize("first", [True, False], ids=["first", "refresh"])
@pytest.mark.parametrize("wrong", fake_pxweb.WRONG)
def test_wrong_figures_of_pxweb_are_not_published(statfin: tuple[Server, PxWeb], wrong: str, first: bool) -> None:
    """Too few values, another content, unknown areas, a dimension gone, text, impossible, nulls."""
    server, service = statfin
    before = last_good(JOBLESS, server.url, first)
    service.wrong = wrong
    check_untouched(JOBLESS, before, brought(JOBLESS, server.url))


def test_the_matrix_is_as_large_as_asked() -> None:
    """At least 300 cells."""
    cells = len(EVERY) * (len(SOTKANET_POINTS) + len(PXWEB_POINTS)) * 2
    assert cells + 2 * (len(fake_sotkanet.WRONG) + len(fake_pxweb.WRONG)) - 1 >= 300


@pytest.mark.django_db
def test_a_fault_that_passes_is_waited_out(sotka: tuple[Server, Sotkanet]) -> None:
    """Two failures, then the figures: three tries are enough."""
    server, _service = sotka
    turns = iter([True, True])
    broken = FAULTS["503"]
    server.fault = lambda handler, good: next(turns, False) and broken(handler, good)
    server.only = "/json"
    assert brought(NEET, server.url).ok


@pytest.mark.django_db
def test_the_command_tells_progress_and_fails_with_the_reason(
    sotka: tuple[Server, Sotkanet], settings: Any, capsys: pytest.CaptureFixture[str], reader: Any
) -> None:
    """Healthy: 0 and a line; HTML with 200: 1, the reason, the last good figures with their date; unknown codes are named."""
    server, _service = sotka
    settings.SOTKANET_URL = server.url
    call_command("sync", "sotkanet", "--indicator", "3219")
    out = capsys.readouterr().out
    assert "sotkanet-3219: new figures" in out
    assert "1 with new figures, 0 unchanged, 0 failed, 0 not asked" in out
    page = reader.get("/fi/tilastot/luku/sotkanet-3219/").content.decode()
    server.fault = FAULTS["HTML with 200"]
    with pytest.raises(CommandError, match="HTML"):
        call_command("sync", "sotkanet", "--indicator", "3219")
    assert reader.get("/fi/tilastot/luku/sotkanet-3219/").content.decode()[:20000] == page[:20000]
    assert "web page (HTML)" in reader.get("/fi/tilastot/lahteet/").content.decode()
    for args, words in (
        (["--indicator", "99999"], "no such indicator: 99999"),
        (["--indicator", "tyonv-tyottomyysaste"], "cannot be brought"),
        (["--since", "eilen"], "give a year"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("sync", *args)


@pytest.mark.django_db
def test_a_source_that_cannot_be_reached_is_given_up() -> None:
    """Not 150 times the same wait."""
    results = list(bring(by=HOUSE, indicators=wanted("sotkanet"), make=lambda _: quick("http://127.0.0.1:9")))
    assert 3 <= len(results) <= 8
    assert not any(r.ok for r in results)


@pytest.mark.django_db
def test_a_night_without_a_network_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job tells how many failed; the starter figures stay."""
    before = queries.stamps()
    monkeypatch.setattr(upkeep, "bring", lambda **kw: bring(**kw, make=lambda _: quick("http://127.0.0.1:9")))
    said = upkeep.sync()
    assert said.startswith("0 indicators with new figures")
    assert not said.endswith(" 0 failed")
    assert queries.stamps() == before


@pytest.mark.django_db
@pytest.mark.parametrize("told", ["", "2024-05-05T00:00:00", "2024-02-31"])
def test_a_description_without_a_day_is_still_brought(sotka: tuple[Server, Sotkanet], told: str) -> None:
    """When the source does not tell when it changed, the figures are asked each time."""
    server, service = sotka
    service.updated = told
    assert brought(NEET, server.url).changed
    found = queries.figures_of(NEET.code)
    assert found is not None
    assert found.source_updated is None


@pytest.mark.django_db
def test_dimensions_with_gaps_never_shift_figures(statfin: tuple[Server, PxWeb]) -> None:
    """A place of the answer that has no code would move every figure after it."""
    server, service = statfin
    for wrong in ("a gap in the areas", "more areas than sizes"):
        service.wrong = wrong
        result = brought(JOBLESS, server.url)
        assert not result.ok
        assert "dimension" in result.reason
    service.wrong, service.updated = "", "2026-02-31T06:00:00Z"
    assert brought(JOBLESS, server.url).ok


@pytest.mark.django_db
def test_a_failing_indicator_is_seen_behind_later_successes(sotka: tuple[Server, Sotkanet], reader: Any) -> None:
    """The page tells each indicator whose latest try failed, until one goes well."""
    server, service = sotka
    service.wrong = "only nulls"
    brought(NEET, server.url)
    service.wrong = ""
    others = [i for i in wanted("sotkanet") if i.unit == "percent" and i.code != NEET.code][:6]
    list(bring(by=HOUSE, indicators=others, make=lambda _: quick(server.url), force=True))
    assert (
        "sotkanet-3219, 24.11.2026: sotkanet-3219: no figures" in reader.get("/fi/tilastot/lahteet/").content.decode()
    )
    brought(NEET, server.url)
    assert "sotkanet-3219: no figures" not in reader.get("/fi/tilastot/lahteet/").content.decode().split("<table")[0]


@pytest.mark.django_db
def test_a_worker_that_stops_ends_the_bringing(monkeypatch: pytest.MonkeyPatch, sotka: tuple[Server, Sotkanet]) -> None:
    """After the batch at hand; the next run goes on with the rest."""
    stop = threading.Event()
    monkeypatch.setattr(pipeline, "STOP", stop)
    found = []
    for result in bring(by=HOUSE, indicators=wanted("sotkanet")[:9], make=lambda _: quick(sotka[0].url)):
        found.append(result.indicator.code)
        stop.set()
    assert len(found) == pipeline.PARALLEL
    stop.clear()
    rest = [
        r.indicator.code for r in bring(by=HOUSE, indicators=wanted("sotkanet")[:9], make=lambda _: quick(sotka[0].url))
    ]
    went_well = set(SourceRun.objects.filter(ok=True).values_list("indicator", flat=True))
    assert set(found) & went_well - set(rest)


@pytest.mark.django_db
def test_the_whole_catalogue_can_be_brought() -> None:
    """Every indicator of both sources from the stand-ins; again is nothing new."""
    with running(Sotkanet()) as one, running(PxWeb(cells=100_000)) as two:
        make = lambda source: patient(one.url if source == "sotkanet" else two.url)  # noqa: E731  (a maker)
        some = [*wanted("sotkanet")[:12], *wanted("pxweb")]
        results = list(bring(by=HOUSE, indicators=some, make=make))
        failed = [r.reason for r in results if not r.ok]
        assert all("outside" in f or "jump" in f or "missing" in f for f in failed), failed
        assert sum(r.changed for r in results) > len(some) // 2
        assert list(bring(by=HOUSE, indicators=[r.indicator for r in results if r.ok], make=make)) == []


mutations = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from(["drop", "null", "text", "huge", "twin", "list", "negative"])),
    max_size=6,
)
GOOD = Sotkanet().json({"indicator": ["3219"], "years": ["2024", "2025"], "genders": ["total"]})[1]
DESCRIBED = Described(None, ("2024", "2025"), ("total",), {"spots": {n: spots(axis())[p] for p, n in IDS.items()}})  # type: ignore[index]  # places of the stand-in


@given(mutations, st.sampled_from(["value", "region", "year", "gender", "indicator"]))
def test_any_mutation_is_read_or_refused(changes: list[tuple[int, str]], name: str) -> None:
    """Never another error, never an infinite value."""
    rows: list[Any] = [dict(r) for r in GOOD]
    spoil_one = {"null": None, "text": "x", "huge": 10**400, "negative": -1}
    for at, how in changes:
        row = rows[at % len(rows)]
        if how == "list" or not isinstance(row, dict):
            rows[at % len(rows)] = [row]
        elif how == "twin":
            rows.append(dict(row))
        elif how == "drop":
            row.pop(name, None)
        else:
            row[name] = spoil_one[how]
    try:
        found = sotkanet.tidy(json.dumps(rows).encode(), NEET, DESCRIBED)
    except SourceFault:
        return
    assert not np.isinf(found.columns.value).any()


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_politely(body: bytes) -> None:
    """Whatever comes from the network."""
    for refused in (sotkanet_read, pxweb_read):
        assert refused(body) or body.strip() == b"[]"


def sotkanet_read(body: bytes) -> bool:
    """Whether a body is refused as Sotkanet's."""
    try:
        sotkanet.tidy(body, NEET, DESCRIBED)
    except SourceFault:
        return True
    return False


def pxweb_read(body: bytes) -> bool:
    """Whether a body is refused as PxWeb's."""
    try:
        pxweb.tidy([body], JOBLESS, DESCRIBED)
    except SourceFault:
        return True
    return False


@pytest.mark.django_db
def test_sums_are_made_where_the_source_gives_only_municipalities(statfin: tuple[Server, PxWeb]) -> None:
    """A source's own region is kept; the country is never overwritten by a sum."""
    server, _service = statfin
    brought(JOBLESS, server.url)
    found = queries.figures_of(JOBLESS.code)
    assert found is not None
    raw = found.totals[0]
    assert not np.isnan(raw[axis().index[COUNTRY]])
    assert pipeline.PARALLEL == 4

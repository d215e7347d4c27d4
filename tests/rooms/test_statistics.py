"""The room of figures: profiles, indicators, the picture of an interface, snapshots, the column of the map, exports."""

import csv
import io
import json
import math
import re
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from jsonstat_validator import validate_jsonstat
from python_calamine import CalamineWorkbook

from tests.people import People, actor, agreed, browser, opened, side
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.indicators.actions import publish
from yhdyspinta.core.indicators.arrays import SUPPRESSED, table
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.indicators.periods import earlier, end_of, held_on, missed_from, shown
from yhdyspinta.core.indicators.queries import figures_of
from yhdyspinta.core.interfaces.catalogue import THEMES, InvalidFile
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.themes.actions import Proposal, end, propose
from yhdyspinta.core.themes.models import RegionAgreement
from yhdyspinta.rooms.statistics import actions, facade, places, queries, rules
from yhdyspinta.rooms.statistics.freezing import as_table
from yhdyspinta.rooms.statistics.models import Snapshot
from yhdyspinta.rooms.statistics.profile import Source, lines, peak, stands_out, strips_of
from yhdyspinta.rooms.statistics.surveys import FILE, surveys
from yhdyspinta.rooms.statistics.surveys import read as read_surveys
from yhdyspinta.site.map.queries import interface_map

TODAY = date(2026, 11, 24)
PROFILES = ("kunnat/laukaa", "kunnat/sottunga", "alueet/kainuu", "tyollisyysalueet/lahti", "maa/suomi")


@given(st.integers(2000, 2040), st.integers(1, 12), st.integers(0, 40), st.integers(1, 10))
def test_periods(year: int, month: int, late: int, back: int) -> None:
    """The last day of a year or a month; a period is missed so many months after it; the same period years before."""
    whole, part = f"{year}", f"{year}M{month:02d}"
    assert end_of(whole) == date(year, 12, 31)
    assert end_of(part).month == month
    assert shown(part) == f"{month}/{year}"
    assert missed_from(part, late) >= end_of(part)
    assert earlier(part, back) == f"{year - back}M{month:02d}"
    assert held_on((str(year - 1), whole), end_of(whole)) == whole
    assert held_on((whole,), date(year, 6, 1)) == ""


def where(space: str, slug: str) -> places.Where:
    """An area that is there."""
    found = queries.find(space, slug)
    assert found is not None
    return found


@pytest.mark.django_db
def test_who_is_compared_with_whom() -> None:
    """Municipalities of the mainland with each other, Åland's apart, regions with regions; never across types."""
    laukaa, sottunga, kainuu = where("kunnat", "laukaa"), where("kunnat", "sottunga"), where("alueet", "kainuu")
    assert (laukaa.group.size, sottunga.group.size, kainuu.group.size) == (292, 16, 22)
    assert laukaa.region.size == 22
    assert where("tyollisyysalueet", "lahti").group.size == 45
    for one in (laukaa, sottunga, kainuu):
        kinds = {axis().places[i][0] for i in one.group}
        assert kinds == {one.kind}
        assert one.at in one.group
    assert queries.find("kunnat", "pertunmaa") is None
    assert queries.find("maa", "laukaa") is None
    assert queries.find("x", "") is None


@pytest.mark.django_db
@pytest.mark.parametrize("measure", places.MEASURES)
def test_the_nearest_are_nearest_by_the_named_measure(measure: str) -> None:
    """Five of the same group, never itself; by size: nobody else is nearer by the logarithm of the population."""
    found = {c: f.latest[0] for c in places.MEASURES["kaikki"] if (f := figures_of(c)) is not None}
    here = where("kunnat", "laukaa")
    near = places.nearest(found, here, measure)
    assert len(set(near)) == 5
    assert here.at not in near
    assert set(near) <= set(here.group)
    if measure == "koko":
        size = np.log(found["statfin-vaesto"])
        gap = np.abs(size - size[here.at])
        others = [i for i in here.group if i != here.at and i not in near]
        assert gap[near].max() <= min(gap[i] for i in others)


values = st.lists(st.one_of(st.just(math.nan), st.floats(-1e6, 1e6)), min_size=10, max_size=30)


@given(values)
def test_a_strip_lies_inside_its_picture(row: list[float]) -> None:
    """The smallest at one end, the largest at the other, one's own between; none when nothing differs."""
    found = np.array(row)
    here = places.Where(("municipality", "x"), 0, Text("X"), "x", np.arange(len(row)), np.arange(5), None)
    strip = strips_of(found[None], here, 1, [True])[0]
    known = found[~np.isnan(found)]
    if math.isnan(row[0]) or len(known) < 3 or known.min() == known.max():
        assert strip is None
        return
    assert strip is not None
    assert 0 <= strip.own <= 240
    spots = [int(x) for x in re.findall(r"M(\d+) ", strip.all)]
    assert (min(spots), max(spots)) == (3, 237)
    assert len(spots) == len(set(spots)) <= len(known)


@given(st.lists(st.one_of(st.none(), st.integers(0, 100).map(float)), max_size=12))
def test_a_peak_is_inside(found: list[float | None]) -> None:
    """The largest, when growth has turned: never the first nor the last known."""
    periods = [str(2000 + i) for i in range(len(found))]
    top = peak(periods, found)
    known = [(p, v) for p, v in zip(periods, found, strict=True) if v is not None]
    if top is not None:
        assert top[1] == max(v for _, v in known)
        assert top not in (known[0], known[-1])


@pytest.mark.django_db
def test_a_line_of_a_profile_against_its_source() -> None:
    """Laukaa's unemployment: the figures that the source gives, counted by hand in 12r5."""
    found = figures_of("tyonv-tyottomyysaste")
    assert found is not None
    here = where("kunnat", "laukaa")
    one = lines([Source(found.indicator, found.table)], here, here.region[:2], places.country_at(axis()))[0]
    assert one.value is not None
    assert one.region is not None
    assert one.country is not None
    assert (round(one.value, 1), round(one.region, 1), round(one.country, 1)) == (12.6, 15.8, 12.8)
    assert one.in_region == (16, 22)
    assert one.in_group is not None
    assert one.in_group[1] == 292
    hidden = figures_of("tyonv-alle25")
    assert hidden is not None
    at = next(i for i in here.group if hidden.table.marks_of("2026M06")[i] == SUPPRESSED)
    named = queries.directory()[at]
    silent = lines([Source(hidden.indicator, hidden.table)], where("kunnat", named.slug), here.region, 0)[0]
    assert (silent.value, silent.mark) == (None, SUPPRESSED)


@pytest.mark.django_db
def test_what_stands_out_does_stand_out() -> None:
    """Each is at the very edge of its region or in the outermost tenth of its group, and no mere count."""
    for space, slug in (p.split("/") for p in PROFILES[:4]):
        here = where(space, slug)
        found = queries.profile(here, "kaikki", list(THEMES))
        told = [one for _theme, own in found.themes for one in own]
        for s in stands_out(told, {c: f.table for c, f in found.found.items()}, here):
            place, count = s.place
            assert not s.line.indicator.additive
            assert place in (1, count) if s.code.startswith("region") else min(place - 1, count - place) / count < 0.1


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("path", [*PROFILES, "luku/statfin-vaesto", "luku/sotkanet-3219", "lahteet", ""])
def test_every_page_opens_in_every_language(reader: Client, path: str, lang: str) -> None:
    """With figures and without."""
    answer = reader.get(f"/{lang}/tilastot/{path}{'/' if path else ''}")
    assert answer.status_code == 200


@pytest.mark.django_db
def test_lahti_on_its_employment_areas_page(reader: Client) -> None:
    """17,8 % in June 2026, on a machine that has never had a network."""
    text = reader.get("/fi/tilastot/tyollisyysalueet/lahti/").content.decode()
    row = text[text.index('paikka=tyollisyysalueet/lahti">Työttömyysaste, %') :]
    assert "<b>17,8</b>" in row[: row.index("</tr>")]
    assert "6/2026" in row[: row.index("</tr>")]
    assert "CC BY 4.0" in text


@pytest.mark.django_db
def test_an_indicator_by_area_and_over_time(reader: Client) -> None:
    """Every area of the chosen kind; asked places in the chart; nonsense is a 400 with the way."""
    text = reader.get("/fi/tilastot/luku/statfin-vaesto/?taso=alueet&paikka=kunnat/laukaa").content.decode()
    assert text.count('<th scope="row"><a href="/fi/tilastot/alueet/') == 22
    assert ">Laukaa</text>" in text
    assert "Ahvenanmaa" in text
    for bad in ("taso=x", "ajankohta=1900", "paikka=kunnat/ei-ole", "muoto=pdf"):
        assert reader.get(f"/fi/tilastot/luku/statfin-vaesto/?{bad}").status_code == 400
    assert reader.get("/fi/tilastot/luku/ei-ole/").status_code == 404
    assert reader.get("/fi/tilastot/kunnat/ei-ole/").status_code == 404
    assert reader.get("/fi/tilastot/avaa/?paikka=kunnat/laukaa")["Location"] == "/fi/tilastot/kunnat/laukaa/"
    assert reader.get("/fi/tilastot/avaa/")["Location"] == "/fi/tilastot/"


@pytest.mark.django_db
def test_exports_say_what_the_pages_say(reader: Client) -> None:
    """CSV and XLSX of an indicator, valid JSON-stat with the reasons of missing values, a profile as a table."""
    path = "/fi/tilastot/luku/tyonv-alle25/"
    rows = list(csv.reader(io.StringIO(reader.get(f"{path}?muoto=csv").content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 309
    assert sum(r[2] == "..." for r in rows) > 10
    book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(f"{path}?muoto=xlsx").content))
    assert len(book.get_sheet_by_index(0).to_python()) == 309
    data = json.loads(reader.get(f"{path}?muoto=json").content)
    assert validate_jsonstat(data)
    assert data["size"] == [1, 1, 308]
    found = figures_of("tyonv-alle25")
    assert found is not None
    for i, code in enumerate(data["dimension"]["alue"]["category"]["index"]):
        value = found.totals[0, axis().index["municipality", code]]
        assert data["value"][i] == (None if math.isnan(value) else value)
        assert (str(i) in data["status"]) == (data["value"][i] is None)
    profile = reader.get("/fi/tilastot/kunnat/laukaa/?muoto=csv").content.decode("utf-8-sig")
    assert '"Työttömyysaste, %";"6/2026";"12.6"' in profile


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "count"), [("kunnat/laukaa/", 1), ("luku/statfin-vaesto/", 1), ("", 1), ("maa/suomi/", 1)]
)
def test_pages_of_figures_ask_little(reader: Client, path: str, count: int) -> None:
    """Once warm: the revisions."""
    reader.get(f"/fi/tilastot/{path}")
    with CaptureQueriesContext(connection) as caught:
        reader.get(f"/fi/tilastot/{path}")
    assert len(caught) == count


SET = Proposal("picture", "tyollisyys", indicators=("statfin-vaesto", "statfin-pienituloisuus"))


def frozen(looked_on: date = date(2026, 11, 20), region: str = "20") -> Snapshot:
    """What Kainuu's county coordinator froze."""
    return actions.freeze(
        by=side(region, "county"),
        region=Region.objects.get(code=region),
        theme="tyollisyys",
        codes=SET.indicators,
        title="Neuvottelu",
        looked_on=looked_on,
    )


def test_the_written_table_of_the_picture() -> None:
    """Each line of the table, from nothing to all three."""
    told = {
        (a, f, s): rules.situation(agreed=a, fresh=f, looked=s) for a in (True, False) for f in (True, False) for s in (True, False)
    }  # fmt: skip
    assert told[True, True, True] == "in_place"
    assert told[True, True, False] == told[True, False, True] == "partly"
    assert told[True, False, False] == told[False, True, True] == told[False, False, True] == "under_preparation"
    assert told[False, True, False] == told[False, False, False] == "unknown"


@pytest.mark.django_db
def test_the_column_of_the_map() -> None:
    """Nothing; an agreed set; looked at: each day as it was, and what ends is gone."""
    key = ("20", "tyollisyys", "picture")
    assert interface_map(TODAY)[key].situation == "unknown"
    with clock.frozen(datetime(2026, 10, 1, 9, tzinfo=UTC)):
        made = agreed("20", SET)
    assert interface_map(TODAY)[key].situation == "partly"
    assert interface_map(date(2026, 9, 30))[key].situation == "unknown"
    shot = frozen()
    assert interface_map(TODAY)[key].situation == "in_place"
    assert interface_map(date(2026, 11, 19))[key].situation == "partly"
    assert {f.code for f in interface_map(TODAY)[key].findings} == {"picture_agreed", "picture_looked", "picture_fresh"}
    later = interface_map(date(2028, 11, 24))[key]
    assert (later.situation, later.flags) == ("under_preparation", ("stale",))
    actions.withdraw(by=side("20", "municipalities"), snapshot=shot)
    assert interface_map(TODAY)[key].situation == "partly"
    end(by=side("20", "county"), agreement=made)
    assert interface_map(TODAY)[key].situation == "unknown"
    assert facade.statuses(["20"], TODAY) == {}


@pytest.mark.django_db
def test_looked_at_without_an_agreed_set_is_preparation() -> None:
    """And "agreed: not needed" is a valid answer of the picture too."""
    frozen()
    assert interface_map(TODAY)["20", "tyollisyys", "picture"].situation == "under_preparation"
    agreed("15", Proposal("need", "tyollisyys", texts={"fi": "Ei tarvita"}, not_needed=("picture",)))
    assert interface_map(TODAY)["15", "tyollisyys", "picture"].situation == "not_applicable"


@pytest.mark.django_db
def test_a_set_needs_known_figures_and_two_sides() -> None:
    """An empty or unknown set is refused; a theme that ends takes its picture with it."""
    for codes in ((), ("ei-ole",)):
        with pytest.raises(Refused) as caught:
            propose(by=side("20", "county"), region=Region.objects.get(code="20"), content=Proposal("picture", "hyte", indicators=codes))  # fmt: skip
        assert caught.value.verdict.code == "themes_picture_empty"
    theme = agreed("20", Proposal("theme", names={"fi": "Järvet"}))
    agreed("20", Proposal("picture", theme.theme_code, indicators=("statfin-vaesto",)))
    end(by=side("20", "county"), agreement=theme)
    assert not RegionAgreement.objects.filter(ended_at=None).exists()


@pytest.mark.django_db
def test_a_snapshot_never_changes(people: People, reader: Client) -> None:
    """New figures, a new set: the page says what was looked at. Who may not freeze is told why; a withdrawn one stays."""
    shot = frozen()
    path = f"/fi/pysyva/{shot.public_id}/"
    before = reader.get(path).content.decode()
    assert "Kuhmo" in before
    assert shot.digest in before
    agreed("20", Proposal("picture", "tyollisyys", indicators=("tyonv-tyottomyysaste",)))
    content = Snapshot.objects.get().content
    assert [c["code"] for c in content["columns"]] == list(SET.indicators)
    assert reader.get(path).content.decode() == before
    rows = list(csv.reader(io.StringIO(reader.get(f"{path}?muoto=csv").content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + 2 + 8
    assert reader.get("/fi/alueet/kainuu/tilannekuva/tyollisyys/jaadyta/").status_code == 302
    assert browser(people.kuhmo).get("/fi/alueet/kainuu/tilannekuva/tyollisyys/jaadyta/").status_code == 403
    client = browser(people.county_coordinator)
    assert client.post(f"{path}peru/", {"key": str(uuid4())}).status_code == 302
    gone = reader.get(path).content.decode()
    assert "Peruttu" in gone
    assert "Kuhmo" in gone


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "day", "code"),
    [(" \x0b ", TODAY, "snapshot_needs_title"), ("X", date(2026, 11, 25), "snapshot_future"), ("X", date(2025, 1, 1), "snapshot_old")],
)  # fmt: skip
def test_what_cannot_be_frozen(title: str, day: date, code: str) -> None:
    """Without a place, in the future, too old; and nothing without figures."""
    region = Region.objects.get(code="20")
    with pytest.raises(Refused) as caught:
        actions.freeze(by=side("20", "county"), region=region, theme="hyte", codes=SET.indicators, title=title, looked_on=day)  # fmt: skip
    assert caught.value.verdict.code == code
    with pytest.raises(Refused) as caught:
        actions.freeze(by=side("20", "county"), region=region, theme="hyte", codes=("sotkanet-286",), title="X", looked_on=TODAY)  # fmt: skip
    assert caught.value.verdict.code == "snapshot_empty"
    with pytest.raises(Refused):
        actions.freeze(by=side("15", "county"), region=region, theme="hyte", codes=SET.indicators, title="X", looked_on=TODAY)  # fmt: skip


@pytest.mark.django_db
def test_the_region_agrees_on_figures_and_looks_at_them(people: People, reader: Client) -> None:
    """The whole way by pages: propose, confirm, look, freeze; the map tells it."""
    opened("20")
    county, towns = browser(people.county_coordinator), browser(people.municipal_coordinator)
    form = "/fi/alueet/kainuu/yhdessa/luvut/tyollisyys/"
    assert "checked" in county.get(form).content.decode()
    assert county.post(form, {"key": str(uuid4())}).status_code == 422
    picked = {"key": str(uuid4()), "indicators": ["tyonv-tyottomyysaste", "statfin-perusaste"]}
    assert county.post(form, picked).status_code == 302
    proposal = RegionAgreement.objects.get(kind="picture")
    assert "Työttömyysaste" in towns.get("/fi/alueet/kainuu/yhdessa/").content.decode()
    towns.post(f"/fi/alueet/sovittu/{proposal.public_id}/vahvista/", {"key": str(uuid4())})
    page = "/fi/alueet/kainuu/tilannekuva/tyollisyys/"
    text = reader.get(page).content.decode()
    assert "Osapuolet ovat sopineet" in text
    assert text.count('<th scope="row">') == 10
    assert "uudempia lukuja puuttuu" in text
    sent = {"key": str(uuid4()), "title": "Yhdyspintaneuvottelu", "looked_on": "2026-11-20"}
    answer = county.post(f"{page}jaadyta/", sent)
    assert answer.status_code == 302
    assert "Yhdyspintaneuvottelu" in reader.get(page).content.decode()
    interface = reader.get("/fi/alueet/kainuu/tyollisyys/").content.decode()
    assert "Katsottu yhdessä 20.11.2026: Yhdyspintaneuvottelu" in interface
    bad = county.post(f"{page}jaadyta/", {**sent, "key": str(uuid4()), "looked_on": "2027-01-01"})
    assert bad.status_code == 422
    assert "Päivä on tulevaisuudessa" in bad.content.decode()
    assert actor(people.county_coordinator).side_in("20") == "county"


@pytest.mark.django_db
def test_who_is_at_the_edge_of_the_region() -> None:
    """One municipality, alone, with the region's largest of what is better small."""
    seen = queries.picture("20", ("tyonv-tyottomyysaste", "statfin-vaesto", "statfin-korkea-aste"))
    found = {e.indicator.code: e for e in queries.edges(seen)}
    assert "statfin-vaesto" not in found
    rate = next(c for c in seen.columns if c.code == "tyonv-tyottomyysaste")
    towns = [at for at, n in seen.rows if n.place[0] == "municipality"]
    assert found["tyonv-tyottomyysaste"].value == max(rate.latest[0][towns])
    assert found["statfin-korkea-aste"].largest is False


@pytest.mark.django_db
def test_one_early_figure_does_not_stand_out() -> None:
    """Areas are compared within one period: the latest that at least half of them have."""
    held = figures_of("statfin-alle15")
    assert held is not None
    values = np.full((1, 2, len(axis())), np.nan)
    values[0, 0] = held.totals[-1]
    values[0, 1, axis().index["municipality", "290"]] = 40.0
    publish(by=HOUSE, indicator=held.indicator, found=table(["2025", "2026"], ["total"], values), fetched_at=None)
    seen = queries.picture("20", ("statfin-alle15", "on-poistunut"))
    assert queries.common_period(seen.columns[0], places.in_county(axis(), "20")) == "2025"
    assert all(e.value != 40.0 for e in queries.edges(seen))
    rows = as_table(queries.frozen(seen), "fi")[1]
    assert any("(2025)" in cell for row in rows for cell in row)


@pytest.mark.django_db
def test_fifths_are_fifths(reader: Client) -> None:
    """As many municipalities in each, the largest in the highest; the page draws one tile a municipality and figure."""
    found = figures_of("statfin-vaesto")
    assert found is not None
    lies = queries.fifths(found)
    sizes = [sum(v == n for v in lies.values()) for n in range(1, 6)]
    assert sum(sizes) == 292
    assert max(sizes) - min(sizes) <= 1
    assert lies["091"] == 5
    text = reader.get("/fi/alueet/kainuu/tilannekuva/tyollisyys/").content.decode()
    columns = len(queries.picture("20", catalogue().proposed("tyollisyys")).columns)
    assert text.count("<g><title>") == 8 * columns


def test_a_continued_line_has_every_year() -> None:
    """A gap stays a gap."""
    made = table(["2020", "2023"], ["total"], np.ones((1, 2, 3)))
    assert made.periods == ("2020", "2023")
    assert catalogue().indicators["statfin-vaesto"].continues == "sotkanet-127"


def test_surveys_are_read_or_refused(tmp_path: Path) -> None:
    """Three languages and a source each; a bad file says where."""
    assert len(surveys()) == 5
    path = tmp_path / "surveys.toml"
    good = FILE.read_text()
    for old, new in (
        ("https://", "http://"),
        ('sv = "', 'xx = "'),
        ('year = "', 'yeer = "'),
        ("[[finding]]", "[[find"),
    ):
        path.write_text(good.replace(old, new, 1))
        with pytest.raises(InvalidFile, match=r"surveys\.toml"):
            read_surveys(path)

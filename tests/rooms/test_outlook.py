"""The room of figures further on: areas side by side, the longer view, what a line alone does not tell, documents."""

import io
import re
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.people import side
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.bucket import Bucket
from yhdyspinta.core.indicators.actions import publish
from yhdyspinta.core.indicators.arrays import table
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.indicators.queries import figures_of
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.ui import pages
from yhdyspinta.rooms.statistics import actions, longer, queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
PROFILES = ("kunnat/laukaa", "kunnat/sottunga", "alueet/kainuu", "tyollisyysalueet/lahti", "maa/suomi")


def test_any_areas_side_by_side(reader: Client, django_assert_max_num_queries: Any) -> None:
    """Municipalities beside a region and the country; the choice stays in the address; nothing chosen says so."""
    empty = reader.get("/fi/tilastot/vertaa/").content.decode()
    assert "Alueita ei ole vielä valittu" in empty
    address = (
        "/fi/tilastot/vertaa/?paikka=kunnat/laukaa&paikka=alueet/kainuu&luku=statfin-vaesto&luku=tyonv-tyottomyysaste"
    )
    with django_assert_max_num_queries(8):
        page = reader.get(address).content.decode()
    assert "18\u00a0808" in page or "18 808" in page or "18\u202f808" in page
    assert "12,6" in page
    assert page.count("<figure") == 2
    assert "Poista Laukaa" in page
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(f"{address}&muoto=xlsx").content))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Tunnusluku", "Ajankohta", "Laukaa"]
    assert [r[0] for r in rows[1:]] == ["Väkiluku", "Työttömyysaste, %"]
    assert reader.get(f"{address}&muoto=pdf").content.startswith(b"%PDF-")
    assert reader.get("/fi/tilastot/vertaa/?paikka=kunnat/laukaa&luku=ei-ole").status_code == 400
    assert reader.get("/fi/tilastot/vertaa/?paikka=kunnat/ei-ole").status_code == 400


def forecast(code: str, values: dict[str, float]) -> None:
    """Publishes figures of every area."""
    matrix = np.array([[[v] * len(axis()) for v in values.values()]])
    publish(by=HOUSE, indicator=catalogue().indicators[code], found=table(list(values), ["total"], matrix), fetched_at=clock.now(), source_updated=date(2024, 10, 24))  # fmt: skip


def test_the_longer_view_is_marked_as_a_forecast(reader: Client) -> None:
    """Without the projection nothing is guessed; with it each age now and then, its day, and never among today's figures."""
    address = "/fi/tilastot/kunnat/laukaa/"
    assert "Pidemmälle katsottuna" not in reader.get(address).content.decode()
    forecast("statfin-ika-85", {"2024": 100.0, "2025": 110.0})
    forecast("statfin-ennuste-85", {str(y): float(y - 1900) for y in range(2024, 2046)})
    page = reader.get(address).content.decode()
    view = page[page.index('id="longer"') : page.index('id="figures"')]
    assert "Ennusteen mukaan 85 vuotta täyttäneitä on 140 vuonna 2040. Vuonna 2025 heitä oli 110." in view
    assert "+27" in view
    assert "24.10.2024" in view
    assert 'class="ahead"' in view
    assert "Väestöennuste: 85" not in page[page.index('id="figures"') :].split("<details")[0]
    own = reader.get("/fi/tilastot/luku/statfin-ennuste-85/").content.decode()
    assert "ennuste vuoteen 2045" in own
    state = queries.states(["statfin-ennuste-85"], TODAY)[0]
    assert (state.period, state.fresh(TODAY), state.fresh(date(2029, 1, 1))) == ("2024", True, False)


@given(st.dictionaries(st.integers(2000, 2030), st.one_of(st.none(), st.floats(1, 1e6)), max_size=20), st.dictionaries(st.integers(2020, 2045), st.one_of(st.none(), st.floats(1, 1e6)), max_size=20))  # fmt: skip
def test_the_past_is_never_overwritten_by_a_forecast(
    past: dict[int, float | None], ahead: dict[int, float | None]
) -> None:
    """What has been stays as it was; the forecast begins after it."""
    one = catalogue().indicators["statfin-ennuste-85"]
    found = longer.joined(one, {str(y): v for y, v in past.items()}, {str(y): v for y, v in ahead.items()})
    last = max((y for y, v in past.items() if v is not None), default=0)
    if found is None:
        assert not any(v is not None for y, v in ahead.items() if y > last)
        return
    assert list(found.periods) == sorted(set(found.periods))
    assert all(found.at(str(y)) == v for y, v in past.items() if v is not None)
    assert all(int(p) > last for p in found.periods[found.ahead :])
    if found.base[1] is not None and (change := found.change(found.base[0])) is not None:
        assert change == 0


def test_what_a_line_alone_does_not_tell_is_drawn(reader: Client) -> None:
    """Another source from a year on is a break with its reason; a corrected figure is a ring; both leave with the chart."""
    page = reader.get("/fi/tilastot/luku/statfin-vaesto/?paikka=kunnat/laukaa").content.decode()
    assert 'class="brk"' in page
    assert "1) 2025: Lähde vaihtuu: aiemmat luvut ovat lähteestä Sotkanet, THL 127" in page
    assert 'class="pk rev"' not in page
    found = figures_of("sotkanet-5081")
    assert found is not None
    values = found.table.values.copy()
    values[0, -1, axis().index["county", "20"]] += 0.5
    publish(by=HOUSE, indicator=found.indicator, found=table(found.table.periods, found.table.genders, values), fetched_at=clock.now())  # fmt: skip
    page = reader.get("/fi/tilastot/luku/sotkanet-5081/?paikka=alueet/kainuu").content.decode()
    assert page.count('class="pv rev"') == 1
    assert "Lähde on korjannut luvun" in page
    assert "1) 2023: Hyvinvointialueet aloittivat." in page
    assert page.count('class="lm"') == 1
    country, county = (re.search(rf'class="{x}" d="([^"]*)"', page) for x in ("lm", "lv"))
    assert country is not None
    assert county is not None
    assert (country[1].count("M"), county[1].count("M")) == (1, 2)  # the break is the region's, not the country's
    assert "Keski-Suomi</a>" in page  # told of regions only: the table begins with them
    picture = reader.get("/fi/tilastot/luku/sotkanet-5081/?paikka=alueet/kainuu&muoto=svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b'class="pv rev"' in picture.content
    assert reader.get("/fi/tilastot/luku/sotkanet-5081/?muoto=png").content.startswith(b"\x89PNG")
    assert reader.get("/fi/tilastot/luku/statfin-gini/?muoto=svg").status_code == 404


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("where", PROFILES)
def test_profiles_as_documents(reader: Client, lang: str, where: str) -> None:
    """Every profile can be printed accessibly, in three languages; the same day gives the same file."""
    address = f"/{lang}/tilastot/{where}/?muoto=pdf"
    made = reader.get(address)
    assert made["Content-Type"] == "application/pdf"
    assert made.content == reader.get(address).content


def test_a_picture_and_a_snapshot_as_documents(reader: Client) -> None:
    """What is attached to the minutes tells its day, its checksum and that it was taken back."""
    assert reader.get("/fi/alueet/kainuu/tilannekuva/tyollisyys/?muoto=pdf").content.startswith(b"%PDF-")
    region = Region.objects.get(code="20")
    by = side("20", "county")
    row = actions.freeze(by=by, region=region, theme="tyollisyys", codes=["tyonv-tyottomyysaste"], title="Neuvottelu <b>", looked_on=TODAY)  # fmt: skip
    address = f"/fi/pysyva/{row.public_id}/?muoto=pdf"
    before = reader.get(address).content
    assert before.startswith(b"%PDF-")
    actions.withdraw(by=by, snapshot=row)
    assert reader.get(address).content != before


def test_documents_are_not_made_without_end(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs tenths of a second: a robot is told to wait, and how long."""
    monkeypatch.setattr(pages, "DAYS", Bucket(size=2, rate=0.01))
    address = "/fi/tilastot/luku/statfin-vaesto/?muoto=png"
    assert [reader.get(address).status_code for _ in range(3)] == [200, 200, 429]
    assert int(reader.get(address)["Retry-After"]) > 0
    assert reader.get("/fi/tilastot/luku/statfin-vaesto/?muoto=csv").status_code == 200

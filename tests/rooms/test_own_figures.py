"""Figures of a region's own: defined by a coordinator, filled from a file of its own areas, agreed by two, ended."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.people import People, browser, side
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.indicators.actions import Definition, define, end_own
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.indicators.queries import figures_of, law
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.themes.actions import Proposal, accept, propose
from yhdyspinta.rooms.statistics import queries
from yhdyspinta.rooms.statistics.actions import NotImported, import_file

pytestmark = pytest.mark.django_db
SAID = Definition(
    {"fi": "Kotihoidon käynnit kuntien tiloissa, %", "sv": "Hembesök, %"},
    "hyte",
    "percent",
    1,
    "less",
    "year",
    additive=False,
    producer="Kainuun asiakasrekisteri",
)
COUNTY = side("20", "county")
CODE = "oma-20-kotihoidon-kaynnit-kuntien-tiloissa"
GOOD = b"kunta;2023;2024\nKuhmo;12,5;13\nKajaani;10;11\nHVA20;11,2;12,1\n"


def test_a_figure_of_a_regions_own_from_its_name_to_the_agreed_set() -> None:
    """Defined, filled, proposed by one side and confirmed by the other: then it is looked at together, and only there."""
    made = define(by=COUNTY, region="20", said=SAID)
    assert made.code == CODE
    one = law().indicators[CODE]
    assert (one.region, one.name.get("en"), one.source) == ("20", SAID.names["fi"], "own")
    assert CODE not in catalogue().indicators
    edition = import_file(by=COUNTY, code=CODE, name="luvut.csv", body=GOOD)
    assert edition is not None
    assert edition.added == 6
    found = figures_of(CODE)
    assert found is not None
    assert found.totals[-1, axis().index["municipality", "290"]] == 13
    region = Region.objects.get(code="20")
    proposal = propose(by=COUNTY, region=region, content=Proposal("picture", "hyte", indicators=(CODE,)))
    accept(by=side("20", "municipalities"), proposal=proposal)
    with pytest.raises(Refused) as caught:
        propose(by=side("15", "county"), region=Region.objects.get(code="15"), content=Proposal("picture", "hyte", indicators=(CODE,)))  # fmt: skip
    assert caught.value.verdict.code == "themes_picture_empty"
    assert CODE in [i.code for i in law().of_theme("hyte", "20")]
    assert CODE not in [i.code for i in law().of_theme("hyte", "15")]


def test_only_areas_of_the_region_and_only_its_coordinators() -> None:
    """A file that tells of another region's municipality is refused whole; so is whoever does not coordinate here."""
    define(by=COUNTY, region="20", said=SAID)
    with pytest.raises(NotImported) as caught:
        import_file(by=COUNTY, code=CODE, name="x.csv", body=GOOD + "Jyväskylä;1;2\n".encode())
    assert [(f.row, "Jyväskylä" in f.reason) for f in caught.value.faults] == [(5, True)]
    assert figures_of(CODE) is None
    for stranger in (side("15", "county"), ANONYMOUS):
        with pytest.raises(Refused):
            import_file(by=stranger, code=CODE, name="x.csv", body=GOOD)
        with pytest.raises(Refused):
            define(by=stranger, region="20", said=replace(SAID, names={"fi": "Toinen"}))
        with pytest.raises(Refused):
            end_own(by=stranger, code=CODE)
    with pytest.raises(Refused):
        import_file(by=COUNTY, code="sotkanet-4072", name="x.csv", body=GOOD)  # everybody's is an administrator's


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"names": {"fi": " \x0b "}}, "indicators_name_missing"),
        ({"producer": " "}, "indicators_producer_missing"),
        ({"theme": "ei-ole"}, "themes_unknown"),
        ({}, "indicators_name_taken"),
    ],
)
def test_what_cannot_be_defined(change: dict[str, Any], code: str) -> None:
    """Each refusal says why; nothing is left behind."""
    define(by=COUNTY, region="20", said=SAID)
    with pytest.raises(Refused) as caught:
        define(by=COUNTY, region="20", said=replace(SAID, **change))
    assert caught.value.verdict.code == code
    assert len(queries.own_figures("20")) == 1


def test_an_ended_figure_stays_to_be_read(reader: Client) -> None:
    """Its values stay at their address; nobody brings or chooses it any more."""
    define(by=COUNTY, region="20", said=SAID)
    import_file(by=COUNTY, code=CODE, name="x.csv", body=GOOD)
    end_own(by=COUNTY, code=CODE)
    with pytest.raises(Refused) as caught:
        end_own(by=COUNTY, code=CODE)
    assert caught.value.verdict.code == "indicators_ended"
    with pytest.raises(LookupError):
        import_file(by=side("20", "county").__class__(house=True), code=CODE, name="x.csv", body=GOOD)
    assert CODE not in [i.code for i in law().of_theme("hyte", "20")]
    page = reader.get(f"/fi/tilastot/luku/{CODE}/").content.decode()
    assert "Kainuun asiakasrekisteri" in page
    assert "päättynyt" in page


def test_the_pages_from_the_first_to_the_last(people: People, reader: Client) -> None:
    """A coordinator adds, fills and sees it in the profile; a reader sees it too, and nobody elsewhere misses it."""
    client = browser(people.county_coordinator)
    empty = reader.get("/fi/alueet/kainuu/omat-luvut/").content.decode()
    assert "Alueella ei vielä ole omia tunnuslukuja" in empty
    assert '<a href="/fi/alueet/kainuu/">Kainuu</a>' in empty
    assert "Text(" not in empty + client.get("/fi/alueet/kainuu/omat-luvut/uusi/").content.decode()
    sent = {"key": str(uuid4()), "name_fi": SAID.names["fi"], "theme": "hyte", "unit": "percent", "decimals": "1", "direction": "less", "every": "year", "additive": "own", "producer": "Rekisteri"}  # fmt: skip
    answer = client.post("/fi/alueet/kainuu/omat-luvut/uusi/", sent)
    assert answer["Location"] == f"/fi/tilastot/luku/{CODE}/?tehty=tallennettu"
    silent = reader.get(f"/fi/tilastot/luku/{CODE}/").content.decode()
    assert f'href="/fi/tilastot/tuo/?luku={CODE}"' in silent
    assert "manage.py" not in silent
    assert 'href=""' not in silent
    assert CODE not in reader.get("/fi/tilastot/kunnat/kuhmo/").content.decode()
    again = client.post("/fi/alueet/kainuu/omat-luvut/uusi/", {**sent, "key": str(uuid4())})
    assert again.status_code == 422
    assert "Alueella on jo tämän niminen tunnusluku" in again.content.decode()
    form = client.get(f"/fi/tilastot/tuo/?luku={CODE}").content.decode()
    assert f'value="{CODE}" selected' in form
    assert "sotkanet-4072" not in form
    file = SimpleUploadedFile("luvut.csv", GOOD)
    assert client.post("/fi/tilastot/tuo/", {"key": str(uuid4()), "indicator": CODE, "file": file}).status_code == 302
    profile = reader.get("/fi/tilastot/kunnat/kuhmo/").content.decode()
    assert "Kotihoidon käynnit kuntien tiloissa" in profile
    assert CODE not in reader.get("/fi/tilastot/kunnat/laukaa/").content.decode()
    listed = reader.get("/sv/alueet/kainuu/omat-luvut/").content.decode()
    assert "2024" in listed
    assert 'name="key"' not in listed

"""The coefficient's pages and command: what is missing is said, what is given is counted, nothing is kept, no euro without its grounds."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.people import People, actor, browser, org
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.hyte.scheme import SCHEMES
from yhdyspinta.core.indicators.actions import publish
from yhdyspinta.core.indicators.arrays import table
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.rooms.goals.progress import Target
from yhdyspinta.site.hyte.asking import read
from yhdyspinta.site.hyte.carrying import address_of, carried
from yhdyspinta.site.hyte.inputs import country

pytestmark = pytest.mark.django_db
LAUKAA = "/fi/hyte/kunnat/laukaa/"


def bring(code: str, by_period: Mapping[str, float], laukaa: Mapping[str, float]) -> None:
    """Figures of every municipality, Laukaa's its own; the first municipality has a fall of 4 in the last step."""
    values = np.full((1, len(by_period), len(axis())), np.nan)
    towns = axis().spans["municipality"]
    for i, (period, value) in enumerate(by_period.items()):
        values[0, i, towns] = value
        values[0, i, axis().index["municipality", "410"]] = laukaa[period]
    values[0, list(by_period).index("2023"), towns.start] -= 4
    publish(by=HOUSE, indicator=catalogue().indicators[code], found=table(list(by_period), ["total"], values), fetched_at=clock.now())  # fmt: skip


def told(*args: str) -> str:
    """What `manage.py hyte` prints."""
    out = StringIO()
    call_command("hyte", *args, stdout=out)
    return out.getvalue()


def test_the_sum_and_what_is_missing() -> None:
    """2025: euros are price × residents to the cent; every missing input is named, and that it is no result."""
    said = told("--year", "2025", "--check")
    assert "292 areas, 5622045 residents × 19.97 € = 112272238.65 €; sum of areas 112272238.65 €" in said
    assert "The sum holds to the cent." in said
    assert said.count("missing of 292/292") == 21
    assert "Not a result of the law" in said
    counties = told("--level", "county", "--check")
    assert "county 2026: 22 areas" in counties
    assert counties.count("missing of 22/22") == 11


def test_a_year_without_a_price_and_a_coefficient_without_inputs() -> None:
    """Each says what there is instead."""
    with pytest.raises(CommandError, match="2025, 2024, 2023"):
        told("--year", "2019")
    with pytest.raises(CommandError, match="there are 2026"):
        told("--level", "county", "--year", "2025")
    with pytest.raises(CommandError, match="not known of anybody"):
        told()


def test_figures_of_the_store_are_inputs(reader: Client) -> None:
    """The two latest at least two years old; a falling one at full points, a growing one at none; a later one waits its year."""
    bring("sotkanet-286", {"2021": 20.0, "2023": 21.0, "2024": 1.0}, {"2021": 20.0, "2023": 18.5, "2024": 1.0})
    whole = country("municipality", 2025)
    assert whole.periods == {"r1": ("2021", "2023")}
    assert whole.division.ranges["r1"].low == -1
    assert whole.division.ranges["r1"].high == 3
    laukaa = whole.division.shares["410"].points
    assert float(laukaa.scaled["r1"]) == pytest.approx(62.5)
    page = reader.get(LAUKAA).content.decode()
    assert "20,0 (2021)" in page
    assert "18,5 (2023)" in page
    assert "laskettu luvuista" in page
    assert "1/21" not in page
    better = reader.get(f"{LAUKAA}?r1-n=17").content.decode()
    assert "62 → 100" in better or "63 → 100" in better
    assert "missing of 291/292: r1" not in told("--check")


def test_no_euro_without_its_grounds(reader: Client) -> None:
    """Points alone as long as a mean is lacking; with both given, euros with price, residents, mean and who gave them."""
    bare = reader.get(f"{LAUKAA}?p1=100&p2-n=100").content.decode()
    assert "€" not in bare
    assert "3,3" in bare
    assert "6,7" in bare
    assert "19 lähtötietoa puuttuu" not in bare
    assert "20 lähtötietoa puuttuu" in bare
    half = reader.get(f"{LAUKAA}?mean=45,5&p2-n=100").content.decode()
    assert "€" not in half
    whole = reader.get(f"{LAUKAA}?points=47&mean=45,5&p2-n=100").content.decode()
    assert "19,97 € asukasta kohti vuonna 2025" in whole
    assert "koko maan keskiarvo 45,5 pistettä (antamasi), omat pisteet (antamasi)" in whole
    assert "asetus, 870/2024" in whole
    assert "50,3" in whole


def test_alone_and_together_differ_and_nothing_is_kept(reader: Client) -> None:
    """What-if lives in the address only."""
    before = AuditEvent.objects.count()
    page = reader.get(f"{LAUKAA}?points=45,5&mean=45,5&p1-n=100").content.decode()
    residents = country("municipality", 2025).homes["410"].residents
    now = f"{residents * 19.97:,.0f}".replace(",", "\u00a0")
    assert now in page.replace("\u202f", "\u00a0")
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("r1-a=paljon", "Kirjoita luku"),
        ("p1=50", "Valitse kyllä tai ei"),
        ("mean=0", "keskiarvon on oltava yli 0"),
        ("points=101", "Pisteet ovat 0–100"),
        ("r1-b=-3", "ei voi olla alle 0"),
        ("r1-l=5&r1-h=1", "Suurin muutos on pienempi"),
        ("r1-a=" + "9" * 400, "Kirjoita luku"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(reader: Client, query: str, reason: str) -> None:
    """What was typed stays, the other answers are counted."""
    page = reader.get(f"{LAUKAA}?p3=100&{query}").content.decode()
    assert reason in page
    assert "1 vastausta ei voitu lukea" in page
    assert "3,3" in page.split('id="tulos"')[1].split("</section>")[0]
    typed = query.split("=")[1][:8].split("&")[0]
    assert typed in page


def test_the_form_leaves_a_short_address(reader: Client) -> None:
    """Empty fields are dropped, the year stays; unknown fields are not carried."""
    answer = reader.get(f"{LAUKAA}?p1=&p2=100&r1-a=&vuosi=2024&x=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"{LAUKAA}?vuosi=2024&p2=100#tulos"
    assert "19,31" in reader.get(f"{LAUKAA}?vuosi=2024&points=40&mean=40").content.decode()


def test_the_published_figure_comes_first_and_a_county_tells_of_the_transition(reader: Client) -> None:
    """Kanta-Häme's 46 of 100 with its source and day, above our calculation."""
    page = reader.get("/fi/hyte/alueet/kanta-hame/").content.decode()
    assert page.index("Julkaistu: 46 pistettä sadasta, sija 7/22") < page.index("Laskelman tulos")
    assert "sttinfo.fi, 20.10.2025" in page
    assert "siirtymäsäännös" in page
    assert "Julkaistu" not in reader.get("/fi/hyte/alueet/kainuu/").content.decode()
    assert 'value="55,5"' in reader.get("/fi/hyte/alueet/kainuu/?p5=55,5").content.decode()


def test_the_way_there_and_back(reader: Client) -> None:
    """From a municipality's and a region's page; one chooses an area; what is not there is not found."""
    assert 'href="/fi/hyte/kunnat/laukaa/"' in reader.get("/fi/kunnat/laukaa/").content.decode()
    assert 'href="/fi/hyte/alueet/kainuu/"' in reader.get("/fi/alueet/kainuu/").content.decode()
    assert "/fi/hyte/kunnat/" not in reader.get("/fi/kunnat/maarianhamina/").content.decode()
    assert reader.get("/fi/hyte/?paikka=kunnat/laukaa")["Location"] == LAUKAA
    assert 'href="/fi/hyte/alueet/keski-suomi/"' in reader.get(LAUKAA).content.decode()
    for lost in ("kunnat/maarianhamina/", "kunnat/ei-ole/", "maat/suomi/"):
        assert reader.get(f"/fi/hyte/{lost}").status_code == 404
    assert reader.get("/fi/hyte/?paikka=x/y").status_code == 404


def test_goals_that_serve_the_figures_are_named_to_those_who_see_them(people: People, reader: Client) -> None:
    """A goal of Kainuu with a target in long-term social assistance, with its measure; a parties-only one to the parties."""
    keeper, region = actor(people.county_coordinator), Region.objects.get(slug="kainuu")
    parties = (org("organisaatiot/kainuun-hyvinvointialue").id, org("kunnat/kuhmo").id)
    for title, visibility in (("Toimeentulotuki lyhenee", "public"), ("Vielä osapuolten kesken", "parties")):
        plan = goals.Plan({"fi": title}, "interface", 2026, 2029, visibility=visibility)
        programme = goals.begin(by=keeper, region=region, plan=plan)
        goal = goals.propose(by=keeper, programme=programme, aim=goals.Aim({"fi": title}, ("hyte",), parties))
        goals.aim_at(by=keeper, goal=goal, version=1, indicator="sotkanet-234", target=Target(2023, 3.0, 2029, 2.0))
        goals.add_measure(by=keeper, goal=goal, work=goals.Work({"fi": f"Työpaja: {title}"}))
    seen = reader.get("/fi/hyte/kunnat/kuhmo/").content.decode()
    assert "Työpaja: Toimeentulotuki lyhenee" in seen
    assert "Vielä osapuolten kesken" not in seen
    assert "Työpaja: Vielä osapuolten kesken" in browser(people.kuhmo).get("/fi/hyte/kunnat/kuhmo/").content.decode()
    assert "Toimeentulotuki lyhenee" not in reader.get(LAUKAA).content.decode()
    assert "Toimeentulotuki lyhenee" in reader.get("/fi/hyte/alueet/kainuu/").content.decode()


def test_nothing_known_is_not_nought(reader: Client) -> None:
    """Without a single input or the published points no points are told; a published figure stands alone."""
    page = reader.get(LAUKAA).content.decode()
    assert "Täällä ei vielä tiedetä mitään" in page
    assert "0,0" not in page
    assert "Täällä ei vielä tiedetä mitään" not in reader.get(f"{LAUKAA}?p1-n=100").content.decode()
    assert "Täällä ei vielä tiedetä mitään" not in reader.get(f"{LAUKAA}?points=40").content.decode()


def test_the_whole_country_as_a_table(reader: Client) -> None:
    """Every area with its residents; points and euros stay empty as long as inputs are missing from everybody."""
    text = reader.get(f"{LAUKAA}?muoto=csv").content.decode("utf-8-sig")
    rows = text.strip().splitlines()
    assert len(rows) == 293
    assert "Akaa" in rows[1]
    assert rows[1].endswith(';"";"";""')


def test_a_municipalitys_change_is_carried_to_its_county(reader: Client) -> None:
    """By residents, for the figures that both calculations have; the link counts it there. An assumption, and said to be one."""
    years = {"2021": 9.0, "2022": 9.0, "2023": 9.0}
    bring("sotkanet-234", years, years)
    own = next(r.code for r in SCHEMES["municipality"].results if r.indicator == "sotkanet-234")
    theirs = next(r.code for r in SCHEMES["county"].results if r.indicator == "sotkanet-234")
    whole, above = country("municipality", 2025), country("county", SCHEMES["county"].years[0])
    home = whole.by_slug("laukaa")
    assert home is not None
    asked = read(whole.scheme, {f"{own}-b": "9", f"{own}-n": "7"})
    (change,) = carried(whole, above, home, asked)
    share = Fraction(home.residents, above.homes["15"].residents)
    assert change.shift == -2 * share
    page = reader.get(f"{LAUKAA}?{own}-b=9&{own}-n=7").content.decode()
    assert "Mitä se merkitsisi hyvinvointialueellenne" in page
    assert "oletuksemme" in page
    if change.value is not None:
        assert address_of([change]).startswith(f"?{theirs}-n=")
        assert f"/fi/hyte/alueet/keski-suomi/?{theirs}-n=" in page
    assert "Mitä se merkitsisi" not in reader.get(f"{LAUKAA}?{own}-b=9").content.decode()
    known = replace(change, value=Fraction(5, 2))
    assert address_of([known]) == f"?{theirs}-n=2.5#tulos"
    assert address_of([replace(change, value=None)]) == ""

"""Employment: parties of every area, groups, years and people told by whose they are, their records, the change of rehabilitative work."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from math import isnan
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_sources import brought
from tests.fakes.pxweb import PxWeb
from tests.fakes.server import running
from tests.fakes.sotkanet import Sotkanet
from tests.people import People, actor, browser, org
from tests.refusals import refused
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence.models import Evidence, EvidenceDuty
from yhdyspinta.core.indicators.axes import COUNTRY, axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.indicators.queries import figures, figures_of
from yhdyspinta.core.indicators.starter import starters
from yhdyspinta.core.indicators.tidy import completed
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.agreements import actions as agreements
from yhdyspinta.rooms.agreements.outlines import OUTLINES, chain
from yhdyspinta.rooms.employment import actions, facade, queries
from yhdyspinta.rooms.employment.actions import Group, Seat, Year
from yhdyspinta.rooms.employment.changing import Change, changes, comparable, tone_of
from yhdyspinta.rooms.employment.cited import cited, needs
from yhdyspinta.rooms.goals.aims import AIMS
from yhdyspinta.site.employment.views import durations, latest_of
from yhdyspinta.site.map.queries import compute
from yhdyspinta.site.rights.working import LINK, group_told, year_told

TODAY = date(2026, 11, 24)
AREA = "tyollisyysalueet/kainuu-koillismaa"
CROSSING = {"06": {"08", "15"}, "10": {"19", "20"}, "11": {"01", "04"}, "13": {"12", "13"}, "38": {"16", "17"}}
"""Employment areas that cross a county's border, with their regions."""


@pytest.mark.django_db
def test_every_area_has_its_parties() -> None:
    """45 areas; five cross a border and have both counties; every municipality of the mainland is in one."""
    areas = atlas().of_kind("employment_area", TODAY)
    assert len(areas) == 45
    every = [queries.parties_of(a, TODAY) for a in areas]
    assert {p.area.code: {r.code for r in p.regions} for p in every if len(p.regions) > 1} == CROSSING
    assert sum(len(p.members) for p in every) == 292
    assert all(len(p.counties) == len(p.regions) and p.kela for p in every)
    models = [a.model for a in areas]
    assert sorted(models.count(m) for m in set(models)) == [2, 4, 39]


def laid(code: str, period: str = "") -> tuple[Any, Any]:
    """(axis, the totals of a period) of a starter file, with the areas' sums as the store makes them."""
    one = next(s for s in starters() if s.indicator.code == code)
    found = completed(one.table(), one.indicator, axis())
    return axis(), found.gender("total")[found.periods.index(period) if period else -1]


@pytest.mark.parametrize("code", ["statfin-vaesto", "tyonv-tyovoima", "tyonv-tyottomat"])
def test_members_make_the_area_and_areas_the_country(code: str) -> None:
    """Population, labour force, unemployed: sums of members and of areas, also where an area crosses a border."""
    along, found = laid(code)
    unknown = 60 if code != "statfin-vaesto" else 0  # whose area the source does not know, and counts too small to tell
    areas = {c: found[along.index["employment_area", c]] for c in (f"{n:02}" for n in range(1, 46))}
    checked = 0
    for area, whole in areas.items():
        members = sum(found[i] for i in along.parts["employment_area", area])
        if members == members and whole == whole:
            assert members == whole, area
            checked += 1
    assert checked >= 38
    assert set(CROSSING) <= {a for a, v in areas.items() if v == v}
    if unknown == 0:
        aland = found[along.index["employment_area", "46"]]
        assert sum(areas.values()) + aland == found[along.index[COUNTRY]]


def test_five_areas_against_their_source() -> None:
    """Unemployed of June 2026 by table 12r5's own rows of areas: Espoo-Kauniainen, South Häme, South Karelia, two more."""
    along, row = laid("tyonv-tyottomat", "2026M06")
    told = {"01": 21007, "02": 3119, "03": 8021, "04": 5388, "20": 2973}
    assert {c: row[along.index["employment_area", c]] for c in told} == told


@pytest.mark.django_db
def test_a_steering_group_is_told_and_is_the_record(people: People, county: Actor) -> None:
    """By the county's people: the record holds until the term ends; corrected once, taken back with its record."""
    area = org(AREA)
    made = group_told(county, area)
    record = Evidence.objects.get(origin=f"employment:group:{made.public_id}")
    assert (record.kind, record.holds_until, record.withdrawn_at) == ("body", made.ends_on, None)
    assert list(EvidenceDuty.objects.filter(evidence=record).values_list("duty_code", "extent")) == [
        ("tym-johtoryhma", "whole")
    ]
    assert queries.group_of(area.id, TODAY) == made
    assert queries.group_of(area.id, made.ends_on + timedelta(days=1)) is None
    seats = [
        Seat(area.id, "chair", "Johtaja"),
        Seat(org("organisaatiot/kainuun-hyvinvointialue").id, "vice", "Johtaja"),
    ]
    again = Group(made.set_on, made.ends_on, seats, LINK)
    with pytest.raises(EditConflict):
        actions.set_group(by=county, area=area, group=again, told=made, version=7)
    actions.set_group(by=county, area=area, group=again, told=made, version=1)
    assert made.seats.count() == 2
    with refused("employment_group_told"):
        actions.set_group(by=county, area=area, group=again)
    actions.withdraw_group(by=county, group=made)
    record.refresh_from_db()
    assert record.withdrawn_at is not None
    assert people.kuhmo


@pytest.mark.django_db
def test_who_tells_of_an_area(people: People, county: Actor) -> None:
    """Not a municipality that is no authority, not a stranger, not a coordinator without a source; a coordinator with one."""
    area = org(AREA)
    for who in (ANONYMOUS, actor(people.outsider), actor(people.neighbour)):
        with pytest.raises(Refused):
            group_told(who, area)
    today = clock.today()
    said = Year(today.year, {"fi": "Tavoite"}, today)
    with refused("employment_needs_link"):
        actions.agree_year(by=actor(people.municipal_coordinator), area=area, year=said, version=0)
    made = year_told(actor(people.municipal_coordinator), area)
    kept = Evidence.objects.get(origin=f"employment:staff:{made.public_id}")
    parties = {p.organisation.name_fi for p in kept.parties.select_related("organisation")}
    assert not any("Pohjois-Pohjanmaan" in n for n in parties)  # the other county tells itself
    assert county.signed_in


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("roles", "days", "code"),
    [
        (("chair", "member"), 1800, "employment_vice"),
        (("vice", "chair"), 1800, "employment_chair"),
        (("chair", "vice"), 1900, "employment_term"),
        (("chair", "vice"), -1, "employment_term"),
    ],
)
def test_what_no_steering_group_can_be(county: Actor, roles: tuple[str, str], days: int, code: str) -> None:
    """The chair is the authority's, the vice chair the county's, the term five years at most."""
    area, begun = org(AREA), TODAY - timedelta(days=10)
    orgs = (area.id, org("organisaatiot/kainuun-hyvinvointialue").id)
    seats = [Seat(o, r, "Tehtävä") for o, r in zip(orgs, roles, strict=True)]
    with refused(code):
        actions.set_group(by=county, area=area, group=Group(begun, begun + timedelta(days=days), seats))


@pytest.mark.django_db
def test_a_year_with_its_staff(county: Actor) -> None:
    """Goals and the check of the staff are two records; taking the check away takes its record."""
    area = org(AREA)
    made = year_told(county, area)
    origins = set(
        Evidence.objects.filter(origin__startswith="employment:", withdrawn_at=None).values_list("origin", flat=True)
    )
    assert origins == {f"employment:{k}:{made.public_id}" for k in ("goals", "staff")}
    assert next((s.agreed, s.now) for s in made.staff.all()) == (Decimal("2.5"), Decimal("2.0"))
    said = Year(made.year, {"fi": "Toinen tavoite"}, TODAY)
    with pytest.raises(EditConflict):
        actions.agree_year(by=county, area=area, year=said, version=0)
    actions.agree_year(by=county, area=area, year=said, version=1)
    assert Evidence.objects.filter(origin=f"employment:staff:{made.public_id}", withdrawn_at=None).count() == 0
    with refused("employment_needs_goals"):
        actions.agree_year(by=county, area=area, year=Year(2026, {"fi": " "}, TODAY), version=2)
    with refused("employment_year"):
        actions.agree_year(by=county, area=area, year=Year(2024, {"fi": "x"}, TODAY), version=0)


@pytest.mark.django_db
def test_people_on_both_sides_and_the_gap(people: People, county: Actor) -> None:
    """Each organisation tells its own; the gap is there once both have; the map hears of it."""
    area, own = org(AREA), org("organisaatiot/kainuun-hyvinvointialue")
    with refused("employment_own_people"):
        actions.tell_people(by=actor(people.kuhmo), area=area, organisation=own, persons={"kuntoutus": Decimal(2)})
    actions.tell_people(by=county, area=area, organisation=own, persons={"kuntoutus": Decimal(2), "nuoret": None})
    told = {c.code: c for c in queries.counterparts(queries.parties_of(area, TODAY))}
    assert (told["kuntoutus"].county, told["kuntoutus"].gap, told["nuoret"].told) == (None, None, False)
    assert told["kuntoutus"].waits  # the other county of a border-crossing area has not told
    other = org("organisaatiot/pohjois-pohjanmaan-hyvinvointialue")
    theirs = people.editor("pohde", "organisaatiot/pohjois-pohjanmaan-hyvinvointialue")
    actions.tell_people(by=actor(theirs), area=area, organisation=other, persons={"kuntoutus": Decimal("0.5")})
    ours = people.editor("alue", "tyollisyysalueet/kainuu-koillismaa")
    actions.tell_people(by=actor(ours), area=area, organisation=area, persons={"kuntoutus": Decimal("3.5")})
    told = {c.code: c for c in queries.counterparts(queries.parties_of(area, TODAY))}
    assert (told["kuntoutus"].county, told["kuntoutus"].gap) == (Decimal("2.5"), Decimal("1.0"))
    shown = Client().get("/fi/alueet/pohjois-pohjanmaa/tyollisyys/").content.decode()
    assert "/fi/tyollisyysalueet/kainuu-koillismaa/tym/" in shown
    before = {k: c.situation for k, c in compute(["20"], TODAY).items()}
    codes = [f.code for f in compute(["20"], TODAY)["20", "tyollisyys", "roles"].findings]
    assert "tym_gap" in codes
    group_told(county, area)
    after = compute(["20", "19"], TODAY)
    assert "tym_group" in [f.code for f in after["20", "tyollisyys", "forums"].findings]
    assert "tym_group" in [f.code for f in after["19", "tyollisyys", "forums"].findings]  # the area is in both regions
    assert {k: c.situation for k, c in after.items() if k[0] == "20" and k[2] != "law"} == {
        k: v for k, v in before.items() if k[2] != "law"
    }
    assert all(not c.base for c in facade.statuses(["20"], TODAY).values())


@pytest.mark.django_db
def test_a_group_is_not_moved_onto_anothers_day(county: Actor) -> None:
    """Two groups of an area are not set on one day, corrected or new."""
    area, own = org(AREA), org("organisaatiot/kainuun-hyvinvointialue")
    seats = [Seat(area.id, "chair", "Johtaja"), Seat(own.id, "vice", "Johtaja")]
    first = actions.set_group(by=county, area=area, group=Group(date(2025, 1, 1), date(2025, 12, 31), seats))
    made = actions.set_group(by=county, area=area, group=Group(date(2026, 1, 1), date(2030, 12, 31), seats))
    with refused("employment_group_told"):
        actions.set_group(
            by=county, area=area, group=Group(first.set_on, date(2029, 1, 1), seats), told=made, version=1
        )
    code = [Seat(area.id, "chair", "Johtaja 131052-308T"), seats[1]]
    with refused("employment_code"):
        actions.set_group(by=county, area=area, group=Group(made.set_on, made.ends_on, code), told=made, version=1)


@pytest.mark.django_db
def test_a_year_counts_for_itself(county: Actor) -> None:
    """Goals agreed in the year before count for their own year; not goals agreed after it, nor staff of another year."""
    area = org(AREA)
    made = actions.agree_year(by=county, area=area, year=Year(2026, {"fi": "Tavoite"}, date(2025, 12, 10)), version=0)
    record = Evidence.objects.get(origin=f"employment:goals:{made.public_id}")
    assert record.happened_on == date(2026, 1, 1)
    for agreed, staff in ((date(2026, 2, 1), None), (date(2025, 2, 1), date(2026, 2, 1))):
        with refused("employment_year_days"):
            actions.agree_year(by=county, area=area, year=Year(2025, {"fi": "x"}, agreed, staff), version=0)


@pytest.mark.django_db
def test_a_coordinator_of_one_county_drops_nobody(people: People, county: Actor) -> None:
    """A correction by the other region's coordinator keeps the first county in the record; what others told they do not withdraw."""
    area = org(AREA)
    made = year_told(county, area)
    record = Evidence.objects.get(origin=f"employment:goals:{made.public_id}")
    before = set(record.parties.values_list("organisation_id", flat=True))
    one = actor(people.county_coordinator)
    said = Year(made.year, {"fi": "Korjattu"}, made.agreed_on, link=LINK)
    actions.agree_year(by=one, area=area, year=said, version=made.version)
    assert before <= set(record.parties.values_list("organisation_id", flat=True))
    with refused("employment_not_yours"):
        actions.withdraw_year(by=actor(people.municipal_coordinator), year=made)
    actions.withdraw_year(by=county, year=made)


@pytest.mark.django_db
def test_the_ready_ways_on_begin_from_the_right_parties(people: People) -> None:
    """A TYM agreement and the forum of its group begin with the county, the area and Kela, and their coordinator only is led there."""
    client = browser(people.county_coordinator)
    text = client.get("/fi/tyollisyysalueet/kainuu-koillismaa/tym/").content.decode()
    way = "/fi/alueet/kainuu/sopimukset/uusi/?laji=tym&amp;teema=tyollisyys&amp;alue=kainuu-koillismaa"
    assert way in text
    assert way not in browser(people.county).get("/fi/tyollisyysalueet/kainuu-koillismaa/tym/").content.decode()
    area, kuhmo = org(AREA).public_id, org("kunnat/kuhmo").public_id
    for page in (unescape(way), "/fi/alueet/kainuu/foorumit/uusi/?malli=tym"):
        shown = client.get(page).content.decode()
        ticked = re.findall(r'<input[^>]*name="parties"[^>]*>', shown)
        on = [re.search(r'value="([^"]+)"', x)[1] for x in ticked if "checked" in x]  # type: ignore[index]
        assert str(area) in on
        assert str(kuhmo) not in on
        assert len(on) == 3


@pytest.mark.django_db
def test_a_past_day_shows_what_had_been_told_by_it(county: Actor) -> None:
    """Goals agreed in autumn are not shown on a map of the spring."""
    area = org(AREA)
    actions.agree_year(by=county, area=area, year=Year(2026, {"fi": "Tavoite"}, date(2026, 10, 1)), version=0)
    assert queries.year_of(area.id, 2026, date(2026, 3, 1)) is None
    assert facade.statuses(["20"], date(2026, 3, 1)) == {}
    assert ("20", "tyollisyys", "goals") in facade.statuses(["20"], TODAY)


@pytest.mark.django_db
def test_the_page_of_an_area(people: People, county: Actor) -> None:
    """Empty it says what the law asks; told it shows group, year, gap; a border-crossing area is in both regions' pages."""
    page = "/fi/tyollisyysalueet/kainuu-koillismaa/tym/"
    text = Client().get(page).content.decode()
    assert "Johtoryhmää ei ole kirjattu" in text
    assert "ylittää hyvinvointialueen rajan" in text
    assert "Kainuu" in text
    assert "Pohjois-Pohjanmaa" in text
    group_told(county, org(AREA))
    year_told(county, org(AREA))
    text = browser(people.county).get(page).content.decode()
    for word in ("Työllisyysjohtaja", "Palvelujohtaja", "varapuheenjohtaja", "kahdessa viikossa", "2,5"):
        assert word in text, word
    assert "johtoryhmä" in Client().get("/fi/tyollisyysalueet/").content.decode()


@pytest.mark.django_db
def test_rehabilitative_work_before_and_after_the_figures() -> None:
    """Until they are brought only what was told, with its doubt; then computed from the source's own cells, area by area."""
    page = "/fi/tyollisyysalueet/kuntouttava-tyotoiminta/"
    text = Client().get(page).content.decode()
    assert "ei ole laskettu mitään" in text
    assert re.search("[−-]18,8", text)
    assert re.search("[−-]3\\s381", text)
    assert "Lohja-Karkkila" in text
    assert "korjattu jälkikäteen" in text
    with running(PxWeb()) as server:
        assert brought(catalogue().indicators["tyonv-kuntouttava"], server.url).ok
    found = queries.rehabilitation()
    kept = figures_of("tyonv-kuntouttava")
    assert found is not None
    assert kept is not None
    assert len(found.areas) == 45
    rows = {
        p: kept.totals[kept.table.periods.index(p)]
        for p in (found.period, f"{int(found.period[:4]) - 1}{found.period[4:]}")
    }
    now, before = rows[found.period], next(v for p, v in rows.items() if p != found.period)
    for area, change in found.areas:
        at = kept.axis.index["employment_area", area.code]
        if change.now is not None and change.before is not None:
            assert (change.now, change.before) == (now[at], before[at])
    text = Client().get(page).content.decode()
    assert "ei ole laskettu mitään" not in text
    assert "y-mapbox" in text
    assert Client().get(f"{page}?kausi={found.periods[-1]}").status_code == 200
    assert Client().get(f"{page}?kausi=2001M01").status_code == 400
    assert Client().get(f"{page}?muoto=csv").content.decode().count("\r\n") == 46
    assert figures(["tyonv-kuntouttava"])


def told_of_march() -> PxWeb:
    """The source with figures whose changes are those that were told of March 2025; the counts themselves are made up."""
    counts = {"SSS": (17984, 14603), "TA08": (1000, 1278), "TA18": (1000, 1094)}
    service = PxWeb(seed={("tyonv/12u4.px", "KUNTTYOLOP", a, m): (float(n), "") for a, both in counts.items() for m, n in zip(("2024M03", "2025M03"), both, strict=True)})  # fmt: skip
    service.months = ["2024M03", "2025M03"]
    return service


@pytest.mark.django_db
def test_the_told_change_is_computed_once_its_figures_are_here() -> None:
    """−18.8 % and −3,381 persons out of cells; Helsinki 27.8 % more in the darkest but one shade; an area without cells unknown."""
    with running(told_of_march()) as server:
        assert brought(catalogue().indicators["tyonv-kuntouttava"], server.url).ok
    found = queries.rehabilitation()
    assert found is not None
    assert (found.period, round(found.country.percent or 0, 1), found.country.persons) == ("2025M03", -18.8, -3381)
    by = {o.code: c for o, c in found.areas}
    assert (round(by["08"].percent or 0, 1), by["08"].tone, by["01"].percent) == (27.8, 4, None)
    text = Client().get("/fi/tyollisyysalueet/kuntouttava-tyotoiminta/").content.decode()
    assert re.search(r"3/2025: <b>[−-]18,8\s%</b> \([−-]3\s381 henkilöä\)", text)
    assert "Lohja-Karkkila: " in text  # what was told stays beside


@pytest.mark.django_db
def test_duration_and_the_municipal_payment_share(people: People) -> None:
    """How long people have been unemployed, of one month; what municipalities pay is told as missing until it is brought."""
    area = org("tyollisyysalueet/etela-karjala")
    told = durations(area)
    kept = figures(("tyonv-tyottomat", "tyonv-pitkaaikaistyottomat"))
    at = axis().index["employment_area", area.code]
    assert told is not None
    assert told.shorter + told.longer == kept["tyonv-tyottomat"].latest[0][at]
    assert told.longer == kept["tyonv-pitkaaikaistyottomat"].latest[0][at]
    page = "/fi/tyollisyysalueet/etela-karjala/tym/"
    assert "ei ole vielä tuotu lähteestä" in Client().get(page).content.decode()
    with running(Sotkanet()) as server:
        assert brought(catalogue().indicators["sotkanet-4223"], server.url).ok
    share = figures_of("sotkanet-4223")
    assert share is not None
    members = [share.totals[-1, i] for i in axis().parts["employment_area", area.code]]
    whole = share.totals[-1, at]
    assert whole == pytest.approx(sum(members)) or isnan(sum(members))
    value, period = latest_of(share, area)
    text = Client().get(page).content.decode()
    assert "Kunnan osarahoittama työmarkkinatuki" in text
    assert period in text
    assert value > 0


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(CROSSING))
def test_a_crossing_area_is_in_both_regions(code: str) -> None:
    """Its page names both counties, and the page of each region leads to it."""
    area = next(a for a in atlas().of_kind("employment_area", TODAY) if a.code == code)
    of = queries.parties_of(area, TODAY)
    text = Client().get(f"/fi/tyollisyysalueet/{area.slug}/tym/").content.decode()
    assert "ylittää hyvinvointialueen rajan" in text
    for region in of.regions:
        assert f"/fi/alueet/{region.slug}/" in text
        assert f"/fi/tyollisyysalueet/{area.slug}/" in Client().get(f"/fi/alueet/{region.slug}/").content.decode()


def test_changes_by_hand() -> None:
    """Persons and per cent; unknown stays unknown; of few people no per cent."""
    values = {
        ("2024M03", "a"): 100.0,
        ("2025M03", "a"): 81.2,
        ("2025M03", "b"): 5.0,
        ("2024M03", "c"): 10.0,
        ("2025M03", "c"): 20.0,
    }
    a, b, c = changes("2025M03", "abc", values)
    assert (round(a.persons or 0, 1), round(a.percent or 0, 1), a.tone) == (-18.8, -18.8, 2)
    assert (b.persons, b.percent, b.tone) == (None, None, 0)
    assert (c.persons, c.percent) == (10.0, None)
    assert comparable(["2024M03", "2025M02", "2025M03"]) == ["2025M03"]
    assert [tone_of(p) for p in (-30.1, -30, -10, 0, 10, 30)] == [1, 2, 3, 3, 4, 5]


@given(st.floats(20, 1e6), st.floats(0, 1e6))
def test_a_change_is_what_it_says(before: float, now: float) -> None:
    """Per cent and persons tell the same, in the same direction; the tone grows with it."""
    change = Change("x", before, now)
    assert change.persons is not None
    assert change.percent is not None
    assert abs(change.percent * before / 100 - change.persons) < 1e-6 * max(before, now, 1)
    assert 1 <= change.tone <= 5
    assert (change.tone > 3) == (change.percent >= 10)


def test_what_is_cited() -> None:
    """The deck's figures with their month, the survey, the planned transfer; needs in three languages."""
    told = cited()
    assert (told.rehabilitative.country_percent, told.rehabilitative.country_persons) == (-18.8, -3381)
    assert told.rehabilitative.areas["08"] == 27.8
    assert told.surveys[0].year == 2025
    assert len(needs()) == 6
    assert len([a for a in AIMS.values() if a.theme == "tyollisyys"]) == 4


@pytest.mark.django_db
def test_the_integration_chain_begins_from_its_steps(people: People, keeper: Actor, region: Region) -> None:
    """The page of a region shows what is repealed; a model begins from ready steps with who does them."""
    text = browser(people.county_coordinator).get("/fi/alueet/kainuu/kotoutuminen/").content.decode()
    assert "Kunnan kotoutumisen yhteistyöryhmä (kumottu)" in text
    assert "raportointi ELY-keskukselle poistettiin" in text
    assert "pohja=integration" in text
    view = atlas().view("20", TODAY)
    parties = tuple(o.id for o in (view.county, *view.municipalities[:2]) if o is not None)
    draft = agreements.Draft({"fi": "Polku"}, "model", ("maahanmuutto",), parties, chain="integration")
    made = agreements.propose(by=keeper, region=region, draft=draft)
    steps = list(made.parts.order_by("number"))
    assert [s.title_fi for s in steps] == [s.title.fi for s in chain("integration")]
    assert steps[1].who_fi
    assert len(OUTLINES["chain-integration"]) == len(steps) + 1
    shown = browser(people.county_coordinator).get("/fi/alueet/kainuu/sopimukset/uusi/?laji=model&pohja=integration")
    assert "Kotoutujan palvelupolku" in shown.content.decode()

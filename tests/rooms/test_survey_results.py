"""Results of surveys: who sees them, what is told of whom, what becomes of them; organisations' own views."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from tests.people import People, actor, browser, org
from tests.refusals import refused
from tests.rooms.surveying import answered, closed, opened, plan, sheet, two_sided
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.indicators.queries import figures
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.surveys import actions, facade, queries
from yhdyspinta.rooms.surveys.actions import Asked
from yhdyspinta.rooms.surveys.models import Answer, OrganisationView, Survey
from yhdyspinta.rooms.surveys.results import digest_of
from yhdyspinta.site.map.queries import compute

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def test_results_open_to_both_sides_and_are_as_they_were(people: People, keeper: Actor, other: Actor) -> None:
    """Nothing before closing; after it the same page to everybody: gap, chart, order, questions; the table is the page's."""
    made = opened(keeper, other)
    answered(made, "m_lead", [sheet(2)] * 6 + [sheet(4)] * 6)
    answered(made, "c_lead", [sheet(5)] * 11)
    answered(made, "c_expert", [sheet(3)] * 3)
    page = f"/fi/kyselyt/{made.public_id}/tulokset/"
    for who in (people.county_coordinator, people.municipal_coordinator, people.analyst):
        assert browser(who).get(page).status_code == 404
    closed(other, made)
    shown = {browser(w).get(page).content.count(b"y-gaps") for w in (people.county_coordinator, people.kuhmo)}
    text = Client().get(page).content.decode()
    assert shown == {1}
    assert "29 prosenttiyksikköä" in text  # 11 of 14 is 79 %, 6 of 12 is 50 %
    assert "Keskusteltavaksi" in text
    table = Client().get(f"{page}?muoto=csv").content.decode()
    assert "Hyvinvointialueen asiantuntijat" not in table  # three people
    assert "Hyvinvointialueen johto" not in table  # eleven of fourteen would give the three
    assert table.count('"14"') > 5
    assert "Keskusteltavaksi" not in Client().get(f"/fi/kyselyt/{made.public_id}/").content.decode()


def test_results_of_parties_are_for_the_regions_people(people: People, keeper: Actor, other: Actor) -> None:
    """A stranger and an official far away get 404; Kuhmo's people and analysts see them."""
    made = two_sided(keeper, other, visibility="parties")
    page = f"/fi/kyselyt/{made.public_id}/tulokset/"
    assert Client().get(page).status_code == 404
    assert browser(people.outsider).get(page).status_code == 404
    for who in (people.kuhmo, people.elected, people.analyst, people.municipal_coordinator):
        assert browser(who).get(page).status_code == 200, who
    assert facade.statuses(["20"], clock.today()) == {}
    assert queries.country() == []


def test_felt_joins_the_map_and_never_changes_it(keeper: Actor, other: Actor) -> None:
    """The theme's cell has the finding with its page; every situation is as before."""
    today = clock.today()
    before = {key: cell.situation for key, cell in compute(["20"], today).items()}
    made = two_sided(keeper, other)
    after = compute(["20"], today)
    assert {key: cell.situation for key, cell in after.items()} == before
    felt = [f for f in after["20", "hyte", "picture"].findings if f.code.startswith("felt")]
    assert [(f.code, f.url_args) for f in felt] == [("felt_county", (str(made.public_id),))]
    assert dict(felt[0].params)["points"] == "50"
    assert not [f for f in after["20", "asuminen", "picture"].findings if f.code.startswith("felt")]
    assert not [
        f for f in compute(["20"], today - timedelta(days=1))["20", "hyte", "picture"].findings if "felt" in f.code
    ]


def test_results_become_figures_of_the_picture(keeper: Actor, other: Actor) -> None:
    """Per cent that agree, of the year, of the region; another region's figures stay."""
    two_sided(keeper, other)
    code = "kysely-planned-kunnat"
    kept = figures([code])[code]
    assert list(kept.table.periods) == ["2026"]
    assert kept.table.values[~(kept.table.values != kept.table.values)].tolist() == [50.0]


def test_small_groups_are_told_in_order_or_not_at_all(people: People, keeper: Actor, other: Actor) -> None:
    """Seven people: the order of the statements; four: nothing; the page says so."""
    made = opened(keeper, other, themes=())
    seven = [{**sheet(3, {}), "planned": ["5"], "meetings": ["1"]}] * 7
    answered(made, "m_lead", seven)
    answered(made, "c_lead", [sheet(1, {})] * 3)
    row = closed(keeper, made)
    assert row.results is not None
    assert row.results["orders"] == {}  # all ten are told, and beside them the seven would tell of the three
    cuts = [set(q["cuts"]) for q in row.results["questions"]]
    assert cuts == [{"all"}] * 6
    alone = opened(keeper, other, themes=())
    answered(alone, "m_lead", seven)
    row = closed(keeper, alone)
    assert row.results is not None
    assert row.results["orders"]["m_lead"][0] == "planned"
    assert row.results["orders"]["m_lead"][-1] == "meetings"
    text = Client().get(f"/fi/kyselyt/{row.public_id}/tulokset/").content.decode()
    assert "sija 1/6" in re.sub(r"\s+", " ", text)


def test_themes_told_together(keeper: Actor, other: Actor) -> None:
    """A small region: each theme by itself is not even kept."""
    made = opened(keeper, other, pooling="themes")
    answered(made, "m_lead", [sheet(4, {"hyte": 5})] * 6 + [sheet(4, {"tyollisyys": 1})] * 6)
    row = closed(keeper, made)
    assert row.results is not None
    told = {q["code"]: q["cuts"] for q in row.results["questions"]}
    assert "theme:hyte" not in told
    assert told["themes"]["m"]["counts"] == [6, 0, 0, 0, 6]
    assert facade.statuses(["20"], clock.today()) == {}


def waved(by: Actor, other: Actor, *, visibility: str = "public", **groups: int) -> Survey:
    """A survey that may be told together with the next one, half a year after the last; each group all of one mind."""
    Survey.objects.filter(state="closed").update(closed_on=F("closed_on") - timedelta(days=180))
    made = opened(by, other, pooling="waves", themes=(), visibility=visibility)
    for group, count in groups.items():
        answered(made, group, [sheet(2 if group[0] == "m" else 4, {})] * count)
    return closed(by, made)


def test_two_waves_reach_the_floor_together(keeper: Actor, other: Actor) -> None:
    """Six and seven: nothing of the first, not even all twelve nor an order; both together in figures, and only once."""
    first = waved(keeper, other, m_lead=6, c_lead=6)
    assert first.results is not None
    assert all(not q["cuts"] and not q["ranked"] for q in first.results["questions"])
    assert first.results["orders"] == {}
    second = waved(keeper, other, m_lead=7, c_lead=5)
    assert second.results is not None
    assert second.results["together"] == sorted(q["code"] for q in second.results["questions"])
    told = second.results["questions"][0]["cuts"]
    assert told["m"] == {"n": 13, "counts": [0, 13, 0, 0, 0]}
    assert told["c"] == {"n": 11, "counts": [0, 0, 0, 11, 0]}
    assert not Answer.objects.filter(survey=first).exists()
    third = waved(keeper, other, m_lead=6)
    assert third.results is not None
    assert third.results["together"] == []  # of the second something has been told


def test_waves_of_the_same_weeks_are_not_told_together(keeper: Actor, other: Actor) -> None:
    """The same people in one month would be the same answers."""
    waved(keeper, other, m_lead=6)
    Survey.objects.update(closed_on=clock.today())
    soon = opened(keeper, other, pooling="waves", themes=())
    answered(soon, "m_lead", [sheet(2, {})] * 6)
    row = closed(keeper, soon)
    assert row.results is not None
    assert row.results["together"] == []


def test_what_is_for_the_parties_is_not_told_with_a_public_survey(keeper: Actor, other: Actor) -> None:
    """Not even half a year later."""
    waved(keeper, other, m_lead=6, visibility="parties")
    public = waved(keeper, other, m_lead=6)
    assert public.results is not None
    assert public.results["together"] == []


def test_four_people_twice_are_no_crowd(keeper: Actor, other: Actor) -> None:
    """And what waits goes on waiting for a wave of five."""
    waved(keeper, other, m_lead=4)
    second = waved(keeper, other, m_lead=8)
    assert second.results is not None
    assert second.results["together"] == []
    assert all(not q["cuts"] for q in second.results["questions"])
    third = waved(keeper, other, m_lead=5)
    assert third.results is not None
    assert third.results["questions"][0]["cuts"]["m"]["n"] == 13


def test_a_free_answer_that_names_somebody_is_taken_out(people: People, keeper: Actor, other: Actor) -> None:
    """By either coordinator; it is in no event and no version; others cannot."""
    made = actions.begin(by=keeper, region=Region.objects.get(slug="kainuu"), plan=plan(themes=()))
    actions.ask(by=keeper, survey=made, asked=Asked("text", {"fi": "Miksi?"}))
    made.refresh_from_db()
    actions.confirm(by=other, survey=made, version=made.version)
    actions.open_now(by=keeper, survey=made)
    made.refresh_from_db()
    answered(made, "m_lead", [{"own1": [f"Sana {n}\r\nja rivi"] if n == 5 else [f"Sana {n}"]} for n in range(10)])
    row = closed(keeper, made)
    with pytest.raises(Refused):
        actions.hide(by=actor(people.kuhmo), survey=row, question="own1", digest=digest_of("Sana 3"))
    actions.hide(by=other, survey=row, question="own1", digest=digest_of("Sana 3"))
    with refused("surveys_no_text"):
        actions.hide(by=other, survey=row, question="own1", digest=digest_of("Sana 3"))
    actions.hide(by=keeper, survey=row, question="own1", digest=digest_of("Sana 5\nja rivi"))
    page = f"/fi/kyselyt/{row.public_id}/tulokset/"
    text = Client().get(page).content.decode()
    assert "Sana 4" in text
    assert "Sana 3" not in text
    assert "ja rivi" not in text
    assert "Sana 4" in Client().get(f"{page}?muoto=csv").content.decode()
    assert Answer.objects.count() == 0
    assert not AuditEvent.objects.filter(data__icontains="Sana").exists()


def test_the_country_sums_only_what_is_told(keeper: Actor, other: Actor) -> None:
    """Of two surveys of a half-year the later one counts; a side that is hidden in a region is in no sum."""
    two_sided(keeper, other, m=20, c=12)
    two_sided(keeper, other, m=12, c=9)
    seasons = queries.country()
    assert [(s.name, s.regions) for s in seasons] == [("2026/2", 1)]
    assert dict(seasons[0].rows)["planned"] == {"m": (1, 12, 50)}
    text = Client().get("/fi/kyselyt/").content.decode()
    assert "2026/2" in text
    assert "Kuntajohto 11/2024" in text
    assert "ei tiedossa" in text
    assert b'"planned' not in Client().get("/fi/kyselyt/?muoto=csv").content


def test_an_organisations_own_view_is_named(people: People, region: Region) -> None:
    """Its people tell it, once a year, and change it; a colleague's newer text is not overwritten; others cannot tell it."""
    kuhmo, who = org("kunnat/kuhmo"), actor(people.kuhmo)
    told: dict[str, Any] = {"organisation": kuhmo, "region": region, "year": 2026, "text": "Hyvä alku"}
    for stranger in (actor(people.outsider), actor(people.county_coordinator), ANONYMOUS):
        with pytest.raises(Refused):
            actions.tell_view(by=stranger, version=0, values={"planned": 4}, **told)
    with refused("surveys_view_empty"):
        actions.tell_view(by=who, version=0, values={"planned": 6}, **told)
    actions.tell_view(by=who, version=0, values={"planned": 4}, **told)
    with pytest.raises(EditConflict):
        actions.tell_view(by=who, version=0, values={"planned": 5}, **told)
    actions.tell_view(by=who, version=1, values={"planned": 2}, **told)
    text = Client().get("/fi/alueet/kainuu/nakemykset/").content.decode()
    assert "Hyvä alku" in text
    assert "ei koskaan nimettömänä" in text
    view = OrganisationView.objects.get()
    assert (view.values, view.version) == ({"planned": 2}, 2)
    actions.withdraw_view(by=who, view=view)
    assert queries.views_of("20", 2026) == []

"""The room of the division of labour: taken up from the law, written, signed, on the map; contacts and counterparts."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import People, actor, browser, opened, org, row
from yhdyspinta.core.audit.actions import bump
from yhdyspinta.core.audit.models import Version
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.responsibilities import actions, facade, queries
from yhdyspinta.rooms.responsibilities.actions import Card, Written
from yhdyspinta.rooms.responsibilities.models import Contact, Division

TODAY = date(2026, 11, 24)
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
THEME = "opiskeluhuolto"
PAGE = f"/fi/alueet/kainuu/tyonjako/{THEME}/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def division(keeper: Actor) -> Division:
    """Student welfare of Kainuu, taken up."""
    return actions.take_up(by=keeper, region=Region.objects.get(slug="kainuu"), theme=THEME)


def sheet(division: Division) -> queries.Sheet:
    """As it is now."""
    found = queries.whole(Division.objects.select_related("region")).get(pk=division.pk)
    return queries.sheet(atlas().view("20", TODAY), division.theme_code, found)


def accepted(by: Actor, division: Division, address: str, version: int = 1, position: str = "accepted") -> None:
    """A party's decision, recorded from its public source."""
    words = Words("decision", position, TODAY, reason="Toisin", body="Hallitus", link="https://example.org/1")
    actions.say(by=by, division=division, party=org(address), version=version, words=words)


def test_it_begins_as_the_law_has_it(keeper: Actor, division: Division, people: People) -> None:
    """Everybody who organises something signs; once a theme; coordinators only; a theme that there is."""
    assert len(queries.signers(division)) == 9
    assert sheet(division).told == {}
    region = Region.objects.get(slug="kainuu")
    for by, theme, code in (
        (keeper, THEME, "responsibilities_taken_up"),
        (keeper, "outo", "responsibilities_no_theme"),
        (actor(people.kuhmo), "hyte", "responsibilities_only_coordinators"),
        (ANONYMOUS, "hyte", "login_needed"),
    ):
        with pytest.raises(Refused, match=code):
            actions.take_up(by=by, region=region, theme=theme)


def test_only_what_differs_is_kept_and_a_change_asks_again(keeper: Actor, division: Division) -> None:
    """The law's own roles leave no row; the text as it was stays by its version; who takes a task up signs too."""
    county, kuhmo = org(COUNTY).id, org(KUHMO).id
    accepted(keeper, division, KUHMO)
    told = Written({county: "organises", kuhmo: "takes_part"}, {"fi": "Kunta maksaa tilat."})
    actions.write_task(by=keeper, division=division, version=1, task="kuraattoripalvelut", written=told)
    assert [(r.organisation_id, r.role) for r in division.roles.all()] == [(kuhmo, "takes_part")]
    assert sheet(division).agreed.earlier == (kuhmo,)  # type: ignore[union-attr]  # it has been taken up
    assert Version.objects.get(subject_type="division").content["roles"] == []
    back = Written({county: "organises", kuhmo: ""})
    actions.write_task(by=keeper, division=division, version=2, task="kuraattoripalvelut", written=back)
    assert not division.roles.exists()
    assert not division.costs.exists()
    with pytest.raises(EditConflict):
        actions.write_task(by=keeper, division=division, version=2, task="kuraattoripalvelut", written=back)
    same = actions.write_task(by=keeper, division=division, version=3, task="kuraattoripalvelut", written=back)
    assert same.version == 3  # nothing differs, nobody is asked again
    stranger = org("organisaatiot/kela").id
    joins = Written({stranger: "organises"})
    actions.write_task(by=keeper, division=division, version=3, task="kuraattoripalvelut", written=joins)
    assert stranger in {p.id for p in queries.signers(division)}
    assert "overlap" in {x.code for x in sheet(division).lacks}
    for task, written, code in (
        ("outo", back, "responsibilities_no_task"),
        ("kuraattoripalvelut", Written({county: "rules"}), "responsibilities_no_role"),  # type: ignore[dict-item]  # not a role
        ("kuraattoripalvelut", Written({-1: "organises"}), "responsibilities_not_here"),
        ("kuraattoripalvelut", Written({org("kunnat/kauniainen").id: "organises"}), "responsibilities_not_here"),
    ):
        with pytest.raises(Refused, match=code):
            actions.write_task(by=keeper, division=division, version=4, task=task, written=written)


def test_a_gap_is_found_taken_and_signed(people: People, keeper: Actor, division: Division) -> None:
    """The journey: the county gives a task away, nobody has it, a municipality takes it, all sign, and the map says so."""
    opened("20")
    county = org(COUNTY).id
    actions.write_task(
        by=keeper, division=division, version=1, task="kuraattoripalvelut", written=Written({county: ""})
    )
    page = browser(people.county_coordinator).get(PAGE).content.decode()
    assert "Järjestäjä puuttuu" in page
    assert "Ratkaisevat: Kainuun hyvinvointialue" in " ".join(page.split())
    everybody = {o.id: "organises" for o in queries.signers(division) if o.kind == "municipality"}
    written = Written({county: "", **everybody})  # type: ignore[dict-item]  # a role
    actions.write_task(by=keeper, division=division, version=2, task="kuraattoripalvelut", written=written)
    assert "gap" not in {x.code for x in sheet(division).lacks}
    for party in queries.signers(division):
        accepted(keeper, division, f"{party.space}/{party.slug}", version=3)
    assert sheet(division).agreed.since == TODAY  # type: ignore[union-attr]  # everybody has accepted
    cell = facade.statuses(["20"], TODAY)["20", THEME, "roles"]
    assert (cell.situation, cell.findings[0].code) == ("partly", "roles_signed")
    for party in queries.signers(division):
        Contact.objects.create(organisation_id=party.id, name_fi="Opiskeluhuolto", email="o@example.org", confirmed_on=TODAY, recorded_at=clock.now())  # fmt: skip
    bump("contacts")
    assert facade.statuses(["20"], TODAY)["20", THEME, "roles"].situation == "in_place"
    assert facade.statuses(["20"], TODAY + timedelta(days=366))["20", THEME, "roles"].situation == "partly"
    assert facade.statuses(["20"], TODAY - timedelta(days=1)) == {}


def test_views_that_differ_stand_side_by_side(
    people: People, keeper: Actor, division: Division, reader: Client
) -> None:
    """With the reason, in the findings of the map too; each party finds its own among what waits."""
    opened("20")
    accepted(keeper, division, KUHMO, position="differing")
    page = reader.get(PAGE).content.decode()
    assert "Näkemykset eroavat" in page
    assert "Toisin" in page
    codes = [f.code for f in facade.statuses(["20"], TODAY)["20", THEME, "roles"].findings]
    assert codes == ["roles_begun", "roles_contacts", "roles_disputed"]
    waiting = browser(people.kuhmo).get("/fi/oma/").content.decode()
    assert "Määritelty työnjako ja vastuut: Opiskeluhuolto" not in waiting
    other = actions.take_up(by=keeper, region=Region.objects.get(slug="kainuu"), theme="hyte")
    waiting = browser(people.kuhmo).get("/fi/oma/").content.decode()
    assert f"/fi/tyonjaot/{other.public_id}/kanta/{org(KUHMO).public_id}/" in waiting


def test_what_is_between_the_parties_is_seen_by_them_only(people: People, keeper: Actor, reader: Client) -> None:
    """Others read the law's division, and the map counts nothing."""
    opened("20")
    made = actions.take_up(by=keeper, region=Region.objects.get(slug="kainuu"), theme=THEME, visibility="parties")
    told = Written({org(COUNTY).id: "informed"})
    actions.write_task(by=keeper, division=made, version=1, task="kuraattoripalvelut", written=told)
    assert "saa tiedon" not in reader.get(PAGE).content.decode()
    assert "saa tiedon" not in browser(people.outsider).get(PAGE).content.decode()
    assert "saa tiedon" in browser(people.elected).get(PAGE).content.decode()
    assert facade.statuses(["20"], TODAY) == {}


def test_a_region_adds_tasks_of_its_own(keeper: Actor, division: Division) -> None:
    """They are tasks like the others, and can be left out again."""
    added = actions.add_task(by=keeper, division=division, version=1, names={"sv": "Egen"}, kinds=["municipality"])
    assert sheet(division).tasks[-1].name.sv == "Egen"
    for names, kinds, code in (
        ({}, ["county"], "responsibilities_needs_name"),
        ({"fi": "X"}, [], "responsibilities_needs_organiser"),
        ({"fi": "X"}, ["state"], "responsibilities_needs_organiser"),
    ):
        with pytest.raises(Refused, match=code):
            actions.add_task(by=keeper, division=division, version=2, names=names, kinds=kinds)
    actions.end_task(by=keeper, division=division, version=2, task=added.code)
    assert added.code not in {t.code for t in sheet(division).tasks}
    with pytest.raises(Refused, match="responsibilities_no_task"):
        actions.end_task(by=keeper, division=division, version=3, task="kuraattoripalvelut")


def test_in_helsinki_the_city_organises_what_counties_do_elsewhere() -> None:
    """Nobody is missing."""
    found = queries.sheet(atlas().view("90", TODAY), THEME, None)
    helsinki = org("kunnat/helsinki").id
    assert {party for (_task, party), role in found.cells.items() if role == "organises"} == {helsinki}
    assert {x.code for x in found.lacks} == {"no_contact"}


def test_contacts_are_told_confirmed_and_replaced(people: People) -> None:
    """By the organisation; by its side's coordinator with a source; the earlier one of the same theme goes."""
    kuhmo, own = row(KUHMO), actor(people.kuhmo)
    card = Card({"fi": "Kirjaamo"}, email="kirjaamo@example.org")
    first = actions.tell_contact(by=own, organisation=kuhmo, card=card)
    towns = actor(people.municipal_coordinator)
    for by, given, code in (
        (own, Card({}, email="x@example.org"), "responsibilities_contact_needs_function"),
        (own, Card({"fi": "X"}), "responsibilities_contact_needs_way"),
        (towns, card, "stances_needs_source"),
        (actor(people.county), card, "responsibilities_not_your_contact"),
        (actor(people.elected), card, "responsibilities_not_your_contact"),
    ):
        with pytest.raises(Refused, match=code):
            actions.tell_contact(by=by, organisation=kuhmo, card=given)
    told = Card({"fi": "Koulutoimisto"}, theme=THEME, phone="08 123", source_url="https://example.org/y")
    actions.tell_contact(by=towns, organisation=kuhmo, card=told)
    book = queries.contacts()
    assert book.of(kuhmo.pk, THEME).phone == "08 123"  # type: ignore[union-attr]  # it has been told
    assert book.of(kuhmo.pk, "hyte").email == "kirjaamo@example.org"  # type: ignore[union-attr]  # as above
    with pytest.raises(Refused, match="responsibilities_not_your_contact"):
        actions.confirm_contact(by=towns, contact=first)
    Contact.objects.filter(pk=first.pk).update(confirmed_on=date(2025, 1, 1))
    page = browser(people.kuhmo).get("/fi/yhteystiedot/kunnat/kuhmo/").content.decode()
    assert "ei vahvistettu vuoteen" in page
    actions.confirm_contact(by=own, contact=first)
    first.refresh_from_db()
    assert first.confirmed_on == TODAY
    actions.tell_contact(by=own, organisation=kuhmo, card=Card({"fi": "Neuvonta"}, phone="08 9"))
    assert Contact.objects.filter(organisation=kuhmo, withdrawn_at=None).count() == 2
    actions.withdraw_contact(by=own, contact=Contact.objects.get(phone="08 9"))
    assert queries.contacts().of(kuhmo.pk, "hyte") is None


def test_somebody_takes_their_name_away_without_an_account(people: People, reader: Client) -> None:
    """At once and for good: also a correction of the same card does not name them again; the function stays."""
    kuhmo, own = row(KUHMO), actor(people.kuhmo)
    card = Card({"fi": "Kuraattori"}, theme=THEME, email="k@example.org", person="Maija Meikäläinen")
    made = actions.tell_contact(by=own, organisation=kuhmo, card=card)
    page = "/fi/yhteystiedot/kunnat/kuhmo/"
    assert "Maija Meikäläinen" in reader.get(page).content.decode()
    answer = reader.post(f"/fi/yhteystiedot/{made.public_id}/nimi-pois/", {"key": str(uuid4())})
    assert answer.status_code == 302
    assert "Maija" not in reader.get(page).content.decode()
    assert "k@example.org" in reader.get(page).content.decode()
    assert "Maija" not in reader.get(f"/fi/vastinpari/?teema={THEME}&kunta=kuhmo").content.decode()
    actions.tell_contact(by=own, organisation=kuhmo, card=replace(card, person=""))
    actions.tell_contact(by=own, organisation=kuhmo, card=replace(card, person="maija  meikäläinen", theme="hyte"))
    actions.tell_contact(by=own, organisation=kuhmo, card=card)
    assert "maija" not in reader.get(page).content.decode().casefold()


def test_the_counterpart_is_found_in_two_clicks(people: People, reader: Client) -> None:
    """By a word in either language, a theme and a municipality; what has not been told is said so."""
    card = Card({"fi": "Opiskeluhuollon toimisto", "sv": "Elevhälsans kansli"}, theme=THEME, email="oh@example.org")
    actions.tell_contact(by=actor(people.county), organisation=row(COUNTY), card=card)
    page = reader.get("/fi/vastinpari/?q=uraattori&kunta=kuhmo").content.decode()
    assert "Opiskeluhuollon kuraattoripalvelut" not in page
    page = reader.get("/fi/vastinpari/?q=kuraattori&kunta=kuhmo").content.decode()
    assert "oh@example.org" in page
    assert "Opiskeluhuollon toimisto" in page
    assert "Elevhälsans kansli" in reader.get("/sv/vastinpari/?q=kuratorstj&kunta=kuhmo").content.decode()
    assert "ei ole vielä kertonut" in reader.get("/fi/vastinpari/?q=lukio&kunta=kuhmo").content.decode()
    assert "Valitse kunta" in reader.get("/fi/vastinpari/?q=lukio").content.decode()
    assert "ei löytynyt tehtävää" in reader.get("/fi/vastinpari/?q=zzz&kunta=kuhmo").content.decode()
    assert "ei kuulu mihinkään alueeseen" in reader.get("/fi/vastinpari/?q=lukio&kunta=maarianhamina").content.decode()
    assert reader.get("/fi/vastinpari/?teema=outo").status_code == 400


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_the_pages_open_in_every_language(people: People, division: Division, lang: str) -> None:
    """Also their files, and the forms of those who write; a region with nothing taken up too."""
    page = browser(people.county_coordinator)
    for path in (
        "alueet/kainuu/tyonjako/",
        f"alueet/kainuu/tyonjako/{THEME}/",
        "alueet/kainuu/tyonjako/hyte/",
        "alueet/helsinki/tyonjako/",
        "alueet/kainuu/tyonjako/?muoto=xlsx",
        *(f"alueet/kainuu/tyonjako/{THEME}/?muoto={form}" for form in ("docx", "pdf", "xlsx", "csv")),
        f"tyonjaot/{division.public_id}/tehtava/",
        f"tyonjaot/{division.public_id}/tehtava/kuraattoripalvelut/",
        f"tyonjaot/{division.public_id}/kanta/{org(COUNTY).public_id}/",
        "vastinpari/",
        "yhteystiedot/kunnat/kuhmo/",
        f"yhteystiedot/{COUNTY}/kerro/?teema={THEME}",
    ):
        assert page.get(f"/{lang}/{path}").status_code == 200, path
    assert page.get(f"/{lang}/alueet/kainuu/tyonjako/outo/").status_code == 404
    assert page.get(f"/{lang}/tyonjaot/{division.public_id}/tehtava/outo/").status_code == 404


def test_the_forms_write_and_a_late_one_loses_nothing(people: People, division: Division) -> None:
    """A task, a task of one's own, a word, a contact; a version that somebody overtook is 409 with both."""
    page, kuhmo = browser(people.county_coordinator), org(KUHMO).id
    address = f"/fi/tyonjaot/{division.public_id}/tehtava/kuraattoripalvelut/"
    sent = {f"org-{o.id}": "" for o in sheet(division).orgs} | {f"org-{org(COUNTY).id}": "organises", "version": "1"}
    answer = page.post(address, {**sent, f"org-{kuhmo}": "takes_part", "text_fi": "Puoliksi.", "key": str(uuid4())})
    assert answer.status_code == 302
    assert [(r.organisation_id, r.role) for r in division.roles.all()] == [(kuhmo, "takes_part")]
    late = page.post(address, {**sent, "text_fi": "Toisin.", "key": str(uuid4())})
    assert late.status_code == 409
    assert "Toisin." in late.content.decode()
    assert "Kuhmo: osallistuu" in late.content.decode()
    assert page.post(address, {**sent, f"org-{kuhmo}": "hallitsee", "key": str(uuid4())}).status_code == 422
    own = f"/fi/tyonjaot/{division.public_id}/tehtava/"
    fields = {"name_fi": "Oma", "kinds": "county", "version": "2"}
    assert page.post(own, {**fields, "key": str(uuid4())}).status_code == 302
    assert page.post(own, {**fields, "key": str(uuid4())}).status_code == 409
    assert page.post(own, {"name_fi": "", "version": "3", "key": str(uuid4())}).status_code == 422
    begin = page.post("/fi/alueet/kainuu/tyonjako/hyte/aloita/", {"key": str(uuid4())})
    assert begin.status_code == 302
    mine = browser(people.kuhmo)
    contact = "/fi/yhteystiedot/kunnat/kuhmo/kerro/"
    assert mine.post(contact, {"name_fi": "Kirjaamo", "email": "k@example.org", "key": str(uuid4())}).status_code == 302
    assert mine.post(contact, {"name_fi": "", "email": "x", "key": str(uuid4())}).status_code == 422


def test_queries_do_not_grow(people: People, keeper: Actor, division: Division, reader: Client) -> None:
    """One task written or nine, one contact or nine: as many queries."""
    counts = []
    for more in (1, 8):
        for n, code in enumerate([t.code for t in sheet(division).tasks][:more]):
            told = Written({org(KUHMO).id: "informed"}, {"fi": f"Kulut {more} {n}"})
            division.refresh_from_db()
            actions.write_task(by=keeper, division=division, version=division.version, task=code, written=told)
            party = queries.signers(division)[n]
            accepted(keeper, division, f"{party.space}/{party.slug}", version=division.version + 1)
        reader.get(PAGE)
        with CaptureQueriesContext(connection) as caught:
            reader.get(PAGE)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 12

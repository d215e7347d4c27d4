"""Goals from the elected to client work: levels, own parts, persons in charge, strategies side by side, years looked back at."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import People, actor, browser, org, row
from yhdyspinta.core.accounts.models import Grant, Invitation
from yhdyspinta.core.accounts.owning import end_owner, name_owner
from yhdyspinta.core.audit.models import Version
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.goals import actions, cycles, queries, reviewing, rollup
from yhdyspinta.rooms.goals.actions import Aim, Plan, Work
from yhdyspinta.rooms.goals.cycles import Round
from yhdyspinta.rooms.goals.models import Cycle, Goal, GoalShare, Programme, Review
from yhdyspinta.rooms.goals.national import NATIONAL, read
from yhdyspinta.rooms.goals.progress import Target

TODAY = date(2026, 11, 24)
KUHMO, COUNTY = "kunnat/kuhmo", "organisaatiot/kainuun-hyvinvointialue"
DUTY = "yleinen-neuvottelu-valtuustokausi"
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(keeper: Actor) -> Programme:
    """Kainuu's interface plan."""
    plan = Plan({"fi": "Yhdyspintasuunnitelma"}, "interface", 2026, 2029)
    return actions.begin(by=keeper, region=Region.objects.get(slug="kainuu"), plan=plan)


def aim(**more: object) -> Aim:
    """A goal of two."""
    fields: dict[str, object] = {"titles": {"fi": "Nuori saa avun"}, "themes": ("yleinen",), "parties": (org(COUNTY).id, org(KUHMO).id)}  # fmt: skip
    return Aim(**(fields | more))  # type: ignore[arg-type]  # the fields of Aim


@pytest.fixture
def goal(keeper: Actor, programme: Programme) -> Goal:
    """Its goal, which serves a duty and a national programme."""
    return actions.propose(by=keeper, programme=programme, aim=aim(duties=(DUTY,), national=("suomi-liikkeelle",)))


def again(goal: Goal) -> Goal:
    """The goal as it is now."""
    return queries.whole(Goal.objects.select_related("programme__region", "programme__owner")).get(pk=goal.pk)


def test_the_way_of_a_goal(people: People, keeper: Actor, goal: Goal, reader: Client) -> None:
    """From strategic choices to client work: where a step is empty, the page says that the goal stops there."""
    assert [s.empty for s in rollup.trail(again(goal), [], inside=True)] == [True] * 4
    words = Words("decision", "accepted", TODAY, body="Valtuusto", link="https://example.org/1")
    actions.say(by=keeper, goal=goal, party=org(COUNTY), version=1, words=words)
    actions.say(by=actor(people.kuhmo), goal=goal, party=org(KUHMO), version=1, words=Words("view", "accepted", TODAY))
    for title, level in (("Johdon ryhmä", "sector"), ("Neuvonta", "client")):
        made = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": title}, owner=org(KUHMO).id, level=level))
    actions.tell(by=keeper, goal=goal, text="Ovi avattiin.", on=TODAY, measure=made)
    now = again(goal)
    steps = rollup.trail(now, queries.done(now, TODAY), inside=True)
    assert [(s.code, s.empty) for s in steps] == [
        ("choice", False),
        ("preparation", False),
        ("input", True),
        ("client", False),
    ]
    assert [len(s.views) for s in rollup.trail(now, queries.done(now, TODAY), inside=False)] == [0, 0, 0, 0]
    assert steps[3].notes[0].text == "Ovi avattiin."
    page = reader.get(f"/fi/tavoitteet/{goal.public_id}/").content.decode()
    for text in ("Valtuusto", "Neuvonta", "Suomi liikkeelle", "Ovi avattiin."):
        assert text in page
    chain = reader.get("/fi/alueet/kainuu/tavoitteet/?nakyma=ketju").content.decode()
    assert "Neuvonta" in chain
    for look in ("organisaatiot", "aikajana"):
        assert reader.get(f"/fi/alueet/kainuu/tavoitteet/?nakyma={look}").status_code == 200
    assert reader.get("/fi/alueet/kainuu/tavoitteet/?nakyma=outo").status_code == 400
    with pytest.raises(Refused, match="goals_no_state"):
        actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "X"}, level="outo"))
    with pytest.raises(Refused, match="goals_no_programme"):
        actions.rewrite(by=keeper, goal=goal, version=1, aim=aim(national=("outo",)))
    with pytest.raises(Refused, match="evidence_needs_duty"):
        actions.rewrite(by=keeper, goal=goal, version=1, aim=aim(duties=("outo",)))  # fmt: skip


def test_each_party_brings_its_part(people: People, keeper: Actor, goal: Goal, reader: Client) -> None:
    """Its own words, its measures and its own figure; the others need not accept; a colleague's text is not lost."""
    kuhmo = actor(people.kuhmo)
    actions.aim_at(
        by=keeper, goal=goal, version=1, indicator="statfin-vaesto", target=Target(2020, 80_000.0, 2030, 90_000.0)
    )
    done = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Valmis"}, owner=org(KUHMO).id, state="done"))
    actions.add_measure(
        by=keeper, goal=goal, work=Work({"fi": "Jäi"}, owner=org(KUHMO).id, ends=TODAY - timedelta(days=1))
    )
    actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Ei"}, owner=org(KUHMO).id, state="stopped"))
    for measure in goal.measures.all():
        actions.own(by=kuhmo, measure=measure, accepts=True)
    asked = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Kysytty"}, owner=org(KUHMO).id))
    assert done.goal_id == asked.goal_id == goal.pk
    actions.tell_share(by=kuhmo, goal=goal, party=org(KUHMO), version=0, texts={"fi": "Avaamme nuorisotilan."})
    with pytest.raises(EditConflict):
        actions.tell_share(by=kuhmo, goal=goal, party=org(KUHMO), version=0, texts={"fi": "Toinen."})
    with pytest.raises(Refused, match="goals_not_your_part"):
        actions.tell_share(by=keeper, goal=goal, party=org(KUHMO), version=1, texts={"fi": "Heidän."})
    now = again(goal)
    county, town = rollup.contributions(now, queries.done(now, TODAY), queries.told(now, TODAY))
    assert (town.measures, town.done, town.late) == (2, 1, 1)
    assert town.year == 2025
    assert town.value is not None
    assert 7_000 < town.value < 8_500
    assert (county.measures, county.value, county.share) == (0, None, None)
    assert "Avaamme nuorisotilan." in reader.get(f"/fi/tavoitteet/{goal.public_id}/").content.decode()
    assert queries.agreement(now).unanswered == (org(COUNTY).id, org(KUHMO).id)
    answer = browser(people.kuhmo).post(
        f"/fi/tavoitteet/{goal.public_id}/osuus/{org(KUHMO).public_id}/",
        {"text_fi": "Kolmas.", "version": "0", "key": str(uuid4())},
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Avaamme nuorisotilan." in page
    assert "Kolmas." in page
    assert GoalShare.objects.get().version == 1  # fmt: skip


def test_who_goes_on_is_asked_when_a_person_leaves(people: People, keeper: Actor, goal: Goal) -> None:
    """A person in charge does the work of the organisation in that measure; when the role ends, its people are asked."""
    made = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Neuvonta"}, owner=org(KUHMO).id))
    kuhmo, item = actor(people.kuhmo), f"measure:{made.public_id}"
    assert queries.measures_of(kuhmo, TODAY).left == ()
    people.in_charge(item)
    person = actor(people.charge)
    assert queries.measures_of(person, TODAY).asked == (made,)
    actions.own(by=person, measure=made, accepts=True)
    actions.tell(by=person, goal=goal, text="Alkoi.", on=TODAY, measure=made)
    with pytest.raises(Refused, match="goals_not_yours"):
        actions.tell(by=person, goal=goal, text="Muu.", on=TODAY)
    made.refresh_from_db()
    actions.write_measure(
        by=person, measure=made, version=1, work=Work({"fi": "Neuvonta"}, owner=org(KUHMO).id, state="under_way")
    )
    assert people.charge.name in browser(people.kuhmo).get(f"/fi/tavoitteet/{goal.public_id}/").content.decode()
    assert people.charge.name not in browser(people.county).get(f"/fi/tavoitteet/{goal.public_id}/").content.decode()
    assert queries.measures_of(kuhmo, TODAY).left == ()
    end_owner(by=kuhmo, grant=Grant.objects.get(role="owner", item=item))
    assert queries.measures_of(kuhmo, TODAY).left == (made,)
    assert "Kuka jatkaa näitä?" in browser(people.kuhmo).get("/fi/oma/").content.decode()
    assert name_owner(by=kuhmo, organisation=row(KUHMO), item=item, email=people.member.email, name="G") is None
    assert queries.measures_of(kuhmo, TODAY).left == ()  # fmt: skip


def told(**more: object) -> Round:
    """A strategy of next year."""
    fields: dict[str, object] = {"titles": {"fi": "Strategia"}, "kind": "strategy", "prepared_from": date(2026, 9, 1), "decided_on": date(2027, 2, 1), "reviewed_on": date(2029, 1, 1)}  # fmt: skip
    return Round(**(fields | more))  # type: ignore[arg-type]  # the fields of Round


def test_strategies_side_by_side(people: People, keeper: Actor, reader: Client) -> None:
    """Each on its line; what several prepare at the same time stands out; a source is asked of who tells for another."""
    kuhmo = actor(people.kuhmo)
    mine = cycles.tell(by=kuhmo, owner=org(KUHMO), told=told())
    cycles.tell(by=keeper, owner=org(COUNTY), told=told(titles={"fi": "Aluestrategia"}))
    with pytest.raises(Refused, match="goals_cycle_needs_link"):
        cycles.tell(by=keeper, owner=org("kunnat/kajaani"), told=told())
    with pytest.raises(Refused, match="goals_not_your_cycle"):
        cycles.tell(by=kuhmo, owner=org(COUNTY), told=told())
    for more, code in (
        ({"titles": {}}, "goals_needs_title"),
        ({"kind": "outo"}, "goals_no_kind"),
        ({"decided_on": date(2026, 8, 1)}, "goals_cycle_order"),
        ({"reviewed_on": date(2027, 1, 1)}, "goals_cycle_order"),
    ):
        with pytest.raises(Refused, match=code):
            cycles.tell(by=kuhmo, owner=org(KUHMO), told=told(**more))
    old = cycles.tell(
        by=kuhmo,
        owner=org(KUHMO),
        told=told(prepared_from=date(2020, 1, 1), decided_on=date(2020, 5, 1), reviewed_on=None),
    )
    page = reader.get("/fi/alueet/kainuu/strategiat/").content.decode()
    assert "Aluestrategia" in page
    assert "Voitaisiin valmistella yhdessä" in page
    assert str(old.public_id) not in page
    cycles.correct(by=kuhmo, cycle=mine, version=1, told=told(decided_on=date(2026, 9, 1), titles={"fi": "Uusi nimi"}))
    with pytest.raises(EditConflict):
        cycles.correct(by=kuhmo, cycle=mine, version=1, told=told())
    page = reader.get("/fi/alueet/kainuu/strategiat/").content.decode()
    assert "Voitaisiin valmistella yhdessä" not in page
    assert "Uusi nimi" in reader.get("/fi/alueet/kainuu/strategiat/?muoto=csv").content.decode()
    cycles.withdraw(by=kuhmo, cycle=mine)
    assert Cycle.objects.filter(withdrawn_at=None).count() == 2  # fmt: skip


def test_a_year_is_frozen(people: People, keeper: Actor, goal: Goal, programme: Programme, reader: Client) -> None:
    """As it was: what is told later changes nothing; one a year, taken back and made anew; Word and PDF in each language."""
    made = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Neuvonta"}, owner=org(COUNTY).id))
    actions.tell(by=keeper, goal=goal, text="Avattiin.", on=TODAY, measure=made)
    actions.tell(by=keeper, goal=goal, text="Koko tavoite etenee.", on=TODAY)
    found = reviewing.freeze(by=keeper, programme=programme, year=2026)
    with pytest.raises(Refused, match="goals_reviewed_already"):
        reviewing.freeze(by=keeper, programme=programme, year=2026)
    for year in (2025, 2027):
        with pytest.raises(Refused, match="goals_review_year"):
            reviewing.freeze(by=keeper, programme=programme, year=year)
    with pytest.raises(Refused, match="goals_not_yours"):
        reviewing.freeze(by=actor(people.kuhmo), programme=programme, year=2026)
    (only,) = found.content["goals"]
    assert only["measures"][0]["notes"] == [
        {
            "on": "2026-11-24",
            "text": "Avattiin.",
            "by": {
                "fi": "Kainuun hyvinvointialue",
                "sv": "Kajanalands välfärdsområde",
                "en": only["measures"][0]["owner"]["en"],
            },
        }
    ]
    actions.tell(by=keeper, goal=goal, text="Myöhemmin.", on=TODAY)
    address = f"vuosikatsaukset/{found.public_id}/"
    page = reader.get(f"/fi/{address}").content.decode()
    assert "Koko tavoite etenee." in page
    assert "Myöhemmin." not in page
    for lang in ("fi", "sv", "en"):
        assert reader.get(f"/{lang}/{address}?muoto=docx").content[:2] == b"PK"
        assert reader.get(f"/{lang}/{address}?muoto=pdf").content[:5] == b"%PDF-"
    reviewing.withdraw(by=keeper, review=found)
    assert reader.get(f"/fi/{address}").status_code == 404
    assert (
        reviewing.freeze(by=keeper, programme=programme, year=2026).content["goals"][0]["notes"][0]["text"]
        == "Myöhemmin."
    )
    assert Review.objects.count() == 2  # fmt: skip


def test_followed_up_in_a_meeting(people: People, keeper: Actor, programme: Programme, goal: Goal) -> None:
    """Goal by goal, a note at each, and what was told today at the end."""
    actions.propose(by=keeper, programme=programme, aim=aim(titles={"fi": "Toinen"}))
    kuhmo, address = browser(people.kuhmo), "/fi/alueet/kainuu/tavoitteet/seuranta/"
    assert "1/2" in kuhmo.get(address).content.decode()
    second = queries.of_region(actor(people.kuhmo), "20")[1]
    sent = {
        "goal": str(second.public_id),
        "on": TODAY.isoformat(),
        "text": "Sovittiin kokouksessa.",
        "measure": "",
        "key": str(uuid4()),
    }
    assert kuhmo.post(f"{address}?kohta=2", sent).status_code == 302
    assert "Sovittiin kokouksessa." in kuhmo.get(f"{address}?kohta=2").content.decode()
    assert "Sovittiin kokouksessa." in kuhmo.get(f"{address}?kohta=3").content.decode()
    assert kuhmo.get(f"{address}?kohta=4").status_code == 400
    assert kuhmo.post(f"{address}?kohta=1", {**sent, "text": "", "key": str(uuid4())}).status_code == 422
    assert browser(people.neighbour).post(f"{address}?kohta=1", sent).status_code == 403
    first = actions.propose(by=keeper, programme=programme, aim=aim(titles={"fi": "Uusi kärki"}, priority=True))
    answer = kuhmo.post(f"{address}?kohta=2", {**sent, "text": "Toinen kerta.", "key": str(uuid4())})
    assert answer["Location"].startswith(f"{address}?kohta=3")  # the goal that was on the screen has moved on the list
    assert second.notes.filter(text="Toinen kerta.").exists()
    assert not first.notes.exists()
    assert kuhmo.post(f"{address}?kohta=2", {**sent, "goal": "x", "key": str(uuid4())}).status_code == 404


def test_the_page_of_a_goal_asks_as_often(keeper: Actor, goal: Goal, reader: Client) -> None:
    """However many measures and parts it has."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert reader.get(f"/fi/tavoitteet/{goal.public_id}/").status_code == 200
        return len(found)

    actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "A"}, owner=org(KUHMO).id, level="client"))
    asked()
    one = asked()
    for n in range(6):
        actions.add_measure(by=keeper, goal=goal, work=Work({"fi": f"M{n}"}, owner=org(KUHMO).id, level="experts"))
    asked()
    assert asked() == one
    assert queries.measures_of(ANONYMOUS, TODAY).left == ()


def test_national_programmes_say_what_is_wrong(tmp_path: object) -> None:
    """Each has its name in three languages; a broken file is told with its place."""
    assert set(NATIONAL) >= {"suomi-liikkeelle", "ikaohjelma-2030"}
    bad = tmp_path / "national.toml"  # type: ignore[operator]  # a path
    bad.write_text('[x]\nname = { fi = "A" }\n')
    with pytest.raises(InvalidFile, match="x lacks a name"):
        read(bad)
    bad.write_text("[x]\n")
    with pytest.raises(InvalidFile, match="national"):
        read(bad)


def test_a_person_keeps_nothing_when_the_measure_goes_to_another(people: People, keeper: Actor, goal: Goal) -> None:
    """The role ends with the organisation's part, and so do invitations; a role of one organisation never acts for another."""
    made = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Neuvonta"}, owner=org(KUHMO).id))
    item = f"measure:{made.public_id}"
    people.in_charge(item)
    kuhmo = actor(people.kuhmo)
    assert name_owner(by=kuhmo, organisation=row(KUHMO), item=item, email="uusi@example.org", name="U") is not None
    actions.own(by=actor(people.charge), measure=made, accepts=True)
    made.refresh_from_db()
    before = actor(people.charge)
    actions.write_measure(by=keeper, measure=made, version=1, work=Work({"fi": "Neuvonta"}, owner=org(COUNTY).id))
    made.refresh_from_db()
    assert not Grant.objects.filter(item=item, withdrawn_at=None).exists()
    assert not Invitation.objects.filter(item=item, withdrawn_at=None).exists()
    with pytest.raises(Refused, match="goals_not_your_measure"):
        actions.own(by=before, measure=made, accepts=False)
    assert queries.measures_of(before, TODAY).asked == ()


def test_what_nobody_has_taken_is_named_to_those_inside(
    people: People, keeper: Actor, goal: Goal, programme: Programme, reader: Client
) -> None:
    """Asked and refusing organisations, and measures without anybody: not on public lists, not in a frozen public year."""
    asked = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Kielletty"}, owner=org(KUHMO).id))
    actions.own(by=actor(people.kuhmo), measure=asked, accepts=False)
    actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Orpo"}))
    lists = "/fi/alueet/kainuu/tavoitteet/?nakyma=organisaatiot"
    assert "Kielletty" not in reader.get(lists).content.decode()
    assert "Orpo" not in reader.get(lists).content.decode()
    assert "Orpo" in browser(people.kuhmo).get(lists).content.decode()
    frozen = reviewing.freeze(by=keeper, programme=programme, year=2026)
    assert [m["owner"] for m in frozen.content["goals"][0]["measures"]] == [None, None]
    assert "ownership" not in frozen.content["goals"][0]["measures"][0]


def test_two_parties_correct_their_parts(people: People, keeper: Actor, goal: Goal) -> None:
    """Each keeps its own versions."""
    for by, party in ((actor(people.kuhmo), org(KUHMO)), (actor(people.county), org(COUNTY))):
        for version in range(3):
            actions.tell_share(by=by, goal=goal, party=party, version=version, texts={"fi": f"Osa {version}"})
    assert Version.objects.filter(subject_type="goal_share").count() == 4


def test_a_word_taken_back_is_no_choice(keeper: Actor, goal: Goal) -> None:
    """Accepted, then withdrawn: the way of the goal has no decision; two decisions of one party are one."""
    for position in ("accepted", "accepted", "withdrawn"):
        words = Words("decision", position, TODAY, body="Valtuusto", link="https://example.org/1")
        actions.say(by=keeper, goal=goal, party=org(COUNTY), version=1, words=words)
        if position == "accepted":
            assert len(rollup.trail(again(goal), [], inside=True)[0].decisions) == 1
    assert rollup.trail(again(goal), [], inside=True)[0].empty


def test_charges_are_read_at_once(people: People, keeper: Actor, goal: Goal) -> None:
    """One's own measures: as many queries for one as for six."""

    def asked() -> int:
        page = browser(people.kuhmo)
        with CaptureQueriesContext(connection) as found:
            assert page.get(f"/fi/tavoitteet/{goal.public_id}/").status_code == 200
        return len(found)

    actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "A"}, owner=org(KUHMO).id))
    asked()
    one = asked()
    for n in range(5):
        actions.add_measure(by=keeper, goal=goal, work=Work({"fi": f"B{n}"}, owner=org(KUHMO).id))
    asked()
    assert asked() == one

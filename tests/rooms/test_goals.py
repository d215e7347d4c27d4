"""The room of goals: proposed, disputed and agreed, with figures, measures that somebody takes, and what has happened."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import People, actor, browser, opened, org
from yhdyspinta.core.audit.models import Version
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.goals import actions, facade, queries
from yhdyspinta.rooms.goals.actions import Aim, Plan, Work
from yhdyspinta.rooms.goals.models import FollowUp, Goal, Measure, Programme
from yhdyspinta.rooms.goals.progress import Target

TODAY = date(2026, 11, 24)
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
pytestmark = pytest.mark.django_db


def plan(**more: object) -> Plan:
    """An interface plan."""
    fields: dict[str, object] = {"titles": {"fi": "Yhdyspintasuunnitelma"}, "kind": "interface", "first_year": 2026, "last_year": 2029}  # fmt: skip
    return Plan(**(fields | more))  # type: ignore[arg-type]  # the fields of Plan


def aim(**more: object) -> Aim:
    """A goal of two."""
    fields: dict[str, object] = {"titles": {"fi": "Työttömyys laskee"}, "themes": ("tyollisyys",), "parties": (org(COUNTY).id, org(KUHMO).id)}  # fmt: skip
    return Aim(**(fields | more))  # type: ignore[arg-type]  # the fields of Aim


@pytest.fixture
def programme(keeper: Actor) -> Programme:
    """Kainuu's interface plan."""
    return actions.begin(by=keeper, region=Region.objects.get(slug="kainuu"), plan=plan())


@pytest.fixture
def goal(keeper: Actor, programme: Programme) -> Goal:
    """Its goal."""
    return actions.propose(by=keeper, programme=programme, aim=aim())


def again(goal: Goal) -> Goal:
    """The goal as it is now."""
    return queries.whole(Goal.objects.select_related("programme__region", "programme__owner")).get(pk=goal.pk)


def says(by: Actor, goal: Goal, address: str, position: str = "accepted", version: int = 1, reason: str = "") -> None:
    """A party's decision."""
    words = Words("decision", position, TODAY, reason=reason, body="Hallitus", link="https://example.org/1")
    actions.say(by=by, goal=goal, party=org(address), version=version, words=words)


def test_two_agree_after_one_differs(people: People, keeper: Actor, goal: Goal) -> None:
    """The journey: Kuhmo differs with its reason, the goal is rewritten, both decide, and both texts are kept."""
    says(keeper, goal, COUNTY)
    says(actor(people.kuhmo), goal, KUHMO, "differing", reason="Luku on liian tiukka.")
    page = browser(people.kuhmo).get(f"/fi/tavoitteet/{goal.public_id}/").content.decode()
    assert "Luku on liian tiukka." in page
    assert queries.agreement(again(goal)).differing == (org(KUHMO).id,)
    better = aim(titles={"fi": "Työttömyys laskee hitaammin"})
    actions.rewrite(by=keeper, goal=goal, version=1, aim=better)
    assert queries.agreement(again(goal)).earlier == (org(COUNTY).id, org(KUHMO).id)
    for address in (COUNTY, KUHMO):
        says(keeper, goal, address, version=2)
    assert queries.agreement(again(goal)).since == TODAY
    assert Version.objects.get(subject_type="goal").content["title_fi"] == "Työttömyys laskee"
    with pytest.raises(EditConflict):
        says(keeper, goal, KUHMO, version=1)


def test_progress_is_computed_from_the_store(keeper: Actor, goal: Goal, reader: Client) -> None:
    """Kainuu's own figure beside the path; part of what is accepted; never stored."""
    target = Target(2020, 80_000.0, 2030, 90_000.0)
    actions.aim_at(by=keeper, goal=goal, version=1, indicator="statfin-vaesto", target=target)
    (told,) = queries.told(again(goal), TODAY)
    assert told.values[2025] == told.progress.value
    assert told.progress.course == "off_track"
    page = reader.get(f"/fi/tavoitteet/{goal.public_id}/").content.decode()
    assert "selvästi jäljessä" in page
    assert "<svg" in page
    with pytest.raises(EditConflict):
        actions.aim_at(by=keeper, goal=goal, version=1, indicator="statfin-vaesto", target=target)
    with pytest.raises(Refused, match="goals_no_indicator"):
        actions.aim_at(by=keeper, goal=goal, version=2, indicator="outo", target=target)
    with pytest.raises(Refused, match="goals_years"):
        actions.aim_at(by=keeper, goal=goal, version=2, indicator="statfin-vaesto", target=Target(1900, 1.0, 2030, 2.0))
    actions.leave_out(by=keeper, goal=goal, version=2, indicator="statfin-vaesto")
    assert queries.told(again(goal), TODAY) == []
    with pytest.raises(Refused, match="goals_no_indicator"):
        actions.leave_out(by=keeper, goal=goal, version=3, indicator="statfin-vaesto")


def test_no_owner_is_a_phantom(people: People, keeper: Actor, goal: Goal) -> None:
    """Asked, then in charge once it says so; says so again each season; may refuse; a new owner is asked anew."""
    made = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Työpaja"}, owner=org(KUHMO).id))
    assert queries.unowned([again(goal)], TODAY) == 1
    kuhmo = actor(people.kuhmo)
    assert queries.measures_of(kuhmo, TODAY).asked == (made,)
    assert "Työpaja" in browser(people.kuhmo).get("/fi/oma/").content.decode()
    assert (
        "Ovatko nämä teidän vastuullanne?"
        in browser(people.kuhmo).get("/fi/alueet/kainuu/tavoitteet/").content.decode()
    )
    with pytest.raises(Refused, match="goals_not_your_measure"):
        actions.own(by=keeper, measure=made, accepts=True)
    actions.own(by=kuhmo, measure=made, accepts=True)
    assert queries.unowned([again(goal)], TODAY) == 0
    assert queries.measures_of(kuhmo, TODAY).asked == ()
    assert queries.measures_of(kuhmo, TODAY + timedelta(days=121)).asked == (made,)
    actions.own(by=kuhmo, measure=made, accepts=False)
    assert queries.done(again(goal), TODAY)[0].ownership == "refused"
    made.refresh_from_db()
    other = Work({"fi": "Työpaja"}, owner=org(COUNTY).id)
    actions.write_measure(by=keeper, measure=made, version=1, work=other)
    assert queries.done(again(goal), TODAY)[0].ownership == "accepted"  # the county's coordinator named the county
    mine = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Oma"}, owner=org(COUNTY).id))
    mine.refresh_from_db()
    assert mine.accepted_on == TODAY  # who names oneself is in charge


def test_who_is_in_charge_writes_the_measure(people: People, keeper: Actor, goal: Goal) -> None:
    """And nobody else of the parties; a late one is told of the other's."""
    made = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Työpaja"}, owner=org(KUHMO).id))
    kuhmo = actor(people.kuhmo)
    done = Work({"fi": "Työpaja"}, owner=org(KUHMO).id, state="done")
    with pytest.raises(Refused, match="goals_not_yours"):  # asked is not in charge
        actions.write_measure(by=kuhmo, measure=made, version=1, work=done)
    actions.own(by=kuhmo, measure=made, accepts=True)
    away = Work({"fi": "Työpaja"}, owner=org(COUNTY).id)
    with pytest.raises(Refused, match="goals_not_yours"):  # nobody hands it on but who keeps the goal
        actions.write_measure(by=kuhmo, measure=made, version=1, work=away)
    actions.write_measure(by=kuhmo, measure=made, version=1, work=done)
    assert queries.done(again(goal), TODAY)[0].timing == "done"
    made.refresh_from_db()
    with pytest.raises(EditConflict):
        actions.write_measure(by=kuhmo, measure=made, version=1, work=done)
    with pytest.raises(Refused, match="goals_not_yours"):
        actions.write_measure(by=actor(people.neighbour), measure=made, version=2, work=done)
    actions.withdraw_measure(by=keeper, measure=made)
    assert queries.done(again(goal), TODAY) == []
    with pytest.raises(Refused, match="goals_no_measure"):
        actions.own(by=kuhmo, measure=made, accepts=True)


def test_what_has_happened_is_told_by_the_parties(people: People, keeper: Actor, goal: Goal) -> None:
    """With a day; taken back by who told it or who keeps the goal."""
    kuhmo = actor(people.kuhmo)
    told = actions.tell(by=kuhmo, goal=goal, text="Paja avattiin.", on=TODAY)
    assert told.organisation_id == org(KUHMO).id
    for by, text, on, code in (
        (kuhmo, " ", TODAY, "goals_needs_text"),
        (kuhmo, "X", TODAY + timedelta(days=1), "stances_future"),
        (actor(people.neighbour), "X", TODAY, "goals_not_yours"),
        (actor(people.elected), "X", TODAY, "goals_not_yours"),
        (ANONYMOUS, "X", TODAY, "login_needed"),
    ):
        with pytest.raises(Refused, match=code):
            actions.tell(by=by, goal=goal, text=text, on=on)
    other = actions.tell(by=keeper, goal=goal, text="Toinen.", on=TODAY)
    elsewhere = actions.propose(by=keeper, programme=goal.programme, aim=aim())
    stray = actions.add_measure(by=keeper, goal=elsewhere, work=Work({"fi": "Paja"}))
    with pytest.raises(Refused, match="goals_no_measure"):
        actions.tell(by=keeper, goal=goal, text="X", on=TODAY, measure=stray)
    with pytest.raises(Refused, match="goals_not_yours"):
        actions.withdraw_note(by=kuhmo, note=other)
    actions.withdraw_note(by=kuhmo, note=told)
    assert FollowUp.objects.filter(withdrawn_at=None).get() == other


def test_the_map_gains_its_column(people: People, keeper: Actor, goal: Goal) -> None:
    """Proposed; agreed; agreed with somebody in charge and followed up; ended; another day; between the parties."""
    opened("20")
    key = ("20", "tyollisyys", "goals")
    assert facade.statuses(["20"], TODAY)[key].situation == "under_preparation"
    for address in (COUNTY, KUHMO):
        says(keeper, goal, address)
    cell = facade.statuses(["20"], TODAY)[key]
    assert (cell.situation, [f.code for f in cell.findings]) == ("partly", ["goals_agreed"])
    made = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Työpaja"}, owner=org(KUHMO).id))
    assert facade.statuses(["20"], TODAY)[key].situation == "partly"  # who has only been asked is not in charge
    actions.own(by=actor(people.kuhmo), measure=made, accepts=True)
    actions.tell(by=keeper, goal=goal, text="Alkoi.", on=TODAY)
    assert facade.statuses(["20"], TODAY)[key].situation == "in_place"
    assert facade.statuses(["20"], TODAY - timedelta(days=1)) == {}
    actions.end(by=keeper, goal=goal)
    assert facade.statuses(["20"], TODAY) == {}
    made.refresh_from_db()
    work, kuhmo = Work({"fi": "Työpaja"}, owner=org(KUHMO).id), actor(people.kuhmo)
    for verb in (
        lambda: actions.end(by=keeper, goal=goal),
        lambda: actions.write_measure(by=kuhmo, measure=made, version=made.version, work=work),
        lambda: actions.own(by=kuhmo, measure=made, accepts=True),
        lambda: actions.tell(by=keeper, goal=goal, text="X", on=TODAY),
        lambda: says(keeper, goal, KUHMO),
    ):
        with pytest.raises(Refused, match="goals_ended"):
            verb()


def test_what_is_between_the_parties_stays_there(people: People, keeper: Actor, reader: Client) -> None:
    """Other people do not see the programme, its goals or measures."""
    hidden = actions.begin(by=keeper, region=Region.objects.get(slug="kainuu"), plan=plan(visibility="parties"))
    goal = actions.propose(by=keeper, programme=hidden, aim=aim(titles={"fi": "Salainen tavoite"}))
    made = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Paja"}))
    for page in (reader, browser(people.outsider), browser(people.neighbour)):
        assert "Salainen" not in page.get("/fi/alueet/kainuu/tavoitteet/").content.decode()
        assert page.get(f"/fi/tavoitteet/{goal.public_id}/").status_code == 404
    assert browser(people.neighbour).get(f"/fi/toimenpiteet/{made.public_id}/").status_code == 404
    for page in (browser(people.kuhmo), browser(people.elected)):
        assert "Salainen" in page.get("/fi/alueet/kainuu/tavoitteet/").content.decode()
    assert facade.statuses(["20"], TODAY) == {}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"titles": {}}, "goals_needs_title"),
        ({"horizon": "outo"}, "goals_no_horizon"),
        ({"parties": ()}, "goals_needs_party"),
        ({"themes": ()}, "goals_needs_theme"),
        ({"themes": ("outo",)}, "goals_needs_theme"),
    ],
)
def test_what_a_goal_cannot_be(keeper: Actor, programme: Programme, more: dict[str, object], code: str) -> None:
    """Each with its reason."""
    with pytest.raises(Refused, match=code):
        actions.propose(by=keeper, programme=programme, aim=aim(**more))


def test_what_programmes_and_measures_cannot_be(people: People, keeper: Actor, goal: Goal) -> None:
    """Years the wrong way, parties of elsewhere, days the wrong way, people without the right."""
    region, far = Region.objects.get(slug="kainuu"), org("kunnat/kauniainen").id
    with pytest.raises(Refused, match="goals_party_elsewhere"):
        actions.propose(by=keeper, programme=goal.programme, aim=aim(parties=(far,)))
    for more, code in (
        ({"titles": {"fi": " "}}, "goals_needs_title"),
        ({"kind": "outo"}, "goals_no_kind"),
        ({"last_year": 2025}, "goals_years"),
        ({"first_year": 1800}, "goals_years"),
        ({"owner": far}, "goals_party_elsewhere"),
    ):
        with pytest.raises(Refused, match=code):
            actions.begin(by=keeper, region=region, plan=plan(**more))
    with pytest.raises(Refused, match="goals_not_yours"):
        actions.begin(by=actor(people.kuhmo), region=region, plan=plan())
    own = actions.begin(by=actor(people.kuhmo), region=region, plan=plan(owner=org(KUHMO).id, kind="local"))
    assert actions.change(by=actor(people.kuhmo), programme=own, version=1, plan=plan(kind="local")).owner_id == org(KUHMO).id  # fmt: skip
    with pytest.raises(EditConflict):
        actions.change(by=actor(people.kuhmo), programme=own, version=1, plan=plan())
    for work, code in (
        (Work({}), "goals_needs_title"),
        (Work({"fi": "X"}, starts=TODAY, ends=TODAY - timedelta(days=1)), "goals_ends_before"),
        (Work({"fi": "X"}, state="outo"), "goals_no_state"),
        (Work({"fi": "X"}, cost="outo"), "goals_no_state"),
        (Work({"fi": "X"}, owner=far), "goals_party_elsewhere"),
        (Work({"fi": "X"}, partners=(far,)), "goals_party_elsewhere"),
    ):
        with pytest.raises(Refused, match=code):
            actions.add_measure(by=keeper, goal=goal, work=work)


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_the_pages_open_in_every_language(people: People, keeper: Actor, goal: Goal, lang: str) -> None:
    """Also the forms and the files."""
    measure = actions.add_measure(by=keeper, goal=goal, work=Work({"fi": "Paja"}, owner=org(KUHMO).id))
    actions.tell(by=keeper, goal=goal, text="Alkoi.", on=TODAY, measure=measure)
    page = browser(people.county_coordinator)
    for path in (
        "alueet/kainuu/tavoitteet/",
        "alueet/kainuu/tavoitteet/?teema=tyollisyys",
        "alueet/kainuu/tavoitteet/?muoto=xlsx",
        "alueet/kainuu/tavoitteet/?muoto=csv",
        "alueet/lappi/tavoitteet/",
        "alueet/kainuu/tavoitteet/ohjelma/",
        f"ohjelmat/{goal.programme.public_id}/muuta/",
        f"ohjelmat/{goal.programme.public_id}/tavoite/",
        *(f"tavoitteet/{goal.public_id}/{x}" for x in ("", "muuta/", "luku/", "toimenpide/", "kerro/")),
        f"tavoitteet/{goal.public_id}/kanta/{org(COUNTY).public_id}/",
        f"toimenpiteet/{measure.public_id}/",
    ):
        assert page.get(f"/{lang}/{path}").status_code == 200, path


def test_the_forms_write_and_a_late_one_loses_nothing(people: People, programme: Programme) -> None:
    """A programme, a goal, its target, a measure, a note; what is wrong is told; a version that was overtaken is 409."""
    page, parties = browser(people.county_coordinator), [str(org(a).public_id) for a in (COUNTY, KUHMO)]

    def send(path: str, **data: object) -> int:
        return page.post(f"/fi/{path}", {**data, "key": str(uuid4())}).status_code

    fields = {"kind": "local", "first_year": "2026", "last_year": "2029", "visibility": "public"}
    assert send("alueet/kainuu/tavoitteet/ohjelma/", title_fi="Toinen", **fields) == 302
    assert send("alueet/kainuu/tavoitteet/ohjelma/", title_fi="", **fields) == 422
    wanted = {"title_fi": "Tavoite", "horizon": "plan", "themes": "hyte", "parties": parties}
    assert send(f"ohjelmat/{programme.public_id}/tavoite/", **wanted) == 302
    goal = Goal.objects.get(title_fi="Tavoite")
    base = f"tavoitteet/{goal.public_id}"
    target = {"indicator": "statfin-vaesto", "base_year": "2020", "baseline": "70 000", "target_year": "2030"}
    assert send(f"{base}/luku/", **target, target="71500,5", version="1") == 302
    assert goal.figures.get().target == 71500.5
    assert send(f"{base}/luku/", **target, target="70 000", version="2") == 422
    assert send(f"{base}/luku/", **target, target="", version="2") == 422
    assert send(f"{base}/luku/", **target, target="1e9", version="2") == 422
    assert send(f"{base}/luku/", **target, target="−5,5", version="9") == 409
    assert send(f"{base}/luku/", **target, target="80000", version="1") == 409
    assert send(f"{base}/muuta/", **wanted, version="1") == 409
    assert send(f"{base}/muuta/", **wanted, version="2") == 302
    assert send(f"{base}/toimenpide/", title_fi="Paja", state="planned", owner=parties[1]) == 302
    measure = Measure.objects.get()
    assert send(f"toimenpiteet/{measure.public_id}/", title_fi="Paja", state="done", version="1") == 302
    assert send(f"toimenpiteet/{measure.public_id}/", title_fi="Paja", state="done", version="1") == 409
    assert send(f"{base}/kerro/", text="Alkoi.", on="24.11.2026") == 302
    assert send(f"{base}/kerro/", text="", on="24.11.2026") == 422
    assert send(f"ohjelmat/{programme.public_id}/muuta/", title_fi="Uusi", **fields, version="1") == 302
    assert send(f"ohjelmat/{programme.public_id}/muuta/", title_fi="Uusi", **fields, version="1") == 409


def test_queries_do_not_grow(keeper: Actor, programme: Programme, reader: Client) -> None:
    """One goal or six, one measure or six: as many queries on the list and on a goal's page."""
    counts = []
    for more in (1, 5):
        for n in range(more):
            goal = actions.propose(by=keeper, programme=programme, aim=aim(titles={"fi": f"T{more}{n}"}))
            actions.aim_at(by=keeper, goal=goal, version=1, indicator="statfin-vaesto", target=Target(2020, 1.0, 2030, 2.0))  # fmt: skip
            for k in range(more):
                actions.add_measure(by=keeper, goal=goal, work=Work({"fi": f"M{k}"}, owner=org(KUHMO).id, partners=(org(COUNTY).id,)))  # fmt: skip
        found = []
        for path in ("/fi/alueet/kainuu/tavoitteet/", f"/fi/tavoitteet/{goal.public_id}/"):
            reader.get(path)
            with CaptureQueriesContext(connection) as caught:
                reader.get(path)
            found.append(len(caught))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 16

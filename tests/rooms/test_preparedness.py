"""Preparedness: the circle, plans with two signatures, contacts, exercises, a log in which nothing is lost or doubled, and what is public."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import People, actor, browser, org, row
from tests.refusals import refused
from yhdyspinta.core.accounts import invitations
from yhdyspinta.core.accounts.actions import give_role, reset_factors
from yhdyspinta.core.accounts.queries import invitations as waiting_invitations
from yhdyspinta.core.accounts.rules import may_invite
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.preparedness import actions, facade, keeping, queries, training
from yhdyspinta.rooms.preparedness.actions import Secret
from yhdyspinta.rooms.preparedness.models import DutyContact, Exercise, Incident, Lesson, Plan
from yhdyspinta.rooms.preparedness.training import Programme, Reach
from yhdyspinta.site.rights.guarding import WORDS, entry, taken_into_use

pytestmark = pytest.mark.django_db
Args = dict[str, list[Any]]
KUHMO, COUNTY = "kunnat/kuhmo", "organisaatiot/kainuun-hyvinvointialue"


def words(position: str = "accepted", **more: Any) -> Words:
    """A decision of today."""
    return Words("decision", position, clock.today(), **{"body": "Hallitus", **more})


# --- the circle ---------------------------------------------------------------------------------------------------------


def test_details_are_off_until_two_have_decided(people: People, kainuu: Region) -> None:
    """One alone shares with nobody; each decides for itself; the log needs the details; who leaves details leaves the log."""
    kuhmo, county = org(KUHMO), org(COUNTY)
    own, other = actor(people.kuhmo), actor(people.county)
    reach = Reach("Päivystäjä", "1")
    actions.join(by=own, region=kainuu, organisation=kuhmo, part="details", words=words())
    with refused("preparedness_join_first"):
        training.tell_contact(by=actor(people.responder), region=kainuu, organisation=kuhmo, reach=reach)
    with refused("preparedness_own_word"):
        actions.join(by=own, region=kainuu, organisation=county, part="details", words=words())
    with refused("preparedness_own_word"):
        actions.join(by=actor(people.responder), region=kainuu, organisation=kuhmo, part="log", words=words())
    with refused("preparedness_joined_already"):
        actions.join(by=own, region=kainuu, organisation=kuhmo, part="details", words=words())
    with refused("preparedness_details_first"):
        actions.join(by=other, region=kainuu, organisation=county, part="log", words=words())
    with refused("stances_needs_body"):
        actions.join(by=other, region=kainuu, organisation=county, part="details", words=words(body=" "))
    taken_into_use(kainuu, "details", (other, county))
    assert queries.sight(actor(people.responder), "20").details
    taken_into_use(kainuu, "log", (own, kuhmo), (other, county))
    assert queries.sight(actor(people.responder), "20").log
    actions.leave(by=other, joining=queries.joinings("20").get(organisation_id=county.id, part="details"))
    seen = queries.sight(actor(people.responder), "20")
    assert (seen.inside, seen.details, seen.log) == (True, False, False)


def test_nobody_else_is_of_the_circle(people: People, guarded: Args) -> None:
    """No editor, coordinator or administrator sees what is secret; only their role of preparedness lets them."""
    for who in (people.kuhmo, people.county, people.county_coordinator, people.administrator, people.neighbour):
        seen = queries.sight(actor(who), "20")
        assert (seen.inside, seen.details, seen.log) == (True, False, False)
    assert not queries.sight(actor(people.outsider), "20").inside
    assert queries.incidents(actor(people.administrator)).count() == 0
    assert queries.incidents(HOUSE).count() == 0
    with refused("preparedness_circle"):
        actions.write(by=actor(people.county_coordinator), plan=Plan.objects.get(), version=2, secret=Secret())


def test_one_factor_opens_no_secret(people: People, guarded: Args, settings: Any) -> None:
    """A link in a mailbox, or one that upkeep has made, signs in with one factor: the circle's pages ask for the second also to read."""
    settings.MFA_REQUIRED = True
    client = browser(people.responder)
    for name in (
        "contacts",
        "plan",
        "card",
        "secret",
        "incident",
        "state",
        "shell",
        "incidents",
        "logs",
        "exercise",
        "learn",
    ):
        answer = client.get(reverse(f"preparedness:{name}", args=guarded.get(f"preparedness:{name}", [])))
        assert answer.status_code == 302, name
        assert "/turvallisuus/" in answer["Location"]
    page = client.get(reverse("preparedness:region", args=["kainuu"])).content.decode()
    assert reverse("preparedness:contacts", args=["kainuu"]) not in page


def test_only_the_organisation_lets_into_the_circle(people: People, guarded: Args) -> None:
    """No coordinator of the other organisations; when upkeep takes away lost factors, the role goes with them."""
    kuhmo = row(KUHMO)
    for who, allowed in (
        (people.kuhmo, True),
        (people.municipal_coordinator, False),
        (people.county_coordinator, False),
    ):
        assert bool(may_invite(actor(who), "responder", kuhmo)) is allowed
    assert may_invite(actor(people.municipal_coordinator), "editor", kuhmo)
    invitations.invite(
        by=actor(people.kuhmo), email="uusi@example.org", name="Uusi", role="responder", organisation=kuhmo
    )
    for who, sees in ((people.kuhmo, True), (people.municipal_coordinator, False)):
        assert waiting_invitations(actor(who)).exists() is sees
    reset_factors(by=actor(people.administrator), user=people.responder)
    assert not actor(people.responder).responds_for


def test_whoever_leaves_takes_its_numbers_along(people: People, kainuu: Region, guarded: Args) -> None:
    """Those that it called are called by whoever called it."""
    give_role(by=HOUSE, user=people.county, role="responder", organisation=row(COUNTY))
    first = DutyContact.objects.get()
    below = training.tell_contact(by=actor(people.county), region=kainuu, organisation=org(COUNTY), reach=Reach("Alempi", "2", called_by=first.public_id))  # fmt: skip
    actions.leave(
        by=actor(people.kuhmo), joining=queries.joinings("20").get(organisation_id=org(KUHMO).id, part="details")
    )
    assert [(t.contact.pk, t.depth) for t in queries.tree(queries.contacts("20"))] == [(below.pk, 0)]
    assert not queries.joinings("20").filter(organisation_id=org(KUHMO).id).exists()


# --- plans ---------------------------------------------------------------------------------------------------------------


def test_a_plan_holds_when_every_party_has_accepted_it(people: People, kainuu: Region, guarded: Args) -> None:
    """A change of roles or of the secret text asks both again; what held on a past day stays to be known."""
    plan = queries.plans("20")["sahko"]
    for who, address in ((people.kuhmo, KUHMO), (people.county, COUNTY)):
        assert queries.signed_on(queries.plans("20")["sahko"], clock.today()) is None
        actions.say(by=actor(who), plan=plan, party=org(address), version=2, words=words())
    assert [code for code, _ in queries.dates("20", clock.today()).plans] == ["sahko"]
    with refused("preparedness_circle"):
        actions.write(by=actor(people.kuhmo), plan=plan, version=2, secret=Secret({"fi": "x"}))
    actions.write(by=actor(people.responder), plan=plan, version=2, secret=Secret({"fi": "Toinen"}))
    now = queries.plans("20")["sahko"]
    assert (now.version, queries.agreement(now).holds) == (3, False)
    held = queries.signed_on(now, clock.today())
    assert held is not None
    assert held.version == 2  # the earlier one holds until the new one does
    with pytest.raises(EditConflict):
        actions.say(by=actor(people.kuhmo), plan=plan, party=org(KUHMO), version=2, words=words())
    actions.say(by=actor(people.kuhmo), plan=plan, party=org(KUHMO), version=3, words=words())
    actions.say(by=actor(people.county), plan=plan, party=org(COUNTY), version=3, words=words())
    actions.say(by=actor(people.county), plan=plan, party=org(COUNTY), version=3, words=words("withdrawn"))
    now = queries.plans("20")["sahko"]
    assert queries.signed_on(now, clock.today() + timedelta(days=1)) is not None
    assert [v.number for v in now.versions.all()] == [1, 2]
    assert now.versions.all()[1].content["procedure_fi"] == WORDS["procedure"]


def test_roles_are_written_function_by_function(people: People, kainuu: Region, guarded: Args) -> None:
    """The same again changes nothing; a party that goes takes its roles with it; a stranger or an unknown function is refused."""
    pair, plan = actor(people.county_coordinator), Plan.objects.get()
    kuhmo, county, kajaani = org(KUHMO), org(COUNTY), org("kunnat/kajaani")
    again = actions.assign(by=pair, plan=plan, version=2, function="johtaminen", roles={county.id: "leads"})
    assert again.version == 2
    told = actions.assign(
        by=pair, plan=plan, version=2, function="viestinta", roles={kuhmo.id: "leads", county.id: "informed"}
    )
    assert told.version == 3
    with refused("preparedness_no_function"):
        actions.assign(by=pair, plan=plan, version=3, function="viestinta", roles={kajaani.id: "leads"})
    with refused("preparedness_no_function"):
        actions.assign(by=pair, plan=plan, version=3, function="vesi", roles={kuhmo.id: "leads"})
    with refused("preparedness_not_yours"):
        actions.assign(by=actor(people.kuhmo), plan=plan, version=3, function="viestinta", roles={})
    with pytest.raises(EditConflict):
        actions.rewrite(by=pair, plan=plan, version=2, parties=[county.id, kajaani.id])
    moved = actions.rewrite(by=pair, plan=plan, version=3, parties=[county.id, kajaani.id])
    assert {o for (_f, o) in queries.roles_of(queries.whole(Plan.objects.all()).get(pk=moved.pk))} == {county.id}
    with refused("preparedness_plan_there"):
        actions.begin(by=pair, region=kainuu, subject="sahko", parties=[county.id, kuhmo.id])
    with refused("preparedness_two_parties"):
        actions.begin(by=pair, region=kainuu, subject="saa", parties=[county.id, org("kunnat/kauniainen").id])
    with refused("preparedness_no_subject"):
        actions.begin(by=pair, region=kainuu, subject="lumisota", parties=[county.id, kuhmo.id])
    actions.end(by=pair, plan=plan)
    assert queries.plans("20") == {}
    with refused("preparedness_plan_gone"):
        actions.rewrite(by=pair, plan=plan, version=4, parties=[county.id, kuhmo.id])


def test_gaps_are_found_and_those_of_secrets_only_for_the_circle(people: People, guarded: Args) -> None:
    """Roles for everybody inside; numbers and procedures for the circle."""
    address = reverse("preparedness:plan", args=guarded["preparedness:plan"])
    inside, circle = (browser(who).get(address).content.decode() for who in (people.kuhmo, people.responder))
    assert "Kukaan ei johda: Viestintä asukkaille" in inside
    assert "Puhelinnumero puuttuu" in circle
    assert "Puhelinnumero puuttuu" not in inside
    assert WORDS["procedure"] in circle
    assert WORDS["procedure"] not in inside


def test_what_waits_for_a_signature_is_on_the_page_of_what_waits(people: People, guarded: Args) -> None:
    """A plan waits for each party's decision as every shared text does."""
    assert [u.org for u in facade.unsigned(actor(people.kuhmo), actor(people.kuhmo))] == [org(KUHMO)]
    page = browser(people.kuhmo).get(reverse("waits", args=["kunnat", "kuhmo"])).content.decode()
    assert "Pitkäkestoinen tai laaja sähkökatko" in page


# --- contacts and exercises ---------------------------------------------------------------------------------------------------


def test_a_contact_is_told_tried_and_tried_anew_when_it_changes(people: People, kainuu: Region, guarded: Args) -> None:
    """One click; a corrected number has not been tried; a call never comes back to where it began."""
    by, first = actor(people.responder), DutyContact.objects.get()
    training.confirm_contact(by=by, contact=first, version=1)
    assert queries.reached_on(queries.contacts("20")[0]) == clock.today()
    assert queries.dates("20", clock.today()).reached == clock.today()
    second = training.tell_contact(by=by, region=kainuu, organisation=org(KUHMO), reach=Reach("Vesipäivystys", "3", "vesi", called_by=first.public_id))  # fmt: skip
    with refused("preparedness_calls_itself"):
        training.tell_contact(by=by, region=kainuu, organisation=org(KUHMO), reach=Reach("A", "1", called_by=second.public_id), contact=first, version=1)  # fmt: skip
    changed = training.tell_contact(by=by, region=kainuu, organisation=org(KUHMO), reach=Reach("A", "9"), contact=first, version=1)  # fmt: skip
    assert queries.reached_on(queries.contacts("20")[0]) is None
    with pytest.raises(EditConflict):
        training.confirm_contact(by=by, contact=first, version=1)
    with refused("preparedness_needs_phone"):
        training.tell_contact(by=by, region=kainuu, organisation=org(KUHMO), reach=Reach("A", " "))
    with refused("preparedness_code"):
        training.tell_contact(by=by, region=kainuu, organisation=org(KUHMO), reach=Reach("131052-308T", "1"))
    with refused("preparedness_own_contact"):
        training.tell_contact(by=by, region=kainuu, organisation=org(COUNTY), reach=Reach("A", "1"))
    training.withdraw_contact(by=by, contact=changed)
    twigs = queries.tree(queries.contacts("20"))
    assert [(t.contact.pk, t.depth) for t in twigs] == [(second.pk, 0)]


def test_an_exercise_is_a_dated_record_of_the_duty(people: People, kainuu: Region, guarded: Args) -> None:
    """Everybody is told that one was held, and when; called off, the record goes."""
    pair, exercise = actor(people.county_coordinator), Exercise.objects.get()
    with refused("preparedness_future"):
        training.hold_exercise(by=pair, exercise=exercise, on=clock.today() + timedelta(days=1))
    training.hold_exercise(by=pair, exercise=exercise, on=clock.today())
    told = Evidence.objects.get(origin=f"preparedness.exercise:{exercise.public_id}")
    assert (told.happened_on, told.visibility, told.withdrawn_at) == (clock.today(), "public", None)
    assert told.title_fi == "Valmiusharjoitus pidettiin"
    assert [k for k, _, _ in queries.dates("20", clock.today()).exercises] == ["calls"]
    training.call_off(by=pair, exercise=exercise)
    told.refresh_from_db()
    assert told.withdrawn_at is not None
    assert queries.dates("20", clock.today()).exercises == ()
    with refused("preparedness_exercise_gone"):
        training.hold_exercise(by=pair, exercise=exercise, on=clock.today())


def test_calls_of_an_exercise_are_told_one_by_one(people: People, kainuu: Region, guarded: Args) -> None:
    """Answered or not; before its day nobody can have called."""
    by, exercise, contact = actor(people.responder), Exercise.objects.get(), DutyContact.objects.get()
    training.try_contact(by=by, exercise=exercise, contact=contact, version=1, reached=False)
    assert queries.reached_on(queries.contacts("20")[0]) is None
    training.try_contact(by=by, exercise=exercise, contact=contact, version=1, reached=True)
    assert queries.reached_on(queries.contacts("20")[0]) == clock.today()
    later = Programme("calls", clock.today() + timedelta(days=3), (org(KUHMO).id, org(COUNTY).id))
    coming = training.plan_exercise(by=actor(people.kuhmo), region=kainuu, programme=later)
    with refused("preparedness_future"):
        training.try_contact(by=by, exercise=coming, contact=contact, version=1, reached=True)


def test_a_lesson_becomes_a_measure(people: People, guarded: Args) -> None:
    """Only once; what is secret in it stays with the circle, the proposal is shown to the region."""
    lesson = Lesson.objects.get()
    page = (
        browser(people.kuhmo)
        .get(reverse("preparedness:exercise", args=guarded["preparedness:exercise"]))
        .content.decode()
    )
    assert lesson.proposal in page
    assert lesson.text not in page
    training.became_measure(by=actor(people.county_coordinator), lesson=lesson, measure=uuid4())
    with refused("preparedness_lesson_done"):
        training.became_measure(by=actor(people.county_coordinator), lesson=lesson, measure=uuid4())


# --- what is public -----------------------------------------------------------------------------------------------------------


def test_the_map_is_told_dates_only(people: People, guarded: Args) -> None:
    """Signed plans, exercises, reached contacts: findings of the theme on any day, never a situation."""
    plan, by = queries.plans("20")["sahko"], actor(people.responder)
    for who, address in ((people.kuhmo, KUHMO), (people.county, COUNTY)):
        actions.say(by=actor(who), plan=plan, party=org(address), version=2, words=words())
    training.hold_exercise(by=actor(people.county_coordinator), exercise=Exercise.objects.get(), on=date(2026, 11, 1))
    training.confirm_contact(by=by, contact=DutyContact.objects.get(), version=1)
    told = facade.statuses(["20"], clock.today())
    assert {k[2]: [f.code for f in c.findings] for k, c in told.items()} == {
        "models": ["preparedness_signed"],
        "forums": ["preparedness_calls"],
        "roles": ["preparedness_reached"],
    }
    assert not any(c.base for c in told.values())
    assert facade.statuses(["20"], date(2026, 10, 31)) == {}
    assert [k[2] for k in facade.statuses(["20"], date(2026, 11, 2))] == ["forums"]
    page = Client().get(reverse("preparedness:region", args=["kainuu"])).content.decode()
    assert "24.11.2026" in page
    assert "Esimerkkisähkö" not in page
    steps = Client().get(reverse("preparedness-steps", args=["kainuu"])).content.decode()
    assert "Sovittu yhdessä: 1 niistä 7" in steps


def test_a_deployment_may_have_no_such_room(people: People, guarded: Args, settings: Any) -> None:
    """Its pages do not exist, nothing links to them, the map and what waits know nothing of it."""
    settings.PREPAREDNESS = False
    forget_all()
    client = browser(people.responder)
    for name in ("region", "contacts", "incident", "worker", "logs", "plan", "card"):
        assert (
            client.get(reverse(f"preparedness:{name}", args=guarded.get(f"preparedness:{name}", []))).status_code == 404
        )
    assert client.get(reverse("preparedness-steps", args=["kainuu"])).status_code == 404
    assert facade.statuses(["20"], clock.today()) == {}
    assert facade.unsigned(actor(people.kuhmo), actor(people.kuhmo)) == []
    for page in (reverse("region", args=["kainuu"]), reverse("interface", args=["kainuu", "varautuminen"])):
        assert "/alueet/kainuu/valmius/" not in client.get(page).content.decode()


def test_pages_ask_as_much_with_one_as_with_many(people: People, kainuu: Region, guarded: Args) -> None:
    """A literal number of queries, whatever is told."""
    client = browser(people.responder)
    pages = {
        name: reverse(f"preparedness:{name}", args=guarded.get(f"preparedness:{name}", ["kainuu"]))
        for name in ("region", "matrix", "contacts", "plan", "incident", "exercise")
    }
    before = {name: _asked(client, address) for name, address in pages.items()}
    by, incident = actor(people.responder), Incident.objects.get()
    for n in range(3):
        training.tell_contact(by=by, region=kainuu, organisation=org(KUHMO), reach=Reach(f"P{n}", str(n)))
        training.learn(by=by, exercise=Exercise.objects.get(), text=f"Oppi {n}")
        keeping.keep(by=by, incident=incident, entries=[entry(org(KUHMO), f"R{n}", number=n)])
    for subject in ("saa", "vesihuolto"):
        actions.begin(by=actor(people.county_coordinator), region=kainuu, subject=subject, parties=[org(KUHMO).id, org(COUNTY).id])  # fmt: skip
    assert {name: _asked(client, address) for name, address in pages.items()} == before
    assert max(before.values()) <= 30


def _asked(client: Client, address: str) -> int:
    from django.db import connection  # noqa: PLC0415  (only here)

    client.get(address)  # what is kept by revision is made
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_card_is_made_of_what_holds_now(people: People, guarded: Args) -> None:
    """PDF for print, tagged; a changed number is on the next one."""
    client, address = browser(people.responder), reverse("preparedness:card", args=guarded["preparedness:card"])
    body = client.get(f"{address}?muoto=pdf").content
    assert body.startswith(b"%PDF-")
    assert b"/MarkInfo<</Marked true" in body
    assert client.get(f"{address}?muoto=docx").status_code == 200
    assert browser(people.kuhmo).get(address).status_code == 404

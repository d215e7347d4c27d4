"""The room of agreements: proposed, disputed, agreed and renewed; changes known ahead; a problem that climbs and is settled."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import People, actor, browser, opened, org
from tests.rooms.agreeing import COUNTY, KAJAANI, KUHMO, TODAY, TYM_DUTY, act, again, draft, news, says, trouble
from yhdyspinta.core.accounts import calendars
from yhdyspinta.core.audit.models import AuditEvent, Version
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.matters.ahead import known_ahead
from yhdyspinta.core.matters.filing import Label
from yhdyspinta.core.matters.models import Document, Use
from yhdyspinta.core.matters.uploads import Upload
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.agreements import actions, facade, queries, raising, settling, telling
from yhdyspinta.rooms.agreements.actions import Clause, Step
from yhdyspinta.rooms.agreements.models import Agreement, Part, Problem, ProblemStep
from yhdyspinta.rooms.agreements.raising import Said

pytestmark = pytest.mark.django_db


def test_agreed_and_renewed(people: People, keeper: Actor, region: Region) -> None:
    """The journey: proposed with the usual sections, disputed, written anew, agreed by both, and renewed before its end."""
    made = actions.propose(by=keeper, region=region, draft=draft(ends=TODAY + timedelta(days=60)))
    assert made.parts.count() == 7
    assert queries.state_of(again(made), TODAY) == "proposed"
    says(actor(people.kuhmo), made, KUHMO, "differing")
    part = made.parts.all()[2]
    clause = Clause({"fi": "Työnjako"}, {"fi": "Kunta järjestää ryhmät."})
    actions.write_part(by=keeper, agreement=made, version=1, clause=clause, part=part)
    kept = Version.objects.get(subject_type="agreement").content
    assert kept["parts"][2]["title_fi"] == "Työnjako ja kustannukset"
    for address in (COUNTY, KUHMO):
        says(keeper, made, address, version=2)
    row = again(made)
    assert (queries.state_of(row, TODAY), queries.alarms(row, TODAY)) == ("in_force", ["expiring"])
    page = browser(people.kuhmo).get(f"/fi/sopimukset/{made.public_id}/").content.decode()
    assert "Kunta järjestää ryhmät." in page
    following = actions.renew(by=keeper, agreement=row)
    first = TODAY + timedelta(days=61)
    assert (following.starts, following.ends) == (first, first + timedelta(days=90))
    assert following.parts.count() == 7
    assert queries.alarms(again(made), TODAY) == []
    with pytest.raises(Refused, match="agreements_renewed_already"):
        actions.renew(by=keeper, agreement=row)
    with pytest.raises(EditConflict):
        says(keeper, made, KUHMO, version=1)
    actions.end(by=keeper, agreement=following)
    assert queries.alarms(again(made), TODAY) == ["expiring"]
    with pytest.raises(Refused, match="agreements_ended"):
        says(keeper, following, KUHMO)  # fmt: skip


def test_the_last_acceptance_fulfils_the_duty(people: People, keeper: Actor, region: Region) -> None:
    """Statutory support of employment: all three kinds of parties, and the evidence recorded once, in the same write."""
    view = atlas().view("20", TODAY)
    kela, area = view.by_actor["kela"][0], view.employment_areas[0]
    text = {"kind": "tym", "themes": ("tyollisyys",), "duties": (TYM_DUTY,)}
    with pytest.raises(Refused, match="agreements_tym_parties"):
        actions.propose(by=keeper, region=region, draft=draft(**text))
    parties = (org(COUNTY).id, area.id, kela.id)
    made = actions.propose(by=keeper, region=region, draft=draft(**text, parties=parties))
    origin = f"agreements.agreement:{made.public_id}"
    for party in (org(COUNTY), area, kela):
        assert not Evidence.objects.filter(origin=origin).exists()
        words = Words("decision", "accepted", TODAY, body="Hallitus", link="https://example.org/1")
        actions.say(by=keeper, agreement=made, party=party, version=1, words=words)
    found = Evidence.objects.get(origin=origin)
    assert (found.kind, found.title_fi, found.happened_on) == ("agreement", "Hyte-sopimus", TODAY)
    assert set(found.duties.values_list("duty_code", flat=True)) == {TYM_DUTY}
    actions.say(by=keeper, agreement=made, party=kela, version=1, words=words)
    assert Evidence.objects.filter(origin=origin).count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"titles": {"fi": " "}}, "agreements_needs_title"),
        ({"kind": "outo"}, "agreements_no_kind"),
        ({"parties": ()}, "agreements_needs_party"),
        ({"parties": (10**9,)}, "agreements_party_elsewhere"),
        ({"themes": ()}, "agreements_needs_theme"),
        ({"themes": ("outo",)}, "agreements_needs_theme"),
        ({"ends": TODAY - timedelta(days=60)}, "agreements_ends_before"),
        ({"duties": ("outo",)}, "evidence_needs_duty"),
    ],
)
def test_bad_agreements(keeper: Actor, region: Region, more: dict[str, object], code: str) -> None:
    """Each says what is wrong; nothing is written."""
    with pytest.raises(Refused, match=code):
        actions.propose(by=keeper, region=region, draft=draft(**more))
    assert not Agreement.objects.exists()


def test_parts_in_order(keeper: Actor, region: Region) -> None:
    """Added last, moved earlier, left out; numbers from one; a version each; the later of two writers is told."""
    made = actions.propose(by=keeper, region=region, draft=draft(kind="model"))
    for version, title in enumerate("ABC", 1):
        actions.write_part(
            by=keeper, agreement=made, version=version, clause=Clause({"fi": title}, who={"fi": "Kuka\nvain"})
        )
    a, b, c = made.parts.all()
    assert a.who_fi == "Kuka vain"
    actions.raise_part(by=keeper, agreement=made, version=4, part=c)
    assert [p.title_fi for p in again(made).parts.all()] == ["A", "C", "B"]
    actions.raise_part(by=keeper, agreement=made, version=5, part=a)
    actions.drop_part(by=keeper, agreement=made, version=5, part=a)
    assert [(p.number, p.title_fi) for p in again(made).parts.all()] == [(1, "C"), (2, "B")]
    with pytest.raises(EditConflict):
        actions.drop_part(by=keeper, agreement=made, version=5, part=b)
    with pytest.raises(Refused, match="agreements_no_part"):
        actions.drop_part(by=keeper, agreement=made, version=6, part=a)
    with pytest.raises(Refused, match="agreements_needs_title"):
        actions.write_part(by=keeper, agreement=made, version=6, clause=Clause({}))
    assert Part.objects.count() == 2  # fmt: skip


def test_a_ladder_is_written(keeper: Actor, agreed: Agreement) -> None:
    """Lowest first whatever the order given; each level once; days that make sense."""
    assert [(r.level, r.days, r.who_fi) for r in agreed.rungs.all()] == [
        ("client", 7, ""),
        ("experts", 14, "Ohjausryhmä"),
    ]
    for steps, code in (
        ([Step("client", 1), Step("client", 2)], "agreements_no_level"),
        ([Step("outo", 1)], "agreements_no_level"),
        ([Step("client", 0)], "agreements_days"),
        ([Step("client", 367)], "agreements_days"),
    ):
        with pytest.raises(Refused, match=code):
            actions.set_ladder(by=keeper, agreement=agreed, version=2, steps=steps)  # fmt: skip


def test_only_coordinators_write(people: People, agreed: Agreement, region: Region) -> None:
    """A party decides; it does not rewrite."""
    kuhmo = actor(people.kuhmo)
    with pytest.raises(Refused, match="agreements_not_yours"):
        actions.rewrite(by=kuhmo, agreement=agreed, version=2, draft=draft())
    with pytest.raises(Refused, match="agreements_not_yours"):
        actions.propose(by=kuhmo, region=region, draft=draft())
    with pytest.raises(Refused, match="login_needed"):
        actions.end(by=ANONYMOUS, agreement=agreed)


def test_between_the_parties(people: People, keeper: Actor, region: Region, reader: Client) -> None:
    """Not public: others meet a 404, the parties and the pair read it, the map says nothing of it."""
    made = actions.propose(by=keeper, region=region, draft=draft(visibility="parties"))
    address = f"/fi/sopimukset/{made.public_id}/"
    assert reader.get(address).status_code == 404
    assert browser(people.outsider).get(address).status_code == 404
    assert browser(people.kuhmo).get(address).status_code == 200
    assert "Hyte-sopimus" not in reader.get("/fi/alueet/kainuu/sopimukset/").content.decode()
    assert facade.statuses(["20"], TODAY) == {}


def test_the_map_by_the_day(keeper: Actor, region: Region) -> None:
    """Proposed, agreed, expiring, ended, as it was on each day."""
    made = actions.propose(by=keeper, region=region, draft=draft(ends=TODAY + timedelta(days=400)), outline=False)
    key = ("20", "hyte", "models")
    assert facade.statuses(["20"], TODAY)[key].situation == "under_preparation"
    for address in (COUNTY, KUHMO):
        says(keeper, made, address)
    now = facade.statuses(["20"], TODAY)[key]
    assert (now.situation, now.findings[0].code, now.findings[0].good) == ("in_place", "models_agreed", True)
    later = facade.statuses(["20"], TODAY + timedelta(days=300))[key]
    assert (later.situation, [f.code for f in later.findings]) == ("partly", ["models_agreed", "models_expiring"])
    after = facade.statuses(["20"], TODAY + timedelta(days=401))[key]
    assert (after.situation, [f.code for f in after.findings]) == ("unknown", ["models_ended"])
    assert facade.statuses(["20"], TODAY - timedelta(days=1)) == {}


def test_known_ahead(people: People, keeper: Actor, region: Region, agreed: Agreement) -> None:
    """Told to whom it touches until it is public; agendas open with it; agreements that end are there too."""
    kuhmo = actor(people.kuhmo)
    made = telling.tell(by=kuhmo, region=region, owner=org(KUHMO), news=news())
    themes = ["palveluverkko", "hyte"]
    assert [a.what.code for a in known_ahead(kuhmo, "20", themes, TODAY)] == ["ahead_notice"]
    assert known_ahead(actor(people.county), "20", themes, TODAY)[0].on == TODAY + timedelta(days=100)
    assert known_ahead(ANONYMOUS, "20", themes, TODAY) == []
    assert known_ahead(kuhmo, "20", ["hyte"], TODAY) == []
    ending = TODAY + timedelta(days=600)
    assert [a.what.code for a in known_ahead(ANONYMOUS, "20", themes, ending)] == ["models_expiring"]
    with pytest.raises(Refused, match="agreements_public_needs_link"):
        telling.correct(by=kuhmo, change=made, version=1, news=news(visibility="public"))
    telling.correct(by=kuhmo, change=made, version=1, news=news(visibility="public", link="https://example.org/1"))
    assert [a.what.code for a in known_ahead(ANONYMOUS, "20", themes, TODAY)] == ["ahead_notice"]
    with pytest.raises(EditConflict):
        telling.correct(by=kuhmo, change=made, version=1, news=news())
    with pytest.raises(Refused, match="agreements_not_your_change"):
        telling.tell(by=actor(people.county), region=region, owner=org(KUHMO), news=news())
    with pytest.raises(Refused, match="agreements_not_your_change"):
        telling.tell(by=keeper, region=region, owner=org(KUHMO), news=news())
    assert telling.tell(
        by=keeper, region=region, owner=org(KUHMO), news=news(visibility="public", link="https://example.org/1")
    )
    with pytest.raises(Refused, match="agreements_acts_before"):
        telling.tell(by=kuhmo, region=region, owner=org(KUHMO), news=news(statements_by=TODAY + timedelta(days=301)))
    telling.withdraw(by=kuhmo, change=made)
    with pytest.raises(Refused, match="agreements_change_gone"):
        telling.withdraw(by=kuhmo, change=made)  # fmt: skip


def test_a_problem_climbs_and_is_solved(people: People, keeper: Actor, region: Region, agreed: Agreement) -> None:
    """The ladder is the agreed one, frozen at the raising; both accept; everybody is told what waits."""
    kuhmo, county = actor(people.kuhmo), actor(people.county)
    row = raising.raise_problem(by=kuhmo, region=region, org=org(KUHMO), trouble=trouble())
    assert (row.agreement, row.limits) == (agreed, {"client": 7, "experts": 14})
    assert [(a.org, a.why) for a in settling.asked_of(county, TODAY)] == [(org(COUNTY), "new")]
    assert settling.asked_of(kuhmo, TODAY) == []
    assert [a.why for a in settling.asked_of(kuhmo, TODAY + timedelta(days=30))] == ["late"]
    act(county, row, org(COUNTY), Said("tried", "Lista korjattiin."))
    act(kuhmo, row, org(KUHMO), Said("climbed", "Kutsu jäi taas saamatta."))
    with pytest.raises(Refused, match="agreements_not_now"):
        act(kuhmo, row, org(KUHMO), Said("climbed", "Vielä."))
    act(kuhmo, row, org(KUHMO), Said("offered", "Lähetetään kirjaamoon.", "solved"))
    assert [a.why for a in settling.asked_of(county, TODAY)] == ["answer"]
    assert "Kutsut eivät tule" in browser(people.county).get("/fi/oma/").content.decode()
    with pytest.raises(Refused, match="agreements_not_asked"):
        act(kuhmo, row, org(KUHMO), Said("accepted"))
    act(county, row, org(COUNTY), Said("accepted"))
    state = settling.state_of(settling.problems_visible_to(county).get(), TODAY)
    assert state is not None
    assert (state.name, state.climbs, state.in_time) == ("solved", 1, True)
    page = browser(people.county).get("/fi/alueet/kainuu/ongelmat/").content.decode()
    assert "Kutsut eivät tule" in page
    found = settling.tallies(settling.problems_visible_to(keeper), date(TODAY.year, 1, 1), TODAY)["hyte"]
    assert (found.raised, found.solved, found.climbed) == (1, 1, 1)
    assert AuditEvent.objects.filter(subject_type="problem").count() == 5


def test_problems_stay_between_the_parties(people: People, keeper: Actor, region: Region, reader: Client) -> None:
    """Nobody else of the region reads one; without an agreed ladder nothing is late."""
    row = raising.raise_problem(by=actor(people.kuhmo), region=region, org=org(KUHMO), trouble=trouble())
    assert (row.agreement, row.limits) == (None, {})
    address = f"/fi/ongelmat/{row.public_id}/"
    assert reader.get(address).status_code == 302
    assert browser(people.neighbour).get(address).status_code == 404
    assert browser(people.municipal_coordinator).get(address).status_code == 200
    assert "Kutsut" not in browser(people.neighbour).get("/fi/alueet/kainuu/ongelmat/").content.decode()
    with pytest.raises(Refused, match="agreements_not_your_problem"):
        act(actor(people.municipal_coordinator), row, org(KAJAANI), Said("tried", "x"))
    with pytest.raises(Refused, match="agreements_only_raiser"):
        act(keeper, row, org(COUNTY), Said("withdrawn"))
    act(actor(people.kuhmo), row, org(KUHMO), Said("withdrawn"))
    assert settling.asked_of(actor(people.county), TODAY + timedelta(days=99)) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "agreements_tell_problem"),
        ({"text": ""}, "agreements_tell_problem"),
        ({"parties": ()}, "agreements_needs_other_party"),
        ({"parties": (10**9,)}, "agreements_party_elsewhere"),
        ({"theme": "outo"}, "agreements_needs_theme"),
        ({"text": "Asiakas 131052-308T odotti."}, "agreements_client_code"),
        ({"title": "131052-308T"}, "agreements_client_code"),
        ({"text": "Asiakas 131052-308T odotti.", "sure": True}, "agreements_client_code"),
        ({"text": "Soita 040 1234567."}, "agreements_client_maybe"),
    ],
)
def test_bad_problems(people: People, region: Region, more: dict[str, object], code: str) -> None:
    """Refused with the reason; what tells of a client never reaches the database, its trail or its versions."""
    with pytest.raises(Refused, match=code):
        raising.raise_problem(by=actor(people.kuhmo), region=region, org=org(KUHMO), trouble=trouble(**more))
    assert not Problem.objects.exists()
    assert not AuditEvent.objects.filter(subject_type="problem").exists()


def test_a_personal_code_is_not_saved_through_the_page(people: People, region: Region) -> None:
    """The form keeps what was typed, says why, and saves nothing; without the code it goes through."""
    kuhmo = browser(people.kuhmo)
    address = "/fi/alueet/kainuu/ongelmat/uusi/"
    told = {
        "title": "Odotus",
        "text": "Asiakas 131052-308T odotti.",
        "theme": "hyte",
        "parties": [str(org(COUNTY).public_id)],
    }
    answer = kuhmo.post(address, {**told, "key": str(uuid4())})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "henkilötunnus" in page
    assert "Asiakas 131052-308T odotti." in page
    assert not ProblemStep.objects.exists()
    sure = {**told, "text": "Kirjaamo: kirjaamo@example.org", "key": str(uuid4())}
    assert kuhmo.post(address, sure).status_code == 422
    assert kuhmo.post(address, {**sure, "sure": "on", "key": str(uuid4())}).status_code == 302
    row = Problem.objects.get()
    step = f"/fi/ongelmat/{row.public_id}/kerro/"
    assert kuhmo.post(step, {"version": "1", "text": "Hän on 131052-308T.", "key": str(uuid4())}).status_code == 422
    assert ProblemStep.objects.count() == 1


def test_one_query_count_however_many(keeper: Actor, region: Region, reader: Client) -> None:
    """The page of a region and its column of the map ask no more of five agreements than of one."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert reader.get("/fi/alueet/kainuu/sopimukset/").status_code == 200
        return len(found)

    def counted() -> int:
        with CaptureQueriesContext(connection) as found:
            facade.statuses(["20"], TODAY)
        return len(found)

    actions.propose(by=keeper, region=region, draft=draft())
    opened("20")
    asked(), counted()
    actions.propose(by=keeper, region=region, draft=draft())
    one = asked(), counted()
    for _ in range(4):
        actions.propose(by=keeper, region=region, draft=draft())
        telling.tell(by=keeper, region=region, owner=org(COUNTY), news=news())
    assert (asked(), counted()) == one


def test_documents_and_tables(people: People, keeper: Actor, agreed: Agreement, region: Region, reader: Client) -> None:
    """Word, PDF, Excel and CSV in each language."""
    telling.tell(by=keeper, region=region, owner=org(COUNTY), news=news())
    page = f"sopimukset/{agreed.public_id}/"
    for lang in ("fi", "sv", "en"):
        assert reader.get(f"/{lang}/{page}?muoto=docx").content[:2] == b"PK"
        assert reader.get(f"/{lang}/{page}?muoto=pdf").content[:5] == b"%PDF-"
        assert "Hyte-sopimus" in reader.get(f"/{lang}/alueet/kainuu/sopimukset/?muoto=csv").content.decode()
    changes = browser(people.county).get("/fi/alueet/kainuu/muutokset/?muoto=csv").content.decode()
    assert "Terveysaseman vuokra" in changes
    assert browser(people.county).get("/fi/alueet/kainuu/ongelmat/?muoto=xlsx").content[:2] == b"PK"


def test_the_signed_text_is_kept_with_it(people: People, keeper: Actor, agreed: Agreement, region: Region) -> None:
    """A party brings it, the parties read it, others do not; taken off it stays where it was filed."""
    kuhmo, label = actor(people.kuhmo), Label({"fi": "Liite yksi"}, TODAY, visibility="parties")
    actions.bring(by=kuhmo, agreement=agreed, owner=org(KUHMO), label=label, content=Upload("s.txt", b"Sopimus."))
    address = f"/fi/sopimukset/{agreed.public_id}/"
    assert "Liite yksi" in browser(people.county).get(address).content.decode()
    assert "Liite yksi" not in browser(people.outsider).get(address).content.decode()
    with pytest.raises(Refused, match="agreements_not_yours"):
        actions.bring(
            by=actor(people.outsider), agreement=agreed, owner=org(KUHMO), label=label, content="https://example.org/1"
        )
    other = actions.propose(by=keeper, region=region, draft=draft())
    used = Use.objects.get()
    with pytest.raises(Refused, match="agreements_no_part"):
        actions.drop(by=kuhmo, agreement=other, use=used)
    actions.drop(by=kuhmo, agreement=agreed, use=used)
    assert "Liite yksi" not in browser(people.county).get(address).content.decode()
    assert Document.objects.filter(withdrawn_at=None).count() == 1  # fmt: skip


def test_days_in_ones_own_calendar(people: People, keeper: Actor, agreed: Agreement, region: Region) -> None:
    """What one's organisation has agreed and what touches it: a day each, in the feed."""
    telling.tell(by=keeper, region=region, owner=org(COUNTY), news=news(touches=(org(KUHMO).id,)))
    found = {a.what.code: a.on for a in queries.days_of(actor(people.kuhmo), TODAY)}
    assert found == {"day_expires": TODAY + timedelta(days=700), "day_notice": TODAY + timedelta(days=100)}
    assert queries.days_of(ANONYMOUS, TODAY) == []
    assert queries.days_of(actor(people.outsider), TODAY) == []
    feed = Client().get(f"/fi/oma/kalenteri/{calendars.make(user=people.kuhmo)}.ics").content.decode()
    assert "Viimeinen voimassaolop" in feed

"""What holds while a text is rewritten, what evidence says of it, and who may not show what is between others."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.people import People, actor, browser, org
from tests.rooms.agreeing import COUNTY, KAJAANI, KUHMO, TODAY, TYM_DUTY, act, again, draft, news, says, trouble
from yhdyspinta.core.audit.models import Version
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.matters.filing import Label
from yhdyspinta.core.matters.models import DocumentReader
from yhdyspinta.core.matters.uploads import Upload
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.agreements import actions, facade, queries, raising, settling, telling
from yhdyspinta.rooms.agreements.models import Agreement
from yhdyspinta.rooms.agreements.raising import Said

pytestmark = pytest.mark.django_db


def test_an_agreed_text_holds_until_the_next_one_does(
    people: People, keeper: Actor, agreed: Agreement, region: Region
) -> None:
    """Rewritten today: in force as before, with its ladder, and on every earlier day; a word taken back ends it."""
    later = TODAY + timedelta(days=10)
    assert queries.state_of(agreed, TODAY) == "in_force"
    actions.rewrite(by=keeper, agreement=agreed, version=2, draft=draft(ends=TODAY + timedelta(days=20)))
    now = again(agreed)
    held = queries.held(now, later)
    assert held is not None
    assert (held.version, queries.state_of(now, later), queries.alarms(now, later)) == (2, "in_force", [])
    assert queries.ladder_of("20", "hyte", [org(COUNTY).public_id, org(KUHMO).public_id], later)[1] == {
        "client": 7,
        "experts": 14,
    }
    assert queries.state_of(now, TODAY - timedelta(days=1)) == "proposed"
    assert "Voimassa on versio 2" in browser(people.kuhmo).get(f"/fi/sopimukset/{now.public_id}/").content.decode()
    for address in (COUNTY, KUHMO):
        says(keeper, agreed, address, version=3)
    assert queries.alarms(again(agreed), later) == ["expiring"]
    says(keeper, agreed, KUHMO, "withdrawn", version=3)
    back = queries.held(again(agreed), TODAY)
    assert back is not None
    assert back.version == 2


def test_evidence_says_what_holds(people: People, keeper: Actor, region: Region) -> None:
    """Corrected with the text, shown to no more than the agreement, withdrawn when a party takes its word back; a last
    acceptance that cannot be evidence is a word all the same."""
    view = atlas().view("20", TODAY)
    parties = [org(COUNTY), view.employment_areas[0], view.by_actor["kela"][0]]
    more = {"kind": "tym", "themes": ("tyollisyys",), "duties": (TYM_DUTY,), "parties": tuple(p.id for p in parties)}
    made = actions.propose(by=keeper, region=region, draft=draft(**more), outline=False)
    words = Words("decision", "accepted", TODAY, body="Hallitus", link="https://example.org/1")
    for party in parties:
        actions.say(by=keeper, agreement=made, party=party, version=1, words=words)
    origin = queries.origin_of(made)
    first = Evidence.objects.get(origin=origin)
    sooner = TODAY + timedelta(days=90)
    actions.rewrite(by=keeper, agreement=made, version=1, draft=draft(**more, ends=sooner, visibility="parties"))
    for party in parties:
        actions.say(by=keeper, agreement=made, party=party, version=2, words=words)
    now = Evidence.objects.get(origin=origin, withdrawn_at=None)
    assert (now.pk, now.holds_until, now.visibility, now.version) == (first.pk, sooner, "parties", 3)
    with pytest.raises(Refused, match="agreements_publish_agreed"):
        actions.rewrite(by=keeper, agreement=made, version=2, draft=draft(**more, visibility="public"))
    actions.publish(by=keeper, agreement=made, version=2)
    assert Evidence.objects.get(origin=origin, withdrawn_at=None).visibility == "public"
    actions.end(by=keeper, agreement=made)
    assert Evidence.objects.get(origin=origin, withdrawn_at=None).holds_until == TODAY
    other = actions.propose(by=keeper, region=region, draft=draft(**more), outline=False)
    for party in parties:
        actions.say(by=keeper, agreement=other, party=party, version=1, words=words)
    taken_back = Words("decision", "withdrawn", TODAY, link="https://example.org/1")
    actions.say(by=keeper, agreement=other, party=parties[0], version=1, words=taken_back)
    assert not Evidence.objects.filter(origin=queries.origin_of(other), withdrawn_at=None).exists()
    past = actions.propose(by=keeper, region=region, draft=draft(**more, ends=TODAY - timedelta(days=1)), outline=False)
    for party in parties:
        actions.say(by=keeper, agreement=past, party=party, version=1, words=words)
    assert not Evidence.objects.filter(origin=queries.origin_of(past)).exists()
    assert queries.agreement(again(past)).holds


def test_a_coordinator_does_not_publish_what_is_between_others(
    people: People, keeper: Actor, region: Region, agreed: Agreement
) -> None:
    """Neither a change that its own organisation told whom it touches, nor by taking it away."""
    kuhmo = actor(people.kuhmo)
    made = telling.tell(by=kuhmo, region=region, owner=org(KUHMO), news=news())
    public = news(visibility="public", link="https://example.org/1")
    with pytest.raises(Refused, match="agreements_not_your_change"):
        telling.correct(by=keeper, change=made, version=1, news=public)
    with pytest.raises(Refused, match="agreements_not_your_change"):
        telling.withdraw(by=keeper, change=made)
    assert browser(people.municipal_coordinator).get(f"/fi/muutokset/{made.public_id}/muuta/").status_code == 403
    telling.correct(by=kuhmo, change=made, version=1, news=news(theme="hyte"))
    kept = Version.objects.get(subject_type="change").content
    assert (kept["theme"], kept["touches"]) == ("palveluverkko", [str(org(COUNTY).public_id)])  # fmt: skip


def test_a_hidden_renewal_is_not_told_by_silence(keeper: Actor, region: Region) -> None:
    """The public page and the map ask for a renewal as long as everybody sees none; earlier days are as they were."""
    made = actions.propose(by=keeper, region=region, draft=draft(ends=TODAY + timedelta(days=60)), outline=False)
    for address in (COUNTY, KUHMO):
        says(keeper, made, address)
    following = actions.renew(by=keeper, agreement=made)
    key = ("20", "hyte", "models")
    assert facade.statuses(["20"], TODAY)[key].situation == "in_place"
    actions.rewrite(by=keeper, agreement=following, version=1, draft=draft(visibility="parties"))
    assert facade.statuses(["20"], TODAY)[key].situation == "partly"
    mine = queries.listed(queries.visible_to(keeper).filter(pk=made.pk), keeper).get()
    assert queries.alarms(mine, TODAY) == []


def test_a_step_answers_what_was_read(people: People, keeper: Actor, region: Region) -> None:
    """Another settlement has been offered meanwhile: an old button accepts nothing; two presses climb one level; a
    coordinator closes, with a reason, what nobody else can."""
    kuhmo, county = actor(people.kuhmo), actor(people.county)
    row = raising.raise_problem(by=kuhmo, region=region, org=org(KUHMO), trouble=trouble())
    act(kuhmo, row, org(KUHMO), Said("offered", "Kunta maksaa.", "solved"))
    read = row.steps.count()
    act(county, row, org(COUNTY), Said("rejected", "Ei riitä."))
    act(kuhmo, row, org(KUHMO), Said("offered", "Olemme eri mieltä.", "disagreed"))
    page, address = browser(people.county), f"/fi/ongelmat/{row.public_id}/hyvaksy/{org(COUNTY).public_id}/"
    assert page.post(address, {"version": str(read), "key": str(uuid4())}).status_code == 409
    with pytest.raises(EditConflict):
        raising.act(by=county, problem=row, org=org(COUNTY), said=Said("accepted"), seen=read)
    sent = {"text": "Ylös.", "version": str(row.steps.count()), "key": str(uuid4())}
    climb = f"/fi/ongelmat/{row.public_id}/nosta/"
    assert page.post(climb, sent).status_code == 302
    again_ = page.post(climb, {**sent, "key": str(uuid4())})
    assert again_.status_code == 409
    assert "Ongelma on edennyt" in again_.content.decode()
    state = settling.state_of(settling.problems_visible_to(county).get(), TODAY)
    assert state is not None
    assert state.climbs == 1
    closer = actor(people.municipal_coordinator)
    with pytest.raises(Refused):
        act(closer, row, org(KUHMO), Said("withdrawn"))
    act(closer, row, org(KUHMO), Said("withdrawn", "Kunta on yhdistynyt."))
    assert settling.asked_of(county, TODAY) == []


def test_documents_follow_the_parties(people: People, keeper: Actor, agreed: Agreement) -> None:
    """Who is a party no more reads what it had been given, nothing later."""
    label = Label({"fi": "Liite"}, TODAY, visibility="parties")
    actions.bring(
        by=actor(people.county), agreement=agreed, owner=org(COUNTY), label=label, content=Upload("s.txt", b"Yksi.")
    )
    parties = (org(COUNTY).id, org(KAJAANI).id)
    actions.rewrite(by=keeper, agreement=agreed, version=2, draft=draft(parties=parties))
    assert list(DocumentReader.objects.order_by("id").values_list("organisation_id", "until")) == [
        (org(COUNTY).id, None),
        (org(KUHMO).id, 1),
    ]

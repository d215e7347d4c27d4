"""Wellbeing documents after their decision and between writers: pairs, taking back, versions, drafts, conflicts."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.people import People, actor, browser, org, row
from tests.rooms.test_welfare import COUNCIL, DUTY, KEYS, begun, chapter, decided, situation
from yhdyspinta.core.accounts.actions import give_role
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence.models import EvidenceDuty
from yhdyspinta.core.press.tree import Paragraph
from yhdyspinta.core.publications.models import Publication
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.visits.models import Reading
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.rooms.welfare import actions, deciding, queries
from yhdyspinta.rooms.welfare.actions import Approval, Draft
from yhdyspinta.rooms.welfare.document import of_document
from yhdyspinta.rooms.welfare.models import WelfareDocument

pytestmark = pytest.mark.django_db


def extent(made: WelfareDocument) -> str:
    """What its record says of the duty; "" without one."""
    rows = EvidenceDuty.objects.filter(evidence__origin=f"welfare.document:{made.public_id}", evidence__withdrawn_at=None, duty_code=DUTY)  # fmt: skip
    return rows.values_list("extent", flat=True).first() or ""


def test_the_later_decision_of_the_two_is_the_whole(people: People) -> None:
    """Whichever is told first; taking either back leaves the other a part; a plan goes on where the report ended."""
    by, owner, region = actor(people.kuhmo), org("kunnat/kuhmo"), Region.objects.get(slug="kainuu")

    def elsewhere(kind: Any, first: int, last: int, on: date) -> WelfareDocument:
        draft = Draft(kind, first, last, {"fi": kind})
        approval = Approval(on, "Valtuusto", "1", "https://example.org/1")
        return deciding.made_elsewhere(by=by, owner=owner, region=region, draft=draft, elsewhere="https://example.org/k", approval=approval)  # fmt: skip

    plan = elsewhere("plan", 2026, 2029, date(2026, 3, 1))
    assert extent(plan) == "part"
    report = elsewhere("report", 2022, 2025, date(2025, 5, 1))
    assert (extent(report), extent(plan)) == ("part", "whole")
    deciding.withdraw(by=by, document=report)
    assert (extent(report), extent(plan)) == ("", "part")
    assert situation() == "partly"
    old = elsewhere("report", 2021, 2024, date(2024, 5, 1))
    assert (extent(old), extent(plan)) == ("part", "part")


def test_withdrawing_takes_back_what_was_frozen_and_nobody_else_does(people: People) -> None:
    """Its copies say so; a coordinator does not take a council's document back."""
    made = decided(people, begun(people))
    frozen = Publication.objects.get(batch=made.public_id)
    address = f"/fi/pysyva/asiakirja/{frozen.public_id}/"
    for who in (people.county_coordinator, people.municipal_coordinator, people.kuhmo):
        assert browser(who).post(f"{address}peru/", {"key": KEYS[0]}).status_code == 403
    deciding.withdraw(by=actor(people.kuhmo), document=made)
    assert "Peruttu 24.11.2026" in Client().get(f"{address}?muoto=html").content.decode()


def test_only_municipalities_and_counties_have_them(people: People) -> None:
    """Not Kela, though an editor of it asks by the address."""
    assert Client().get("/fi/hyvinvointi/organisaatiot/kela/").status_code == 404
    who = people.editor("kelalainen", "organisaatiot/kela")
    assert browser(who).post("/fi/hyvinvointi/organisaatiot/kela/uusi/", {"key": KEYS[0]}).status_code == 404
    with pytest.raises(Refused, match="welfare_owner"):
        actions.begin(by=actor(who), owner=org("organisaatiot/kela"), region=Region.objects.get(slug="kainuu"), draft=Draft("report", 2026, 2029, {"fi": "K"}))  # fmt: skip


def test_other_plans_belong_to_plans_only(people: People) -> None:
    """A report has no such section, so it fulfils no such duty."""
    report = begun(people)
    with pytest.raises(Refused, match="welfare_not_of_these"):
        actions.join(by=actor(people.kuhmo), document=report, code="lasten-ja-nuorten", how="included")
    by = browser(people.kuhmo)
    assert by.get(f"/fi/hyvinvointi/{report.public_id}/suunnitelma/lasten-ja-nuorten/").status_code == 404
    plan = begun(people, "plan")
    assert by.get(f"/fi/hyvinvointi/{plan.public_id}/suunnitelma/ei-ole/").status_code == 404


def test_what_is_approved_is_what_was_looked_at(people: People) -> None:
    """Taken back, changed and sent again meanwhile, the approval is refused and nothing is frozen."""
    made, by = begun(people), actor(people.kuhmo)
    actions.move(by=by, document=made, step="send")
    seen = WelfareDocument.objects.get(pk=made.pk).version
    actions.move(by=by, document=made, step="back")
    actions.move(by=by, document=made, step="send")
    with pytest.raises(Refused, match="welfare_state"):
        deciding.approve(by=by, document=made, approval=COUNCIL, version=seen)
    assert not Publication.objects.exists()


def test_a_draft_shows_what_would_be_frozen(people: People) -> None:
    """Goals between the parties are not in it, though its writer may see them; the reader is told that none is public."""
    keeper, region = actor(people.county_coordinator), Region.objects.get(slug="kainuu")
    parties = (org("organisaatiot/kainuun-hyvinvointialue").id, org("kunnat/kuhmo").id)
    plan = goals.Plan({"fi": "P"}, "interface", 2026, 2029, visibility="parties")
    programme = goals.begin(by=keeper, region=region, plan=plan)
    goals.propose(by=keeper, programme=programme, aim=goals.Aim({"fi": "Salainen tavoite"}, ("hyte",), parties))
    made = begun(people, "plan", programme=programme)
    page = browser(people.kuhmo).get(f"/fi/hyvinvointi/{made.public_id}/").content.decode()
    assert "Salainen tavoite" not in page
    assert "Suunnitelmassa ei ole tavoitteita" in page


def test_what_was_written_stays_when_it_has_been_sent_meanwhile(people: People) -> None:
    """The refusal stands at the form, and the form is still filled."""
    made = begun(people)
    one = chapter(made, "tausta")
    actions.move(by=actor(people.kuhmo), document=made, step="send")
    answer = browser(people.kuhmo).post(f"/fi/hyvinvointi/luku/{one.public_id}/", {"key": KEYS[0], "version": "1", "text_fi": "Tunnin työ"})  # fmt: skip
    assert answer.status_code == 422
    assert "Tunnin työ</textarea>" in answer.content.decode()
    assert browser(people.kuhmo).get(f"/fi/hyvinvointi/luku/{one.public_id}/").status_code == 403


def test_a_conflict_shows_every_language_that_would_be_replaced(people: People) -> None:
    """Also the one that the later writer did not touch; statements have versions too."""
    made, by = begun(people), browser(people.kuhmo)
    one = chapter(made, "tausta")
    actions.write(by=actor(people.kuhmo), chapter=one, version=1, texts={"sv": "På svenska"})
    answer = by.post(f"/fi/hyvinvointi/luku/{one.public_id}/", {"key": KEYS[0], "version": "1", "text_fi": "Suomeksi"})
    assert answer.status_code == 409
    assert "På svenska" in answer.content.decode().split("<form")[0] + answer.content.decode()
    asked = actions.ask_statement(by=actor(people.kuhmo), document=made, body="older", asked_on=date(2026, 11, 1), due=None)  # fmt: skip
    address, said = f"/fi/hyvinvointi/lausunto/{asked.public_id}/", {"given_on": "2026-11-20", "version": "1"}
    assert by.post(address, {"key": KEYS[1], **said, "text": "Ensimmäinen"}).status_code == 302
    answer = by.post(address, {"key": KEYS[2], **said, "text": "Toinen"})
    assert answer.status_code == 409
    assert "Ensimmäinen" in answer.content.decode()
    with pytest.raises(Refused, match="welfare_statement_given"):
        actions.ask_statement(by=actor(people.kuhmo), document=made, body="older", asked_on=clock.today(), due=None)


def test_who_writes_a_chapter_reads_no_other_draft_and_finds_it_on_their_page(people: People) -> None:
    """The earlier document stands beside only when they may see it; the reading of a draft is noted."""
    first = begun(people)
    actions.write(by=actor(people.kuhmo), chapter=chapter(first, "tausta"), version=1, texts={"fi": "Keskeneräinen salaisuus"})  # fmt: skip
    draft = Draft("report", 2030, 2033, {"fi": "Uusi"}, follows=first)
    second = actions.begin(by=actor(people.kuhmo), owner=org("kunnat/kuhmo"), region=Region.objects.get(slug="kainuu"), draft=draft)  # fmt: skip
    mine = chapter(second, "tausta")
    friend = people.user("apuri")
    give_role(by=HOUSE, user=friend, role="owner", organisation=row("kunnat/kuhmo"), item=f"chapter:{mine.public_id}")
    by = browser(friend)
    assert "Uusi" in by.get("/fi/oma/").content.decode()
    page = by.get(f"/fi/hyvinvointi/luku/{mine.public_id}/").content.decode()
    assert "Keskeneräinen salaisuus" not in page
    assert Reading.objects.filter(user=friend.public_id, subject_type="welfare", subject_id=second.public_id).exists()


def test_paragraphs_are_paragraphs(people: People) -> None:
    """As a browser sends them; a single line end is a line end."""
    made = begun(people)
    one = chapter(made, "tiivistelma")
    actions.write(by=actor(people.kuhmo), chapter=one, version=1, texts={"fi": "Yksi\r\nrivi\r\n\r\nToinen"})
    fresh = queries.whole(WelfareDocument.objects.filter(pk=made.pk)).get()
    blocks = of_document(fresh, org("kunnat/kuhmo"), "fi", ANONYMOUS).blocks
    assert [b.text for b in blocks[1:3] if isinstance(b, Paragraph)] == ["Yksi\nrivi", "Toinen"]
    assert "Yksi<br>rivi" in browser(people.kuhmo).get(f"/fi/hyvinvointi/{made.public_id}/").content.decode()

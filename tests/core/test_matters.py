"""The way home: what is asked of a party, its receipts, who tells them, what is still missing."""

import io
from datetime import date, timedelta
from uuid import uuid4

import docx as word_files
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.people import People, actor, browser, org, sent_home
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.verdict import YES, Refused
from yhdyspinta.core.matters import actions, queries, rules
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.models import Consultation, Decision
from yhdyspinta.core.matters.receipts import OPEN, OUTCOMES, progress_of
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.forums.models import Item, Meeting

TODAY = date(2026, 11, 24)
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
steps = st.lists(st.sampled_from(OUTCOMES), max_size=4)


@given(st.lists(st.integers(1, 6), unique=True, max_size=6), st.dictionaries(st.integers(1, 8), steps))
def test_progress_counts_each_asked_party_once(parties: list[int], told: dict[int, list[str]]) -> None:
    """By its last step only; strangers' steps change nothing; what is tabled or returned is still missing."""
    found = progress_of(parties, told)  # type: ignore[arg-type]  # outcomes
    assert sorted([*found.done, *found.underway, *found.silent]) == sorted(parties)
    assert found.asked == len(parties)
    for party in parties:
        steps_of = told.get(party, [])
        assert (party in found.silent) == (not steps_of)
        assert (party in found.underway) == bool(steps_of and steps_of[-1] in OPEN)
    assert found.missing == found.asked - len(found.done)


def test_what_a_receipt_must_tell() -> None:
    """Who decided and when; why, when it was changed or refused; whose source, when it is another's."""
    good = Told("accepted", TODAY, body="Kunnanhallitus")
    asked = TODAY - timedelta(days=10)
    assert rules.tells_enough(good, on_behalf=False, asked_on=asked, today=TODAY)
    assert rules.tells_enough(Told("not_needed", TODAY), on_behalf=False, asked_on=asked, today=TODAY)
    for told, behalf, code in (
        (Told("x", TODAY), False, "matters_no_such_outcome"),
        (Told("accepted", TODAY + timedelta(days=1), body="X"), False, "stances_future"),
        (Told("accepted", asked - timedelta(days=1), body="X"), False, "matters_before_asked"),
        (Told("accepted", TODAY), False, "stances_needs_body"),
        (Told("not_accepted", TODAY, body="X"), False, "stances_needs_reason"),
        (good, True, "stances_needs_source"),
    ):
        assert rules.tells_enough(told, on_behalf=behalf, asked_on=asked, today=TODAY).code == code


def question(**more: object) -> Question:
    """Something to ask."""
    fields: dict[str, object] = {
        "origin": "test:1",
        "back": "/x/",
        "titles": {"fi": "Asia"},
        "texts": {"fi": "Hyväksytään."},
    }
    return Question(**(fields | more))  # type: ignore[arg-type]  # the fields of Question


@pytest.mark.django_db
def test_a_party_is_asked_once(people: People) -> None:
    """Asked again it keeps its first question; what cannot be asked is refused with its reason."""
    by, region = actor(people.county_coordinator), Region.objects.get(slug="kainuu")
    parties = [org(KUHMO), org(KAJAANI)]
    assert len(actions.ask(by=by, allowed=YES, region=region, parties=parties, question=question())) == 2
    assert (
        actions.ask(by=by, allowed=YES, region=region, parties=[*parties, org(COUNTY)], question=question())[
            0
        ].organisation.slug
        == "kainuun-hyvinvointialue"
    )
    assert Consultation.objects.count() == 3
    for more, code in (
        ({"titles": {}}, "matters_needs_text"),
        ({"texts": {"fi": " "}}, "matters_needs_text"),
        ({"due": TODAY - timedelta(days=1)}, "matters_due_past"),
    ):
        with pytest.raises(Refused) as refused:
            actions.ask(by=by, allowed=YES, region=region, parties=parties, question=question(**more))
        assert refused.value.verdict.code == code
    with pytest.raises(Refused):
        actions.ask(by=by, allowed=YES, region=region, parties=[], question=question())
    first = Consultation.objects.order_by("id")[0]
    actions.withdraw(by=by, allowed=YES, consultation=first)
    with pytest.raises(Refused) as refused:
        actions.answer(by=actor(people.kuhmo), consultation=first, told=Told("noted", TODAY, body="X"))
    assert refused.value.verdict.code == "matters_withdrawn"
    assert queries.asked_from(["test:1"])["test:1"].progress.asked == 2


@pytest.mark.django_db
def test_tabled_then_accepted(people: People, reader: Client) -> None:
    """Every step stays; until it is handled to the end it waits; what has not been answered is seen by nobody outside."""
    _point, public_id = sent_home(actor(people.county_coordinator), org(COUNTY), org(KUHMO))
    row = Consultation.objects.get(public_id=public_id)
    address = reverse("matters:consultation", args=[public_id])
    own = browser(people.kuhmo)
    assert reader.get(address).status_code == 404
    assert own.get(address).status_code == 200
    assert [r.pk for r in queries.waiting(actor(people.kuhmo))] == [row.pk]
    assert "Painopiste" in own.get("/fi/oma/").content.decode()
    answer = reverse("matters:answer", args=[public_id])
    sent = {"outcome": "tabled", "decided_on": "2026-11-24", "body": "Kunnanhallitus", "section": "301"}
    assert own.post(answer, {**sent, "key": str(uuid4())}).status_code == 302
    assert queries.waiting(actor(people.kuhmo))
    assert queries.missing_from([row.origin, "other:1"]) == {row.origin}
    assert own.post(answer, {**sent, "outcome": "accepted", "section": "312", "key": str(uuid4())}).status_code == 302
    assert not queries.waiting(actor(people.kuhmo))
    assert queries.missing_from([row.origin]) == set()
    page = reader.get(address).content.decode()
    assert page.index("Jätetty pöydälle") < page.index("§ 312")
    bad = own.post(answer, {**sent, "outcome": "returned", "key": str(uuid4())})
    assert bad.status_code == 422
    assert "Kerro, mitä pitäisi muuttaa" in bad.content.decode()
    assert Decision.objects.filter(consultation=row).count() == 2
    assert not queries.visible_to(ANONYMOUS).exclude(pk=row.pk).exists()


@pytest.mark.django_db
def test_a_coordinator_records_a_public_decision_and_the_party_confirms(people: People) -> None:
    """With its link only; marked until Kuhmo tells the same, for which the form is ready."""
    _point, public_id = sent_home(actor(people.county_coordinator), org(COUNTY), org(KUHMO))
    row = Consultation.objects.get(public_id=public_id)
    told = Told("accepted", TODAY, body="Kunnanhallitus", section="9")
    with pytest.raises(Refused) as refused:
        actions.answer(by=actor(people.municipal_coordinator), consultation=row, told=told)
    assert refused.value.verdict.code == "stances_needs_source"
    with pytest.raises(Refused):
        actions.answer(by=actor(people.outsider), consultation=row, told=told)
    linked = Told("accepted", TODAY, body="Kunnanhallitus", section="9", link="https://example.org/9")
    assert actions.answer(by=actor(people.municipal_coordinator), consultation=row, told=linked).on_behalf
    own = browser(people.kuhmo)
    page = own.get(reverse("matters:consultation", args=[public_id])).content.decode()
    assert "ei vahvistettu" in page
    assert "Vahvista tai korjaa" in page
    form = own.get(reverse("matters:answer", args=[public_id])).content.decode()
    assert 'value="https://example.org/9"' in form
    assert not actions.answer(by=actor(people.kuhmo), consultation=row, told=linked).on_behalf


@pytest.mark.django_db
def test_the_next_agenda_opens_with_the_missing_receipts(people: People) -> None:
    """A point is sent home from the memo in each language it has; the meeting after tells who is missing, outsiders only how many."""
    by = actor(people.county_coordinator)
    point, public_id = sent_home(by, org(COUNTY), org(KUHMO))
    item = Item.objects.get(public_id=point)
    own = browser(people.county_coordinator)
    form = own.get(reverse("forums:ask", args=[point])).content.decode()
    assert "Johtajat sopi 24.11.2026: Painopiste." in form
    assert "Kuhmo</label>" not in form.replace(" Kuhmo", "Kuhmo")
    sent = {"text_fi": "Esitys", "parties": [str(org(COUNTY).public_id)], "key": str(uuid4())}
    assert own.post(reverse("forums:ask", args=[point]), sent).status_code == 302
    assert "Jokaiselta osapuolelta on pyydetty" in own.get(reverse("forums:ask", args=[point])).content.decode()
    following = Meeting.objects.create(
        forum=item.meeting.forum,
        kind="meeting",
        on=TODAY + timedelta(days=30),
        state="called",
        recorded_at="2026-11-24T10:00Z",
    )
    address = reverse("forums:meeting", args=[following.public_id])
    page = own.get(address).content.decode()
    assert "Vielä puuttuvat käsittelytiedot" in page
    assert "0/2" in page
    actions.answer(
        by=actor(people.kuhmo),
        consultation=Consultation.objects.get(public_id=public_id),
        told=Told("accepted", TODAY, body="X"),
    )
    assert "1/2" in own.get(address).content.decode()
    outside = Client().get(reverse("forums:meeting", args=[item.meeting.public_id])).content.decode()
    assert "1/2" in outside
    assert f"/kasittelyt/{public_id}/" not in outside
    county = Consultation.objects.get(organisation__slug="kainuun-hyvinvointialue")
    actions.answer(by=actor(people.county), consultation=county, told=Told("noted", TODAY, body="Aluehallitus"))
    assert "Vielä puuttuvat käsittelytiedot" not in own.get(address).content.decode()


@pytest.mark.django_db
def test_papers_for_ones_own_case_management(people: People) -> None:
    """Word and PDF in each language that the question is written in; outsiders get none of it."""
    content = question(
        titles={"fi": "Painopiste", "sv": "Prioritering"}, texts={"fi": "Hyväksytään.", "sv": "Godkänns."}
    )
    region = Region.objects.get(slug="kainuu")
    by = actor(people.county_coordinator)
    (row,) = actions.ask(by=by, allowed=YES, region=region, parties=[org(KUHMO)], question=content)
    own = browser(people.kuhmo)
    for lang, words in (("fi", ("Saatekirje", "Kuhmo", "Hyväksytään.")), ("sv", ("Följebrev", "Kuhmo", "Godkänns."))):
        answer = own.get(f"/{lang}/kasittelyt/{row.public_id}/?muoto=docx")
        assert answer["Content-Disposition"].endswith(f'-{lang}.docx"')
        said = "\n".join(p.text for p in word_files.Document(io.BytesIO(answer.content)).paragraphs)
        assert all(word in said for word in words)
        assert f"/{lang}/kasittelyt/{row.public_id}/" in said
    assert own.get(f"/en/kasittelyt/{row.public_id}/?muoto=docx")["Content-Disposition"].endswith('-fi.docx"')
    assert own.get(f"/fi/kasittelyt/{row.public_id}/?muoto=pdf").content.startswith(b"%PDF")
    assert browser(people.outsider).get(f"/fi/kasittelyt/{row.public_id}/?muoto=docx").status_code == 404


@pytest.mark.django_db
def test_a_question_is_taken_back_by_whoever_keeps_the_forum(people: People) -> None:
    """One press on the page where it was asked; what was told stays; the party no longer waits for it."""
    _, asked = sent_home(actor(people.county_coordinator), org(COUNTY), org(KUHMO))
    address = reverse("forums:take-back", args=[asked])
    assert browser(people.kuhmo).post(address).status_code == 403
    assert queries.waiting(actor(people.kuhmo))
    answer = browser(people.county_coordinator).post(address)
    assert answer["Location"].endswith("?tehty=tallennettu")
    assert not queries.waiting(actor(people.kuhmo))
    assert Consultation.objects.get(public_id=asked).withdrawn_at is not None

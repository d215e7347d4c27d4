"""Agendas: proposals of the parties, seats, informal meetings, material, a memo from Word, the checklist of a negotiation."""

import io
import re
import time
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import People, actor, browser, org
from tests.people import row as organisation
from yhdyspinta.core.accounts.actions import give_role
from yhdyspinta.core.common.actor import ANONYMOUS, HOUSE, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import cases, filing
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.models import Consultation, Document, Matter
from yhdyspinta.core.matters.uploads import Upload
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.forums import actions, backlog, checklist, facade, meeting, memo, queries
from yhdyspinta.rooms.forums.actions import Content, Seat
from yhdyspinta.rooms.forums.homing import send_home
from yhdyspinta.rooms.forums.meeting import Plan, Point
from yhdyspinta.rooms.forums.models import Forum, Item, Meeting, Proposal

TODAY = date(2026, 11, 24)
HYTE = "hyte-vuosineuvottelu-hyvinvointialue"
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(keeper: Actor) -> Forum:
    """A forum of three parties."""
    content = Content(
        names={"fi": "Hyte-ryhmä"},
        level="experts",
        rhythm=3,
        themes=("hyte",),
        parties=tuple(org(a).id for a in (COUNTY, KAJAANI, KUHMO)),
        secretary=org(COUNTY).id,
    )
    return actions.found(by=keeper, region=Region.objects.get(slug="kainuu"), content=content)


def again(forum: Forum) -> Forum:
    """The forum as it is now."""
    return queries.whole(Forum.objects.select_related("region", "secretary")).get(pk=forum.pk)


def begun(by: Actor, forum: Forum, **more: object) -> Meeting:
    """A meeting that is under way."""
    row = meeting.plan(by=by, forum=forum, plan=Plan(on=TODAY, **more))  # type: ignore[arg-type]  # the fields of Plan
    for step in ("call", "begin"):
        meeting.move(by=by, meeting=row, step=step)
    meeting.tell_present(by=by, meeting=row, parties=[org(COUNTY), org(KUHMO)])
    row.refresh_from_db()
    return row


def approved(by: Actor, row: Meeting) -> None:
    """Its memo is approved."""
    for step in ("minutes", "approve"):
        meeting.move(by=by, meeting=row, step=step)
    row.refresh_from_db()


def test_seats_are_part_of_what_is_accepted(keeper: Actor, forum: Forum, people: People, reader: Client) -> None:
    """A change is a new version that asks again; the page tells who sits; a party that leaves takes its seats along."""
    told = [Seat(org(KUHMO).id, "Kunnanhallitus", 2), Seat(org(COUNTY).id, "Aluehallitus", 3)]
    actions.compose(by=keeper, forum=forum, version=1, seats=told)
    assert again(forum).version == 2
    page = reader.get(f"/fi/foorumit/{forum.public_id}/").content.decode()
    assert "Kunnanhallitus 2" in page
    for seats, code in (
        ([Seat(org("kunnat/sotkamo").id, "Valtuusto", 1)], "stances_not_party"),
        ([Seat(org(KUHMO).id, " ", 1)], "forums_seat_range"),
        ([Seat(org(KUHMO).id, "Valtuusto", 100)], "forums_seat_range"),
    ):
        with pytest.raises(Refused) as refused:
            actions.compose(by=keeper, forum=forum, version=2, seats=seats)
        assert refused.value.verdict.code == code
    with pytest.raises(EditConflict):
        actions.compose(by=keeper, forum=forum, version=1, seats=told)
    content = Content({"fi": "F"}, "experts", 3, ("hyte",), (org(COUNTY).id, org(KAJAANI).id), org(COUNTY).id)
    actions.change(by=keeper, forum=forum, version=2, content=content)
    assert [s.body for s in again(forum).seats.all()] == ["Aluehallitus"]


def test_seats_are_told_in_a_form_and_a_late_one_loses_nothing(people: People, keeper: Actor, forum: Forum) -> None:
    """Empty rows are left out; a number that is none is asked about; the later of two gets 409 with its own words."""
    own, address = browser(people.county_coordinator), f"/fi/foorumit/{forum.public_id}/paikat/"
    field = f"body-{org(KUHMO).id}-0"
    data = {field: "Sivistyslautakunta", f"count-{org(KUHMO).id}-0": "2", "version": "1"}
    assert own.post(address, {**data, f"count-{org(KUHMO).id}-0": "x", "key": str(uuid4())}).status_code == 422
    assert own.post(address, {**data, "key": str(uuid4())}).status_code == 302
    assert [(s.body, s.count) for s in again(forum).seats.all()] == [("Sivistyslautakunta", 2)]
    late = own.post(address, {**data, field: "Tekninen lautakunta", "key": str(uuid4())})
    assert late.status_code == 409
    assert "Tekninen lautakunta" in late.content.decode()


def test_a_party_proposes_and_an_agenda_takes_it_up(people: People, keeper: Actor, forum: Forum) -> None:
    """Its own people only; offered on the agenda with its words; once taken up it waits no more."""
    for user in (people.outsider, people.elected, people.municipal_coordinator):
        with pytest.raises(Refused):
            backlog.propose(by=actor(user), forum=forum, party=org(KUHMO), titles={"fi": "X"}, texts={})
    own = browser(people.kuhmo)
    sent = {
        "key": str(uuid4()),
        "party": str(org(KUHMO).public_id),
        "title_fi": "Koulukuljetukset",
        "text_fi": "Miten?",
    }
    assert own.post(f"/fi/foorumit/{forum.public_id}/ehdota/", {**sent, "title_fi": ""}).status_code == 422
    assert own.post(f"/fi/foorumit/{forum.public_id}/ehdota/", {**sent, "key": str(uuid4())}).status_code == 302
    proposal = Proposal.objects.get()
    row = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY))
    keeping = browser(people.county_coordinator)
    assert "Koulukuljetukset" in keeping.get(f"/fi/kokoukset/{row.public_id}/").content.decode()
    address = f"/fi/kokoukset/{row.public_id}/kohta/?ehdotus={proposal.public_id}"
    form = keeping.get(address).content.decode()
    assert "Miten?" in form
    point = {
        "key": str(uuid4()),
        "title_fi": "Koulukuljetukset",
        "version": "0",
        "minutes": "15",
        "rapporteur": "Sivistysjohtaja",
    }
    assert keeping.post(address, point).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.closed_at is not None, proposal.item) == (True, Item.objects.get())
    assert queries.proposals(forum) == []
    with pytest.raises(Refused) as refused:
        backlog.answer(by=keeper, proposal=proposal, reason="myöhässä")
    assert refused.value.verdict.code == "forums_proposal_closed"
    page = keeping.get(f"/fi/kokoukset/{row.public_id}/").content.decode()
    assert "Sivistysjohtaja" in page
    assert "15 min" in page


def test_a_proposal_is_left_out_with_a_reason_or_taken_back(people: People, keeper: Actor, forum: Forum) -> None:
    """The keepers say why; the party itself needs no reason; a stranger sees none of it."""
    own = actor(people.kuhmo)
    first, second = (
        backlog.propose(by=own, forum=forum, party=org(KUHMO), titles={"fi": t}, texts={}) for t in ("A", "B")
    )
    with pytest.raises(Refused) as refused:
        backlog.answer(by=keeper, proposal=first, reason=" ")
    assert refused.value.verdict.code == "forums_proposal_needs_answer"
    with pytest.raises(Refused):
        backlog.answer(by=actor(people.outsider), proposal=first, reason="x")
    backlog.answer(by=keeper, proposal=first, reason="Kuuluu toiselle ryhmälle")
    backlog.answer(by=own, proposal=second, reason="")
    assert queries.proposals(forum) == []
    assert "Ehdotettu tuleville" not in Client().get(f"/fi/foorumit/{forum.public_id}/").content.decode()


def test_an_informal_meeting_is_one_line_and_stays_inside(people: People, keeper: Actor, forum: Forum) -> None:
    """No agenda, no memo; strangers do not see it, and it is no meeting of the forum's rhythm."""
    for notes, on, present, code in (
        ({"fi": " "}, TODAY, [org(KUHMO)], "forums_note_missing"),
        ({"fi": "x"}, TODAY + timedelta(days=1), [org(KUHMO)], "stances_future"),
        ({"fi": "x"}, TODAY, [], "forums_nobody_present"),
    ):
        with pytest.raises(Refused) as refused:
            meeting.jot(by=keeper, forum=forum, on=on, notes=notes, present=present)
        assert refused.value.verdict.code == code
    made = meeting.jot(by=keeper, forum=forum, on=TODAY, notes={"fi": "Soiteltiin tiloista"}, present=[org(KUHMO)])
    inside, outside = browser(people.kuhmo), Client()
    assert "Soiteltiin tiloista" in inside.get(f"/fi/foorumit/{forum.public_id}/").content.decode()
    assert "Asialista" not in inside.get(f"/fi/kokoukset/{made.public_id}/").content.decode()
    assert "Soiteltiin" not in outside.get(f"/fi/foorumit/{forum.public_id}/").content.decode()
    assert outside.get(f"/fi/kokoukset/{made.public_id}/").status_code == 404
    assert queries.look_of(again(forum), TODAY).met is None


def test_material_is_brought_and_taken_off(people: People, keeper: Actor, forum: Forum) -> None:
    """To the meeting or to a point; the document stays where it was filed; the page names it for those who may see it."""
    row = begun(keeper, forum)
    point = meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Kohta"}))
    own = browser(people.county_coordinator)
    data = {"dated": "2026-11-20", "visibility": "public", "publicity": "public", "owner": str(org(COUNTY).public_id)}
    for query, title in (("", "Tilannekuva"), (f"?kohta={point.public_id}", "Laskelma")):
        sent = {**data, "title_fi": title, "link": "https://example.org/x", "key": str(uuid4())}
        assert own.post(f"/fi/kokoukset/{row.public_id}/aineisto/{query}", sent).status_code == 302
    page = Client().get(f"/fi/kokoukset/{row.public_id}/").content.decode()
    assert "Tilannekuva" in page
    assert "Laskelma" not in page  # of a point that nobody has approved
    assert "Laskelma" in own.get(f"/fi/kokoukset/{row.public_id}/").content.decode()
    document = Document.objects.get(title_fi="Tilannekuva")
    assert set(document.readers.values_list("organisation", flat=True)) == {org(a).id for a in (COUNTY, KAJAANI, KUHMO)}
    used = browser(people.kuhmo).get(f"/fi/asiakirjat/{document.public_id}/").content.decode()
    assert f"/fi/kokoukset/{row.public_id}/" in used
    gone = own.post(f"/fi/kokoukset/{row.public_id}/aineisto/{document.public_id}/pois/", {"key": str(uuid4())})
    assert gone.status_code == 302
    assert "Tilannekuva" not in Client().get(f"/fi/kokoukset/{row.public_id}/").content.decode()
    assert Client().get(f"/fi/asiakirjat/{document.public_id}/").status_code == 200


def word(*paragraphs: str, cell: str = "") -> bytes:
    """A Word file."""
    made, body = docx.Document(), io.BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    if cell:
        made.add_table(1, 1).rows[0].cells[0].text = cell
    made.save(body)
    return body.getvalue()


def test_what_was_agreed_is_marked_from_a_word_memo(people: People, keeper: Actor, forum: Forum) -> None:
    """Each marked paragraph becomes a point with its outcome; it is not offered twice."""
    row = begun(keeper, forum)
    own = browser(people.county_coordinator)
    sent = {
        "title_fi": "Muistio",
        "dated": "2026-11-24",
        "visibility": "parties",
        "publicity": "public",
        "owner": str(org(COUNTY).public_id),
        "key": str(uuid4()),
        "file": SimpleUploadedFile(
            "muistio.docx", word("Läsnä olivat kaikki.", "Sovittiin painopisteistä.", cell="Siirrettiin tilat.")
        ),
    }
    answer = own.post(f"/fi/kokoukset/{row.public_id}/muistio/", sent)
    assert answer.status_code == 302
    address = f"/fi/kokoukset/{row.public_id}/muistio/poimi/"
    assert answer["Location"].startswith(address)
    page = own.get(address).content.decode()
    assert page.index("Läsnä olivat") < page.index("Sovittiin painopisteistä") < page.index("Siirrettiin tilat")
    names = re.findall(r'name="(p-[0-9a-f]{12})"', page)
    marks = dict(zip(names, ("", "agreed", "postponed"), strict=True))
    assert own.post(address, {**marks, "key": str(uuid4())}).status_code == 302
    assert [(i.title_fi, i.outcome) for i in queries.items(row)] == [
        ("Sovittiin painopisteistä.", "agreed"),
        ("Siirrettiin tilat.", "postponed"),
    ]
    page = own.get(address).content.decode()
    assert "Läsnä olivat" in page
    assert "Sovittiin painopisteistä" not in page
    # who had the form open meanwhile marks nothing else by it
    assert own.post(address, {**marks, "key": str(uuid4())}).status_code == 409
    assert len(queries.items(row)) == 2


def test_minutes_that_nobody_has_approved_are_not_for_everybody(people: People, keeper: Actor, forum: Forum) -> None:
    """Others see the agenda as it was when the meeting began, no memo and nothing marked from it; all of it once approved."""
    row = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY))
    point = meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Julkinen kohta"}))
    for step in ("call", "begin"):
        meeting.move(by=keeper, meeting=row, step=step)
    meeting.tell_present(by=keeper, meeting=row, parties=[org(COUNTY)])
    meeting.write_point(
        by=keeper, item=point, version=1, point=Point({"fi": "Luonnos"}, {"fi": "Luonnosteksti"}, "noted")
    )
    meeting.add_points(by=keeper, meeting=row, points=[Point({"fi": "Muistiosta poimittu"}, outcome="agreed")])
    label = filing.Label({"fi": "Muistio"}, TODAY)
    place = filing.Place(queries.of_meeting(row), f"/kokoukset/{row.public_id}/", "memo")
    meeting.bring(by=keeper, meeting=row, place=place, owner=org(COUNTY), label=label, content="https://example.org/m")
    address = f"/fi/kokoukset/{row.public_id}/"
    hidden = ("Luonnos", "Muistiosta poimittu", "https://example.org/m", ">Muistio<")
    page = Client().get(address).content.decode()
    assert "Julkinen kohta" in page
    assert [t for t in hidden if t in page] == []
    assert "Muistiosta poimittu" in browser(people.kuhmo).get(address).content.decode()
    row.refresh_from_db()
    approved(keeper, row)
    page = Client().get(address).content.decode()
    assert "Muistiosta poimittu" in page
    assert ">Muistio<" in page


def test_a_memo_that_is_secret_in_part_is_not_marked(people: People, keeper: Actor, forum: Forum) -> None:
    """What is agreed by it is written by hand."""
    row = begun(keeper, forum)
    label = filing.Label({"fi": "Muistio"}, TODAY, visibility="parties", publicity="partly", ground="621/1999 24 §")
    place = filing.Place(queries.of_meeting(row), f"/kokoukset/{row.public_id}/", "memo")
    content = Upload("muistio.docx", word("Salassa pidettävä kohta."))
    meeting.bring(by=keeper, meeting=row, place=place, owner=org(COUNTY), label=label, content=content)
    page = browser(people.county_coordinator).get(f"/fi/kokoukset/{row.public_id}/muistio/poimi/").content.decode()
    assert "Salassa pidettävä kohta" not in page


def bomb(inside: bytes) -> bytes:
    """A Word file whose text is this."""
    body = io.BytesIO()
    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", head + inside + b"</w:body></w:document>")
    return body.getvalue()


@pytest.mark.parametrize(
    "inside",
    [
        b"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='10000000'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
        b"<w:tbl>" + b"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 1_100 + b"</w:tbl>",
        b"<w:p/>" * 2_000_000,
        b"<w:p/>" * 700_000,
        b"<w:p><w:r>" * 100_000,
        b"<w:p><w:r><w:t>" + b"a" * 4_000_000 + b"</w:t></w:r></w:p>",
    ],
)
def test_a_memo_that_would_blow_up_is_read_at_once_or_not_at_all(inside: bytes) -> None:
    """Within two seconds, whatever a table claims to be."""
    began = time.monotonic()
    found = memo.paragraphs(bomb(inside))
    assert time.monotonic() - began < 2
    assert sum(map(len, found)) <= memo.MOST * memo.LONGEST


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"%PDF-1.7", word()[:-200]])
def test_a_broken_memo_has_no_paragraphs(body: bytes) -> None:
    """And nothing fails."""
    assert memo.paragraphs(body) == []


def test_a_decision_sent_home_opens_a_matter_that_others_join(people: People, keeper: Actor, forum: Forum) -> None:
    """Of the point's words, the forum's themes and the meeting's duties; asked again, it is the same; the timeline has the point."""
    row = begun(keeper, forum, kind="negotiation", duties=(HYTE,))
    point = meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Painopisteet"}, outcome="agreed"))
    approved(keeper, row)
    question = Question(queries.origin_of(point), f"/kokoukset/{row.public_id}/", {"fi": "Painopisteet"}, {"fi": "P."})
    send_home(by=keeper, item=point, parties=[org(KUHMO)], question=question)
    made = Matter.objects.get()
    assert (made.title_fi, made.duties, made.owner_id) == ("Painopisteet", [HYTE], org(COUNTY).id)
    assert [t.theme_code for t in made.themes.all()] == ["hyte"]
    send_home(by=keeper, item=point, parties=[org(KUHMO), org(KAJAANI)], question=question)
    assert Matter.objects.count() == 1
    assert {(p.organisation_id, p.asked) for p in made.parties.all()} == {
        (org(KUHMO).id, True),
        (org(KAJAANI).id, True),
    }
    assert Consultation.objects.filter(matter=made).count() == 2
    (entry,) = facade.timeline([made.pk], ANONYMOUS, TODAY)[made.pk]
    assert (entry.on, entry.what.code) == (TODAY, "forum_point_came")
    page = Client().get(f"/fi/asiat/{made.public_id}/").content.decode()
    assert "Hyte-ryhmä: Painopisteet. Sovittiin" in page
    with pytest.raises(Refused):
        send_home(by=actor(people.outsider), item=point, parties=[org(KUHMO)], question=question)


def test_a_point_is_put_on_a_matter_by_those_whom_it_concerns_only(people: People, keeper: Actor) -> None:
    """A secretary learns nothing of a matter that is hidden from them, joins nobody to it, and changes no other's."""
    content = Content({"fi": "F"}, "experts", 3, ("hyte",), (org(COUNTY).id, org(KUHMO).id), org(KUHMO).id)
    forum = actions.found(by=keeper, region=Region.objects.get(slug="kainuu"), content=content)
    subject = cases.Subject({"fi": "SALAINEN ASIA"}, [org(COUNTY).id, org(KAJAANI).id], visibility="parties")
    hidden = cases.open_matter(by=actor(people.county), region=forum.region, owner=org(COUNTY), subject=subject)
    row = begun(keeper, forum)
    point = meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Kohta"}, outcome="agreed", matter=hidden.pk))
    secretary = actor(people.kuhmo)
    form = browser(people.kuhmo).get(f"/fi/kokoukset/kohdat/{point.public_id}/").content.decode()
    assert "SALAINEN ASIA" not in form
    assert "Asia, jota et näe" in form
    with pytest.raises(Refused):
        meeting.add_point(by=secretary, meeting=row, point=Point({"fi": "Toinen"}, matter=hidden.pk))
    meeting.write_point(
        by=secretary, item=point, version=1, point=Point({"fi": "K"}, outcome="agreed", matter=hidden.pk)
    )
    public = cases.Subject({"fi": "Julkinen asia"}, [org(COUNTY).id])
    foreign = cases.open_matter(by=actor(people.county), region=forum.region, owner=org(COUNTY), subject=public)
    with pytest.raises(Refused):
        meeting.add_point(by=secretary, meeting=row, point=Point({"fi": "Toinen"}, matter=foreign.pk))
    approved(keeper, row)
    question = Question(queries.origin_of(point), f"/kokoukset/{row.public_id}/", {"fi": "K"}, {"fi": "P."})
    send_home(by=secretary, item=point, parties=[org(KUHMO)], question=question)
    assert browser(people.kuhmo).get(f"/fi/asiat/{hidden.public_id}/").status_code == 404
    assert Consultation.objects.get().matter is None


def test_a_hidden_forum_changes_nothing_of_a_public_matter(people: People, keeper: Actor) -> None:
    """Its question does not join; a public forum's question joins a matter of the parties, where only they see it."""
    parties = (org(COUNTY).id, org(KUHMO).id)
    for sees, matter_sees, joins in (("parties", "public", False), ("public", "parties", True)):
        content = Content({"fi": "F"}, "experts", 3, ("hyte",), parties, org(COUNTY).id, visibility=sees)
        forum = actions.found(by=keeper, region=Region.objects.get(slug="kainuu"), content=content)
        subject = cases.Subject({"fi": "Asia"}, [org(COUNTY).id], visibility=matter_sees)
        matter = cases.open_matter(by=keeper, region=forum.region, owner=None, subject=subject)
        row = begun(keeper, forum)
        point = meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "K"}, outcome="agreed", matter=matter.pk))
        approved(keeper, row)
        question = Question(queries.origin_of(point), "/k/", {"fi": "K"}, {"fi": "P."}, visibility=sees)
        (asked,) = send_home(by=keeper, item=point, parties=[org(KUHMO)], question=question)
        assert (asked.matter == matter) is joins
        assert matter.parties.filter(organisation=org(KUHMO).id).exists() is joins


def test_a_hidden_matter_is_not_named_on_a_public_meeting(people: People, keeper: Actor, forum: Forum) -> None:
    """Those whom it concerns see its identifier there."""

    subject = cases.Subject({"fi": "Tilat"}, [org(KUHMO).id], visibility="parties")
    hidden = cases.open_matter(by=actor(people.kuhmo), region=forum.region, owner=org(KUHMO), subject=subject)
    row = begun(keeper, forum)
    meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Kohta"}, matter=hidden.pk))
    address = f"/fi/kokoukset/{row.public_id}/"
    assert hidden.identifier not in Client().get(address).content.decode()
    assert hidden.identifier in browser(people.kuhmo).get(address).content.decode()


def test_the_checklist_tells_who_must_be_there_and_what_is_open(people: People, keeper: Actor, forum: Forum) -> None:
    """From the duty itself; those who are not parties are to be invited separately; what was agreed last time comes along."""
    before = begun(keeper, forum, kind="negotiation", duties=(HYTE,))
    meeting.add_point(by=keeper, meeting=before, point=Point({"fi": "Viimeksi sovittu"}, outcome="agreed"))
    approved(keeper, before)
    row = meeting.plan(
        by=keeper, forum=forum, plan=Plan(on=TODAY + timedelta(days=300), kind="negotiation", duties=(HYTE,))
    )
    view = atlas().view("20", row.on)
    (need,) = checklist.needed([catalogue().duties[HYTE]], view, queries.parties_of(forum))
    assert {o.slug for o in need.bound} >= {"kuhmo", "kajaani", "kainuun-hyvinvointialue"}
    assert org(KUHMO) not in need.outside
    assert org("kunnat/sotkamo") in need.outside
    own = browser(people.county_coordinator)
    page = own.get(f"/fi/kokoukset/{row.public_id}/").content.decode()
    for text in ("Ennen neuvottelua", "Sotkamo", "Viimeksi sovittu", "Lisää asialistan kohdat."):
        assert text in page
    assert "Ennen neuvottelua" not in Client().get(f"/fi/kokoukset/{row.public_id}/").content.decode()
    meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Kohta"}))
    assert "Asialistalla on kohtia." in own.get(f"/fi/kokoukset/{row.public_id}/").content.decode()


def test_who_sits_on_both_sides_is_asked_about_disqualification(people: People, keeper: Actor, forum: Forum) -> None:
    """A reminder to that person only; the answer is told at the point, by whoever writes the memo."""

    row = begun(keeper, forum)
    point = meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Kohta"}))
    address = f"/fi/kokoukset/{row.public_id}/"
    assert "oletko esteellinen" not in browser(people.county).get(address).content.decode()
    give_role(by=HOUSE, user=people.county, role="elected", organisation=organisation(KUHMO))
    assert "oletko esteellinen" in browser(people.county).get(address).content.decode()
    meeting.write_point(by=keeper, item=point, version=1, point=Point({"fi": "Kohta"}, outcome="noted", asked=True))
    assert "Esteellisyydestä kysyttiin." in browser(people.kuhmo).get(address).content.decode()


def test_a_series_is_planned_at_once_and_each_meeting_is_its_own(people: People, keeper: Actor, forum: Forum) -> None:
    """The second Tuesday of each third month; thirteen are refused; the form of a change has no series."""
    own, address = browser(people.county_coordinator), f"/fi/foorumit/{forum.public_id}/kokous/"
    sent = {"on": "2026-12-08", "kind": "meeting", "begins": "9:00", "ends": "11:00"}
    assert own.post(address, {**sent, "series": "13", "key": str(uuid4())}).status_code == 422
    assert own.post(address, {**sent, "series": "4", "key": str(uuid4())}).status_code == 302
    found = list(Meeting.objects.order_by("on"))
    assert [m.on for m in found] == [date(2026, 12, 8), date(2027, 3, 9), date(2027, 6, 8), date(2027, 9, 14)]
    assert {m.state for m in found} == {"draft"}
    meeting.move(by=keeper, meeting=found[0], step="call")
    assert Meeting.objects.filter(state="draft").count() == 3
    assert 'name="series"' not in own.get(f"/fi/kokoukset/{found[1].public_id}/muuta/").content.decode()


def test_the_form_of_a_point_asks_as_much_of_one_open_matter_as_of_many(
    people: People, keeper: Actor, forum: Forum
) -> None:
    """The matters that are offered are read once, with whom they concern."""
    row = begun(keeper, forum)
    own, address, counts = browser(people.county_coordinator), f"/fi/kokoukset/{row.public_id}/kohta/", []
    for many in (1, 3, 12):
        while Matter.objects.count() < many:
            subject = cases.Subject({"fi": "Asia"}, [org(KUHMO).id, org(COUNTY).id])
            cases.open_matter(by=keeper, region=forum.region, owner=None, subject=subject)
        own.get(address)  # fills the memories
        with CaptureQueriesContext(connection) as asked:
            assert own.get(address).content.decode().count("YP ") == many
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]

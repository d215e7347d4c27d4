"""Matters and their documents: who opens and keeps them, what is seen of them, versions, files that are only ever saved."""

import hashlib
import io
import zipfile
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import People, actor, browser, org
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import YES, Refused
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters import cases, filing, shelf, timeline
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.cases import Subject
from yhdyspinta.core.matters.filing import Label, Place
from yhdyspinta.core.matters.models import Document, Matter, StoredFile
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.matters.uploads import Upload
from yhdyspinta.core.registry.models import Region

TODAY = date(2026, 11, 24)
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
PDF = b"%PDF-1.7\n%%EOF\n"
pytestmark = pytest.mark.django_db


def subject(**more: object) -> Subject:
    """A matter of two organisations."""
    fields: dict[str, object] = {"titles": {"fi": "Perhekeskus"}, "parties": [org(KUHMO).id, org(COUNTY).id]}
    return Subject(**(fields | more))  # type: ignore[arg-type]  # the fields of Subject


def opened(by: Actor, **more: object) -> Matter:
    """A matter that Kuhmo opened."""
    region = Region.objects.get(slug="kainuu")
    return cases.open_matter(by=by, region=region, owner=org(KUHMO), subject=subject(**more))


def labelled(**more: object) -> Label:
    """What is told of a document."""
    return Label(**({"titles": {"fi": "Selvitys"}, "dated": TODAY} | more))  # type: ignore[arg-type]  # the fields of Label


def filed(by: Actor, content: Upload | str = "https://example.org/1", **more: object) -> Document:
    """A document of Kuhmo's."""
    readers = more.pop("readers", ())
    matter = more.pop("matter", None)
    return filing.file_document(
        by=by,
        owner=org(KUHMO),
        label=labelled(**more),
        content=content,
        readers=readers,  # type: ignore[arg-type]  # as given
        matter=matter,  # type: ignore[arg-type]  # as given
    )


def test_numbers_run_within_a_year_and_say_what_the_matter_is_called(people: People) -> None:
    """The next of the year; each party may add what it calls it in its own register."""
    by = actor(people.kuhmo)
    first, second = opened(by), opened(by)
    assert (first.identifier, second.identifier) == ("YP 1/2026", "YP 2/2026")
    cases.tell_number(by=by, matter=first, party=org(KUHMO), number=" KUHMO/12/2026 ")
    assert first.parties.get(organisation=org(KUHMO).id).record_number == "KUHMO/12/2026"
    for party, who, code in (
        (KAJAANI, people.municipal_coordinator, "stances_not_party"),
        (COUNTY, people.kuhmo, "matters_not_your_matter"),
    ):
        with pytest.raises(Refused) as refused:
            cases.tell_number(by=actor(who), matter=first, party=org(party), number="1")
        assert refused.value.verdict.code == code


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"titles": {"fi": " "}}, "matters_needs_title"),
        ({"parties": []}, "matters_needs_party"),
        ({"parties": [0]}, "matters_needs_party"),
        ({"duties": ["ei-ole"]}, "evidence_needs_duty"),
    ],
)
def test_what_a_matter_cannot_be(people: People, more: dict[str, object], code: str) -> None:
    """Each with its reason; nothing is written."""
    with pytest.raises(Refused) as refused:
        opened(actor(people.kuhmo), **more)
    assert refused.value.verdict.code == code
    assert not Matter.objects.exists()


def test_only_its_own_people_and_the_coordinators_keep_it(people: People) -> None:
    """Others are refused; the later of two who change it at once sees both texts."""
    row = opened(actor(people.kuhmo))
    for user in (people.county, people.outsider, people.elected):
        with pytest.raises(Refused):
            cases.close(by=actor(user), matter=row)
    cases.change_matter(by=actor(people.county_coordinator), matter=row, version=1, subject=subject(themes=["hyte"]))
    with pytest.raises(EditConflict):
        cases.change_matter(by=actor(people.kuhmo), matter=row, version=1, subject=subject())
    late = browser(people.kuhmo).post(
        f"/fi/asiat/{row.public_id}/muuta/",
        {
            "key": str(uuid4()),
            "version": "1",
            "title_fi": "Omani",
            "visibility": "public",
            "parties": [str(org(KUHMO).public_id)],
        },
    )
    assert late.status_code == 409
    assert "Perhekeskus" in late.content.decode()
    assert "Omani" in late.content.decode()


def test_a_party_that_is_changed_keeps_its_record_number(people: People) -> None:
    """Whoever stays keeps what it has told; who leaves takes it along."""
    by = actor(people.kuhmo)
    row = opened(by)
    cases.tell_number(by=by, matter=row, party=org(KUHMO), number="K/1")
    cases.change_matter(by=by, matter=row, version=1, subject=subject(parties=[org(KUHMO).id, org(KAJAANI).id]))
    told = {p.organisation_id: p.record_number for p in row.parties.all()}
    assert told == {org(KUHMO).id: "K/1", org(KAJAANI).id: ""}


def test_what_is_for_the_parties_is_seen_by_them_only(people: People, reader: Client) -> None:
    """A stranger gets 404 and no row in the list; a party's councillor reads it."""
    row = opened(actor(people.kuhmo), visibility="parties", titles={"fi": "Salainen neuvottelu"})
    address, listed = f"/fi/asiat/{row.public_id}/", "/fi/alueet/kainuu/asiat/"
    for client, status in (
        (reader, 404),
        (browser(people.outsider), 404),
        (browser(people.elected), 200),
        (browser(people.county), 200),
        (browser(people.municipal_coordinator), 200),
    ):
        assert client.get(address).status_code == status
        assert ("Salainen neuvottelu" in client.get(listed).content.decode()) == (status == 200)


def test_the_timeline_gathers_what_has_happened(people: People, reader: Client) -> None:
    """Opened, a document, a question and its answer, closed; the answer brings the party's record number along."""
    by, pair = actor(people.kuhmo), actor(people.county_coordinator)
    row = opened(by)
    filed(by, matter=row, dated=date(2026, 11, 20))
    question = Question("x:1", "/kokoukset/", {"fi": "Painopiste"}, {"fi": "Hyväksytään."}, matter=row)
    (asked,) = matters.ask(by=pair, allowed=YES, region=row.region, parties=[org(KUHMO)], question=question)
    told = Told("accepted", TODAY, body="Kunnanhallitus", record_number="KUHMO/77/2026", link="https://example.org/p")
    matters.keep(asked, told, by)
    assert row.parties.get(organisation=org(KUHMO).id).record_number == "KUHMO/77/2026"
    cases.close(by=by, matter=row)
    row.refresh_from_db()
    found = timeline.in_order(timeline.entries(row, ANONYMOUS))
    assert [e.what.code for e in found][-1] == "matter_document"
    assert {e.what.code for e in found} == {
        *("matter_was_opened", "matter_document", "matter_asked", "matter_handled", "matter_was_closed")
    }
    page = reader.get(f"/fi/asiat/{row.public_id}/").content.decode()
    for text in ("KUHMO/77/2026", "Selvitys", "Hyväksytty", "suljettu 24.11.2026"):
        assert text in page
    assert "YP 1/2026" in reader.get("/fi/alueet/kainuu/asiat/?tila=paattyneet").content.decode()
    assert "YP 1/2026" not in reader.get("/fi/alueet/kainuu/asiat/").content.decode()


def test_the_page_asks_as_much_of_one_document_as_of_many(people: People, reader: Client) -> None:
    """Constant queries."""
    by, counts = actor(people.kuhmo), []
    row = opened(by)
    reader.get(f"/fi/asiat/{row.public_id}/")  # fills the memories
    for many in (1, 3, 12):
        while Document.objects.count() < many:
            filed(by, matter=row)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert reader.get(f"/fi/asiat/{row.public_id}/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] <= 16


def test_a_file_is_kept_once_and_every_version_stays(people: People, reader: Client) -> None:
    """With checksum and size; always as an attachment, in a box where nothing runs; the earlier version is still there."""
    by = actor(people.kuhmo)
    made = filed(by, Upload("raportti.PDF", PDF))
    again = filed(by, Upload("toinen.pdf", PDF))
    assert StoredFile.objects.count() == 1
    filing.bring_version(by=by, document=made, version=1, content=Upload("uusi.pdf", PDF + b"%"))
    with pytest.raises(EditConflict):
        filing.bring_version(by=by, document=made, version=1, content="https://example.org/2")
    for number, body in ((1, PDF), (2, PDF + b"%")):
        answer = reader.get(f"/fi/asiakirjat/{made.public_id}/tiedosto/{number}/")
        assert answer.content == body
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/pdf"
        assert {"sandbox", "frame-ancestors 'none'"} <= set(answer["Content-Security-Policy"].split("; "))
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert reader.get(f"/fi/asiakirjat/{made.public_id}/tiedosto/3/").status_code == 404
    page = reader.get(f"/fi/asiakirjat/{made.public_id}/").content.decode()
    assert hashlib.sha256(PDF).hexdigest() in page
    filing.withdraw(by=by, document=again)
    assert reader.get(f"/fi/asiakirjat/{again.public_id}/").status_code == 404
    assert reader.get(f"/fi/asiakirjat/{again.public_id}/tiedosto/1/").status_code == 404


def test_who_sees_a_document(people: People, reader: Client) -> None:
    """A draft its own people; one for the parties its readers; its file goes the same way."""
    by = actor(people.kuhmo)
    draft = filed(by, Upload("a.pdf", PDF), visibility="draft")
    shared = filed(by, Upload("b.pdf", PDF), visibility="parties", readers=[org(COUNTY).id])
    for client, sees in (
        (reader, (False, False)),
        (browser(people.outsider), (False, False)),
        (browser(people.kuhmo), (True, True)),
        (browser(people.county), (False, True)),
        (browser(people.administrator), (False, True)),
    ):
        for row, shown in zip((draft, shared), sees, strict=True):
            for address in (f"/fi/asiakirjat/{row.public_id}/", f"/fi/asiakirjat/{row.public_id}/tiedosto/1/"):
                assert client.get(address).status_code == (200 if shown else 404)


def test_where_it_was_used_is_told_as_far_as_one_may_know(people: People, reader: Client) -> None:
    """By the document's own people and readers only: where it was used may be what nobody else knows of."""
    by = actor(people.kuhmo)
    row = filed(by)
    for origin in ("x:1", "x:2"):
        filing.use(by=by, document=row, place=Place(origin, f"/kokoukset/{origin}/"), on=TODAY)
    assert shelf.uses_of(ANONYMOUS, row) == []
    assert [u.origin for u in shelf.uses_of(by, row)] == ["x:2", "x:1"]
    page = reader.get(f"/fi/asiakirjat/{row.public_id}/").content.decode()
    assert "/kokoukset/x:" not in page
    assert "/kokoukset/x:1/" in browser(people.kuhmo).get(f"/fi/asiakirjat/{row.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"titles": {}}, "matters_needs_title"),
        ({"dated": date(2027, 1, 1)}, "stances_future"),
        ({"publicity": "withheld", "visibility": "parties"}, "matters_needs_ground"),
        ({"publicity": "partly", "ground": "621/1999 24 §"}, "matters_not_for_everybody"),
    ],
)
def test_what_cannot_be_told_of_a_document(people: People, more: dict[str, object], code: str) -> None:
    """Each with its reason; nothing is kept."""
    with pytest.raises(Refused) as refused:
        filed(actor(people.kuhmo), **more)  # type: ignore[arg-type]  # what a label takes
    assert refused.value.verdict.code == code
    assert not Document.objects.exists()


def packed(names: dict[str, bytes]) -> bytes:
    """A zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in names.items():
            archive.writestr(name, body)
    return made.getvalue()


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.pdf", b"", "matters_file_empty"),
        ("a.pdf", b"%PDF-" + b"0" * 10_000_000, "matters_file_large"),
        ("a.pdf", b"MZ\x90\x00", "matters_file_kind"),
        ("a.exe", b"MZ\x90\x00", "matters_file_kind"),
        ("a.html", b"<script>alert(1)</script>", "matters_file_kind"),
        ("a.svg", b"<svg onload='x()'/>", "matters_file_kind"),
        ("a.txt", b"a\x00b", "matters_file_kind"),
        ("a.docx", b"PK\x03\x04broken", "matters_file_kind"),
        ("a.zip", packed({"a.txt": b"x"}), "matters_file_kind"),
        ("a.docx", packed({**WORD, "word/vbaProject.bin": b"x"}), "matters_file_runs"),
        ("a.docx", packed({**WORD, "word/media/x": b"0" * 100_000_001}), "matters_file_unpacks"),
        ("a.docx", packed({**WORD, **{f"p{i}": b"" for i in range(2_001)}}), "matters_file_unpacks"),
    ],
)
def test_files_that_are_not_taken(people: People, name: str, body: bytes, code: str) -> None:
    """By what they are, not by what they are called; in the form with the reason, and nothing is kept."""
    row = opened(actor(people.kuhmo))
    data = {"title_fi": "T", "dated": TODAY.isoformat(), "visibility": "public", "publicity": "public"}
    sent = {**data, "owner": str(org(KUHMO).public_id), "key": str(uuid4()), "file": SimpleUploadedFile(name, body)}
    answer = browser(people.kuhmo).post(f"/fi/asiat/{row.public_id}/asiakirja/", sent)
    assert answer.status_code == 422
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    if body:
        with pytest.raises(Refused) as refused:
            filed(actor(people.kuhmo), Upload(name, body))
        assert refused.value.verdict.code == code


@pytest.mark.parametrize(
    ("name", "body", "kept"),
    [
        ("../../etc/passwd", b"teksti", None),
        ("..\\..\\muistio.txt", "ä".encode(), "muistio.txt"),
        ('pöytä"kirja\r\n<1>.docx', packed(WORD), "pöytä_kirja"),
        ("ilman-paatetta", PDF, "ilman-paatetta.pdf"),
        ("väärä.exe", PDF, "väärä.pdf"),
        ("....txt", b"x", "asiakirja.txt"),
        ("x" * 300 + ".txt", b"x", "x" * 120 + ".txt"),
    ],
)
def test_names_of_files_are_made_harmless(people: People, name: str, body: bytes, kept: str | None) -> None:
    """The last part only, with the ending of what it is."""
    if kept is None:
        with pytest.raises(Refused):
            filed(actor(people.kuhmo), Upload(name, body))
        return
    told = filed(actor(people.kuhmo), Upload(name, body)).versions.get().name
    assert told.startswith(kept)
    assert not set(told) & set('/\\"<>\r\n')


def test_a_document_is_changed_on_its_page_and_a_newer_change_is_told(people: People) -> None:
    """Words are kept in the form; the version of the page is asked."""
    row = filed(actor(people.kuhmo))
    own = browser(people.kuhmo)
    address = f"/fi/asiakirjat/{row.public_id}/muuta/"
    data = {"title_fi": "Uusi nimi", "dated": "2026-11-20", "visibility": "parties", "publicity": "partly"}
    sent = {**data, "version": "1", "retention": "10"}
    bad = own.post(address, {**sent, "key": str(uuid4())})
    assert bad.status_code == 422
    assert "Uusi nimi" in bad.content.decode()
    good = own.post(address, {**sent, "ground": "621/1999 24.1 § 20 k", "key": str(uuid4())})
    assert good.status_code == 302
    page = own.get(f"/fi/asiakirjat/{row.public_id}/").content.decode()
    assert "621/1999 24.1 § 20 k" in page
    late = own.post(address, {**sent, "ground": "x", "key": str(uuid4())})
    assert late.status_code == 409
    gone = own.post(f"/fi/asiakirjat/{row.public_id}/pois/", {"key": str(uuid4())})
    assert gone.status_code == 302
    assert own.get(f"/fi/asiakirjat/{row.public_id}/").status_code == 404


def test_a_hidden_matter_is_not_told_by_its_public_document(people: People, reader: Client) -> None:
    """Neither in the crumbs nor by address; those who see the matter have the way back."""
    by = actor(people.kuhmo)
    matter = opened(by, visibility="parties", titles={"fi": "SALAINEN ASIA"})
    row = filed(by, matter=matter)
    page = reader.get(f"/fi/asiakirjat/{row.public_id}/").content.decode()
    assert "SALAINEN ASIA" not in page
    assert str(matter.public_id) not in page
    assert "SALAINEN ASIA" in browser(people.county).get(f"/fi/asiakirjat/{row.public_id}/").content.decode()


def test_documents_come_to_a_matter_from_those_whom_it_concerns_while_it_is_open(people: People) -> None:
    """Not from another municipality of the region; its keeper takes one off; the document stays its owner's."""
    row = opened(actor(people.kuhmo))
    stranger = people.editor("sotkamo", "kunnat/sotkamo")
    data = {"title_fi": "TÖHERRYS", "dated": TODAY.isoformat(), "visibility": "public", "publicity": "public"}
    sent = {**data, "link": "https://example.org/x", "owner": str(org("kunnat/sotkamo").public_id)}
    address = f"/fi/asiat/{row.public_id}/asiakirja/"
    assert browser(stranger).post(address, {**sent, "key": str(uuid4())}).status_code == 403
    county = filing.file_document(
        by=actor(people.county), owner=org(COUNTY), label=labelled(), content="https://example.org/2", matter=row
    )
    for user, status in ((people.county, 403), (people.kuhmo, 302)):
        answer = browser(user).post(f"/fi/asiakirjat/{county.public_id}/irrota/", {"key": str(uuid4())})
        assert answer.status_code == status
    county.refresh_from_db()
    assert (county.matter, county.withdrawn_at) == (None, None)
    cases.close(by=actor(people.kuhmo), matter=row)
    with pytest.raises(Refused) as refused:
        filed(actor(people.kuhmo), matter=row)
    assert refused.value.verdict.code == "matters_closed"


def test_who_was_asked_and_has_not_answered_is_between_the_parties(people: People, reader: Client) -> None:
    """A stranger sees those named by hand and those who have answered; a hidden question tells nothing of its answer."""
    pair = actor(people.county_coordinator)
    row = opened(actor(people.kuhmo))
    cases.join(by=pair, matter=row, parties=[org(KAJAANI).id, org("kunnat/sotkamo").id])
    row.refresh_from_db()
    assert row.version == 2
    address = f"/fi/asiat/{row.public_id}/"
    assert "Kajaani" not in reader.get(address).content.decode()
    assert "Kajaani" in browser(people.county).get(address).content.decode()
    parties = [org(KAJAANI), org("kunnat/sotkamo")]
    for visibility, number in (("public", "KAJ/1"), ("parties", "SOT/1")):
        question = Question(f"x:{visibility}", "/kokoukset/", {"fi": "P"}, {"fi": "P."}, None, visibility, row)
        (asked,) = matters.ask(by=pair, allowed=YES, region=row.region, parties=[parties.pop(0)], question=question)
        told = Told("accepted", TODAY, body="Hallitus", record_number=number, link="https://example.org/p")
        matters.keep(asked, told, pair, on_behalf=True)
    page = reader.get(address).content.decode()
    assert "Kajaani" in page
    assert "KAJ/1" in page
    assert "Sotkamo" not in page
    assert "SOT/1" not in page


def test_who_leaves_a_matter_reads_nothing_that_comes_later(people: People) -> None:
    """A document for the parties follows the parties."""
    by = actor(people.kuhmo)
    row = opened(by)
    paper = filed(by, matter=row, visibility="parties", readers=[org(COUNTY).id])
    assert browser(people.county).get(f"/fi/asiakirjat/{paper.public_id}/").status_code == 200
    cases.change_matter(by=by, matter=row, version=1, subject=subject(parties=[org(KUHMO).id]))
    assert browser(people.county).get(f"/fi/asiakirjat/{paper.public_id}/").status_code == 404


def test_a_matter_is_opened_for_an_organisation_of_its_own_region(people: People) -> None:
    """Not elsewhere."""
    elsewhere = Region.objects.get(slug="ita-uusimaa")
    with pytest.raises(Refused):
        cases.open_matter(by=actor(people.kuhmo), region=elsewhere, owner=org(KUHMO), subject=subject())


def test_a_spoiled_zip_is_no_file_of_ours(people: People) -> None:
    """A corrupt stream inside is told like any other wrong file."""
    body = bytearray(packed({"mimetype": b"application/vnd.oasis.opendocument.text" * 40, "content.xml": b"<x/>"}))
    body[50:60] = b"\xff" * 10
    with pytest.raises(Refused) as refused:
        filed(actor(people.kuhmo), Upload("a.odt", bytes(body)))
    assert refused.value.verdict.code == "matters_file_kind"

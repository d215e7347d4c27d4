"""Frozen packets: never changed, one address, for oneself or for everybody; all of a region's in the background, with progress."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from tests.people import People, actor, browser, opened
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.jobs.models import Work
from yhdyspinta.core.jobs.queue import run_asked
from yhdyspinta.core.press.stored import digest_of, restored, stored
from yhdyspinta.core.publications.models import Publication
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import DAYS
from yhdyspinta.site.packets import parts as parts_module
from yhdyspinta.site.packets.making import keep
from yhdyspinta.site.packets.parts import Subject

pytestmark = pytest.mark.django_db
REGION = "/fi/alueet/kainuu/neuvottelupaketti/"
TOWN = "/fi/kunnat/kuhmo/neuvottelupaketti/"


def frozen(by: Any, path: str, key: str, **data: Any) -> str:
    """Sends the form as the page has it; the address it goes to."""
    answer = browser(by).post(f"{path}jaadyta/", {"key": key, "osa": ["questions", "picture"], **data})
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


KEYS = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(9)]


def test_a_frozen_packet_stays_as_it_was(people: People) -> None:
    """In every form the same bytes again, whatever is recorded since; the same form sent twice freezes once."""
    address = frozen(people.kuhmo, TOWN, KEYS[0], nakyvyys="public")
    assert frozen(people.kuhmo, TOWN, KEYS[0], nakyvyys="public") == address
    row = Publication.objects.get()
    assert digest_of(row.content) == row.digest
    assert digest_of(stored(restored(row.content))) == row.digest
    reader = Client()
    page = reader.get(address).content.decode()
    assert row.digest in page
    for form in ("pdf", "docx", "pptx", "xlsx", "html"):
        first = reader.get(f"{address}?muoto={form}").content
        assert first == reader.get(f"{address}?muoto={form}").content
        assert first
    with zipfile.ZipFile(io.BytesIO(reader.get(f"{address}?muoto=xlsx").content)) as book:
        assert b"T00:00:00Z</dcterms:created>" in book.read("docProps/core.xml")  # its day, not the second of asking
    assert address in reader.get(TOWN).content.decode()
    assert address not in reader.get(REGION).content.decode()


def test_ones_own_is_seen_by_oneself_only(people: People) -> None:
    """It may hold what only they may see; for others it is not there."""
    address = frozen(people.kuhmo, TOWN, KEYS[0])
    assert browser(people.kuhmo).get(address).status_code == 200
    for other in (Client(), browser(people.county_coordinator), browser(people.administrator)):
        assert other.get(address).status_code == 404
        assert address not in other.get(TOWN).content.decode()


def test_a_public_one_asks_for_a_role_in_the_region(people: People) -> None:
    """Anybody signed in freezes their own; a stranger nothing in public, nor all of a region's."""
    answer = browser(people.outsider).post(f"{TOWN}jaadyta/", {"key": KEYS[0], "nakyvyys": "public"})
    assert answer.status_code == 403
    answer = browser(people.outsider).post(f"{REGION}jaadyta/", {"key": KEYS[1], "nakyvyys": "public", "kaikki": "1"})
    assert answer.status_code == 403
    assert not Publication.objects.exists()
    assert not Work.objects.exists()
    assert "pysyva" in frozen(people.outsider, TOWN, KEYS[2])


def test_taking_back_leaves_it_at_its_address(people: People) -> None:
    """Its maker or, of a public one, the region's coordinators."""
    address = frozen(people.kuhmo, TOWN, KEYS[0], nakyvyys="public")
    assert browser(people.outsider).post(f"{address}peru/", {"key": KEYS[1]}).status_code == 403
    assert browser(people.county_coordinator).post(f"{address}peru/", {"key": KEYS[2]}).status_code == 302
    page = Client().get(address)
    assert page.status_code == 200
    assert "y-err" in page.content.decode()
    assert address not in Client().get(TOWN).content.decode()
    assert browser(people.kuhmo).post(f"{address}peru/", {"key": KEYS[3]}).status_code == 403


def test_all_of_a_region_are_made_in_the_background(people: People) -> None:
    """Progress is told to who asked, and nobody else; at the end each has its address and all are in one file."""
    address = frozen(people.county_coordinator, REGION, KEYS[0], nakyvyys="public", kaikki="1")
    assert frozen(people.county_coordinator, REGION, KEYS[1], nakyvyys="public", kaikki="1") == address
    by = browser(people.county_coordinator)
    waiting = by.get(address).content.decode()
    assert 'data-follow="2000"' in waiting
    assert "<progress" in waiting
    assert browser(people.kuhmo).get(address).status_code == 404
    assert run_asked() is not None
    ready = by.get(address).content.decode()
    assert "data-follow" not in ready
    assert "8 pakettia on valmiina" in ready
    assert Publication.objects.count() == 8
    body = by.get(f"{address}?muoto=zip").content
    DAYS.forget()  # so many files at once are not asked for twice in a moment
    assert body == by.get(f"{address}?muoto=zip").content
    names = zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert len(names) == 8
    assert any("kuhmo" in n for n in names)
    assert all(zipfile.ZipFile(io.BytesIO(body)).read(n).startswith(b"%PDF-") for n in names)


def test_one_waits_for_one_work_at_a_time_and_takes_the_file_when_it_is_done(people: People) -> None:
    """Another order is refused until then; a half-ready batch is no file."""
    address = frozen(people.county_coordinator, REGION, KEYS[0], kaikki="1")
    by = browser(people.county_coordinator)
    answer = by.post(f"{REGION}jaadyta/", {"key": KEYS[1], "osa": ["picture"], "kaikki": "1"})
    assert answer.status_code == 403
    assert by.get(f"{address}?muoto=zip").status_code == 400
    assert Work.objects.count() == 1


def test_a_public_packet_tells_no_map_before_it_is_opened(people: People) -> None:
    """What is open in the division of labour is of the map; once the region has opened it, it is told."""
    opened("20")
    told = repr(parts_module.labour(Subject(atlas().view("20", clock.today()), None, "fi", ANONYMOUS)))
    assert "Tästä ei ole kirjattu mitään" in told or "Bullets" in told
    closed = repr(parts_module.labour(Subject(atlas().view("15", clock.today()), None, "fi", ANONYMOUS)))
    assert "Bullets" not in closed


def test_a_failing_part_is_named_and_the_rest_is_made_on_retry(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was ready is not made again."""
    address = frozen(people.county_coordinator, REGION, KEYS[0], kaikki="1")
    right = dict(parts_module.PARTS)

    def broken(of: parts_module.Subject) -> list[Any]:
        if of.org and of.org.slug == "kuhmo":
            raise ValueError("luku puuttuu")
        return right["picture"](of)

    with monkeypatch.context() as patched:
        patched.setattr("yhdyspinta.site.packets.parts.PARTS", {**right, "picture": broken})
        run_asked()
    by = browser(people.county_coordinator)
    page = by.get(address).content.decode()
    assert "Kuhmo" in page
    assert "part picture of the packet of Kuhmo" in page
    before = set(Publication.objects.values_list("public_id", flat=True))
    assert 0 < len(before) < 8
    assert by.post(f"{address}uudelleen/", {"key": KEYS[1]}).status_code == 302
    run_asked()
    after = set(Publication.objects.values_list("public_id", flat=True))
    assert before < after
    assert len(after) == 8


def test_who_loses_the_role_makes_no_more(people: People) -> None:
    """Rights are those of the moment when a packet is made, not of when it was asked."""
    by = actor(people.outsider)
    with pytest.raises(Refused):
        keep(by=by, view=atlas().view("20", clock.today()), org=None, parts=["questions"], lang="fi", public=True)

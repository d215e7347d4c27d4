"""The handbook is whole in three languages, its links lead somewhere, and each page of the product leads to its chapter."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from tests.people import People, browser
from tools import take_handbook
from yhdyspinta.site.handbook.chapters import CHAPTERS, OF_ROOMS, chapters
from yhdyspinta.site.handbook.views import place

pytestmark = pytest.mark.django_db
LANGS = ("fi", "sv", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_every_chapter_opens_and_its_links_lead_somewhere(reader: Client, lang: str) -> None:
    """In its own language; addresses without arguments, so that they hold in every installation."""
    contents = reader.get(f"/{lang}/opas/").content.decode()
    opened: dict[str, int] = {}
    for slug in CHAPTERS.values():
        assert f'href="/{lang}/opas/{slug}/"' in contents
        text = reader.get(f"/{lang}/opas/{slug}/").content.decode()
        main = text.split("<main")[1].split("</main")[0]
        assert "<h2>" in main
        assert "](" not in main
        for href in set(re.findall(r'href="(/[^"#]*)', main)):
            assert href.startswith(f"/{lang}/"), href
            opened.setdefault(href, reader.get(href).status_code)
    assert {href: status for href, status in opened.items() if status not in (200, 302)} == {}
    assert reader.get(f"/{lang}/opas/ei-ole/").status_code == 404


def test_the_languages_have_the_same_chapters_sections_and_pictures() -> None:
    """Nothing is told in one language only."""
    for lang in ("sv", "en"):
        for here, there in zip(chapters("fi"), chapters(lang), strict=True):
            assert here.pictures == there.pictures, (lang, here.name)
            sections = [sum(p.html.count("<h2>") for p in c.parts) for c in (here, there)]
            assert sections[0] == sections[1], (lang, here.name, sections)


def test_every_picture_has_its_shot() -> None:
    """The script takes what the chapters show, but for the page of a letter's link, and nothing else."""
    shown = {p for c in chapters("fi") for p in c.pictures}
    assert {s.name for s in take_handbook.SHOTS} == shown - {"question"}


def test_a_picture_is_shown_when_it_has_been_taken(reader: Client, settings: Any, tmp_path: Path) -> None:
    """Without it the text stands alone; only names of the chapters are served."""
    settings.DATA_DIR = tmp_path
    assert "<figure" not in reader.get("/fi/opas/alku/").content.decode()
    assert reader.get("/fi/opas/kuvat/front.png").status_code == 302
    place("fi", "front").parent.mkdir(parents=True)
    place("fi", "front").write_bytes(b"\x89PNG")
    place("fi", "secret").write_bytes(b"\x89PNG")
    assert 'src="/fi/opas/kuvat/front.png" alt="Etusivu' in reader.get("/fi/opas/alku/").content.decode()
    taken = reader.get("/fi/opas/kuvat/front.png")
    assert (taken.status_code, taken["Content-Type"]) == (200, "image/png")
    assert reader.get("/fi/opas/kuvat/secret.png").status_code == 404


def test_every_key_of_the_chapters_is_a_room_or_an_address() -> None:
    """One that is neither would help on no page."""
    with translation.override("fi"):
        upkeep = reverse("manage").strip("/").split("/")[1]
        assert set(OF_ROOMS) - set(get_resolver().app_dict) == {upkeep}
    assert set(OF_ROOMS.values()) <= set(CHAPTERS)


def test_each_page_leads_to_the_chapter_that_helps(people: People) -> None:
    """Figures to the analyst's, forums to the coordinator's, upkeep to the administrator's, others to the first."""
    keeper = browser(people.administrator)
    for page, slug in (
        ("tilastot/", "analyytikko"),
        ("alueet/kainuu/foorumit/", "koordinaattori"),
        ("kunnat/", "alku"),
    ):
        assert f'href="/fi/opas/{slug}/"' in keeper.get(f"/fi/{page}").content.decode(), page

"""Frames on other sites: public, cookieless, in each language, with their source; and nothing else may be framed."""

import re

import pytest
from django.test import Client

from tests.people import People, actor, browser, org
from yhdyspinta.core.common import clock
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.visits.store import BEGAN, SEEN
from yhdyspinta.site.rights.scene import GENERAL, scene

pytestmark = pytest.mark.django_db
FRAMES = (
    "upota/kartta/",
    "upota/kartta/keski-suomi/",
    "upota/kartta/kainuu/?on=2025-10-31",
    "upota/luettelo/kirjaukset/kainuu/",
    "upota/luettelo/tulossa/kainuu/",
    "upota/luettelo/tavoitteet/kainuu/",
    "upota/luku/statfin-vaesto/?paikka=kunnat/laukaa",
)
SOURCE = {"fi": "Lähde:", "sv": "Källa:", "en": "Source:"}


@pytest.mark.parametrize("path", FRAMES)
@pytest.mark.parametrize("lang", SOURCE)
def test_a_frame_may_stand_anywhere_and_knows_nobody(client: Client, lang: str, path: str) -> None:
    """Headers that let it in, no cookie, nothing to press, its language and its source."""
    for _again in range(2):  # made, then kept
        answer = client.get(f"/{lang}/{path}")
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "X-Frame-Options" not in answer
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "public, max-age=300"
        assert not answer.cookies
        assert f'<html lang="{lang}"' in text
        assert SOURCE[lang] in text
        assert not re.search(r"<(form|button|script|input)", text)
        assert text.count("<h1") == 1


@pytest.mark.parametrize("path", ["", "alueet/keski-suomi/", "kirjaudu/", "upota/", "rajapinta/"])
def test_nothing_else_may_be_framed(client: Client, path: str) -> None:
    """Neither the pages that the frames lead to, nor the one on which they are chosen."""
    answer = client.get(f"/fi/{path}")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("upota/luku/ei-ole/", 404, "ei enää ole"),
        ("upota/luettelo/jotain/kainuu/", 404, "ei enää ole"),
        ("upota/kartta/ei-ole/", 404, "ei enää ole"),
        ("upota/kartta/?on=eilen", 400, "eilen"),
        ("upota/luku/statfin-vaesto/?paikka=kunnat/x", 400, "kunnat/x"),
    ],
)
def test_what_is_not_there_is_told_in_the_frame(client: Client, path: str, status: int, word: str) -> None:
    """An error is not a blank frame on somebody's page."""
    answer = client.get(f"/fi/{path}")
    assert answer.status_code == status
    assert word in answer.content.decode()
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer


def test_a_frame_shows_to_a_party_what_it_shows_to_anybody(people: People) -> None:
    """A record between the parties, and a map before its opening, are not in a frame, though its reader may see them."""
    kuhmo = org("kunnat/kuhmo")
    for title, visibility in (("Avoin neuvottelu", "public"), ("Osapuolten neuvottelu", "parties")):
        content = Content(
            "negotiation", clock.today(), {GENERAL: "whole"}, (kuhmo.id,), title_fi=title, visibility=visibility
        )
        evidence.record(by=actor(people.kuhmo), acting_for=kuhmo, content=content)
    reader = browser(people.kuhmo)
    listed = reader.get("/fi/upota/luettelo/kirjaukset/kainuu/").content.decode()
    assert "Avoin neuvottelu" in listed
    assert "Osapuolten neuvottelu" not in listed
    assert 'class="y-map' in reader.get("/fi/alueet/kainuu/").content.decode()
    assert 'class="y-map' not in reader.get("/fi/upota/kartta/kainuu/").content.decode()


def test_the_code_for_another_page(client: Client) -> None:
    """A map, a list and a chart with their title in the chosen language; a wrong choice is told."""
    asked = {
        "?mika=kartta": '/fi/upota/kartta/" title="',
        "?mika=kartta&alue=kainuu&kieli=sv": '/sv/upota/kartta/kainuu/" title="Kontaktytekarta: Kajanaland"',
        "?mika=luettelo&luettelo=tulossa&alue=kainuu&vari=tumma": "/fi/upota/luettelo/tulossa/kainuu/?vari=tumma",
        "?mika=luku&luku=statfin-vaesto&paikka=kunnat/laukaa&paikka=kunnat/muurame": (
            "/fi/upota/luku/statfin-vaesto/?paikka=kunnat/laukaa&amp;paikka=kunnat/muurame"
        ),
    }
    for query, code in asked.items():
        answer = client.get(f"/fi/upota/{query}")
        text = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.content.decode(), re.DOTALL)
        assert text is not None
        assert code in text[1].replace("&quot;", '"').replace("&amp;amp;", "&amp;")
        assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert "<textarea" not in client.get("/fi/upota/").content.decode()
    assert client.get("/fi/upota/?mika=video").status_code == 400


def test_colours_can_be_chosen(client: Client) -> None:
    """Light, dark, or as the reader's device."""
    for asked, scheme in (("vaalea", "light"), ("tumma", "dark"), ("", "auto"), ("x", "auto")):
        text = client.get(f"/fi/upota/kartta/?vari={asked}").content.decode()
        assert f'data-color-scheme="{scheme}"' in text


@pytest.mark.parametrize("lang", SOURCE)
def test_lists_tell_what_a_region_has(people: People, lang: str) -> None:
    """A goal with its horizon and how far its parties are; the latest records; a chart's producer."""
    scene(people)
    reader = Client()
    goals = reader.get(f"/{lang}/upota/luettelo/tavoitteet/kainuu/").content.decode()
    assert "/tavoitteet/" in goals
    assert re.search(r"\d/\d", goals)
    assert "y-empty" not in reader.get(f"/{lang}/upota/luettelo/kirjaukset/kainuu/").content.decode()
    assert "CC BY 4.0" in reader.get(f"/{lang}/upota/luku/statfin-vaesto/").content.decode()


def test_a_frame_carries_no_session(people: People) -> None:
    """Also when its reader is signed in and the session's last use is to be noted: a cache could give it to the next reader."""
    reader = browser(people.kuhmo)
    reader.get("/fi/oma/")
    session = reader.session
    session[SEEN] = 1.0 + session[BEGAN] - 600
    session.save()
    for path in FRAMES:
        answer = reader.get(f"/fi/{path}")
        assert answer.status_code == 200
        assert not answer.cookies

"""Each form checked as its own specification asks, on a region where things have happened."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest
import rdflib
from django.conf import settings
from django.test import Client
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from tests.people import People, actor
from tests.site.standards.oparl import Server, faults, same
from yhdyspinta.core.common import clock
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters.models import Consultation
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.registry import actions as registry
from yhdyspinta.rooms.forums.models import Meeting
from yhdyspinta.site.api.door import CALLS
from yhdyspinta.site.rights.scene import scene

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world(people: People) -> dict[str, Any]:
    """A forum with an approved memo, a decision that has gone home, and somebody who sits in a council."""
    CALLS.forget()
    made = scene(people)
    question = Consultation.objects.get(public_id=made.args["matters:consultation"][0])
    told = Told("accepted", clock.today(), body="Kunnanhallitus")
    matters.answer(by=actor(people.kuhmo), consultation=question, told=told)
    return {"made": made}


def test_oparl_from_the_system_to_each_paper(world: dict[str, Any]) -> None:
    """Every address that an object tells answers, with the same object; nothing required lacks."""
    server = Server()
    system = server.get(f"{settings.ADDRESS}/api/oparl/1.1/system")
    assert list(faults(system)) == []
    bodies = list(server.listed(system["body"]))
    assert len(bodies) == 22
    seen: dict[str, int] = {}
    for body in bodies:
        CALLS.forget()
        assert list(faults(body)) == []
        for name in ("organization", "meeting", "paper", "person", "agendaItem", "consultation", "file", "membership"):
            things = list(server.listed(body[name])) if body["name"] == "Kainuu" else []
            for thing in things:
                CALLS.forget()
                assert list(faults(thing)) == [], thing
                assert same(server.get(thing["id"]), thing)
            seen[name] = seen.get(name, 0) + len(things)
    assert seen["organization"] > 10
    assert min(seen[n] for n in ("meeting", "paper", "agendaItem", "consultation")) >= 1


def test_oparl_tells_nothing_that_waits(world: dict[str, Any]) -> None:
    """A memo that is not approved has no outcomes; a party that has not answered is not named."""
    server = Server()
    kainuu = f"{settings.ADDRESS}/api/oparl/1.1/body/kainuu"
    waiting = Meeting.objects.filter(forum__region__code="20").exclude(state="approved")
    told = {m["id"]: m for m in server.listed(f"{kainuu}/meetings")}
    for row in waiting:
        thing = told.get(f"{settings.ADDRESS}/api/oparl/1.1/meeting/{row.public_id}", {})
        assert all("result" not in p for p in thing.get("agendaItem", []))
    silent = {str(c.public_id) for c in Consultation.objects.filter(decisions=None)}
    assert not [c for c in server.listed(f"{kainuu}/consultations") if c["id"].rsplit("/", 1)[-1] in silent]


def test_oparl_lists_are_walked_and_narrowed(world: dict[str, Any]) -> None:
    """By pages, and by when something was made."""
    client = Client()
    first = client.get("/api/oparl/1.1/body/kainuu/organizations?limit=3").json()
    assert len(first["data"]) == 3
    assert len(list(Server().listed(first["links"]["first"]))) == first["pagination"]["totalElements"]
    assert client.get("/api/oparl/1.1/body/kainuu/organizations?page=999").status_code == 404
    assert client.get("/api/oparl/1.1/body/kainuu/organizations?limit=x").status_code == 404
    late = client.get("/api/oparl/1.1/body/kainuu/meetings?created_since=2099-01-01T00:00:00%2B02:00").json()
    assert late["data"] == []


def test_popolo(people: People, world: dict[str, Any]) -> None:
    """Memberships join people and organisations that are there; an erased person is nowhere; a post names nobody."""
    told = Client().get("/api/popolo/kainuu.json").json()
    orgs, persons = {o["id"] for o in told["organizations"]}, {p["id"]: p["name"] for p in told["persons"]}
    assert told["memberships"]
    assert all(m["person_id"] in persons and m["organization_id"] in orgs for m in told["memberships"])
    assert all(o.get("parent_id", o["id"]) in orgs for o in told["organizations"])
    assert any("@" in d["value"] for p in told["posts"] for d in p["contact_details"])
    assert "Nimi" not in {p["label"] for p in told["posts"]}
    from yhdyspinta.core.registry.models import Person  # noqa: PLC0415  (beside its use)

    some = Person.objects.get(public_id=next(iter(persons)))
    registry.erase_person(by=actor(people.administrator), person=some)
    assert str(some.public_id) not in Client().get("/api/popolo/kainuu.json").content.decode()


def test_dcat_is_a_graph_with_what_dcat_ap_asks() -> None:
    """Mandatory properties of the catalogue, each set and each distribution; every address answers."""
    graph = rdflib.Graph().parse(data=Client().get("/api/dcat.jsonld").content, format="json-ld")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset):
        assert list(graph.objects(catalogue, needed))
    assert str(next(graph.objects(next(graph.objects(catalogue, DCTERMS.publisher)), FOAF.name))) == "Yhdyspinta"
    sets = list(graph.objects(catalogue, DCAT.dataset))
    assert len(sets) > 8
    for one in sets:
        assert {t.language for t in graph.objects(one, DCTERMS.title)} == {"fi", "sv", "en"}  # type: ignore[attr-defined]  # literals
        assert list(graph.objects(one, DCTERMS.description))
        for part in graph.objects(one, DCAT.distribution):
            (place,) = graph.objects(part, DCAT.accessURL)
            assert list(graph.objects(part, DCTERMS.license))
            CALLS.forget()
            assert Client().get(str(place).removeprefix(settings.ADDRESS)).status_code == 200, place


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_atom_and_rss(world: dict[str, Any], lang: str) -> None:
    """Required elements, unique ids, days in order; a theme narrows it; only what is public."""
    atom = ET.fromstring(Client().get(f"/{lang}/alueet/kainuu/syote.atom").content)  # noqa: S314  (our own)
    assert atom.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == lang
    assert all(atom.find(f"{ATOM}{n}") is not None for n in ("id", "title", "updated", "author"))
    entries = atom.findall(f"{ATOM}entry")
    assert entries
    ids = [e.findtext(f"{ATOM}id") for e in entries]
    assert len(ids) == len(set(ids))
    days = [str(e.findtext(f"{ATOM}updated")) for e in entries]
    assert days == sorted(days, reverse=True)
    assert all(e.findtext(f"{ATOM}title") and e.find(f"{ATOM}link") is not None for e in entries)
    rss = ET.fromstring(Client().get(f"/{lang}/alueet/kainuu/syote.rss").content)  # noqa: S314  (our own)
    assert len(rss.findall("channel/item")) == len(entries)
    few = ET.fromstring(Client().get(f"/{lang}/alueet/kainuu/syote.atom?teema=hyte").content)  # noqa: S314  (our own)
    assert 0 < len(few.findall(f"{ATOM}entry")) < len(entries)
    assert Client().get(f"/{lang}/alueet/kainuu/syote.atom?teema=x").status_code == 404


def test_sitemap_and_robots() -> None:
    """Every address of the map of pages opens; robots are told where it is."""
    robots = Client().get("/robots.txt").content.decode()
    place = re.search(r"Sitemap: (\S+)", robots)
    assert place is not None
    index = Client().get(place[1].removeprefix(settings.ADDRESS)).content.decode()
    parts = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", index)
    assert len(parts) == 5
    every = [
        u
        for part in parts
        for u in re.findall(r"<loc>[^<]*?://[^/]+(/[^<]*)</loc>", Client().get(part).content.decode())
    ]
    assert len(every) > 3000
    assert all(u.startswith(("/fi/", "/sv/", "/en/")) for u in every)
    for path in every[:: len(every) // 40]:
        assert Client().get(path).status_code == 200, path


def test_events_as_search_engines_read_them(world: dict[str, Any]) -> None:
    """A called public meeting and the open events; what is not known is not there; text cannot end the block."""
    body = Client().get("/fi/tapahtumat/").content.decode()
    assert '"@type": "Event"' in body or "ld+json" in body
    from yhdyspinta.core.common.ical import Happening  # noqa: PLC0415  (beside its use)
    from yhdyspinta.core.ui.feeds import as_event  # noqa: PLC0415  (beside its use)
    from yhdyspinta.core.ui.templatetags.ui import linked_data  # noqa: PLC0415  (beside its use)

    told = as_event(Happening("x", date(2026, 12, 1), "</script><script>alert(1)"), "A & B")
    assert told["startDate"] == "2026-12-01"
    assert "location" not in told
    text = linked_data(told)
    assert text.count("</script>") == 1
    assert "&" not in text.replace('type="application/ld+json"', "")

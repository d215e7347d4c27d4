"""The permission matrix: every address × every role × reading and writing. An address without a rule fails the build."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.house.urls import RULES, Rule, patterns
from tests.people import People, actor, browser, gathered, org, row, seated, sent_home
from yhdyspinta.core.accounts.actions import make_link
from yhdyspinta.core.accounts.models import Grant
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.evidence import actions as evidence_actions
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.indicators.actions import Definition, define
from yhdyspinta.core.registry import actions as registry_actions
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.themes.actions import Proposal, propose
from yhdyspinta.rooms.obligations.models import RegionDay
from yhdyspinta.rooms.statistics.actions import freeze

pytestmark = pytest.mark.django_db
GENERAL = "yleinen-neuvottelu-valtuustokausi"
ROLES = ("reader", "outsider", "kuhmo", "county", "county_coordinator", "municipal_coordinator", "administrator")
SIGNED = frozenset(ROLES) - {"reader"}
ALLOWED: dict[str, frozenset[str]] = {
    "public": frozenset(ROLES),
    "signed_in": SIGNED,
    "party": frozenset({"kuhmo", "county", "county_coordinator", "municipal_coordinator", "administrator"}),
    "coordinator": frozenset({"county_coordinator", "municipal_coordinator", "administrator"}),
    "keeper": SIGNED,
    "region": frozenset({"kuhmo", "county", "county_coordinator", "municipal_coordinator", "administrator"}),
    "own": frozenset({"kuhmo", "administrator"}),
    "administrator": frozenset({"administrator"}),
}
PAIR = frozenset({"county_coordinator", "municipal_coordinator"})
KEEPERS = PAIR | {"county"}
"""Of the forum of the scene: its region's coordinators, and the people of its secretary, the county."""
# What a general word does not say: who exactly, address by address.
EXACT: dict[tuple[str, str], frozenset[str]] = {
    ("obligations:confirm", "write"): frozenset({"kuhmo"}),
    ("obligations:declare", "write"): frozenset({"kuhmo"}),
    ("obligations:region-day", "write"): frozenset({"county_coordinator", "municipal_coordinator"}),
    **{(f"agree-{n}", "read"): PAIR for n in ("theme", "need", "picture")},
    **{(f"agree-{n}", "write"): PAIR for n in ("opening", "theme", "need", "picture", "end")},
    **{(f"statistics:{n}", "read"): PAIR for n in ("freeze", "define")},
    **{(f"statistics:{n}", "write"): PAIR for n in ("define", "end-own")},
    ("forums:found", "read"): PAIR,
    ("forums:found", "write"): PAIR,
    **{(f"forums:{n}", "read"): KEEPERS for n in ("change", "plan", "replan", "add-point", "point")},
    **{
        (f"forums:{n}", "write"): KEEPERS
        for n in ("change", "end", "plan", "replan", "move", "present", "add-point", "point", "withdraw-point")
    },
    **{("forums:ask", how): KEEPERS for how in ("read", "write")},
    ("matters:consultation", "read"): PAIR | {"kuhmo", "administrator"},
    **{("matters:answer", how): PAIR | {"kuhmo"} for how in ("read", "write")},
    ("forums:stance", "read"): KEEPERS | {"kuhmo"},
    ("forums:stance", "write"): KEEPERS | {"kuhmo"},
    ("statistics:import", "read"): PAIR | {"administrator"},
    ("statistics:freeze", "write"): PAIR,
    ("statistics:withdraw-snapshot", "write"): PAIR,
    ("agree-accept", "write"): frozenset({"municipal_coordinator"}),
    ("obligations:accept-day", "write"): frozenset({"municipal_coordinator"}),
    ("obligations:withdraw-day", "write"): frozenset({"county_coordinator", "municipal_coordinator"}),
}


FIXED: dict[str, list[Any]] = {
    **{
        n: ["kainuu"]
        for n in ("region", "region-picture", "half-years", "region-agree", "agree-opening", "agree-theme")
    },
    "agree-need": ["kainuu", "yleinen"],
    "agree-picture": ["kainuu", "yleinen"],
    "statistics:picture": ["kainuu", "yleinen"],
    "statistics:freeze": ["kainuu", "yleinen"],
    "statistics:own": ["kainuu"],
    "forums:region": ["kainuu"],
    "forums:found": ["kainuu"],
    "statistics:define": ["kainuu"],
    "statistics:indicator": ["statfin-vaesto"],
    "statistics:profile": ["kunnat", "kuhmo"],
    "interface": ["kainuu", "yleinen"],
    "municipality": ["kuhmo"],
    "municipality-code": ["290"],
    "employment-area": ["kainuu-koillismaa"],
    "organisation": ["kela"],
    "organisation-any": ["kunnat", "kuhmo"],
    "obligations:duty": [GENERAL],
    "obligations:region": ["kainuu"],
    "obligations:region-feed": ["kainuu"],
    "obligations:organisation-feed": ["kunnat", "kuhmo"],
    "obligations:declare": ["kunnat", "kuhmo"],
    "obligations:region-day": ["kainuu", GENERAL],
}


@dataclass
class Scene:
    """One of each thing, around Kuhmo and its county."""

    args: dict[str, list[Any]]
    data: dict[str, dict[str, Any]]


def figures_args(by: Actor) -> dict[str, list[Any]]:
    """Addresses around what was looked at together, and a region's own figure."""
    frozen = freeze(
        by=by,
        region=Region.objects.get(slug="kainuu"),
        theme="yleinen",
        codes=["statfin-vaesto"],
        title="Kokous",
        looked_on=date(2026, 11, 1),
    )
    said = Definition({"fi": "Oma"}, "hyte", "percent", 1, "less", "year", additive=False, producer="Rekisteri")
    own = define(by=by, region="20", said=said)
    pages = {f"statistics:{n}": [frozen.public_id] for n in ("snapshot", "withdraw-snapshot")}
    return {**pages, "statistics:end-own": [own.code]}


def forum_args(by: Actor, county: Org, kuhmo: Org) -> dict[str, list[Any]]:
    """Addresses around a forum whose meeting is under way."""
    forum, meeting, point = gathered(by, county, kuhmo)
    decided, question = sent_home(by, county, kuhmo)
    return {
        **{f"forums:{n}": [forum] for n in ("forum", "change", "end", "plan")},
        "forums:stance": [forum, kuhmo.public_id],
        **{f"forums:{n}": [meeting] for n in ("meeting", "replan", "move", "present", "add-point")},
        **{f"forums:{n}": [point] for n in ("point", "withdraw-point")},
        "forums:ask": [decided],
        **{f"matters:{n}": [question] for n in ("consultation", "answer")},
    }


def scene(people: People) -> Scene:
    """Makes it."""
    kuhmo, county = org("kunnat/kuhmo"), org("organisaatiot/kainuun-hyvinvointialue")
    content = Content(
        kind="negotiation",
        happened_on=date(2026, 9, 1),
        duties={GENERAL: "whole"},
        parties=(county.id, kuhmo.id),
        title_fi="Neuvottelu",
        source_title="P",
        source_url="https://example.org",
    )
    evidence = evidence_actions.record(by=actor(people.county), acting_for=county, content=content)
    seat = seated(people.kuhmo, "kunnat/kuhmo", "Nimi", since=date(2025, 6, 1))
    local = registry_actions.add_organisation(by=HOUSE, kind="parish", name_fi="Paikallinen seurakunta", regions=["20"])
    day = RegionDay.objects.create(
        region=Region.objects.get(slug="kainuu"),
        duty_code=GENERAL,
        day=date(2027, 1, 1),
        proposed_side="county",
        proposed_by=people.county_coordinator.public_id,
        recorded_at="2026-11-01T00:00Z",
    )
    pair = {n: actor(getattr(people, n)) for n in ("county_coordinator", "municipal_coordinator")}
    need = propose(
        by=pair["county_coordinator"],
        region=Region.objects.get(slug="kainuu"),
        content=Proposal("need", "hyte", texts={"fi": "Tavataan keväällä"}),
    )
    user = people.user("kohde")
    grant = Grant.objects.get(user=people.outsider)
    one = [evidence.public_id]
    args = (
        FIXED
        | figures_args(pair["county_coordinator"])
        | forum_args(pair["county_coordinator"], county, kuhmo)
        | {
            "accounts:link": [make_link(by=HOUSE, user=people.user("linkki"))],
            **{f"obligations:{n}": one for n in ("evidence", "correct", "confirm", "withdraw", "restore")},
            "obligations:accept-day": [day.public_id],
            "agree-accept": [need.public_id],
            "agree-end": [need.public_id],
            "obligations:withdraw-day": [day.public_id],
            **{n: [local.public_id] for n in ("edit-organisation", "archive-organisation")},
            **{n: [row("kunnat/kuhmo").public_id] for n in ("merge-organisation", "add-body")},
            **{n: [seat.body.public_id] for n in ("edit-body", "withdraw-body", "add-seat")},
            "end-seat": [seat.public_id],
            **{n: [seat.person.public_id] for n in ("person", "erase-person")},
            **{n: [user.public_id] for n in ("user", "make-link")},
            "end-grant": [grant.public_id],
        }
    )
    return Scene(args, _data(str(kuhmo.public_id), str(county.public_id)))


def _data(kuhmo: str, county: str) -> dict[str, dict[str, Any]]:
    """What two forms need to be valid."""
    filled = {"kind": "negotiation", "title_fi": "X", "happened_on": "2026-09-01", "precision": "day"}
    correct = {**filled, "visibility": "public", f"duty:{GENERAL}": "whole", "parties": [county, kuhmo], "version": "1"}
    composed = {"parties": [county, kuhmo], "secretary": county}
    return {
        "forums:found": composed,
        "forums:change": composed,
        "forums:replan": {"on": clock.today().isoformat()},
        "forums:present": {"present": [kuhmo]},
        "forums:ask": {"parties": [county]},
        "obligations:confirm": {"organisation": kuhmo, "version": "1"},
        "obligations:correct": {**correct, "source_title": "P", "source_url": "https://example.org"},
        "statistics:import": {"file": SimpleUploadedFile("t.csv", b"kunta;2024\nKuhmo;70\n")},
    }


def client_of(people: People, role: str) -> Client:
    """A browser of the role."""
    return Client() if role == "reader" else browser(getattr(people, role))


def passed(status: int, location: str) -> bool:
    """Whether the role got through: not refused, not sent to sign in."""
    return status not in (403, 404) and "/kirjaudu/?next=" not in location


def test_every_address_has_a_rule() -> None:
    """And every rule an address."""
    assert {name for name, _ in patterns()} == set(RULES)


@pytest.mark.parametrize("role", ROLES)
def test_reading(people: People, role: str) -> None:
    """Who gets which page; wrong methods are 405."""
    made, faults = scene(people), []
    client = client_of(people, role)
    with translation.override("fi"):
        for name, rule in RULES.items():
            address = reverse(name, args=made.args.get(name, []))
            answer = client.get(address)
            if not rule.read:
                if answer.status_code not in (405, 302) or (
                    passed(answer.status_code, answer.get("Location", "")) and answer.status_code != 405
                ):
                    faults.append(f"{name}: GET {answer.status_code}")
                continue
            allowed = role in EXACT.get((name, "read"), ALLOWED[rule.read])
            if passed(answer.status_code, answer.get("Location", "")) != allowed:
                faults.append(
                    f"{name}: {answer.status_code} {answer.get('Location', '')}, expected {'in' if allowed else 'out'}"
                )
    assert faults == []


def write_names() -> list[str]:
    """Addresses that take a POST, signing in and out apart (they are tested in the journeys)."""
    return [n for n, r in RULES.items() if r.write and not n.startswith("accounts:")]


ACTING = {
    "kuhmo": "kunnat/kuhmo",
    "county": "organisaatiot/kainuun-hyvinvointialue",
    "county_coordinator": "organisaatiot/kainuun-hyvinvointialue",
    "municipal_coordinator": "kunnat/kajaani",
    "outsider": "kunnat/kauniainen",
}


def sends(rule: Rule, made: Scene, name: str, role: str) -> dict[str, Any]:
    """What is sent, in the name of the role's own organisation."""
    acting = {"acting_for": str(org(ACTING[role]).public_id) if role in ACTING else "julkinen-lahde"}
    return {"key": str(uuid4()), **acting, **rule.data, **made.data.get(name, {})}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", write_names())
def test_writing(people: People, role: str, name: str) -> None:
    """Who may send which form: refused ones change nothing and say 403, 404, 422 with a reason, or ask to sign in."""
    made, rule = scene(people), RULES[name]
    if name == "obligations:restore":
        row_ = made.args[name][0]
        evidence_actions.withdraw(by=actor(people.county), evidence=Evidence.objects.get(public_id=row_), reason="x")
    client = client_of(people, role)
    with translation.override("fi"):
        answer = client.post(reverse(name, args=made.args.get(name, [])), sends(rule, made, name, role))
    assert rule.write
    allowed = role in EXACT.get((name, "write"), ALLOWED[rule.write])
    went_through = passed(answer.status_code, answer.get("Location", ""))
    if answer.status_code == 422 and name not in ("obligations:record", "merge-organisation", "add-organisation"):
        went_through = False
    assert went_through == allowed, f"{role} {name}: {answer.status_code} {answer.get('Location', '')}"


@pytest.mark.parametrize("name", write_names())
def test_other_methods_are_refused(people: People, name: str) -> None:
    """PUT, PATCH and DELETE are nobody's."""
    made = scene(people)
    client = browser(people.administrator)
    with translation.override("fi"):
        address = reverse(name, args=made.args.get(name, []))
        for method in (client.put, client.patch, client.delete):
            assert method(address).status_code == 405

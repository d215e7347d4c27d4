"""The permission matrix: every address × every role × every method, tried on a scene that is rolled back.

`manage.py permissions` runs it in an installation, tests/house in CI: an address without a rule, or a role that gets
further or less far than its rule says, is a deviation.
"""

from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import translation

from yhdyspinta.core.evidence import actions as evidence_actions
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.site.api.door import CALLS
from yhdyspinta.site.rights.addresses import RULES, patterns
from yhdyspinta.site.rights.people import People, actor, browser, org
from yhdyspinta.site.rights.programs import BRINGING
from yhdyspinta.site.rights.rule import Rule
from yhdyspinta.site.rights.scene import Scene, scene

ROLES = (
    *("reader", "nobody", "outsider", "neighbour", "kuhmo", "charge", "elected", "member", "responder", "county"),
    *("county_coordinator", "municipal_coordinator", "analyst", "administrator"),
)
"""Anonymous, an account without a role, an official far away, of a municipality of the region that is no party, of the
party, its person in charge, councillor, reader and person of preparedness, of the county, …"""
TAKEN = ("get", "head", "post")
METHODS = (*TAKEN, "put", "patch", "delete")
"""What pages take, and all that may be tried."""
SIGNED = frozenset(ROLES) - {"reader"}
ACTING = frozenset(
    {"outsider", "neighbour", "kuhmo", "county", "county_coordinator", "municipal_coordinator", "administrator"}
)
ALLOWED: dict[str, frozenset[str]] = {
    "nobody": frozenset(),
    "public": frozenset(ROLES),
    "signed_in": SIGNED,
    "party": frozenset({"kuhmo", "county", "county_coordinator", "municipal_coordinator", "administrator"}),
    "coordinator": frozenset({"county_coordinator", "municipal_coordinator", "administrator"}),
    "keeper": ACTING,
    "region": frozenset(
        {
            "neighbour",
            "kuhmo",
            "elected",
            "member",
            "responder",
            "county",
            *("county_coordinator", "municipal_coordinator"),
            "administrator",
        }
    ),
    "own": frozenset({"kuhmo", "administrator"}),
    "circle": frozenset({"responder"}),
    "administrator": frozenset({"administrator"}),
}
PAIR = frozenset({"county_coordinator", "municipal_coordinator"})
OF_TOWNS = frozenset({"municipal_coordinator"})
KEEPERS = PAIR | {"county"}
"""Of the forum of the scene: its region's coordinators, and the people of its secretary, the county."""
# What a general word does not say: who exactly, address by address.
EXACT: dict[tuple[str, str], frozenset[str]] = {
    ("obligations:confirm", "write"): frozenset({"kuhmo"}),
    ("obligations:declare", "write"): frozenset({"kuhmo"}),
    ("obligations:region-day", "write"): frozenset({"county_coordinator", "municipal_coordinator"}),
    **{(f"agree-{n}", "read"): PAIR for n in ("theme", "need", "picture", "say")},
    **{(f"agree-{n}", "write"): PAIR for n in ("opening", "theme", "need", "picture", "end", "say")},
    **{(f"statistics:{n}", "read"): PAIR for n in ("freeze", "define")},
    **{(f"statistics:{n}", "write"): PAIR for n in ("define", "end-own")},
    **{
        (f"goals:{n}", how): PAIR
        for n in ("change", "propose", "rewrite", "target", "add-measure")
        for how in ("read", "write")
    },
    **{(f"goals:{n}", "write"): PAIR for n in ("end", "leave-out", "withdraw-measure", "withdraw-note")},
    **{("goals:begin", how): PAIR | {"kuhmo", "county", "neighbour"} for how in ("read", "write")},
    **{(f"goals:{n}", how): PAIR | {"kuhmo"} for n in ("stance", "correct-cycle") for how in ("read", "write")},
    **{("goals:measure", how): PAIR | {"kuhmo", "charge"} for how in ("read", "write")},
    **{("goals:tell", how): PAIR | {"kuhmo", "charge", "county"} for how in ("read", "write")},
    ("goals:follow", "write"): PAIR | {"kuhmo", "county"},
    ("goals:own", "write"): frozenset({"kuhmo", "charge"}),
    **{("goals:share", how): frozenset({"kuhmo"}) for how in ("read", "write")},
    ("goals:tell-cycle", "read"): PAIR | {"kuhmo", "county", "neighbour"},
    **{(f"goals:{n}", "write"): PAIR | {"kuhmo"} for n in ("tell-cycle", "withdraw-cycle")},
    **{(f"goals:{n}", "write"): PAIR for n in ("freeze", "withdraw-review")},
    **{("goals:charge", how): OF_TOWNS | {"kuhmo", "administrator"} for how in ("read", "write")},
    ("goals:end-charge", "write"): OF_TOWNS | {"kuhmo", "administrator"},
    **{(f"agreements:{n}", how): PAIR for n in ("propose", "rewrite", "part", "ladder") for how in ("read", "write")},
    **{(f"agreements:{n}", "write"): PAIR for n in ("drop-part", "raise-part", "renew", "end", "publish")},
    **{(f"agreements:{n}", how): PAIR | {"kuhmo"} for n in ("stance", "correct-change") for how in ("read", "write")},
    **{("agreements:attach", how): PAIR | {"kuhmo", "county"} for how in ("read", "write")},
    ("agreements:drop", "write"): PAIR | {"kuhmo", "county"},
    ("agreements:tell-change", "read"): PAIR | {"kuhmo", "county", "neighbour"},
    **{(f"agreements:{n}", "write"): PAIR | {"kuhmo"} for n in ("tell-change", "withdraw-change")},
    **{("agreements:raise", how): PAIR | {"kuhmo", "county", "neighbour"} for how in ("read", "write")},
    ("agreements:problem", "read"): PAIR | {"kuhmo", "county", "elected", "member", "responder", "administrator"},
    **{("agreements:step", how): frozenset({"kuhmo", "county", "county_coordinator"}) for how in ("read", "write")},
    ("agreements:answer", "write"): frozenset({"kuhmo"}),
    **{(f"responsibilities:{n}", "write"): PAIR for n in ("begin", "bring", "task", "add-task", "end-task")},
    **{(f"responsibilities:{n}", "read"): PAIR for n in ("bring", "task", "add-task")},
    **{("responsibilities:stance", how): PAIR | {"kuhmo"} for how in ("read", "write")},
    **{("responsibilities:tell-contact", how): OF_TOWNS | {"kuhmo"} for how in ("read", "write")},
    ("responsibilities:check", "write"): frozenset({"kuhmo"}),
    ("responsibilities:confirm-contact", "write"): frozenset({"kuhmo"}),
    ("responsibilities:withdraw-contact", "write"): OF_TOWNS | {"kuhmo"},
    ("forums:found", "read"): PAIR,
    ("forums:found", "write"): PAIR,
    **{(f"forums:{n}", "read"): KEEPERS for n in ("change", "plan", "replan", "add-point", "point", "writers")},
    **{
        (f"forums:{n}", "write"): KEEPERS
        for n in ("change", "end", "plan", "replan", "move", "present", "add-point", "point", "withdraw-point")
    },
    **{
        (f"forums:{n}", how): KEEPERS
        for n in ("seats", "jot", "attach", "bring-memo", "mark")
        for how in ("read", "write")
    },
    **{("meeting-picture", how): KEEPERS for how in ("read", "write")},
    ("forums:propose", "read"): frozenset({"kuhmo", "county", "county_coordinator"}),
    ("forums:propose", "write"): frozenset({"kuhmo"}),
    ("waits", "read"): PAIR | {"kuhmo", "elected", "member", "responder", "administrator"},
    ("forums:drop", "write"): KEEPERS,
    **{("forums:add-event", how): PAIR | {"analyst", "administrator"} for how in ("read", "write")},
    ("forums:withdraw-event", "write"): PAIR | {"analyst", "administrator"},
    ("forums:answer-proposal", "write"): KEEPERS | {"kuhmo"},
    **{("matters:open", how): KEEPERS | {"kuhmo", "neighbour"} for how in ("read", "write")},
    **{("matters:change", how): PAIR | {"kuhmo"} for how in ("read", "write")},
    **{(f"matters:{n}", "write"): PAIR | {"kuhmo"} for n in ("close", "number", "detach")},
    **{("matters:file", how): KEEPERS | {"kuhmo"} for how in ("read", "write")},
    **{
        (f"matters:{n}", how): frozenset({"kuhmo", "charge"}) for n in ("relabel", "bring") for how in ("read", "write")
    },
    ("matters:withdraw-document", "write"): frozenset({"kuhmo", "charge"}),
    **{("matters:charge", how): OF_TOWNS | {"kuhmo", "administrator"} for how in ("read", "write")},
    ("matters:end-charge", "write"): OF_TOWNS | {"kuhmo", "administrator"},
    ("forums:take-back", "write"): KEEPERS,
    **{("forums:ask", how): KEEPERS for how in ("read", "write")},
    ("matters:consultation", "read"): PAIR | {"kuhmo", "charge", "elected", "member", "responder", "administrator"},
    **{("matters:feeds", how): OF_TOWNS | {"kuhmo", "administrator"} for how in ("read", "write")},
    ("matters:end-feed", "write"): OF_TOWNS | {"kuhmo", "administrator"},
    ("bringing:look", "read"): frozenset({"kuhmo"}),
    **{(f"bringing:{n}", "write"): frozenset({"kuhmo"}) for n in BRINGING},
    ("obligations:look", "write"): frozenset({"analyst", "administrator"}),
    ("webhook", "read"): frozenset({"kuhmo"}),
    **{(f"{n}-webhook", "write"): frozenset({"kuhmo"}) for n in ("try", "resume", "end")},
    ("matters:dismiss", "write"): PAIR | {"kuhmo", "charge"},
    **{("matters:address", how): OF_TOWNS | {"kuhmo", "administrator"} for how in ("read", "write")},
    **{("matters:answer", how): PAIR | {"kuhmo", "charge"} for how in ("read", "write")},
    ("forums:stance", "read"): KEEPERS | {"kuhmo"},
    ("forums:stance", "write"): KEEPERS | {"kuhmo"},
    ("statistics:import", "read"): PAIR | {"analyst", "administrator"},
    ("statistics:import", "write"): frozenset({"analyst", "administrator"}),
    **{(n, "write"): OF_TOWNS | {"kuhmo", "administrator"} for n in ("withdraw-invitation", "decline-request")},
    ("accounts:invited", "write"): frozenset({"reader"}),
    **{
        (n, how): frozenset({"kuhmo"})  # only who has a second factor takes it away, sees its codes or gives it again
        for n in (
            *("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"),
            *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
        )
        for how in ("read", "write")
    },
    ("invitations", "write"): OF_TOWNS | {"kuhmo", "administrator"},
    **{(f"mfa_{n}_webauthn", how): frozenset({"kuhmo"}) for n in ("remove", "edit") for how in ("read", "write")},
    **{
        (f"welfare:{n}", how): frozenset({"kuhmo"})
        for n in ("begin", "change", "join", "ask", "statement", "approve")
        for how in ("read", "write")
    },
    **{(f"welfare:{n}", "write"): frozenset({"kuhmo"}) for n in ("move", "withdraw")},
    **{("welfare:elsewhere", how): PAIR | {"kuhmo", "administrator"} for how in ("read", "write")},
    ("welfare:document", "read"): frozenset({"kuhmo", "elected", "member", "responder", "charge", "administrator"}),
    ("welfare:chapter", "read"): frozenset({"kuhmo", "charge"}),
    **{(f"welfare:{n}", "write"): frozenset({"kuhmo", "charge"}) for n in ("chapter", "figure", "remark", "settle")},
    **{("welfare:charge", how): frozenset({"kuhmo", "administrator"}) for how in ("read", "write")},
    ("welfare:end-charge", "write"): frozenset({"kuhmo", "administrator"}),
    **{
        (f"surveys:{n}", how): PAIR | {"analyst"}
        for n in ("begin", "change", "ask", "leave-out", "take-back", "remind", "preview", "hide")
        for how in ("read", "write")
    },
    **{(f"surveys:{n}", "write"): OF_TOWNS | {"analyst"} for n in ("invite", "cards")},
    **{(f"employment:{n}", how): PAIR | {"county"} for n in ("group", "year") for how in ("read", "write")},
    **{("employment:people", how): frozenset({"county", "county_coordinator"}) for how in ("read", "write")},
    **{(f"employment:withdraw-{n}", "write"): frozenset({"county", "county_coordinator"}) for n in ("group", "year")},
    ("preparedness:join", "read"): PAIR | {"kuhmo", "neighbour", "county"},
    ("preparedness:join", "write"): frozenset({"neighbour"}),
    ("preparedness:leave", "write"): frozenset({"kuhmo"}),
    **{
        (f"preparedness:{n}", how): PAIR | {"kuhmo", "neighbour", "county", "responder"}
        for n in ("partner", "plan-exercise", "change-exercise", "held")
        for how in ("read", "write")
    },
    **{
        (f"preparedness:{n}", "write"): PAIR | {"kuhmo", "neighbour", "county", "responder"}
        for n in ("withdraw-partner", "call-off")
    },
    **{(f"preparedness:{n}", how): PAIR for n in ("begin", "parties", "roles") for how in ("read", "write")},
    ("preparedness:end", "write"): PAIR,
    **{("preparedness:stance", how): PAIR | {"kuhmo"} for how in ("read", "write")},
    **{("lesson-measure", how): PAIR for how in ("read", "write")},
    **{("surveys:begin-many", how): frozenset({"analyst"}) for how in ("read", "write")},
    ("surveys:move", "write"): OF_TOWNS,
    **{("surveys:tell-view", how): frozenset({"kuhmo"}) for how in ("read", "write")},
    ("surveys:withdraw-view", "write"): frozenset({"kuhmo"}),
    ("packet-meeting", "read"): KEEPERS | {"kuhmo", "administrator"},
    ("packets-made", "read"): frozenset({"kuhmo"}),
    ("packets-retry", "write"): frozenset({"kuhmo"}),
    ("publications:withdraw", "write"): PAIR | {"administrator"},
    ("statistics:freeze", "write"): PAIR,
    ("statistics:withdraw-snapshot", "write"): PAIR,
    ("agree-accept", "write"): frozenset({"municipal_coordinator"}),
    ("obligations:accept-day", "write"): frozenset({"municipal_coordinator"}),
    ("obligations:withdraw-day", "write"): frozenset({"county_coordinator", "municipal_coordinator"}),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One try. `told`: what came back; `fault`: why it is a deviation, empty when it is as the rule says."""

    address: str
    role: str
    method: str
    told: str
    fault: str


ACTS_FOR = {
    "kuhmo": "kunnat/kuhmo",
    "county": "organisaatiot/kainuun-hyvinvointialue",
    "county_coordinator": "organisaatiot/kainuun-hyvinvointialue",
    "municipal_coordinator": "kunnat/kajaani",
    "outsider": "kunnat/kauniainen",
    "neighbour": "kunnat/sotkamo",
}
FILED_BY = ("matters:file", "forums:attach", "forums:bring-memo", "goals:begin", "agreements:attach")
"""Forms that ask whose document or programme it is."""
FORMS_STAY = ("obligations:record", "merge-organisation", "add-organisation")
"""Their own checks answer 422 to what is sent here, after the right has been asked."""
OPENED_LIKE_THAT = ("account_", "mfa_", "socialaccount_", "accounts:")
"""Signing in: what is sent is not right there, so anything but a refusal of the person is through."""


def unclassified() -> list[str]:
    """Addresses without a rule, and rules without an address."""
    return sorted({name for name, _ in patterns()} ^ set(RULES))


def client_of(people: People, role: str) -> Client:
    """A browser of the role."""
    return Client() if role == "reader" else browser(getattr(people, role))


def _as_it_was(first: Client) -> Client:
    """Another browser with the cookies of the first, which sends nothing itself; middleware is loaded once for all."""
    client = Client()
    client.handler = first.handler
    client.cookies = deepcopy(first.cookies)
    return client


def tried(role: str, methods: Sequence[str] = METHODS, only: Collection[str] = ()) -> Iterator[Cell]:
    """Every address, or only some, by every method in one role. Call it in a transaction that is rolled back."""
    people = People()
    made = scene(people)
    first = client_of(people, role)  # made and signed in outside what is rolled back after each try
    evidence = Evidence.objects.get(public_id=made.args["obligations:restore"][0])
    for name, rule in RULES.items():
        if only and name not in only:
            continue
        for method in methods:
            with transaction.atomic(), transaction.atomic(using="trail"), translation.override("fi"):
                if (name, method) == ("obligations:restore", "post"):
                    evidence_actions.withdraw(by=actor(people.county), evidence=evidence, reason="x")
                CALLS.forget()
                address = reverse(name, args=made.args.get(name, []))
                data = sends(rule, made, name, role) if method == "post" else {}
                answer = getattr(_as_it_was(first), method)(address, data)
                yield _cell(name, rule, role, method, answer)
                transaction.set_rollback(True)
                transaction.set_rollback(True, using="trail")


def _cell(name: str, rule: Rule, role: str, method: str, answer: HttpResponseBase) -> Cell:
    status, place = answer.status_code, answer.get("Location", "")
    if status == 401 and name.startswith("api:"):  # without a key
        status = 403
    told = f"{status} {place}".strip()
    if method in ("put", "patch", "delete"):
        return Cell(
            name,
            role,
            method,
            told,
            "" if (status in (405, 302, 403, 404) and not _in(status, place)) or status == 405 else "gets in",
        )
    how = "write" if method == "post" else "read"
    asked = rule.write if how == "write" else rule.read
    if not asked:
        shut = status == 405 or not _in(status, place)
        return Cell(name, role, method, told, "" if shut else "takes what it should not")
    allowed = role in EXACT.get((name, how), ALLOWED[asked])
    got = _in(status, place)
    if status == 422 and how == "write" and name not in FORMS_STAY and not name.startswith(OPENED_LIKE_THAT):
        got = False
    return Cell(name, role, method, told, "" if got == allowed else f"expected {'in' if allowed else 'out'}")


def _in(status: int, place: str) -> bool:
    """Whether the role got through: not refused, not sent to sign in."""
    return status not in (403, 404, 405) and "/kirjaudu/?next=" not in place


def sends(rule: Rule, made: Scene, name: str, role: str) -> dict[str, Any]:
    """What is sent, in the name of the role's own organisation."""
    acting = {"acting_for": str(org(ACTS_FOR[role]).public_id) if role in ACTS_FOR else "julkinen-lahde"}
    if name in FILED_BY:
        acting["owner"] = acting["acting_for"]
    if name == "forums:add-event":
        acting["region"] = "20" if role in PAIR else ""
    files = {k: v for k, v in made.data.get(name, {}).items() if hasattr(v, "seek")}
    for file in files.values():
        file.seek(0)
    return {"key": str(uuid4()), **acting, **rule.data, **made.data.get(name, {})}

"""Every address of the house, from the resolver, with an example to open and who may what there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.urls import URLPattern, URLResolver, get_resolver

Access = Literal["nobody", "public", "signed_in", "region", "party", "coordinator", "keeper", "own", "administrator"]


@dataclass(frozen=True)
class Rule:
    """`read`: who gets the page; `write`: who may send it ("" when it takes no POST); `data`: what is sent."""

    read: Access | Literal[""]
    write: Access | Literal[""] = ""
    data: Mapping[str, str] = field(default_factory=dict)


PUBLIC = Rule("public")
CHANGE = {
    "title_fi": "Muutos",
    "kind": "premises",
    "theme": "palveluverkko",
    "on": "2027-06-01",
    "visibility": "public",
    "link": "https://example.org/1",
}
RULES: dict[str, Rule] = {
    "health": PUBLIC,
    "ui:gallery": PUBLIC,
    "forums:region": PUBLIC,
    "forums:forum": PUBLIC,
    "forums:meeting": PUBLIC,
    "forums:found": Rule(
        "coordinator",
        "coordinator",
        {"name_fi": "Uusi", "level": "top", "rhythm": "3", "themes": "hyte", "visibility": "public"},
    ),
    "forums:change": Rule(
        "keeper",
        "keeper",
        {"name_fi": "Muu", "level": "top", "rhythm": "3", "themes": "hyte", "visibility": "public", "version": "1"},
    ),
    "forums:end": Rule("", "keeper"),
    "forums:stance": Rule(
        "keeper",
        "keeper",
        {
            "step": "decision",
            "position": "accepted",
            "said_on": "2026-11-01",
            "body": "Hallitus",
            "link": "https://example.org/1",
            "version": "1",
        },
    ),
    "forums:plan": Rule("keeper", "keeper", {"on": "2026-12-01", "kind": "meeting"}),
    "forums:replan": Rule("keeper", "keeper", {"kind": "meeting", "version": "1"}),
    "forums:move": Rule("", "keeper", {"move": "minutes"}),
    "forums:present": Rule("", "keeper"),
    "forums:add-point": Rule("keeper", "keeper", {"title_fi": "Kohta"}),
    "forums:point": Rule("keeper", "keeper", {"title_fi": "Kohta", "outcome": "agreed", "version": "1"}),
    "forums:ask": Rule("keeper", "keeper", {"text_fi": "Esitys"}),
    "forums:take-back": Rule("", "keeper"),
    "forums:feed": PUBLIC,
    "forums:region-feed": PUBLIC,
    "forums:events": PUBLIC,
    "forums:event-feed": PUBLIC,
    "forums:add-event": Rule("coordinator", "coordinator", {"title_fi": "Foorumi", "organiser": "Kuntaliitto"}),
    "forums:withdraw-event": Rule("", "coordinator"),
    "waits": Rule("party"),
    "own-calendar": Rule("", "signed_in"),
    "own-calendar-feed": PUBLIC,
    "forums:writers": Rule("keeper"),
    "forums:seats": Rule("keeper", "keeper", {"version": "1"}),
    "forums:jot": Rule("keeper", "keeper", {"note": "Soitettiin"}),
    "forums:propose": Rule("own", "own", {"title_fi": "Ehdotus"}),
    "forums:answer-proposal": Rule("", "keeper", {"reason": "Ei nyt"}),
    "forums:attach": Rule("keeper", "keeper"),
    "meeting-picture": Rule("keeper", "keeper"),
    "forums:bring-memo": Rule("keeper", "keeper"),
    "forums:mark": Rule("keeper", "keeper"),
    "forums:drop": Rule("", "keeper"),
    "matters-of-region": PUBLIC,
    "matter": PUBLIC,
    "matters:open": Rule("party", "party", {"title_fi": "Asia", "visibility": "public"}),
    "matters:change": Rule("own", "own", {"title_fi": "Asia", "visibility": "public", "version": "1"}),
    "matters:close": Rule("", "own"),
    "matters:number": Rule("", "own", {"number": "KUHMO/1/2026"}),
    "matters:file": Rule("own", "own"),
    "matters:document": PUBLIC,
    "matters:take": PUBLIC,
    "matters:relabel": Rule("own", "own", {"version": "1"}),
    "matters:bring": Rule("own", "own", {"link": "https://example.org/3", "version": "1"}),
    "matters:withdraw-document": Rule("", "own"),
    "matters:detach": Rule("", "own"),
    "matters:charge": Rule("own", "own", {"name": "N", "email": "vastuu@example.org"}),
    "matters:end-charge": Rule("", "own"),
    "matters:consultation": Rule("party"),
    "matters:by-link": Rule("public", "public", {"outcome": "not_needed"}),
    "matters:address": Rule("own", "own", {"email": "kirjaamo@example.org"}),
    "matters:answer": Rule(
        "party",
        "party",
        {"outcome": "accepted", "body": "Hallitus", "link": "https://example.org/1"},
    ),
    "forums:withdraw-point": Rule("", "keeper"),
    **{f"agreements:{n}": PUBLIC for n in ("region", "agreement", "changes", "change")},
    "agreements:propose": Rule(
        "coordinator", "coordinator", {"title_fi": "Sopimus", "kind": "other", "themes": "hyte", "visibility": "public"}
    ),
    "agreements:rewrite": Rule(
        "coordinator", "coordinator", {"title_fi": "Sopimus", "themes": "hyte", "visibility": "public", "version": "3"}
    ),
    "agreements:part": Rule("coordinator", "coordinator", {"title_fi": "Kohta", "version": "3"}),
    "agreements:drop-part": Rule("", "coordinator", {"version": "3"}),
    "agreements:raise-part": Rule("", "coordinator", {"version": "3"}),
    "agreements:ladder": Rule("coordinator", "coordinator", {"days_client": "14", "version": "3"}),
    "agreements:stance": Rule(
        "coordinator",
        "coordinator",
        {
            "step": "decision",
            "position": "accepted",
            "said_on": "2026-11-01",
            "body": "Hallitus",
            "link": "https://example.org/1",
            "version": "3",
        },
    ),
    "agreements:renew": Rule("", "coordinator"),
    "agreements:end": Rule("", "coordinator"),
    "agreements:tell-change": Rule("party", "party", CHANGE),
    "agreements:correct-change": Rule("coordinator", "coordinator", {**CHANGE, "version": "1"}),
    "agreements:withdraw-change": Rule("", "coordinator"),
    "agreements:problems": Rule("region"),
    "agreements:raise": Rule("party", "party", {"title": "Ongelma", "text": "Tieto ei kulje", "theme": "hyte"}),
    "agreements:problem": Rule("party"),
    "agreements:step": Rule("party", "party", {"text": "Kokeiltiin"}),
    "agreements:answer": Rule("", "own"),
    "goals:region": PUBLIC,
    "goals:goal": PUBLIC,
    "goals:begin": Rule(
        "party",
        "party",
        {"title_fi": "Ohjelma", "kind": "local", "first_year": "2026", "last_year": "2029", "visibility": "public"},
    ),
    "goals:change": Rule(
        "coordinator",
        "coordinator",
        {
            "title_fi": "Ohjelma",
            "kind": "local",
            "first_year": "2026",
            "last_year": "2029",
            "visibility": "public",
            "version": "1",
        },
    ),
    "goals:propose": Rule("coordinator", "coordinator", {"title_fi": "Tavoite", "horizon": "plan", "themes": "hyte"}),
    "goals:rewrite": Rule(
        "coordinator", "coordinator", {"title_fi": "Tavoite", "horizon": "plan", "themes": "hyte", "version": "2"}
    ),
    "goals:end": Rule("", "coordinator"),
    "goals:stance": Rule(
        "coordinator",
        "coordinator",
        {
            "step": "decision",
            "position": "accepted",
            "said_on": "2026-11-01",
            "body": "Hallitus",
            "link": "https://example.org/1",
            "version": "2",
        },
    ),
    "goals:target": Rule(
        "coordinator",
        "coordinator",
        {
            "indicator": "statfin-vaesto",
            "base_year": "2022",
            "baseline": "10",
            "target_year": "2030",
            "target": "20",
            "version": "2",
        },
    ),
    "goals:leave-out": Rule("", "coordinator", {"version": "2"}),
    "goals:add-measure": Rule("coordinator", "coordinator", {"title_fi": "Toimenpide", "state": "planned"}),
    "goals:measure": Rule("coordinator", "coordinator", {"title_fi": "Toimenpide", "state": "done", "version": "1"}),
    "goals:withdraw-measure": Rule("", "coordinator"),
    "goals:own": Rule("", "own"),
    "goals:tell": Rule("party", "party", {"text": "Tapahtui", "on": "2026-11-01"}),
    "goals:withdraw-note": Rule("", "coordinator"),
    "responsibilities:region": PUBLIC,
    "responsibilities:theme": PUBLIC,
    "responsibilities:bring": Rule("coordinator", "coordinator"),
    "responsibilities:begin": Rule("", "coordinator"),
    "responsibilities:task": Rule("coordinator", "coordinator", {"version": "2"}),
    "responsibilities:add-task": Rule(
        "coordinator", "coordinator", {"name_fi": "Oma", "kinds": "county", "version": "2"}
    ),
    "responsibilities:end-task": Rule("", "coordinator", {"version": "2"}),
    "responsibilities:stance": Rule(
        "coordinator",
        "coordinator",
        {
            "step": "decision",
            "position": "accepted",
            "said_on": "2026-11-01",
            "body": "Hallitus",
            "link": "https://example.org/1",
            "version": "2",
        },
    ),
    "responsibilities:counterpart": PUBLIC,
    "responsibilities:contacts": PUBLIC,
    "responsibilities:tell-contact": Rule(
        "own", "own", {"name_fi": "Kirjaamo", "email": "k@example.org", "source_url": "https://example.org/1"}
    ),
    "responsibilities:confirm-contact": Rule("", "own"),
    "responsibilities:withdraw-contact": Rule("", "own"),
    "responsibilities:hide-person": Rule("", "public"),
    "statistics:index": PUBLIC,
    "statistics:open": PUBLIC,
    "statistics:compare": PUBLIC,
    "statistics:sources": PUBLIC,
    "statistics:indicator": PUBLIC,
    "statistics:profile": PUBLIC,
    "statistics:picture": PUBLIC,
    "statistics:own": PUBLIC,
    "statistics:define": Rule(
        "coordinator",
        "coordinator",
        {
            "name_fi": "Oma luku",
            "theme": "hyte",
            "unit": "percent",
            "decimals": "1",
            "direction": "less",
            "every": "year",
            "additive": "own",
            "producer": "Rekisteri",
        },
    ),
    "statistics:end-own": Rule("", "coordinator"),
    "statistics:freeze": Rule("coordinator", "coordinator", {"title": "Kokous", "looked_on": "2026-11-20"}),
    "statistics:snapshot": PUBLIC,
    "statistics:import": Rule("administrator", "administrator", {"indicator": "sotkanet-4072"}),
    "statistics:withdraw-snapshot": Rule("", "coordinator"),
    "agree-picture": Rule("coordinator", "coordinator", {"indicators": "statfin-vaesto"}),
    "region-picture": Rule("region"),
    "half-years": PUBLIC,
    "region-agree": PUBLIC,
    "agree-opening": Rule("", "coordinator"),
    "agree-theme": Rule("coordinator", "coordinator", {"name_fi": "Oma teema"}),
    "agree-need": Rule("coordinator", "coordinator", {"text_fi": "Tavataan keväällä"}),
    "agree-accept": Rule("", "coordinator"),
    "agree-end": Rule("", "coordinator"),
    "agree-say": Rule("coordinator", "coordinator", {"step": "view", "position": "accepted"}),
    "country": PUBLIC,
    "regions": PUBLIC,
    "region": PUBLIC,
    "interface": PUBLIC,
    "municipalities": PUBLIC,
    "municipality": PUBLIC,
    "municipality-code": PUBLIC,
    "employment-areas": PUBLIC,
    "employment-area": PUBLIC,
    "organisations": PUBLIC,
    "organisation": PUBLIC,
    "organisation-any": PUBLIC,
    "search": PUBLIC,
    "how": PUBLIC,
    "sources": PUBLIC,
    "accessibility": PUBLIC,
    "mine": Rule("signed_in"),
    "choose-notices": Rule("", "signed_in", {"rhythm": "daily"}),
    "end-notices": Rule("public", "public"),
    "accounts:enter": Rule("public", "public"),
    "accounts:link": Rule("public", "public"),
    "accounts:leave": Rule("", "public"),
    "accounts:invited": Rule("public", "public"),
    **{
        f"account_{n}": Rule("public", "public")
        for n in ("login", "signup", "reset_password", "reset_password_from_key")
    },
    **{f"account_{n}": PUBLIC for n in ("inactive", "reset_password_done", "reset_password_from_key_done")},
    "account_logout": Rule("", "public"),
    **{f"socialaccount_{n}": PUBLIC for n in ("login_cancelled", "login_error")},
    "socialaccount_signup": Rule("public", "public"),
    **{f"mfa_{n}": Rule("public", "public") for n in ("authenticate", "login_webauthn")},
    "mfa_index": Rule("signed_in"),
    "account_visits": Rule("", "signed_in"),
    **{f"account_{n}": Rule("signed_in", "signed_in") for n in ("change_password", "set_password", "reauthenticate")},
    **{
        f"mfa_{n}": Rule("signed_in", "signed_in")
        for n in (
            *("activate_totp", "deactivate_totp", "generate_recovery_codes", "add_webauthn", "reauthenticate"),
            "reauthenticate_webauthn",
        )
    },
    **{f"mfa_{n}": Rule("signed_in") for n in ("view_recovery_codes", "download_recovery_codes", "list_webauthn")},
    **{f"mfa_{n}": Rule("own", "own") for n in ("remove_webauthn", "edit_webauthn")},
    **{f"openid_connect_{n}": Rule("nobody", "nobody") for n in ("login", "callback")},  # no provider is set up here
    "obligations:duties": PUBLIC,
    "obligations:duty": PUBLIC,
    "obligations:region": PUBLIC,
    "obligations:calendar": PUBLIC,
    "obligations:region-feed": PUBLIC,
    "obligations:organisation-feed": PUBLIC,
    "obligations:evidence-list": PUBLIC,
    "obligations:evidence": PUBLIC,
    "obligations:confirm-by-link": Rule("public", "public"),
    "obligations:record": Rule("signed_in", "signed_in"),
    "obligations:correct": Rule("party", "party"),
    "obligations:confirm": Rule("", "own"),
    "obligations:withdraw": Rule("party", "party", {"reason": "testi"}),
    "obligations:restore": Rule("", "party"),
    "obligations:declare": Rule("signed_in", "own", {"day": "2024-01-01"}),
    "obligations:region-day": Rule("signed_in", "coordinator", {"day": "2027-06-01"}),
    "obligations:accept-day": Rule("", "coordinator"),
    "obligations:withdraw-day": Rule("", "coordinator"),
    "manage": Rule("keeper"),
    "add-organisation": Rule("coordinator", "coordinator", {"name_fi": "Uusi", "kind": "parish"}),
    "edit-organisation": Rule("administrator", "administrator", {"name_fi": "Uusi nimi", "version": "1"}),
    "archive-organisation": Rule("", "administrator"),
    "merge-organisation": Rule("administrator", "administrator"),
    "add-body": Rule("own", "own", {"name_fi": "Toimielin", "kind": "committee"}),
    "edit-body": Rule("own", "own", {"name_fi": "Toimielin", "kind": "committee", "version": "1"}),
    "withdraw-body": Rule("", "own"),
    "add-seat": Rule("own", "own", {"person_name": "Nimi", "role": "member", "valid_from": "2026-01-01"}),
    "end-seat": Rule("own", "own", {"on": "2026-11-01"}),
    "person": Rule("own", "own", {"name": "Uusi", "version": "1"}),
    "erase-person": Rule("", "administrator"),
    "users": Rule("administrator"),
    "invitations": Rule("keeper", "keeper", {"name": "N", "email": "uusi@example.org", "role": "reader"}),
    "withdraw-invitation": Rule("", "own"),
    "decline-request": Rule("", "own"),
    "reset-factors": Rule("", "administrator"),
    "add-user": Rule("administrator", "administrator", {"name": "N", "email": "n@example.org"}),
    "user": Rule("administrator", "administrator", {"role": "administrator"}),
    "make-link": Rule("", "administrator"),
    "end-grant": Rule("", "administrator"),
}


def patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(full name, pattern) of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, inner)
        else:
            yield f"{space}{entry.name}", entry

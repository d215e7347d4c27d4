"""One of each thing around Kuhmo and its county, so that every address has something to open."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.uploadedfile import SimpleUploadedFile
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from yhdyspinta.core.accounts import calendars, feedback, invitations
from yhdyspinta.core.accounts.actions import make_link
from yhdyspinta.core.accounts.models import AccessRequest, Grant
from yhdyspinta.core.accounts.notices import token_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.evidence import actions as evidence_actions
from yhdyspinta.core.evidence import links
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.indicators.actions import Definition, define
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.filing import Label
from yhdyspinta.core.matters.letters import make_link as make_answer_link
from yhdyspinta.core.matters.models import Consultation, Document
from yhdyspinta.core.registry import actions as registry_actions
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.themes.actions import Proposal, propose
from yhdyspinta.rooms.agreements import actions as agreements
from yhdyspinta.rooms.agreements import raising, telling
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.rooms.goals.cycles import Round
from yhdyspinta.rooms.goals.cycles import tell as tell_cycle
from yhdyspinta.rooms.goals.progress import Target
from yhdyspinta.rooms.goals.reviewing import freeze as freeze_year
from yhdyspinta.rooms.obligations.actions import propose_day
from yhdyspinta.rooms.responsibilities import actions as divisions
from yhdyspinta.rooms.statistics.actions import freeze
from yhdyspinta.rooms.welfare import actions as welfare
from yhdyspinta.site.packets.making import ask_all, keep
from yhdyspinta.site.rights.guarding import preparedness_args, preparedness_data
from yhdyspinta.site.rights.people import (
    People,
    actor,
    announced,
    followed,
    gathered,
    gathering,
    org,
    row,
    seated,
    sent_home,
)
from yhdyspinta.site.rights.programs import programs_args
from yhdyspinta.site.rights.surveying import survey_args
from yhdyspinta.site.rights.working import employment_args, seats_sent

GENERAL = "yleinen-neuvottelu-valtuustokausi"
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
    **{f"agreements:{n}": ["kainuu"] for n in ("region", "propose", "changes", "tell-change", "problems", "raise")},
    "goals:region": ["kainuu"],
    **{f"goals:{n}": ["kainuu"] for n in ("begin", "follow", "strategies", "tell-cycle")},
    "responsibilities:region": ["kainuu"],
    "responsibilities:theme": ["kainuu", "opiskeluhuolto"],
    "responsibilities:begin": ["kainuu", "hyte"],
    "responsibilities:check": ["kainuu", "hyte"],
    "responsibilities:bring": ["kainuu"],
    "responsibilities:contacts": ["kunnat", "kuhmo"],
    "responsibilities:tell-contact": ["kunnat", "kuhmo"],
    "forums:found": ["kainuu"],
    "forums:region-feed": ["kainuu"],
    "matters:open": ["kainuu"],
    "matters-of-region": ["kainuu"],
    "statistics:define": ["kainuu"],
    "statistics:indicator": ["statfin-vaesto"],
    "statistics:profile": ["kunnat", "kuhmo"],
    "interface": ["kainuu", "yleinen"],
    "municipality": ["kuhmo"],
    "hyte-area": ["kunnat", "kuhmo"],
    "packet-region": ["kainuu"],
    "five-minutes": ["kainuu"],
    "follow": ["kainuu"],
    "term-start": ["kainuu"],
    "way-page": ["sisote"],
    "handbook-chapter": ["alku"],
    "handbook-picture": ["front"],
    "packet-municipality": ["kuhmo"],
    "packet-region-freeze": ["kainuu"],
    "packet-municipality-freeze": ["kuhmo"],
    "municipality-code": ["290"],
    "employment-area": ["kainuu-koillismaa"],
    "organisation": ["kela"],
    "organisation-any": ["kunnat", "kuhmo"],
    "waits": ["kunnat", "kuhmo"],
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


def packet_args(by: Actor, own: Actor) -> dict[str, list[Any]]:
    """Addresses around a frozen packet, and packets that Kuhmo's person has asked for."""
    view = atlas().view("20", clock.today())
    frozen = keep(by=by, view=view, org=None, parts=["questions"], lang="fi", public=True)
    asked = ask_all(by=own, view=view, parts=["questions"], lang="fi", public=False)
    pages = {f"publications:{n}": [frozen.public_id] for n in ("publication", "withdraw")}
    return pages | {n: [asked.public_id] for n in ("packets-made", "packets-retry")}


def welfare_args(own: Actor, kuhmo: Org) -> dict[str, list[Any]]:
    """Addresses around Kuhmo's wellbeing plan that is being written, and its yearly follow-up that is before the council."""
    region, day = Region.objects.get(slug="kainuu"), clock.today()
    plan = welfare.Draft("plan", 2026, 2029, {"fi": "Suunnitelma"})
    made = welfare.begin(by=own, owner=kuhmo, region=region, draft=plan)
    chapter = made.chapters.get(code="tausta")
    remark = welfare.remark(by=own, chapter=chapter, text="Tarkista")
    asked = welfare.ask_statement(by=own, document=made, body="older", asked_on=day, due=None)
    yearly = welfare.Draft("yearly", 2026, 2026, {"fi": "Vuosi"})
    sent = welfare.begin(by=own, owner=kuhmo, region=region, draft=yearly)
    welfare.move(by=own, document=sent, step="send")
    return {
        **{f"welfare:{n}": ["kunnat", "kuhmo"] for n in ("organisation", "begin", "elsewhere")},
        **{f"welfare:{n}": [made.public_id] for n in ("document", "change", "ask", "move", "withdraw")},
        "welfare:join": [made.public_id, "lasten-ja-nuorten"],
        "welfare:approve": [sent.public_id],
        **{f"welfare:{n}": [chapter.public_id] for n in ("chapter", "figure", "remark", "charge", "end-charge")},
        "welfare:settle": [remark.public_id],
        "welfare:statement": [asked.public_id],
    }


def forum_args(by: Actor, own: Actor, county: Org, kuhmo: Org) -> dict[str, list[Any]]:
    """Addresses around a forum whose meeting is under way."""
    forum, meeting, point = gathered(by, county, kuhmo)
    asked, brought = gathering(by, own, meeting, kuhmo)
    decided, question = sent_home(by, county, kuhmo)
    return {
        **{f"forums:{n}": [forum] for n in ("forum", "change", "end", "plan", "seats", "propose", "jot")},
        **{f"forums:{n}": [meeting] for n in ("attach", "bring-memo", "mark")},
        "forums:drop": [meeting, brought],
        "meeting-picture": [meeting],
        "packet-meeting": [meeting],
        "forums:feed": [forum],
        "forums:withdraw-event": [announced(by)],
        "forums:answer-proposal": [asked],
        "forums:stance": [forum, kuhmo.public_id],
        **{f"forums:{n}": [meeting] for n in ("meeting", "replan", "move", "present", "add-point")},
        **{f"forums:{n}": [point] for n in ("point", "withdraw-point", "writers")},
        "forums:ask": [decided],
        **{f"matters:{n}": [question] for n in ("consultation", "answer")},
        "forums:take-back": [question],
        "matters:by-link": [make_answer_link(Consultation.objects.get(public_id=question))],
        "matters:address": [kuhmo.public_id],
    }


def division_args(by: Actor, own: Actor, kuhmo: Org) -> dict[str, list[Any]]:
    """Addresses around a theme's division of labour that Kuhmo signs, and Kuhmo's contact."""
    region = Region.objects.get(slug="kainuu")
    divided = divisions.take_up(by=by, region=region, theme="opiskeluhuolto")
    card = divisions.Card({"fi": "Opiskeluhuolto"}, email="opiskeluhuolto@example.org", person="Nimi")
    contact = divisions.tell_contact(by=own, organisation=row("kunnat/kuhmo"), card=card)
    task = divisions.add_task(by=by, division=divided, version=1, names={"fi": "Oma tehtävä"}, kinds=["county"])
    return {
        "responsibilities:add-task": [divided.public_id],
        "responsibilities:task": [divided.public_id, "kuraattoripalvelut"],
        "responsibilities:end-task": [divided.public_id, task.code],
        "responsibilities:stance": [divided.public_id, kuhmo.public_id],
        **{f"responsibilities:{n}-contact": [contact.public_id] for n in ("confirm", "withdraw")},
        "responsibilities:hide-person": [contact.public_id],
    }


def goal_args(by: Actor, own: Actor, county: Org, kuhmo: Org) -> dict[str, list[Any]]:
    """Addresses around a programme with a goal that Kuhmo and the county share, and a measure that Kuhmo is in charge of."""
    region = Region.objects.get(slug="kainuu")
    programme = goals.begin(by=by, region=region, plan=goals.Plan({"fi": "Suunnitelma"}, "interface", 2026, 2029))
    aim = goals.Aim({"fi": "Tavoite"}, ("hyte",), (county.id, kuhmo.id))
    goal = goals.propose(by=by, programme=programme, aim=aim)
    measure = goals.add_measure(by=by, goal=goal, work=goals.Work({"fi": "Toimenpide"}, owner=kuhmo.id))
    goals.own(by=own, measure=measure, accepts=True)
    target = Target(2020, 70_000.0, 2030, 71_000.0)
    goals.aim_at(by=by, goal=goal, version=1, indicator="statfin-vaesto", target=target)
    note = goals.tell(by=by, goal=goal, text="Alkoi", on=clock.today())
    told = Round({"fi": "Strategia"}, "strategy", date(2026, 1, 1), date(2026, 12, 1), link="https://example.org/1")
    cycle = tell_cycle(by=own, owner=kuhmo, told=told)
    review = freeze_year(by=by, programme=programme, year=2026)
    other = goals.begin(by=by, region=region, plan=goals.Plan({"fi": "Toinen"}, "interface", 2026, 2029))
    return {
        **{f"goals:{n}": [programme.public_id] for n in ("change", "propose")},
        **{f"goals:{n}": [goal.public_id] for n in ("goal", "rewrite", "end", "target", "add-measure", "tell")},
        "goals:stance": [goal.public_id, kuhmo.public_id],
        "goals:leave-out": [goal.public_id, "statfin-vaesto"],
        **{f"goals:{n}": [cycle.public_id] for n in ("correct-cycle", "withdraw-cycle")},
        "goals:share": [goal.public_id, kuhmo.public_id],
        **{f"goals:{n}": [review.public_id] for n in ("review", "withdraw-review")},
        "goals:freeze": [other.public_id],
        **{f"goals:{n}": [measure.public_id] for n in ("measure", "withdraw-measure", "own", "charge", "end-charge")},
        "goals:withdraw-note": [note.public_id],
    }


def agreement_args(by: Actor, own: Actor, county: Org, kuhmo: Org) -> dict[str, list[Any]]:
    """Addresses around an agreement of Kuhmo and the county with a ladder, Kuhmo's change, and a problem that waits for Kuhmo."""
    region, today = Region.objects.get(slug="kainuu"), clock.today()
    draft = agreements.Draft({"fi": "Sopimus"}, "other", ("hyte",), (county.id, kuhmo.id))
    made = agreements.propose(by=by, region=region, draft=draft)
    made = agreements.write_part(by=by, agreement=made, version=1, clause=agreements.Clause({"fi": "Kohta"}))
    steps = [agreements.Step("client", 14), agreements.Step("experts", 30)]
    made = agreements.set_ladder(by=by, agreement=made, version=2, steps=steps)
    words = Words("decision", "accepted", today, body="Hallitus", link="https://example.org/1")
    for party in (county, kuhmo):
        agreements.say(by=by, agreement=made, party=party, version=3, words=words)
    news = telling.News(
        {"fi": "Vuokrasopimus päättyy"},
        "premises",
        "palveluverkko",
        date(today.year + 1, 12, 31),
        (county.id,),
        link="https://example.org/1",
        visibility="public",
    )
    change = telling.tell(by=own, region=region, owner=kuhmo, news=news)
    trouble = raising.Trouble("Tieto ei kulje", "Kutsu puuttui.", "hyte", (county.id,))
    problem = raising.raise_problem(by=own, region=region, org=kuhmo, trouble=trouble)
    raising.act(
        by=by,
        problem=problem,
        org=county,
        said=raising.Said("offered", "Kutsu lähetetään.", "solved"),
        seen=problem.steps.count(),
    )
    part = made.parts.get().public_id
    agreements.bring(
        by=own,
        agreement=made,
        owner=kuhmo,
        label=Label({"fi": "Allekirjoitettu"}, today),
        content="https://example.org/4",
    )
    paper = Document.objects.order_by("-id")[0].public_id
    return {
        **{f"agreements:{n}": [made.public_id] for n in ("agreement", "rewrite", "part", "ladder", "renew", "end", "publish")},
        **{f"agreements:{n}": [made.public_id, part] for n in ("drop-part", "raise-part")},
        "agreements:attach": [made.public_id],
        "agreements:drop": [made.public_id, paper],
        "agreements:stance": [made.public_id, kuhmo.public_id],
        **{f"agreements:{n}": [change.public_id] for n in ("change", "correct-change", "withdraw-change")},
        "agreements:problem": [problem.public_id],
        "agreements:step": [problem.public_id, "kerro"],
        "agreements:answer": [problem.public_id, "hyvaksy", kuhmo.public_id],
    }  # fmt: skip


def case_args(by: Actor, county: Org, kuhmo: Org) -> dict[str, list[Any]]:
    """Addresses around a matter of Kuhmo's and its document."""
    matter, document = followed(by, kuhmo, county)
    return {
        "matter": [matter],
        **{f"matters:{n}": [matter] for n in ("change", "close", "file")},
        "matters:number": [matter, kuhmo.public_id],
        **{f"matters:{n}": [document] for n in ("document", "relabel", "bring", "withdraw-document", "detach")},
        "matters:take": [document, 1],
        **{f"matters:{n}": ["asiakirja", document] for n in ("charge", "end-charge")},
    }


def key_made_up() -> dict[str, Any]:
    """What a browser sends when a key is added, of a key that nobody has."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(private.public_key())  # type: ignore[no-untyped-call]  # ships no types for it
    held = AttestedCredentialData.create(b"\0" * 16, b"key", public)
    said = AuthenticatorData.create(b"\0" * 32, AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, held)
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "http://localhost")
    response = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", said, {})),
    }
    return {
        "id": websafe_encode(b"key"),
        "rawId": websafe_encode(b"key"),
        "type": "public-key",
        "response": response,
        "clientExtensionResults": {},
    }


def account_args(people: People) -> dict[str, list[Any]]:
    """Addresses of invitations to Kuhmo, a request for access to it, and Kuhmo's official's own key."""
    to = row("kunnat/kuhmo")
    waiting, _ = invitations.invite(by=HOUSE, email="w@example.org", name="W", role="reader", organisation=to)
    _, token = invitations.invite(by=HOUSE, email="t@example.org", name="T", role="reader", organisation=to)
    invitations.ask(name="P", email="p@example.org", organisation=to, wish="")
    key = Authenticator.objects.create(
        user=people.kuhmo, type=Authenticator.Type.WEBAUTHN, data={"name": "Avain", "credential": key_made_up()}
    )
    TOTP.activate(people.kuhmo, generate_totp_secret())
    RecoveryCodes.activate(people.kuhmo)
    return {
        "accounts:invited": [token],
        "own-calendar-feed": [calendars.make(user=people.kuhmo)],
        "end-notices": [token_of(people.kuhmo)],
        "withdraw-invitation": [waiting.public_id],
        "handle-feedback": [feedback.give(text="Ei toimi").public_id],
        "decline-request": [AccessRequest.objects.get(email="p@example.org").public_id],
        "account_reset_password_from_key": ["1", "abc-123"],
        **{f"mfa_{n}": [key.pk] for n in ("remove_webauthn", "edit_webauthn")},
        **{f"openid_connect_{n}": ["sso"] for n in ("login", "callback")},
    }


def two_words(by: Actor, region: Region) -> tuple[UUID, UUID]:
    """A region's own day and a need, both of which wait for the municipalities' side."""
    day = propose_day(by=by, region=region, duty=catalogue().duties[GENERAL], day=date(2027, 1, 1))
    need = Proposal("need", "hyte", texts={"fi": "Tavataan keväällä"})
    return day.public_id, propose(by=by, region=region, content=need).public_id


def registry_args(people: People) -> dict[str, list[Any]]:
    """Addresses of an organisation that is not of the register, of a body and of somebody with a seat in it."""
    seat = seated(people.kuhmo, "kunnat/kuhmo", "Nimi", since=date(2025, 6, 1))
    local = registry_actions.add_organisation(by=HOUSE, kind="parish", name_fi="Paikallinen seurakunta", regions=["20"])
    return {
        **{n: [local.public_id] for n in ("edit-organisation", "archive-organisation")},
        **{n: [row("kunnat/kuhmo").public_id] for n in ("merge-organisation", "add-body")},
        **{n: [seat.body.public_id] for n in ("edit-body", "withdraw-body", "add-seat")},
        "end-seat": [seat.public_id],
        **{n: [seat.person.public_id] for n in ("person", "erase-person")},
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
    by, own, region = actor(people.county_coordinator), actor(people.kuhmo), Region.objects.get(slug="kainuu")
    day, need = two_words(by, region)
    user = people.user("kohde")
    grant = Grant.objects.get(user=people.outsider)
    one = [evidence.public_id]
    args = (
        FIXED
        | figures_args(by)
        | forum_args(by, own, county, kuhmo)
        | case_args(own, county, kuhmo)
        | agreement_args(by, own, county, kuhmo)
        | goal_args(by, own, county, kuhmo)
        | division_args(by, own, kuhmo)
        | packet_args(by, own)
        | welfare_args(own, kuhmo)
        | survey_args(people)
        | employment_args(by, org("tyollisyysalueet/kainuu-koillismaa"), county)
        | preparedness_args(people)
        | registry_args(people)
        | {
            "accounts:link": [make_link(by=HOUSE, user=people.user("linkki"))],
            **{f"obligations:{n}": one for n in ("evidence", "correct", "confirm", "withdraw", "restore")},
            "obligations:confirm-by-link": [links.make(evidence, row("kunnat/kuhmo"))],
            "obligations:accept-day": [day],
            "agree-accept": [need],
            "agree-end": [need],
            "agree-say": [need],
            "obligations:withdraw-day": [day],
            **{n: [user.public_id] for n in ("user", "make-link", "reset-factors", "end-sign-ins")},
            "end-grant": [grant.public_id],
            **account_args(people),
        }
    )
    people.in_charge(
        *(f"{kind}:{args[name][0]}" for kind, name in (("measure", "goals:measure"), ("consultation", "matters:consultation"), ("document", "matters:document"), ("chapter", "welfare:chapter")))
    )  # fmt: skip
    args |= programs_args(people, args, GENERAL)
    chosen = {
        "meeting-picture": ("picture", "statistics:snapshot"),
        "goals:tell": ("measure", "goals:measure"),
        "goals:follow": ("goal", "goals:goal"),
    }
    told: dict[str, dict[str, Any]] = {n: {field: str(args[at][0])} for n, (field, at) in chosen.items()}
    told |= preparedness_data(str(args["goals:goal"][0]), str(kuhmo.public_id), str(county.public_id))
    told["employment:group"] = seats_sent(org("tyollisyysalueet/kainuu-koillismaa"), county)
    return Scene(args, _data(str(kuhmo.public_id), str(county.public_id)) | told)


def _data(kuhmo: str, county: str) -> dict[str, dict[str, Any]]:
    """What two forms need to be valid."""
    filled = {"kind": "negotiation", "title_fi": "X", "happened_on": "2026-09-01", "precision": "day"}
    correct = {**filled, "visibility": "public", f"duty:{GENERAL}": "whole", "parties": [county, kuhmo], "version": "1"}
    composed = {"parties": [county, kuhmo], "secretary": county}
    told = {"title_fi": "Asiakirja", "dated": clock.today().isoformat(), "visibility": "public", "publicity": "public"}
    linked = {**told, "link": "https://example.org/2"}
    return {
        "matters:open": {"parties": [kuhmo]},
        "matters:change": {"parties": [kuhmo, county], "themes": ["hyte"]},
        "matters:file": linked,
        "matters:relabel": told,
        "forums:jot": {"on": clock.today().isoformat(), "present": [kuhmo]},
        "agree-say": {"said_on": clock.today().isoformat()},
        "follow-thing": {"kohde": f"organisation:{kuhmo}"},
        "forums:propose": {"party": kuhmo},
        "forums:add-event": {"on": clock.today().isoformat()},
        "forums:attach": linked,
        "agreements:attach": linked,
        "forums:bring-memo": linked,
        "invitations": {"organisation": kuhmo},
        "account_signup": {"name": "N", "email": "n@example.org", "organisation": kuhmo},
        "socialaccount_signup": {"name": "N", "email": "m@example.org", "organisation": kuhmo},
        "forums:found": composed,
        "forums:change": composed,
        "forums:replan": {"on": clock.today().isoformat()},
        "forums:present": {"present": [kuhmo]},
        "matters:by-link": {"decided_on": clock.today().isoformat()},
        "matters:answer": {"decided_on": clock.today().isoformat()},
        "forums:ask": {"parties": [county]},
        "obligations:confirm": {"organisation": kuhmo, "version": "1"},
        "obligations:correct": {**correct, "source_title": "P", "source_url": "https://example.org"},
        "responsibilities:check": {"org": kuhmo},
        "welfare:ask": {"asked_on": clock.today().isoformat()},
        "welfare:statement": {"given_on": clock.today().isoformat()},
        "welfare:approve": {"on": clock.today().isoformat()},
        "goals:measure": {"owner": kuhmo},
        "goals:tell-cycle": {"owner": kuhmo},
        **{f"agreements:{n}": {"parties": [kuhmo, county]} for n in ("propose", "rewrite", "raise")},
        "agreements:tell-change": {"owner": kuhmo},
        "goals:propose": {"parties": [kuhmo, county]},
        "goals:rewrite": {"parties": [kuhmo, county]},
        "responsibilities:bring": {
            "file": SimpleUploadedFile("t.csv", b"koodi;Kuhmo\nkuraattoripalvelut;osallistuu\n")
        },
        "statistics:import": {"file": SimpleUploadedFile("t.csv", b"kunta;2024\nKuhmo;70\n")},
    }

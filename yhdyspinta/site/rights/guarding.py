"""Preparedness of the scene: Kuhmo and its county use details and the log; a plan, a contact, an exercise, a log with an entry."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.preparedness import actions, keeping, training
from yhdyspinta.rooms.preparedness.actions import Secret
from yhdyspinta.rooms.preparedness.keeping import Written
from yhdyspinta.rooms.preparedness.training import Programme, Reach
from yhdyspinta.site.rights.people import People, actor, org

SUBJECT = "sahko"
WORDS: dict[str, str] = {
    "procedure": "menettely",
    "flow": "tiedonkulku",
    "title": "Tekninen päivystäjä",
    "phone": "+358 40 000 0001",
    "way": "Virve-ryhmä",
    "deputy": "Varapäivystäjä",
    "deputy_phone": "+358 40 000 0002",
    "lesson": "Radioita oli liian vähän.",
    "incident": "Sähkökatko",
    "entry": "Aggregaatti käynnistyi.",
}
"""What is secret in the scene; the test of secrecy plants other words."""


def decided() -> Words:
    """A decision of today."""
    return Words("decision", "accepted", clock.today(), body="Hallitus")


def taken_into_use(region: Region, part: str, *pairs: tuple[Actor, Org]) -> list[Any]:
    """Organisations decide to use a part."""
    return [actions.join(by=by, region=region, organisation=o, part=part, words=decided()) for by, o in pairs]


def entry(writer: Org, text: str, **more: Any) -> Written:
    """An entry as a device would send it."""
    told = {"kind": "note", "number": 1, "device_at": clock.now(), **more}
    return Written(id=uuid4(), writer=writer.public_id, device=uuid4(), text=text, **told)


def preparedness_args(people: People, words: dict[str, str] | None = None) -> dict[str, list[Any]]:
    """Addresses around them."""
    said = words or WORDS
    kuhmo, county, region = org("kunnat/kuhmo"), org("organisaatiot/kainuun-hyvinvointialue"), Region.objects.get(slug="kainuu")  # fmt: skip
    own, pair, circle = actor(people.kuhmo), actor(people.county_coordinator), actor(people.responder)
    both = ((own, kuhmo), (actor(people.county), county))
    taken_into_use(region, "details", *both)
    joined = taken_into_use(region, "log", *both)
    plan = actions.begin(by=pair, region=region, subject=SUBJECT, parties=[kuhmo.id, county.id], roles={("johtaminen", county.id): "leads"})  # fmt: skip
    secret = Secret({"fi": said["procedure"]}, {"fi": said["flow"]})
    plan = actions.write(by=circle, plan=plan, version=1, secret=secret)
    reach = Reach(said["title"], said["phone"], "", said["way"], said["deputy"], said["deputy_phone"])
    contact = training.tell_contact(by=circle, region=region, organisation=kuhmo, reach=reach)
    yesterday = clock.today() - timedelta(days=1)
    programme = Programme("calls", yesterday, (kuhmo.id, county.id), (SUBJECT,), "Harjoitus")
    exercise = training.plan_exercise(by=pair, region=region, programme=programme)
    lesson = training.learn(by=circle, exercise=exercise, text=said["lesson"], proposal="Hankitaan radioita")
    partner = actions.tell_partner(by=pair, region=region, kind="company", name="Esimerkkisähkö", why="Verkko")
    incident = keeping.open_incident(
        by=circle, region=region, organisation=kuhmo, subject=SUBJECT, title=said["incident"], rehearsal=False
    )
    keeping.keep(by=circle, incident=incident, entries=[entry(kuhmo, said["entry"])])
    one = [incident.public_id]
    here = [plan.public_id]
    return {
        **{f"preparedness:{n}": ["kainuu"] for n in ("region", "matrix", "join", "partner", "contacts", "plan-exercise", "incidents", "open-log")},
        "preparedness-steps": ["kainuu"],
        "preparedness:leave": [joined[0].public_id],
        "preparedness:withdraw-partner": [partner.public_id],
        "preparedness:begin": ["kainuu", "vesihuolto"],
        **{f"preparedness:{n}": here for n in ("plan", "card", "parties", "secret", "end")},
        "preparedness:roles": [plan.public_id, "viestinta"],
        "preparedness:stance": [plan.public_id, kuhmo.public_id],
        "preparedness:contact": ["kainuu", "kunnat", "kuhmo"],
        **{f"preparedness:{n}": [contact.public_id] for n in ("confirm-contact", "withdraw-contact")},
        **{f"preparedness:{n}": [exercise.public_id] for n in ("exercise", "change-exercise", "held", "call-off", "learn")},
        "preparedness:tried": [exercise.public_id, contact.public_id],
        "preparedness:forget-lesson": [lesson.public_id],
        "lesson-measure": [lesson.public_id],
        **{f"preparedness:{n}": one for n in ("incident", "shell", "write", "state", "send", "close")},
    }  # fmt: skip


def preparedness_data(goal: str, kuhmo: str, county: str) -> dict[str, dict[str, Any]]:
    """What its forms need to be valid."""
    both, today = [kuhmo, county], clock.today().isoformat()
    trains = {"kind": "joint", "planned_on": today, "parties": both, "subjects": [SUBJECT]}
    return {
        "preparedness:join": {"organisation": str(org("kunnat/sotkamo").public_id), "part": "details", "said_on": today, "body": "Hallitus"},
        "preparedness:begin": {"parties": both},
        "preparedness:parties": {"parties": [*both, str(org("kunnat/kajaani").public_id)]},
        "preparedness:roles": {f"role-{kuhmo}": "leads"},
        "preparedness:stance": {"said_on": today, "version": "2"},
        "preparedness:plan-exercise": trains,
        "preparedness:change-exercise": trains,
        "preparedness:held": {"on": today},
        "preparedness:open-log": {"organisation": kuhmo, "subject": SUBJECT, "title": "Katko"},
        "preparedness:write": {**dict.fromkeys(("function", "about", "value", "of"), ""), "kind": "note", "writer": kuhmo, "text": "Katko jatkuu.", "entry": str(uuid4()), "device": str(uuid4()), "seen": "0"},
        "lesson-measure": {"goal": goal, "title_fi": "Radiot", "owner": kuhmo},
    }  # fmt: skip

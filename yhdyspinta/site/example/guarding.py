"""Preparedness in the invented region: three plans, a contact tree that is tried, exercises with lessons, and a log of a power cut."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.preparedness import actions, keeping, training
from yhdyspinta.rooms.preparedness.actions import Secret
from yhdyspinta.rooms.preparedness.gaps import Role
from yhdyspinta.rooms.preparedness.keeping import Written
from yhdyspinta.rooms.preparedness.scenarios import scenarios
from yhdyspinta.rooms.preparedness.training import Programme, Reach
from yhdyspinta.site.example.stage import Stage, on

LINK = "https://esimerkki.invalid/varautuminen"
LED_BY_TOWN = frozenset({"vesi", "kiinteistot", "evakuointi", "viestinta"})
PROCEDURE = (
    "Esimerkki: joka huomaa häiriön ensin, soittaa soittoketjun ylimmälle. Johtaja kutsuu yhteisen palaverin tunnin kuluessa. Tilannekuva kirjataan lokiin.",
    "Exempel: den som först märker störningen ringer den översta i telefonkedjan. Ledaren kallar till ett gemensamt möte inom en timme. Lägesbilden förs i loggen.",
)  # fmt: skip
FLOW = (
    "Esimerkki: tilannekatsaus kahden tunnin välein. Asukkaille viestii kunta, hoidon asiakkaille hyvinvointialue.",
    "Exempel: lägesöversikt varannan timme. Kommunen informerar invånarna, välfärdsområdet vårdens klienter.",
)
STORY = (
    (0, "town", "note", "", "", "Esimerkki: sähköt poikki koko keskustassa."),
    (2, "county", "lead", "", "", ""),
    (6, "town", "status", "kiinteistot", "limited", "Esimerkki: kunnantalo varavoimalla."),
    (9, "county", "status", "asiakkaat", "limited", "Esimerkki: kotihoito kiertää listan mukaan."),
    (15, "county", "task", "asiakkaat", "", "Esimerkki: käydään happirikastimen käyttäjien luona ensin."),
    (48, "county", "done", "", "", ""),
    (55, "town", "decision", "", "", "Esimerkki: avataan koulun sali lämmittelyä varten."),
    (130, "town", "status", "kiinteistot", "normal", "Esimerkki: sähköt palasivat."),
)
"""(minutes, who, kind, function, value, text)."""


def guard(stage: Stage) -> None:
    """Two years of it; the log is of an exercise."""
    towns = stage.towns[:3]
    responders = {o.id: responder(stage, o) for o in (stage.county, *towns)}
    with on(stage.ago(500)):
        for part in ("details", "log"):
            for org in (stage.county, *towns):
                words = Words("decision", "accepted", stage.ago(500), body="Johtoryhmä", link=LINK)
                actions.join(by=stage.of(org), region=stage.region, organisation=org, part=part, words=words)
        for kind, name, why in (("company", "Esimerkkisähkö Oy", "Sähköverkko"), ("company", "Esimerkkivesi Oy", "Vesihuolto"), ("association", "Aavaniemen vapaaehtoiset", "Ensihuolto")):  # fmt: skip
            actions.tell_partner(by=stage.keeper, region=stage.region, kind=kind, name=name, why=f"Esimerkki: {why}", told_on=stage.ago(500))  # fmt: skip
    with on(stage.ago(420)):
        _plans(stage, towns, responders[stage.county.id])
        contacts = _contacts(stage, towns, responders)
    with on(stage.ago(60)):
        _exercises(stage, towns, responders, contacts)
    with on(stage.ago(12)):
        for contact in contacts[:3]:
            by = responders[contact.organisation_id]
            training.confirm_contact(by=by, contact=contact, version=contact.version)


def responder(stage: Stage, org: Org) -> Actor:
    """Whoever answers for an organisation's preparedness."""
    if org.code in ("E1", "E01"):
        return stage.actor("varautuja-hva" if org.code == "E1" else "varautuja-kunta")
    return Actor(stage.of(org).user, (Standing("responder", organisation=org.public_id),))


def _plans(stage: Stage, towns: list[Org], by: Actor) -> None:
    """Power and water agreed by all, telecommunications waits for two, and one joint work."""
    parties = [stage.county, *towns]
    for subject, signs in (("sahko", 4), ("vesihuolto", 4), ("tietoliikenne", 2), ("koulutus-ja-harjoittelu", 4)):
        functions = scenarios().subjects[subject].functions
        roles: dict[tuple[str, int], Role] = {}
        for function in functions[: -1 if subject == "tietoliikenne" else None]:
            first = towns[0] if function in LED_BY_TOWN else stage.county
            roles[function, first.id] = "leads"
            roles |= {(function, o.id): "acts" for o in parties if o != first}
        plan = actions.begin(by=stage.keeper, region=stage.region, subject=subject, parties=[p.id for p in parties], roles=roles)  # fmt: skip
        if subject != "koulutus-ja-harjoittelu":
            secret = Secret(dict(zip(("fi", "sv"), PROCEDURE, strict=True)), dict(zip(("fi", "sv"), FLOW, strict=True)))
            plan = actions.write(by=by, plan=plan, version=1, secret=secret)
        for org in parties[:signs]:
            actions.say(by=stage.of(org), plan=plan, party=org, version=plan.version, words=stage.decision(org))


def _contacts(stage: Stage, towns: list[Org], responders: dict[int, Actor]) -> list[Any]:
    """The county on top; each municipality is called by it, and calls its water."""
    made: list[Any] = []

    def tell(org: Org, reach: Reach) -> Any:
        made.append(training.tell_contact(by=responders[org.id], region=stage.region, organisation=org, reach=reach))
        return made[-1]

    top = tell(stage.county, Reach("Tilannekeskuksen päivystäjä", "+358 50 000 0100", "", "Virve: Esimerkki 1", "Varapäivystäjä", "+358 50 000 0101"))  # fmt: skip
    for n, town in enumerate(towns, 2):
        duty = tell(town, Reach("Johtava viranhaltija", f"+358 50 000 0{n}00", "", "", "Tekninen johtaja" if n < 4 else "", f"+358 50 000 0{n}01" if n < 4 else "", top.public_id))  # fmt: skip
        tell(town, Reach("Vesihuollon päivystäjä", f"+358 50 000 0{n}10", "vesi", called_by=duty.public_id))
    return made


def _exercises(stage: Stage, towns: list[Org], responders: dict[int, Actor], contacts: list[Any]) -> None:
    """A tabletop exercise, the contact tree tried two months ago, one that is coming; a log of the exercise."""
    parties, by = tuple(o.id for o in (stage.county, *towns)), responders[stage.county.id]
    past = Programme("tabletop", stage.ago(400), parties, ("sahko",), "Esimerkki: sähkökatko talvella.")
    held = training.plan_exercise(by=stage.keeper, region=stage.region, programme=past)
    training.hold_exercise(by=stage.keeper, exercise=held, on=stage.ago(400))
    training.learn(by=by, exercise=held, text="Esimerkki: varavoiman polttoaine riitti vain yhdeksän tuntia.", proposal="Polttoaineen jakelusta sovitaan")  # fmt: skip
    calls = Programme("calls", stage.ago(60), parties, ("sahko", "vesihuolto"), "Esimerkki: soittoketju arki-iltana.")
    tried = training.plan_exercise(by=stage.keeper, region=stage.region, programme=calls)
    for n, contact in enumerate(contacts):
        training.try_contact(by=by, exercise=tried, contact=contact, version=contact.version, reached=n != 4)
    training.hold_exercise(by=stage.keeper, exercise=tried, on=stage.ago(60))
    coming = Programme("joint", stage.today + timedelta(days=45), parties, ("vesihuolto",), "Esimerkki: yhteisharjoitus.")  # fmt: skip
    training.plan_exercise(by=stage.keeper, region=stage.region, programme=coming)
    opened = keeping.open_incident(
        by=by,
        region=stage.region,
        organisation=stage.county,
        subject="sahko",
        title="Esimerkki: sähkökatkon harjoitus",
        rehearsal=True,
    )
    _story(stage, towns[0], opened, responders)


def _story(stage: Stage, town: Org, opened: Any, responders: dict[int, Actor]) -> None:
    """What the county and a municipality wrote, each on its own device."""
    who, began = {"town": town, "county": stage.county}, timezone.make_aware(datetime.combine(stage.ago(60), time(8)))
    task = None
    for number, (minutes, side, kind, function, value, text) in enumerate(STORY, 1):
        org = who[side]
        key = uuid5(NAMESPACE_URL, f"{opened.public_id}{number}")
        about = {"lead": stage.county, "status": org, "task": stage.county}.get(kind)
        one = Written(
            id=key,
            kind=kind,
            writer=org.public_id,
            device=uuid5(NAMESPACE_URL, side),
            number=number,
            device_at=began + timedelta(minutes=minutes),
            function=function,
            about=about.public_id if about else None,
            value=value,
            text=text,
            of=task if kind == "done" else None,
        )
        task = key if kind == "task" else task
        keeping.keep(by=responders[org.id], incident=opened, entries=[one])

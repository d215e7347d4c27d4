"""Agreements, changes known ahead and problems of the invented region."""

from datetime import date, timedelta
from uuid import UUID

from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.rooms.agreements import actions, queries, raising, telling
from yhdyspinta.rooms.agreements.actions import Clause, Draft, Step
from yhdyspinta.rooms.agreements.raising import Said, Trouble
from yhdyspinta.rooms.agreements.telling import News
from yhdyspinta.site.example.stage import Stage, on

LADDER = [
    Step("client", 7, {"fi": "Työparit ja lähiesihenkilöt"}),
    Step("experts", 14, {"fi": "Yhdyspintaryhmä"}),
    Step("top", 30, {"fi": "Johtajien kokous"}),
    Step("political", 60, {"fi": "Yhdyspintafoorumi"}),
]


def agree(stage: Stage) -> None:
    """A strategic agreement of the first term and its renewal, TYM, one that still waits, and a model with its steps."""
    everybody = [stage.county, *stage.towns]
    first = _strategic(stage, everybody)
    _tym(stage)
    _renewed(stage, first, everybody)
    waits = Draft(
        {"fi": "Tilojen yhteiskäyttö", "sv": "Samutnyttjande av lokaler"},
        "interface",
        ("palveluverkko",),
        _ids(everybody[:6]),
        starts=date(2027, 1, 1),
        ends=date(2028, 12, 31),
    )
    with on(date(2026, 9, 8)):
        _proposed(stage, waits, everybody[:3])
    _model(stage, everybody[:6])


def _ids(orgs: list[Org]) -> tuple[int, ...]:
    return tuple(o.id for o in orgs)


def _strategic(stage: Stage, everybody: list[Org]) -> UUID:
    draft = Draft(
        {"fi": "Strateginen yhteistyösopimus 2024–2025", "sv": "Strategiskt samarbetsavtal 2024–2025"},
        "strategic",
        ("yleinen", "hyte"),
        _ids(everybody),
        starts=date(2024, 2, 1),
        ends=date(2025, 12, 31),
        notice=6,
        texts={"fi": "Esimerkki: osapuolet sopivat yhteistyön tavoista."},
    )
    with on(date(2024, 1, 9)):
        return _proposed(stage, draft, everybody)


def _tym(stage: Stage) -> None:
    parties = [stage.county, stage.orgs["area"], stage.orgs["kela"]]
    draft = Draft(
        {"fi": "TYM-sopimus", "sv": "TYM-avtal"},
        "tym",
        ("tyollisyys",),
        _ids(parties),
        starts=date(2025, 3, 15),
        review=stage.today + timedelta(days=100),
        duties=("tym-yhteistyosopimus",),
    )
    with on(date(2025, 3, 4)):
        _proposed(stage, draft, parties)


def _renewed(stage: Stage, first: UUID, everybody: list[Org]) -> None:
    """The same sections anew, written, with the ladder that problems climb."""
    draft = Draft(
        {"fi": "Strateginen yhteistyösopimus 2026–2029", "sv": "Strategiskt samarbetsavtal 2026–2029"},
        "strategic",
        ("yleinen", "hyte"),
        _ids(everybody),
        starts=date(2026, 1, 1),
        ends=date(2029, 12, 31),
        notice=6,
        review=date(2027, 12, 31),
        texts={"fi": "Esimerkki: osapuolet jatkavat yhteistyötä ja sopivat ratkaisupolusta."},
    )
    with on(date(2025, 11, 4)):
        row = actions.renew(by=stage.keeper, agreement=queries.visible_to(HOUSE).get(public_id=first))
        for part in row.parts.all()[:3]:
            names = {"fi": part.title_fi, "sv": part.title_sv}
            clause = Clause(names, {"fi": "Esimerkki siitä, mitä tässä kohdassa on sovittu."})
            row = actions.write_part(by=stage.keeper, agreement=row, version=row.version, clause=clause, part=part)
        row = actions.rewrite(by=stage.keeper, agreement=row, version=row.version, draft=draft)
        row = actions.set_ladder(by=stage.keeper, agreement=row, version=row.version, steps=LADDER)
        _decided(stage, row.public_id, everybody)


STEPS = (
    ("Nuori kertoo huolestaan", "Koulu tai nuorisotyö", "Huoltajat, kun nuori suostuu"),
    ("Yhteydenotto samana päivänä", "Hyvinvointialueen nuorten neuvonta", "Ilmoittaja saa kuittauksen"),
    ("Yhteinen tapaaminen viikon kuluessa", "Kuraattori ja sosiaaliohjaaja", "Kirjataan nuoren suunnitelmaan"),
    ("Seuranta kuukauden päästä", "Nimetty työpari", "Nuori ja huoltajat"),
)


def _model(stage: Stage, parties: list[Org]) -> None:
    """How a young person is led to help, step by step."""
    draft = Draft(
        {"fi": "Nuoren ohjaaminen tuen piiriin", "sv": "Hur en ung hänvisas till stöd"},
        "model",
        ("lapset-nuoret", "opiskeluhuolto"),
        _ids(parties),
        review=date(2027, 4, 30),
        texts={"fi": "Esimerkki toimintamallista, jonka lukee puhelimella työpäivän keskellä."},
    )
    with on(date(2026, 4, 14)):
        row = actions.propose(by=stage.keeper, region=stage.region, draft=draft)
        for title, who, told in STEPS:
            clause = Clause({"fi": title}, {"fi": "Esimerkki vaiheesta."}, {"fi": who}, {"fi": told})
            row = actions.write_part(by=stage.keeper, agreement=row, version=row.version, clause=clause)
        row = actions.set_ladder(by=stage.keeper, agreement=row, version=row.version, steps=LADDER[:3])
        _decided(stage, row.public_id, parties)


def _proposed(stage: Stage, draft: Draft, deciding: list[Org]) -> UUID:
    made = actions.propose(by=stage.keeper, region=stage.region, draft=draft)
    _decided(stage, made.public_id, deciding)
    return made.public_id


def _decided(stage: Stage, public_id: UUID, parties: list[Org]) -> None:
    row = queries.visible_to(HOUSE).get(public_id=public_id)
    for org in parties:
        actions.say(by=stage.of(org), agreement=row, party=org, version=row.version, words=stage.decision(org))


def foresee(stage: Stage) -> None:
    """Premises, services and zoning: some public, one still between those whom it touches, one that has happened."""
    towns, today = stage.towns, stage.today
    link = "https://esimerkki.invalid/paatos"
    with on(stage.ago(20)):
        news = (
            (stage.county, News({"fi": "Kuusirinteen terveysaseman vuokrasopimus päättyy", "sv": "Hyresavtalet för Kuusirinne hälsostation upphör"}, "premises", "palveluverkko", today + timedelta(days=400), (towns[1].id, towns[3].id), {"fi": "Esimerkki: kunta etsii tiloille uuden käytön."}, today + timedelta(days=35), today + timedelta(days=60), "Kiinteistöpäällikkö", link, "public")),
            (towns[0], News({"fi": "Sataman asemakaava"}, "zoning", "asuminen", today + timedelta(days=250), (stage.county.id,), statements_by=today + timedelta(days=45), prepares="Kaavoitusarkkitehti", link=link, visibility="public")),
            (stage.county, News({"fi": "Neuvolan aukioloajat Metsäsalossa"}, "services", "lapset-nuoret", today + timedelta(days=120), (towns[4].id,), prepares="Palvelujohtaja")),
        )  # fmt: skip
        for org, told in news:
            telling.tell(by=stage.of(org), region=stage.region, owner=org, news=told)
    with on(date(2025, 6, 3)):
        told = News({"fi": "Lehtokosken kiinteistönhoito siirtyi kunnalle"}, "staff", "palveluverkko", date(2026, 1, 1), (towns[3].id,), link=link, visibility="public")  # fmt: skip
        telling.tell(by=stage.of(stage.county), region=stage.region, owner=stage.county, news=told)


def settle(stage: Stage) -> None:
    """One climbed two levels and was solved in time, one ended in agreed disagreement, one is late, one waits for an answer."""
    _walk(
        stage,
        200,
        stage.towns[0],
        "Kutsut eivät tavoita kuraattoria",
        "opiskeluhuolto",
        [
            (3, "E1", Said("tried", "Jakelulista tarkistettiin.")),
            (7, "E01", Said("climbed", "Kutsu jäi taas saamatta.")),
            (18, "E1", Said("climbed", "Ryhmällä ei ole valtuuksia muuttaa järjestelmää.")),
            (30, "E1", Said("offered", "Kutsut lähetetään kirjaamoon ja ryhmäpostiin.", "solved")),
            (31, "E01", Said("accepted")),
        ],
    )
    _walk(
        stage,
        150,
        stage.towns[3],
        "Kuka maksaa iltapäivien kuljetukset",
        "yleinen",
        [
            (6, "E04", Said("climbed", "Sopimus ei kerro tätä.")),
            (18, "E1", Said("climbed", "Kyse on talousarviosta.")),
            (40, "E1", Said("offered", "Todetaan erimielisyys ja viedään vuosineuvotteluun.", "disagreed")),
            (44, "E04", Said("accepted")),
        ],
    )
    _walk(
        stage,
        45,
        stage.towns[2],
        "Lausuntoajat ovat liian lyhyitä",
        "yleinen",
        [(5, "E03", Said("climbed", "Aika ei riitä lautakuntakäsittelyyn."))],
    )
    _walk(stage, 10, stage.towns[1], "Toimintamallin yhteystiedot ovat vanhentuneet", "lapset-nuoret", [(4, "E1", Said("offered", "Yhteystiedot vahvistetaan neljännesvuosittain.", "solved"))])  # fmt: skip


def _walk(stage: Stage, days: int, org: Org, title: str, theme: str, steps: list[tuple[int, str, Said]]) -> None:
    began = stage.ago(days)
    with on(began):
        trouble = Trouble(title, "Esimerkki: asia on tullut esiin kahdesti, eikä siihen ole sovittua tapaa.", theme, (stage.county.id,))  # fmt: skip
        problem = raising.raise_problem(by=stage.of(org), region=stage.region, org=org, trouble=trouble)
    for after, code, said in steps:
        with on(began + timedelta(days=after)):
            party = stage.orgs[code]
            raising.act(by=stage.of(party), problem=problem, org=party, said=said, seen=problem.steps.count())

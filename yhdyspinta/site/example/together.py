"""Goals, division of labour and strategies of the invented region: agreed and disputed, late and done, with and without owners."""

from datetime import date, timedelta

from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.rooms.goals import cycles, reviewing
from yhdyspinta.rooms.goals.actions import Aim, Plan, Work
from yhdyspinta.rooms.goals.cycles import Round
from yhdyspinta.rooms.goals.models import Goal, Measure, Programme
from yhdyspinta.rooms.goals.progress import Target
from yhdyspinta.rooms.responsibilities import actions as divisions
from yhdyspinta.rooms.responsibilities import checking
from yhdyspinta.rooms.responsibilities.actions import Card, Written
from yhdyspinta.rooms.responsibilities.conditions import CODES
from yhdyspinta.site.example.stage import Stage, on

LINK = "https://esimerkki.invalid/suunnitelma"


def aim(stage: Stage) -> None:
    """An earlier programme that has ended, with a year looked back at, and the present one with goals of every horizon."""
    _earlier(stage)
    plan = Plan({"fi": "Yhdyspintasuunnitelma 2026–2029", "sv": "Plan för kontaktytorna 2026–2029"}, "interface", 2026, 2029, link=LINK)  # fmt: skip
    with on(date(2026, 1, 20)):
        programme = goals.begin(by=stage.keeper, region=stage.region, plan=plan)
    youth = _youth(stage, programme)
    _work(stage, youth)
    _parts(stage, youth)
    _elders(stage, programme)
    _waiting(stage, programme)


def _earlier(stage: Stage) -> None:
    plan = Plan({"fi": "Yhdyspintasuunnitelma 2024–2025", "sv": "Plan för kontaktytorna 2024–2025"}, "interface", 2024, 2025, link=LINK)  # fmt: skip
    counsel = _aim(stage, "Neuvonta yhdestä paikasta", "Rådgivning på ett ställe", ("yleinen",), "now")
    work = Work({"fi": "Yhteinen neuvontapiste avataan"}, owner=stage.county.id, starts=date(2024, 2, 1), ends=date(2024, 12, 31), state="done", level="client")  # fmt: skip
    own, told = stage.of(stage.county), date(2025, 11, 18)
    with on(date(2024, 1, 16)):
        programme = goals.begin(by=stage.keeper, region=stage.region, plan=plan)
        goal = goals.propose(by=stage.keeper, programme=programme, aim=counsel)
        _agreed(stage, goal)
        done = goals.add_measure(by=stage.keeper, goal=goal, work=work)
        goals.own(by=own, measure=done, accepts=True)
    with on(told):
        text = "Esimerkki: neuvontapiste palvelee viidessä kunnassa."
        goals.tell(by=own, goal=goal, text=text, on=told, measure=done)
        reviewing.freeze(by=stage.keeper, programme=programme, year=2025)
    with on(date(2025, 12, 31)):
        goals.end(by=stage.keeper, goal=goal)


def _aim(stage: Stage, fi: str, sv: str, themes: tuple[str, ...], horizon: str, **more: object) -> Aim:
    parties = tuple(o.id for o in stage.everybody)
    return Aim({"fi": fi, "sv": sv}, themes, parties, horizon, texts={"fi": "Esimerkki perustelusta."}, **more)  # type: ignore[arg-type]  # the fields of Aim


def _agreed(stage: Stage, goal: Goal) -> None:
    """Everybody accepts the present text."""
    goal.refresh_from_db()
    for org in stage.everybody:
        _said(stage, goal, org)


def _said(stage: Stage, goal: Goal, org: Org, position: str = "accepted", reason: str = "") -> None:
    words = stage.decision(org, position, reason)
    goals.say(by=stage.of(org), goal=goal, party=org, version=goal.version, words=words)


def _youth(stage: Stage, programme: Programme) -> Goal:
    """The shared priority: differing at first, rewritten, with a target, agreed by everybody."""
    themes = ("lapset-nuoret", "hyte")
    first = _aim(stage, "Jokainen nuori saa avun viikon kuluessa", "Varje ung får hjälp inom en vecka", themes, "plan", priority=True)  # fmt: skip
    more = {"national": ("lapsistrategia", "suomi-liikkeelle"), "duties": ("nuorten-ohjaus-ja-palveluverkosto",)}
    better = _aim(stage, "Nuori saa avun ajoissa", "Den unga får hjälp i tid", themes, "plan", priority=True, **more)
    target = Target(2024, 11.5, 2029, 9.0)
    with on(date(2026, 2, 3)):
        goal = goals.propose(by=stage.keeper, programme=programme, aim=first)
        _said(stage, goal, stage.towns[4], "differing", "Viikko ei riitä ilman lisää työntekijöitä.")
    with on(date(2026, 2, 24)):
        goals.rewrite(by=stage.keeper, goal=goal, version=1, aim=better)
        goals.aim_at(by=stage.keeper, goal=goal, version=2, indicator="tyonv-tyottomyysaste", target=target)
        _agreed(stage, goal)
    return goal


def _work(stage: Stage, goal: Goal) -> None:
    """Measures on every level: one late, one done, one asked and unanswered, one nobody's."""
    rows = (
        ("E1", "Nuorten neuvonta avataan joka kunnassa", "client", date(2026, 3, 1), date(2027, 6, 30), "under_way"),
        ("E01", "Koulujen yhteinen toimintamalli", "experts", date(2026, 4, 1), stage.ago(20), "under_way"),
        ("E02", "Sivistysjohdon ohjausryhmä", "sector", date(2026, 3, 1), date(2029, 12, 31), "under_way"),
        ("E03", "Ohjaamon aukioloajat", "client", date(2026, 5, 1), stage.ago(60), "done"),
        ("", "Liikkumisen ryhmät yli kuntarajojen", "experts", None, date(2027, 12, 31), "planned"),
    )
    helpers = (stage.towns[1].id, stage.towns[3].id)
    for code, title, level, starts, ends, state in rows:
        org = stage.orgs.get(code)
        office = "Palvelupäällikkö" if org else ""
        work = Work({"fi": title}, org.id if org else None, office, helpers, starts, ends, "small", state=state, level=level)  # fmt: skip
        with on(date(2026, 3, 3)):
            made = goals.add_measure(by=stage.keeper, goal=goal, work=work)
        if org is not None and code != "E02":
            _taken(stage, made, org, stage.ago(30))


def _taken(stage: Stage, measure: Measure, org: Org, day: date) -> None:
    """Its organisation is in charge, or still is, and tells how it goes."""
    own = stage.of(org)
    with on(day):
        goals.own(by=own, measure=measure, accepts=True)
        goals.tell(by=own, goal=measure.goal, text="Esimerkki: toimenpide on edennyt.", on=day, measure=measure)


def _parts(stage: Stage, goal: Goal) -> None:
    texts = {0: "Avaamme nuorisotilan keskustaan.", 1: "Kuraattori päivystää lukiolla.", 3: "Kuljetamme nuoret Kuusirinteen ryhmiin."}  # fmt: skip
    for n, text in texts.items():
        org = stage.towns[n]
        with on(stage.ago(25)):
            goals.tell_share(by=stage.of(org), goal=goal, party=org, version=0, texts={"fi": text})


def _elders(stage: Stage, programme: Programme) -> None:
    """Agreed and on its way."""
    home = _aim(stage, "Ikäihminen asuu kotona turvallisesti", "Äldre bor tryggt hemma", ("ikaihmiset", "asuminen"), "plan", national=("ikaohjelma-2030",))  # fmt: skip
    work = Work({"fi": "Yhteinen ikäkeskus"}, owner=stage.county.id, starts=date(2026, 4, 1), ends=date(2028, 12, 31), state="under_way", level="sector", cost="large")  # fmt: skip
    with on(date(2026, 3, 24)):
        goal = goals.propose(by=stage.keeper, programme=programme, aim=home)
        _agreed(stage, goal)
        made = goals.add_measure(by=stage.keeper, goal=goal, work=work)
    for day in (date(2026, 4, 1), stage.ago(15)):
        _taken(stage, made, stage.county, day)


def _waiting(stage: Stage, programme: Programme) -> None:
    """One on which the views differ, and one far ahead that has only been proposed."""
    rooms = _aim(stage, "Tilojen käytöstä sovitaan vuotta ennen muutosta", "Om lokalerna avtalas ett år före en förändring", ("palveluverkko",), "now")  # fmt: skip
    far = _aim(stage, "Elinvoimainen ja terve Aavaniemi 2040", "Ett livskraftigt och friskt Ödsudden 2040", ("yleinen",), "vision")  # fmt: skip
    with on(date(2026, 3, 24)):
        goal = goals.propose(by=stage.keeper, programme=programme, aim=rooms)
        for org in stage.everybody[:5]:
            _said(stage, goal, org)
        _said(stage, goal, stage.towns[5], "differing", "Vuosi on pienelle kunnalle liian lyhyt aika.")
        goals.propose(by=stage.keeper, programme=programme, aim=far)


def divide(stage: Stage) -> None:
    """Student welfare signed by all, wellbeing disputed; contacts of everybody but one, one of them a year old; checklists."""
    towns = stage.towns
    cost = {"fi": "Esimerkki: kulut jaetaan oppilasmäärän mukaan.", "sv": "Exempel: kostnaderna fördelas enligt elevantal."}  # fmt: skip
    roles = Written({towns[0].id: "takes_part", towns[1].id: "consulted", towns[2].id: "informed"}, cost)
    own = {"fi": "Järven rantojen lähiliikunta", "sv": "Närmotion vid sjöns stränder"}
    with on(date(2025, 10, 14)):
        signed = divisions.take_up(by=stage.keeper, region=stage.region, theme="opiskeluhuolto")
        divisions.write_task(by=stage.keeper, division=signed, version=1, task="kuraattoripalvelut", written=roles)
        hyte = divisions.take_up(by=stage.keeper, region=stage.region, theme="hyte")
        divisions.add_task(by=stage.keeper, division=hyte, version=1, names=own, kinds=["municipality"])
        for org in stage.everybody:
            words = stage.decision(org)
            divisions.say(by=stage.of(org), division=signed, party=org, version=2, words=words)
        for org in stage.everybody[:7]:
            differs = org == towns[5]
            words = stage.decision(org, "differing", "Ryhmien järjestäjäksi on merkitty väärä organisaatio.") if differs else stage.decision(org)  # fmt: skip
            divisions.say(by=stage.of(org), division=hyte, party=org, version=2, words=words)
    _reach(stage)
    _check(stage)


def _reach(stage: Stage) -> None:
    for n, org in enumerate(stage.everybody[:8]):
        names = {"fi": "Sivistystoimisto", "sv": "Bildningskansliet"} if n else {"fi": "Opiskeluhuollon toimisto", "sv": "Elevhälsans kansli"}  # fmt: skip
        card = Card(names, email=f"yhteys@{org.slug}.invalid", deputy="Palvelupäällikkö")
        with on(date(2025, 10, 20) if n == 3 else stage.ago(90)):
            row = Organisation.objects.get(pk=org.id)
            divisions.tell_contact(by=stage.of(org), organisation=row, card=card)


def _check(stage: Stage) -> None:
    for n, org in enumerate(stage.everybody[:6]):
        answers = {code: ("yes", "partly", "no")[(n + i) % 3 if i % 2 else 0] for i, code in enumerate(sorted(CODES))}
        with on(stage.ago(12)):
            checking.say(by=stage.of(org), region=stage.region, theme="opiskeluhuolto", org=org, answers=answers, were={})  # fmt: skip


def prepare(stage: Stage) -> None:
    """Strategies and budgets on one line; two have a strategy to prepare at the same time."""
    year = stage.today.year
    rounds = (
        ("E1", "strategy", "Hyvinvointialuestrategia 2026–2029", date(2025, 8, 1), date(2026, 2, 10), date(2028, 2, 1)),
        ("E01", "strategy", "Kaupunkistrategia", date(2025, 6, 1), date(2025, 12, 8), date(2027, 12, 1)),
        ("E02", "services", "Palvelustrategia", stage.ago(60), stage.today + timedelta(days=120), None),
        ("E03", "services", "Palveluverkkosuunnitelma", stage.ago(30), stage.today + timedelta(days=150), None),
        ("E1", "budget", f"Talousarvio {year + 1}", date(year, 5, 1), date(year, 12, 15), None),
        ("E01", "budget", f"Talousarvio {year + 1}", date(year, 8, 1), date(year, 11, 16), None),
    )
    for code, kind, title, first, decided, again in rounds:
        with on(stage.ago(70)):
            org = stage.orgs[code]
            cycles.tell(by=stage.of(org), owner=org, told=Round({"fi": title}, kind, first, decided, again, link=LINK))

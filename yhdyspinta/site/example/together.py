"""Goals, division of labour and strategies of the invented region: agreed and disputed, late and done, with and without owners."""

from datetime import date, timedelta

from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.rooms.goals import cycles, reviewing
from yhdyspinta.rooms.goals.actions import Aim, Plan, Work
from yhdyspinta.rooms.goals.cycles import Round
from yhdyspinta.rooms.goals.models import Goal, Programme
from yhdyspinta.rooms.goals.progress import Target
from yhdyspinta.rooms.responsibilities import actions as divisions
from yhdyspinta.rooms.responsibilities import checking
from yhdyspinta.rooms.responsibilities.actions import Card, Written
from yhdyspinta.rooms.responsibilities.conditions import CODES
from yhdyspinta.site.example.stage import Stage, on

LINK = "https://esimerkki.invalid/suunnitelma"


def aim(stage: Stage) -> None:
    """An earlier programme that has ended, and the present one: goals of every horizon, a year looked back at."""
    with on(date(2024, 1, 16)):
        first = goals.begin(
            by=stage.keeper,
            region=stage.region,
            plan=Plan(
                {"fi": "Yhdyspintasuunnitelma 2024–2025", "sv": "Plan för kontaktytorna 2024–2025"},
                "interface",
                2024,
                2025,
                link=LINK,
            ),
        )
        old = goals.propose(
            by=stage.keeper,
            programme=first,
            aim=_aim(stage, "Neuvonta yhdestä paikasta", "Rådgivning på ett ställe", ("yleinen",), "now"),
        )
        _agreed(stage, old)
        done = goals.add_measure(
            by=stage.keeper,
            goal=old,
            work=Work(
                {"fi": "Yhteinen neuvontapiste avataan"},
                owner=stage.county.id,
                starts=date(2024, 2, 1),
                ends=date(2024, 12, 31),
                state="done",
                level="client",
            ),
        )
        goals.own(by=stage.of(stage.county), measure=done, accepts=True)
    with on(date(2025, 11, 18)):
        goals.tell(
            by=stage.of(stage.county),
            goal=old,
            text="Esimerkki: neuvontapiste palvelee viidessä kunnassa.",
            on=date(2025, 11, 18),
            measure=done,
        )
        reviewing.freeze(by=stage.keeper, programme=first, year=2025)
    with on(date(2025, 12, 31)):
        goals.end(by=stage.keeper, goal=old)
    with on(date(2026, 1, 20)):
        plan = goals.begin(
            by=stage.keeper,
            region=stage.region,
            plan=Plan(
                {"fi": "Yhdyspintasuunnitelma 2026–2029", "sv": "Plan för kontaktytorna 2026–2029"},
                "interface",
                2026,
                2029,
                link=LINK,
            ),
        )
    _youth(stage, plan)
    _others(stage, plan)  # fmt: skip


def _aim(stage: Stage, fi: str, sv: str, themes: tuple[str, ...], horizon: str, **more: object) -> Aim:
    parties = tuple(o.id for o in stage.everybody)
    return Aim({"fi": fi, "sv": sv}, themes, parties, horizon, texts={"fi": "Esimerkki perustelusta."}, **more)  # type: ignore[arg-type]  # the fields of Aim


def _agreed(stage: Stage, goal: Goal, but: int = 0) -> None:
    """Everybody accepts the present text, but the last few."""
    goal.refresh_from_db()
    for org in stage.everybody[: 9 - but]:
        goals.say(by=stage.of(org), goal=goal, party=org, version=goal.version, words=stage.decision(org))


def _youth(stage: Stage, plan: Programme) -> None:
    """The shared priority: differing at first, rewritten, agreed; a target, measures on every level, parts of the parties."""
    with on(date(2026, 2, 3)):
        goal = goals.propose(
            by=stage.keeper,
            programme=plan,
            aim=_aim(
                stage,
                "Jokainen nuori saa avun viikossa",
                "Varje ung får hjälp inom en vecka",
                ("lapset-nuoret", "hyte"),
                "plan",
                priority=True,
            ),
        )
        goals.say(
            by=stage.of(stage.towns[4]),
            goal=goal,
            party=stage.towns[4],
            version=1,
            words=stage.decision(stage.towns[4], "differing", "Viikko ei ole mahdollinen ilman lisää työntekijöitä."),
        )
    with on(date(2026, 2, 24)):
        better = _aim(
            stage,
            "Nuori saa avun ajoissa",
            "Den unga får hjälp i tid",
            ("lapset-nuoret", "hyte"),
            "plan",
            priority=True,
            national=("lapsistrategia", "suomi-liikkeelle"),
            duties=("nuorten-ohjaus-ja-palveluverkosto",),
        )
        goals.rewrite(by=stage.keeper, goal=goal, version=1, aim=better)
        goal.refresh_from_db()
        goals.aim_at(
            by=stage.keeper,
            goal=goal,
            version=2,
            indicator="tyonv-tyottomyysaste",
            target=Target(2024, 11.5, 2029, 9.0),
        )
        _agreed(stage, goal)
    works = (
        (
            stage.county.id,
            "Nuorten neuvonta avataan joka kunnassa",
            "client",
            date(2026, 3, 1),
            date(2027, 6, 30),
            "under_way",
            "medium",
        ),
        (
            stage.towns[0].id,
            "Koulujen yhteinen toimintamalli",
            "experts",
            date(2026, 4, 1),
            stage.ago(20),
            "under_way",
            "small",
        ),
        (
            stage.towns[1].id,
            "Sivistysjohdon ja hyvinvointialueen ohjausryhmä",
            "sector",
            date(2026, 3, 1),
            date(2029, 12, 31),
            "under_way",
            "none",
        ),
        (stage.towns[2].id, "Ohjaamon auki­oloajat", "client", date(2026, 5, 1), stage.ago(60), "done", "small"),
        (None, "Liikkumisen ryhmät yli kuntarajojen", "experts", None, date(2027, 12, 31), "planned", ""),
    )
    for owner, title, level, starts, ends, state, cost in works:
        with on(date(2026, 3, 3)):
            work = Work(
                {"fi": title.replace("\u00ad", "")},
                owner=owner,
                starts=starts,
                ends=ends,
                state=state,
                cost=cost,
                level=level,
                function="Palvelupäällikkö" if owner else "",
                partners=(stage.towns[1].id, stage.towns[3].id),
            )
            made = goals.add_measure(by=stage.keeper, goal=goal, work=work)
        org = next((o for o in stage.everybody if o.id == owner), None)
        if org is not None and org != stage.towns[1]:
            with on(stage.ago(30)):
                goals.own(by=stage.of(org), measure=made, accepts=True)
                goals.tell(
                    by=stage.of(org),
                    goal=goal,
                    text=f"Esimerkki: {title.replace(chr(0xAD), '').lower()} etenee.",
                    on=stage.ago(30),
                    measure=made,
                )
    for n, text in (
        (0, "Avaamme nuorisotilan keskustaan."),
        (1, "Kuraattori päivystää lukiolla."),
        (3, "Kuljetamme nuoret Kuusirinteen ryhmiin."),
    ):
        with on(stage.ago(25)):
            goals.tell_share(by=stage.of(stage.towns[n]), goal=goal, party=stage.towns[n], version=0, texts={"fi": text})  # fmt: skip


def _others(stage: Stage, plan: Programme) -> None:
    """One agreed and on its way, one still differing, one far ahead."""
    with on(date(2026, 3, 24)):
        old = goals.propose(
            by=stage.keeper,
            programme=plan,
            aim=_aim(
                stage,
                "Ikäihminen asuu kotona turvallisesti",
                "Äldre bor tryggt hemma",
                ("ikaihmiset", "asuminen"),
                "plan",
                national=("ikaohjelma-2030",),
            ),
        )
        _agreed(stage, old)
        made = goals.add_measure(
            by=stage.keeper,
            goal=old,
            work=Work(
                {"fi": "Yhteinen ikäkeskus"},
                owner=stage.county.id,
                starts=date(2026, 4, 1),
                ends=date(2028, 12, 31),
                state="under_way",
                level="sector",
                cost="large",
            ),
        )
        goals.own(by=stage.of(stage.county), measure=made, accepts=True)
        now = goals.propose(
            by=stage.keeper,
            programme=plan,
            aim=_aim(
                stage,
                "Tilojen käytöstä sovitaan vuotta ennen muutosta",
                "Om lokaler avtalas ett år före en förändring",
                ("palveluverkko",),
                "now",
            ),
        )
        for org in stage.everybody[:5]:
            goals.say(by=stage.of(org), goal=now, party=org, version=1, words=stage.decision(org))
        goals.say(
            by=stage.of(stage.towns[5]),
            goal=now,
            party=stage.towns[5],
            version=1,
            words=stage.decision(stage.towns[5], "differing", "Vuosi on liian lyhyt pienelle kunnalle."),
        )
        goals.propose(
            by=stage.keeper,
            programme=plan,
            aim=_aim(
                stage,
                "Elinvoimainen ja terve Aavaniemi 2040",
                "Ett livskraftigt och friskt Ödsudden 2040",
                ("yleinen",),
                "vision",
            ),
        )
    with on(stage.ago(15)):
        goals.own(by=stage.of(stage.county), measure=made, accepts=True)
        goals.tell(by=stage.of(stage.county), goal=old, text="Esimerkki: ikäkeskuksen tilat on valittu.", on=stage.ago(15), measure=made)  # fmt: skip


def divide(stage: Stage) -> None:
    """Student welfare signed by all, wellbeing disputed; contacts of everybody but one, one of them a year old; checklists."""
    county, towns = stage.county, stage.towns
    with on(date(2025, 10, 14)):
        signed = divisions.take_up(by=stage.keeper, region=stage.region, theme="opiskeluhuolto")
        cost = {
            "fi": "Esimerkki: kulut jaetaan oppilasmäärän mukaan.",
            "sv": "Exempel: kostnaderna fördelas enligt elevantal.",
        }
        divisions.write_task(
            by=stage.keeper,
            division=signed,
            version=1,
            task="kuraattoripalvelut",
            written=Written({towns[0].id: "takes_part", towns[1].id: "consulted", towns[2].id: "informed"}, cost),
        )
        signed.refresh_from_db()
        for org in stage.everybody:
            divisions.say(
                by=stage.of(org), division=signed, party=org, version=signed.version, words=stage.decision(org)
            )
        hyte = divisions.take_up(by=stage.keeper, region=stage.region, theme="hyte")
        own = {"fi": "Järven rantojen lähiliikunta", "sv": "Närmotion vid sjöns stränder"}
        divisions.add_task(by=stage.keeper, division=hyte, version=1, names=own, kinds=["municipality"])
        hyte.refresh_from_db()
        for org in stage.everybody[:6]:
            divisions.say(by=stage.of(org), division=hyte, party=org, version=hyte.version, words=stage.decision(org))
        divisions.say(
            by=stage.of(towns[6]),
            division=hyte,
            party=towns[6],
            version=hyte.version,
            words=stage.decision(towns[6], "differing", "Ryhmien järjestäjä on väärin."),
        )
    for n, org in enumerate(stage.everybody[:8]):
        with on(date(2025, 10, 20) if n == 3 else stage.ago(90)):
            row = Organisation.objects.get(pk=org.id)
            card = Card(
                {
                    "fi": "Opiskeluhuollon toimisto" if org == county else "Sivistystoimisto",
                    "sv": "Elevhälsans kansli" if org == county else "Bildningskansliet",
                },
                email=f"yhteys@{org.slug}.invalid",
                deputy="Palvelupäällikkö",
            )
            divisions.tell_contact(by=stage.of(org), organisation=row, card=card)
    with on(stage.ago(12)):
        for n, org in enumerate(stage.everybody[:6]):
            answers = {
                code: ("yes", "partly", "no")[(n + i) % 3 if i % 2 else 0] for i, code in enumerate(sorted(CODES))
            }
            checking.say(by=stage.of(org), region=stage.region, theme="opiskeluhuolto", org=org, answers=answers)  # fmt: skip


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

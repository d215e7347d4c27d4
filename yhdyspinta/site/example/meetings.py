"""Forums of the invented region over two council terms: founded, disputed, met, decided, sent home and answered."""

from datetime import date, timedelta

from django.urls import reverse

from yhdyspinta.core.matters.actions import Question, answer
from yhdyspinta.core.matters.models import Consultation
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.rooms.forums import actions, backlog, homing, meeting, queries
from yhdyspinta.rooms.forums.actions import Content, Seat
from yhdyspinta.rooms.forums.meeting import Plan, Point
from yhdyspinta.rooms.forums.models import Forum, Meeting
from yhdyspinta.site.example.stage import Stage, on

GENERAL = "yleinen-neuvottelu-valtuustokausi"
YEARLY = ("hyte-vuosineuvottelu-hyvinvointialue", "hyte-vuosineuvottelu-kunta-osallistuu")


def found(stage: Stage) -> dict[str, Forum]:
    """Three forums in 2023; one is disputed and changed before everybody accepts it."""
    parties = tuple(o.id for o in stage.everybody)
    plans = {
        "kunta": Content({"fi": "Aavaniemen yhdyspintafoorumi", "sv": "Ödsuddens kontaktyteforum"}, "political", 6, ("yleinen", "palveluverkko"), parties, stage.county.id, texts={"fi": "Esimerkki: päättäjät sopivat suunnasta kahdesti vuodessa."}),
        "johto": Content({"fi": "Johtajien kokous", "sv": "Ledarnas möte"}, "top", 2, ("yleinen", "tyollisyys"), parties, stage.county.id, texts={"fi": "Esimerkki: johtajat valmistelevat ja ratkovat."}),
        "hyte": Content({"fi": "Hyvinvoinnin ja terveyden edistämisen ryhmä", "sv": "Gruppen för främjande av hälsa och välfärd"}, "experts", 3, ("hyte", "lapset-nuoret", "ikaihmiset"), parties, stage.county.id, texts={"fi": "Esimerkki: ryhmä valmistelee vuosittaisen neuvottelun."}),
    }  # fmt: skip
    made = {}
    for n, (name, content) in enumerate(plans.items()):
        with on(date(2023, 4, 11) + timedelta(days=14 * n)):
            made[name] = actions.found(by=stage.keeper, region=stage.region, content=content)
            for org in stage.everybody:
                differs = name == "hyte" and org == stage.towns[3]
                words = stage.decision(org, "differing", "Kokouksia on liikaa pienelle kunnalle.") if differs else stage.decision(org)  # fmt: skip
                actions.say(by=stage.of(org), forum=made[name], party=org, version=1, words=words)
    with on(date(2023, 9, 5)):
        lighter = {**plans["hyte"].texts, "fi": "Esimerkki: ryhmä kokoontuu neljännesvuosittain, pienet kunnat etänä."}
        content = Content(**{**{n: getattr(plans["hyte"], n) for n in Content.__dataclass_fields__}, "texts": lighter})
        made["hyte"] = actions.change(by=stage.keeper, forum=made["hyte"], version=1, content=content)
        for org in stage.everybody:
            actions.say(by=stage.of(org), forum=made["hyte"], party=org, version=2, words=stage.decision(org))
        seats = [Seat(o.id, "Aluevaltuusto" if o == stage.county else "Valtuusto", 3 if o == stage.county else 1) for o in stage.everybody]  # fmt: skip
        actions.compose(by=stage.keeper, forum=made["kunta"], version=1, seats=seats)
        for org in stage.everybody:
            actions.say(by=stage.of(org), forum=made["kunta"], party=org, version=2, words=stage.decision(org))
    return made


def held(
    stage: Stage,
    forum: Forum,
    day: date,
    points: list[Point],
    *,
    kind: str = "meeting",
    duties: tuple[str, ...] = (),
    away: int = 0,
) -> Meeting:
    """A meeting from its call to its approved memo, two weeks before and after."""
    with on(day - timedelta(days=14)):
        made = meeting.plan(
            by=stage.keeper, forum=forum, plan=Plan(on=day, kind=kind, place="Aavaniemi", duties=duties)
        )
        meeting.move(by=stage.keeper, meeting=made, step="call")
    with on(day):
        meeting.move(by=stage.keeper, meeting=made, step="begin")
        meeting.tell_present(by=stage.keeper, meeting=made, parties=stage.everybody[: 9 - away])
        meeting.add_points(by=stage.keeper, meeting=made, points=points)
        meeting.move(by=stage.keeper, meeting=made, step="minutes")
    with on(day + timedelta(days=14)):
        meeting.move(by=stage.keeper, meeting=made, step="approve")
    return made


def meet(stage: Stage, forums: dict[str, Forum]) -> None:
    """Negotiations of both terms and the yearly ones between them; the newest is ahead."""
    county, towns = stage.county.id, stage.towns
    start = [Point({"fi": "Kauden yhteiset tavoitteet"}, outcome="agreed", owner=county), Point({"fi": "Tilojen vuokrat"}, outcome="postponed")]  # fmt: skip
    groups = [Point({"fi": "Ikäihmisten ryhmät"}, outcome="agreed", owner=towns[1].id), Point({"fi": "Nuorten ohjaamo avattiin"}, outcome="success")]  # fmt: skip
    reports = [Point({"fi": "Hyvinvointikertomusten aikataulu"}, outcome="agreed", owner=county)]
    moving = [Point({"fi": "Liikkumisen yhteiset ryhmät"}, outcome="agreed", owner=towns[2].id)]
    rooms = [Point({"fi": "Terveysaseman tilat"}, outcome="agreed", owner=towns[1].id)]
    held(stage, forums["kunta"], date(2023, 10, 24), start, kind="negotiation", duties=(GENERAL,))
    held(stage, forums["hyte"], date(2024, 5, 21), groups, kind="negotiation", duties=YEARLY, away=2)
    held(stage, forums["hyte"], date(2025, 5, 20), reports, kind="negotiation", duties=YEARLY)
    _home(stage, held(stage, forums["kunta"], date(2026, 2, 17), _focus(stage), kind="negotiation", duties=(GENERAL,), away=1))  # fmt: skip
    held(stage, forums["hyte"], date(2026, 5, 19), moving, kind="negotiation", duties=YEARLY)
    held(stage, forums["johto"], stage.ago(40), rooms)
    _ahead(stage, forums)


def _focus(stage: Stage) -> list[Point]:
    """What the new council term agreed first."""
    titles = {"fi": "Yhteinen painopiste: nuori saa avun ajoissa", "sv": "Gemensamt fokus: hjälp i tid för unga"}
    text = {"fi": "Esimerkki päätöksestä, joka viedään jokaiseen kuntaan."}
    return [
        Point(titles, text, outcome="agreed", owner=stage.county.id, due=date(2026, 12, 31)),
        Point({"fi": "Palveluverkon muutosten aikataulu"}, outcome="postponed"),
        Point({"fi": "Yhteinen ikäkeskus aloitti"}, outcome="success"),
    ]


def _ahead(stage: Stage, forums: dict[str, Forum]) -> None:
    """The next meetings, one of them called, a proposal of a municipality and an informal meeting."""
    by, town, today = stage.keeper, stage.towns[3], stage.today
    with on(stage.ago(6)):
        plan = Plan(on=today + timedelta(days=24), place="Kuusirinne")
        called = meeting.plan(by=by, forum=forums["kunta"], plan=plan)
        meeting.add_point(by=by, meeting=called, point=Point({"fi": "Palveluverkon muutosten aikataulu"}))
        meeting.move(by=by, meeting=called, step="call")
        bus = {"fi": "Joukkoliikenne terveysasemalle"}
        backlog.propose(by=stage.of(town), forum=forums["kunta"], party=town, titles=bus, texts={"fi": "Esimerkki."})
        for name, days in (("hyte", 70), ("johto", 20)):
            meeting.plan(by=by, forum=forums[name], plan=Plan(on=today + timedelta(days=days)))
        present = [stage.county, stage.towns[0]]
        meeting.jot(by=by, forum=forums["johto"], on=stage.ago(8), notes={"fi": "Aamukahvi: koulukuljetukset"}, present=present)  # fmt: skip


def _home(stage: Stage, decided: Meeting) -> None:
    """The decision goes home: six municipalities handle it, each in its own way, two have not."""
    point = decided.items.filter(outcome="agreed").get()
    back = reverse("forums:meeting", args=[decided.public_id])
    with on(date(2026, 3, 10)):
        question = Question(
            queries.origin_of(point),
            back,
            {"fi": point.title_fi, "sv": point.title_sv},
            {"fi": "Painopiste hyväksytään."},
            due=date(2026, 6, 30),
        )
        homing.send_home(by=stage.keeper, item=point, parties=stage.towns, question=question)
    outcomes = ("accepted", "accepted", "accepted_with_changes", "noted", "accepted", "office_holder")
    for n, (org, outcome) in enumerate(zip(stage.towns, outcomes, strict=False)):
        day = date(2026, 4, 14) + timedelta(days=9 * n)
        with on(day):
            _answer(stage, org, outcome, day)


def _answer(stage: Stage, org: Org, outcome: str, day: date) -> None:
    row = Consultation.objects.get(organisation_id=org.id, region=stage.region)
    reason = "Lisätään seuranta vuosittain." if outcome == "accepted_with_changes" else ""
    told = Told(outcome, day, reason=reason, body="Kunnanhallitus", section="81", record_number=f"{100 + org.id}/2026")
    answer(by=stage.of(org), consultation=row, told=told)

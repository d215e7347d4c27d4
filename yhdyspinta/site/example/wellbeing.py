"""Wellbeing documents of the invented region: one municipality's report approved and its plan being written, the county's made
elsewhere."""

from datetime import date, timedelta

from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.rooms.goals.queries import programmes_visible_to
from yhdyspinta.rooms.welfare import actions, deciding, queries
from yhdyspinta.rooms.welfare.actions import Approval, Draft
from yhdyspinta.site.example.stage import Stage, on

LINK = "https://esimerkki.invalid/hyvinvointi"
TEXTS = {
    "tiivistelma": (
        "Esimerkki: Kuusirinteen asukkaat voivat keskimäärin hyvin, mutta yhä useampi nuori ja iäkäs kokee yksinäisyyttä.",
        "Exempel: invånarna i Kuusirinne mår i genomsnitt bra, men allt fler unga och äldre känner sig ensamma.",
    ),
    "lapset-nuoret": (
        "Esimerkki: nuoret saavat apua aiempaa nopeammin. Syrjäytymisvaarassa olevien osuus ei ole pienentynyt.",
        "Exempel: unga får hjälp snabbare än förr. Andelen som riskerar att marginaliseras har inte minskat.",
    ),
    "johtopaatokset": (
        "Esimerkki: 1) nuoren tuki ajoissa, 2) turvallinen arki kotona, 3) yhteiset tilat käyttöön.",
        "Exempel: 1) stöd till den unga i tid, 2) en trygg vardag hemma, 3) gemensamma lokaler i bruk.",
    ),
}


def write(stage: Stage) -> None:
    """The report of the last council, the plan of this one, and the county's own documents."""
    town = stage.towns[1]
    _report(stage, town)
    _plan(stage, town)
    decided = Approval(date(2026, 3, 3), "Aluevaltuusto", "8", LINK)
    draft = Draft(
        "yearly", 2025, 2025, {"fi": "Alueen hyvinvointiseuranta 2025", "sv": "Uppföljning av välfärden 2025"}
    )
    deciding.made_elsewhere(by=stage.of(stage.county), owner=stage.county, region=stage.region, draft=draft, elsewhere=LINK, approval=decided)  # fmt: skip


def _report(stage: Stage, town: Org) -> None:
    own = stage.of(town)
    with on(date(2025, 4, 2)):
        draft = Draft("report", 2021, 2025, {"fi": "Kuusirinteen hyvinvointikertomus 2021–2025", "sv": "Kuusirinnes välfärdsberättelse 2021–2025"})  # fmt: skip
        made = actions.begin(by=own, owner=town, region=stage.region, draft=draft)
        for code, (fi, sv) in TEXTS.items():
            chapter = made.chapters.get(code=code)
            actions.write(by=own, chapter=chapter, version=1, texts={"fi": fi, "sv": sv})
        asked = actions.ask_statement(
            by=own, document=made, body="older", asked_on=date(2025, 4, 2), due=date(2025, 4, 30)
        )
    with on(date(2025, 4, 24)):
        actions.give_statement(
            by=own, statement=asked, version=1, given_on=date(2025, 4, 24), text="Esimerkki: penkkejä kävelyreiteille."
        )
        actions.move(by=own, document=made, step="send")
    with on(date(2025, 5, 13)):
        deciding.approve(by=own, document=made, approval=Approval(date(2025, 5, 13), "Kunnanvaltuusto", "31", LINK))


def _plan(stage: Stage, town: Org) -> None:
    own = stage.of(town)
    programme = programmes_visible_to(own).filter(region=stage.region, last_year__gte=stage.today.year).first()
    draft = Draft("plan", 2026, 2029, {"fi": "Kuusirinteen hyvinvointisuunnitelma 2026–2029", "sv": "Kuusirinnes välfärdsplan 2026–2029"}, programme)  # fmt: skip
    with on(stage.ago(40)):
        made = actions.begin(by=own, owner=town, region=stage.region, draft=draft)
        chapter = made.chapters.get(code="tausta")
        actions.write(by=own, chapter=chapter, version=1, texts={"fi": "Esimerkki: kunnassa on 14 000 asukasta ja kaksi koulua."})  # fmt: skip
        actions.join(by=own, document=made, code="lasten-ja-nuorten", how="included")
        actions.join(by=own, document=made, code="ikaantyneiden", how="apart", link=LINK, due=stage.today + timedelta(days=200))  # fmt: skip
    chapter.refresh_from_db()
    actions.remark(by=own, chapter=chapter, text="Esimerkki: päivitetään väkiluku.")
    shown = queries.codes_of(chapter, "municipality")
    reason = "Esimerkki: luku vaihtelee pienessä kunnassa sattumalta."
    actions.leave_out(by=own, chapter=chapter, indicator=shown[-1], reason=reason)
    known = law().indicators.values()
    more = next(i.code for i in known if "municipality" in i.levels and not i.region and i.code not in shown)
    actions.take_in(by=own, chapter=chapter, indicator=more)

"""Two waves of the survey in the invented region, a third one open, and some organisations' own views of the year."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from yhdyspinta.rooms.surveys import actions, closing, inviting
from yhdyspinta.rooms.surveys.actions import Asked, Plan
from yhdyspinta.rooms.surveys.answering import answer
from yhdyspinta.site.example.stage import Stage, on

THEMES = ("hyte", "lapset-nuoret", "opiskeluhuolto", "ikaihmiset", "asuminen", "tyollisyys")
PEOPLE = {"m_lead": 17, "m_elected": 24, "m_expert": 14, "c_lead": 12, "c_elected": 21, "c_expert": 7}
"""As many as answer."""
FELT: Mapping[str, tuple[float, float]] = {
    "planned": (2.7, 3.8),
    "picture": (2.4, 3.3),
    "openness": (3.2, 3.9),
    "meetings": (3.7, 4.0),
    "county_persons": (2.5, 3.9),
    "municipal_persons": (3.9, 3.0),
    "theme:hyte": (3.8, 4.0),
    "theme:lapset-nuoret": (3.1, 3.7),
    "theme:opiskeluhuolto": (2.6, 3.6),
    "theme:ikaihmiset": (3.0, 3.4),
    "theme:asuminen": (2.2, 2.9),
    "theme:tyollisyys": (2.8, 3.1),
}
"""How the municipalities and the county answer on average: (m, c)."""
WORDS = (
    "Esimerkki: vastuuhenkilön nimi puuttuu ohjeista.",
    "Esimerkki: tapaamiset ovat hyviä, mutta päätökset eivät kulje.",
    "Esimerkki: tilannekuvaa ei katsota yhdessä.",
    "Esimerkki: kouluissa yhteistyö toimii.",
)


def ask(stage: Stage) -> None:
    """Two surveys answered, a year apart; one is open; three organisations tell their own view."""
    last, now = date(2025, 11, 3), date(2026, 10, 5)
    _wave(stage, "Yhteistyön pulssi 2025", "Samarbetets puls 2025", last, shift=-0.4, luck=random.Random(5))  # noqa: S311  (made-up answers)
    _wave(stage, "Yhteistyön pulssi 2026", "Samarbetets puls 2026", now, shift=0.0, luck=random.Random(6))  # noqa: S311
    made = _begun(stage, "Luottamushenkilöiden pulssi", "De förtroendevaldas puls", stage.today, opens=True)
    some = random.Random(7)  # noqa: S311  (made-up answers)
    for token in inviting.cards(by=stage.partner, survey=made, group="m_elected", count=30)[:12]:
        answer(token=token, sent=_sheet("m_elected", 0.0, some))
    for number, (planned, persons) in {1: (4, 2), 2: (2, 2), 4: (3, 4)}.items():
        town = stage.towns[number - 1]
        values = {"planned": planned, "picture": 2, "openness": 4, "meetings": 4, "county_persons": persons, "municipal_persons": 4}  # fmt: skip
        text = "Esimerkki: tapaamme usein, mutta emme aina tiedä, kuka vastaa."
        told = {"region": stage.region, "year": stage.today.year, "version": 0, "values": values, "text": text}
        actions.tell_view(by=stage.of(town), organisation=town, **told)  # type: ignore[arg-type]  # named above


def _begun(stage: Stage, fi: str, sv: str, first: date, *, opens: bool) -> Any:
    plan = Plan({"fi": fi, "sv": sv}, first, first + timedelta(days=21), THEMES)
    made = actions.begin(by=stage.keeper, region=stage.region, plan=plan)
    question = Asked("text", {"fi": "Mikä yksi asia pitäisi muuttaa?", "sv": "Vilken en sak borde ändras?"})
    made = actions.ask(by=stage.keeper, survey=made, asked=question)
    actions.confirm(by=stage.partner, survey=made, version=made.version)
    if opens:
        actions.open_now(by=stage.keeper, survey=made)
        made.refresh_from_db()
    return made


def _wave(stage: Stage, fi: str, sv: str, first: date, *, shift: float, luck: random.Random) -> None:
    with on(first):
        made = _begun(stage, fi, sv, first, opens=True)
        for group, count in PEOPLE.items():
            for token in inviting.cards(
                by=stage.keeper if group[0] == "c" else stage.partner, survey=made, group=group, count=count
            ):
                answer(token=token, sent=_sheet(group, shift, luck))
    with on(first + timedelta(days=21)):
        closing.close(by=stage.keeper, survey=made)


def _sheet(group: str, shift: float, luck: random.Random) -> dict[str, list[str]]:
    side = 0 if group[0] == "m" else 1
    sheet = {}
    for code, means in FELT.items():
        if luck.random() > 0.06:
            value = round(luck.gauss(means[side] + shift, 0.9))
            sheet[code] = [str(min(5, max(1, value)))]
    if luck.random() < 0.35:
        sheet["own1"] = [luck.choice(WORDS)]
    return sheet

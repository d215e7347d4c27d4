"""Joint employment support in the invented region: a steering group, two years with goals and staff, people on both sides."""

from datetime import date
from decimal import Decimal

from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.rooms.employment import actions
from yhdyspinta.rooms.employment.actions import Group, Seat, Year
from yhdyspinta.site.example.stage import Stage, on

LINK = "https://esimerkki.invalid/tym"
SEATS = (("area", "chair", "Työllisyysjohtaja"), ("county", "vice", "Aikuisten palvelujen johtaja"), ("area", "member", "Palvelupäällikkö"), ("kela", "member", "Yhteistyöpäällikkö"))  # fmt: skip
GOALS = {
    2025: ("Esimerkki: joka kunnassa on nimetty neuvonta.", "Exempel: varje kommun har utsedd rådgivning."),
    2026: (
        "Esimerkki: monialaiseen tukeen pääsee kahdessa viikossa; nuorten odotus puolittuu.",
        "Exempel: till sektorsövergripande stöd kommer man på två veckor; de ungas väntan halveras.",
    ),
}
PEOPLE = {
    "area": {"sosiaalityo": "1", "terveys": "0.5", "nuoret": "4", "kuntoutus": "2", "kotoutujat": "2.5"},
    "county": {"sosiaalityo": "2", "terveys": "1", "nuoret": "1.5", "mielenterveys-ja-paihteet": "1"},
}


def support(stage: Stage) -> None:
    """The group since the reform began, a year ago and this year, and what both sides tell of their people."""
    area, county, kela = stage.orgs["area"], stage.county, stage.orgs["kela"]
    orgs, own = {"area": area, "county": county, "kela": kela}, stage.of(county)
    with on(date(2025, 1, 20)):
        seats = [Seat(orgs[o].id, role, f"Esimerkki: {function}") for o, role, function in SEATS]
        group = Group(date(2025, 1, 15), date(2029, 12, 31), seats, LINK)
        actions.set_group(by=own, area=area, group=group)
    for year, (fi, sv) in GOALS.items():
        day = date(year, 2, 10)
        with on(day):
            staff = {area.id: (Decimal("9"), Decimal("8.5")), county.id: (Decimal("6"), Decimal("4.5"))}
            said = Year(year, {"fi": fi, "sv": sv}, day, day if year == 2025 else None, LINK, staff)
            actions.agree_year(by=own, area=area, year=said, version=0)
    told = {"area": Actor(own.user, (Standing("editor", organisation=area.public_id),)), "county": own}
    for name, people in PEOPLE.items():
        persons = {need: Decimal(count) for need, count in people.items()}
        actions.tell_people(by=told[name], area=area, organisation=orgs[name], persons=persons)

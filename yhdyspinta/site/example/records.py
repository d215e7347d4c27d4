"""The story's beginning: the map is opened by both sides, an own theme and needs are agreed, and duties are recorded."""

from datetime import date

from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.indicators.actions import Definition, define
from yhdyspinta.core.themes.actions import Proposal, accept, propose
from yhdyspinta.rooms.statistics.actions import freeze
from yhdyspinta.site.example.stage import Stage, on

AGREED = (
    Proposal("opening"),
    Proposal("theme", names={"fi": "Järven tila", "sv": "Sjöns tillstånd", "en": "The lake"}, texts={"fi": "Esimerkki alueen omasta teemasta: vesi yhdistää kuntia."}),
    Proposal("need", "asuminen", texts={"fi": "Tavataan kaksi kertaa vuodessa; erillistä sopimusta ei tarvita."}, not_needed=("models",)),
    Proposal("picture", "hyte", indicators=("statfin-vaesto", "statfin-yli64", "statfin-alle15")),
)  # fmt: skip
DONE = (
    ("hyvinvointialuestrategia", "plan", date(2023, 11, 14), "Hyvinvointialuestrategia 2023–2025", "Välfärdsområdesstrategi 2023–2025", ("E1",)),
    ("hyvinvointialuestrategia", "plan", date(2026, 2, 10), "Hyvinvointialuestrategia 2026–2029", "Välfärdsområdesstrategi 2026–2029", ("E1",)),
    ("kuntastrategia", "plan", date(2025, 12, 8), "Aavaniemen kaupunkistrategia", "Stadsstrategi för Ödsudden", ("E01",)),
    ("kuntastrategia", "plan", date(2026, 1, 26), "Kuusirinteen kuntastrategia", "Kommunstrategi för Kuusirinne", ("E02",)),
    ("hyte-hva-kertomus-ja-suunnitelma", "plan", date(2026, 3, 3), "Alueellinen hyvinvointikertomus ja -suunnitelma", "Regional välfärdsberättelse och välfärdsplan", ("E1",)),
    ("hyte-kunta-kertomus-ja-suunnitelma", "plan", date(2026, 4, 20), "Honkarannan hyvinvointikertomus", "Välfärdsberättelse för Honkaranta", ("E03",)),
    ("alueellinen-opiskeluhuoltosuunnitelma", "plan", date(2024, 5, 7), "Alueellinen opiskeluhuoltosuunnitelma", "Regional elevhälsoplan", ("E1",)),
    ("aluevaikuttamistoimielimet", "body", date(2025, 9, 2), "Alueelliset vaikuttamistoimielimet asetettu", "Regionala påverkansorgan tillsatta", ("E1",)),
)  # fmt: skip


def begin(stage: Stage) -> None:
    """In spring 2023 both sides open the map; in 2025 they look at figures together."""
    for day, contents in ((date(2023, 3, 7), AGREED[:3]), (date(2025, 9, 9), AGREED[3:])):
        with on(day):
            for content in contents:
                accept(by=stage.partner, proposal=propose(by=stage.keeper, region=stage.region, content=content))


def record(stage: Stage) -> None:
    """What was done by law, each by the organisation that did it."""
    for duty, kind, day, fi, sv, codes in DONE:
        org = stage.orgs[codes[0]]
        with on(day):
            content = Content(
                kind=kind,
                happened_on=day,
                duties={duty: "whole"},
                parties=tuple(stage.orgs[c].id for c in codes),
                title_fi=fi,
                title_sv=sv,
                source_title="Esimerkkitieto",
                source_url="https://esimerkki.invalid/lahde",
            )
            evidence.record(by=stage.of(org), acting_for=org, content=content)


def look(stage: Stage) -> None:
    """A situational picture looked at together and frozen; a figure of the region's own."""
    with on(date(2026, 3, 18)):
        codes = ["statfin-vaesto", "statfin-yli64", "tyonv-tyottomyysaste"]
        freeze(
            by=stage.keeper,
            region=stage.region,
            theme="hyte",
            codes=codes,
            title="Kevään tilannekuva",
            looked_on=date(2026, 3, 18),
        )
        said = Definition(
            {"fi": "Ryhmiin osallistuneet ikäihmiset", "sv": "Äldre som deltagit i grupper"},
            "ikaihmiset",
            "percent",
            1,
            "more",
            "year",
            additive=False,
            producer="Esimerkkirekisteri",
        )
        define(by=stage.keeper, region="E1", said=said)

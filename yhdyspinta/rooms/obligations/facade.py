"""What the house may ask of this room, in bulk and on a day. What it lacks stands in ABSENT with the reason."""

from collections.abc import Iterable, Mapping
from datetime import date

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.evidence.queries import unconfirmed_for
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.interfaces.cells import Contribution
from yhdyspinta.core.law.citations import cite
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.atlas import units
from yhdyspinta.rooms.obligations.compliance import LATE_NEEDS, STALE_WHEN, WEIGHTS, Assessment, contribution, weight
from yhdyspinta.rooms.obligations.queries import desk, shared_assessment

BLOCK = "law"
ABSENT = {
    "unsigned": "what is signed here are records, which wait by themselves",
    "audience": "notices come with the way home of decisions",
    "packet_sections": "the site makes a packet of this room's queries",
    "timeline": "the interface page reads evidence directly until several rooms have dated things",
    "export": "tables of this room are exported by its own pages",
    "examples": "starting evidence from public sources is the example",
}

Key = tuple[str, str, str]


def statuses(regions: Iterable[str], on: date) -> Mapping[Key, Contribution]:
    """(region, theme, block) → what this room says. A constant number of queries for any number of regions."""
    found: dict[Key, Contribution] = {}
    d = desk()
    for code in regions:
        view = d.atlas.view(code, on)
        by_theme: dict[str, list[Assessment]] = {theme: [] for theme in THEMES}
        for duty in catalogue().duties.values():
            if weight(duty) == "not_counted":
                continue
            for unit in units(duty, view):
                assessment = shared_assessment(d, duty, unit, code, on)
                for theme in duty.themes:
                    by_theme[theme].append(assessment)
        for theme, assessments in by_theme.items():
            found[code, theme, BLOCK] = contribution(assessments)
    return found


def rules() -> list[tuple[str, list[str]]]:
    """How this room computes its column: headings and the codes of its rules, from the tables the rules run on."""
    found: dict[str, list[str]] = {}
    for code, counts, _ in WEIGHTS:
        found.setdefault(f"rules:{counts}", []).append(code)
    found["rules:overdue"], found["rules:stale"] = list(LATE_NEEDS), list(STALE_WHEN)
    return list(found.items())


def waiting(actor: Actor, on: date) -> list[Evidence]:
    """What waits for the person: records that name their organisation and that it has not confirmed."""
    return [e for e in unconfirmed_for(actor) if e.happened_on <= on]


def search_documents() -> Iterable[Findable]:
    """Duties of the catalogue."""
    law = catalogue()
    for code, duty in law.duties.items():
        statute = law.statutes[duty.statute]
        about = Text(*(f"{statute.name.get(x)} {statute.number}, {cite(duty.sections, x)}" for x in LANGUAGES))
        yield Findable(
            kind="duty",
            key=f"duty:{code}",
            title=duty.title,
            path=f"/velvoitteet/{code}/",
            about=about,
            body=" ".join((*duty.requirement.by_language().values(), *duty.notes.by_language().values())),
            themes=frozenset(duty.themes),
        )

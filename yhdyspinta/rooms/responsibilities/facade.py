"""What the house may ask of this room, in bulk and on a day. What it lacks stands in ABSENT with the reason."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.dates import add_years
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.core.interfaces.catalogue import BLOCKS
from yhdyspinta.core.interfaces.cells import Contribution, Finding
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.speaking import Unsigned
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.responsibilities import models, queries
from yhdyspinta.rooms.responsibilities.queries import Sheet
from yhdyspinta.rooms.responsibilities.situation import ROLE_RULES, Division, Look, situation
from yhdyspinta.rooms.responsibilities.tasks import tasks

BLOCK = "roles"
ABSENT = {
    "waiting": "no record waits here; divisions of labour wait for signatures",
    "packet_sections": "the site makes a packet of this room's queries",
    "timeline": "a division is not part of a matter",
    "export": "a theme's page is its own export",
    "examples": "the law's division of labour is there from the start; nothing is invented of a region",
}
NAMED = 3
"""So many tasks are named in a finding; the rest are on the page of the theme."""
Key = tuple[str, str, str]


def statuses(regions: Iterable[str], on: date) -> Mapping[Key, Contribution]:
    """(region, theme, block) → what this room says, where a division has been taken up. Two reads when something has changed."""
    every = queries.records()
    if not every:
        return {}
    found: dict[Key, Contribution] = {}
    agreed = books()
    for region in regions:
        standing = [(record, row) for record, row in every.get(region, ()) if record.begun <= on]
        if not standing:
            continue
        themes = set(agreed.get(region, NOTHING).themes_on(on))
        view = atlas().view(region, on)
        for record, row in standing:
            if record.theme in themes:
                found[region, record.theme, BLOCK] = _contribution(record, queries.sheet(view, record.theme, row))
    return found


def _contribution(record: Division, sheet: Sheet) -> Contribution:
    fresh = [o for o in sheet.organisers if _holds(sheet, o.id)]
    signed = record.signed is not None and record.signed <= sheet.on
    look = Look(signed, len(fresh), len(sheet.organisers))
    return Contribution(situation(look), tuple(_findings(record, sheet, look)))


def _holds(sheet: Sheet, organisation: int) -> bool:
    """Whether an organisation's contact has been confirmed within a year of the day."""
    known = sheet.contacts.get(organisation)
    return known is not None and add_years(sheet.on, -1) < known.confirmed_on


def _findings(record: Division, sheet: Sheet, look: Look) -> Iterable[Finding]:
    here = ("responsibilities:theme", (atlas().areas[record.region].slug, record.theme))
    if look.signed and record.signed is not None:
        yield Finding("roles_signed", (("day", record.signed),), *here, good=True)
    else:
        yield Finding("roles_begun", (("count", str(record.accepted)), ("of", str(record.parties))), *here)
    counts = (("count", str(look.reached)), ("of", str(look.organisers)))
    yield Finding("roles_reached" if look.all_reached else "roles_contacts", counts, *here, good=look.all_reached)
    names = {t.code: t.name for t in sheet.tasks}
    for code in ("gap", "overlap"):
        found = [names[x.task] for x in sheet.lacks if x.code == code]
        if found:
            yield Finding(f"roles_{code}", (("names", _names(found)),), *here)
    if record.differing:
        yield Finding("roles_disputed", (("count", str(record.differing)),), *here)


def _names(texts: list[Text]) -> Text:
    """The first few in each language."""
    more = " …" if len(texts) > NAMED else ""
    return Text(*(", ".join(t.get(lang) for t in texts[:NAMED]) + more for lang in ("fi", "sv", "en")))


def unsigned(actor: Actor, reader: Actor) -> list[Unsigned]:
    """Divisions whose present text waits for the decision of one of the actor's organisations, as far as the reader sees them."""
    agreed, block = books(), BLOCKS[BLOCK].name

    def about(row: models.Division, org: Org) -> Unsigned:
        theme = agreed.get(row.region.code, NOTHING).name_of(row.theme_code)
        name = Text(*(f"{block.get(x)}: {theme.get(x)}" for x in ("fi", "sv", "en")))
        page = reverse("responsibilities:theme", args=[row.region.slug, row.theme_code])
        return Unsigned(name, org, page, reverse("responsibilities:stance", args=[row.public_id, org.public_id]))

    return speaking.unsigned(actor, reader, queries.unanswered(actor), queries.visible_to, about)


def audience(region: str, theme: str, on: date) -> Mapping[int, frozenset[str]]:
    """Who is consulted or informed in a theme of a region, as its division says: organisation → "consulted", "informed"."""
    return queries.listening(region, theme, on)


def rules() -> list[tuple[str, list[str]]]:
    """How this room computes its column: headings and the codes of its rules, from the table the rule runs on."""
    return [("rules:roles", [r.code for r in ROLE_RULES])]


def search_documents() -> Iterable[Findable]:
    """Task areas by law; a region's own ones are on the page of its theme."""
    for code, task in tasks().items():
        yield Findable(
            kind="task",
            key=f"task:{code}",
            title=task.name,
            path=f"/vastinpari/?{urlencode({'q': task.name.fi})}",
            about=task.act,
            body=" ".join((*task.note.by_language().values(), *task.cost.by_language().values())),
            themes=frozenset({task.theme}),
        )

"""The state of cooperation in the whole country on a day: counted from what is public, without putting regions in an order."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.dates import EARLIEST, add_years
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.evidence import queries as evidence
from yhdyspinta.core.interfaces.catalogue import BLOCKS, SITUATION_NAMES, THEMES
from yhdyspinta.core.interfaces.cells import SITUATIONS
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.press.tree import Block, Bullets, Document, Grid, Heading, Note, Paragraph
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import chosen, day_of, get, page, slow_down
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.rooms.statistics import documents
from yhdyspinta.rooms.statistics import queries as statistics
from yhdyspinta.site.map.queries import Map, maps
from yhdyspinta.site.packets.asked import language

FORMS = ("pdf", "docx", "pptx", "html")
COMING = 20


@get
def state(request: HttpRequest) -> HttpResponse:
    """The yearly state of cooperation, as a page and a document."""
    on, lang = day_of(request), language(request)
    if form := chosen(request, "muoto", FORMS):
        slow_down(request, 24 if form == "pptx" else 8)
    document = of_country(on, lang, request.build_absolute_uri(request.path))
    if form:
        return answer(document, form, f"yhteistyon-tila-{on}")
    context = {"document": document, "on": on, "lang_asked": lang, "crumbs": [(_("State of cooperation"), "")]}
    return page(request, "site/state.html", context)


def of_country(on: date, lang: str, address: str) -> Document:
    """What is public on a day, in one language."""
    with translation.override(lang):
        blocks: list[Block] = [
            Note(_("Regions are not put in an order. What has not been recorded does not tell what has been done.")),
            Heading(_("What has been recorded in a year")),
            *_year(on),
            Heading(_("Interface maps")),
            *_maps(on, lang),
            Heading(_("Records by region")),
            _regions(on, lang),
            Heading(_("What comes next")),
            *_coming(on, lang),
            Heading(_("Situational picture")),
            *_picture(lang),
        ]
        subtitle = show_date(on, lang)
        return Document(_("State of cooperation"), subtitle, lang, on, address, tuple(blocks))


def _year(on: date) -> list[Block]:
    """Public records of the last twelve months by what kind of thing happened."""
    rows = evidence.listed(ANONYMOUS, on).filter(happened_on__gt=add_years(on, -1), happened_on__lte=on)
    counts: dict[str, int] = {}
    for kind in rows.order_by("kind").values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    if not counts:
        return [Paragraph(_("Nothing has been recorded of this."))]
    lines = tuple((say(f"evidence:{kind}"), str(n)) for kind, n in sorted(counts.items(), key=lambda c: -c[1]))
    return [Grid(_("What has been recorded in a year"), (_("What"), _("Records")), lines, frozenset({1}))]


def _open(on: date) -> list[str]:
    """Codes of the regions whose map is open to everybody on the day."""
    agreed = books()
    return [code for code in atlas().areas if agreed.get(code, NOTHING).is_open(on)]


def _maps(on: date, lang: str) -> list[Block]:
    """How many regions have opened their map; of those, each theme's cells block by block, by what they say."""
    regions = _open(on)
    told = _("%(open)d of %(all)d regions have opened their interface map.")
    blocks: list[Block] = [Paragraph(told % {"open": len(regions), "all": len(atlas().areas)})]
    if regions:
        cells = maps().country(on)
        for code, block in BLOCKS.items():
            name = block.name.get(lang)
            blocks += [Heading(name, 2), Grid(name, _columns(code, lang), _lines(cells, regions, code, lang), frozenset(range(1, 1 + len(SITUATIONS))))]  # fmt: skip
    return blocks


def _columns(block: str, lang: str) -> tuple[str, ...]:
    return (_("Theme"), *(SITUATION_NAMES[s].label(block).get(lang) for s in SITUATIONS))


def _lines(cells: Map, regions: Iterable[str], block: str, lang: str) -> tuple[tuple[str, ...], ...]:
    found = []
    for theme, entry in THEMES.items():
        here = [cells[r, theme, block].situation for r in regions if (r, theme, block) in cells]
        found.append((entry.name.get(lang), *(str(here.count(s)) for s in SITUATIONS)))
    return tuple(found)


def _regions(on: date, lang: str) -> Grid:
    """Regions by name, with how many public records each has."""
    now, agreed = maps(), books()
    rows = [
        (a.name.get(lang), _("open") if agreed.get(code, NOTHING).is_open(on) else "–", str(now.recorded(code, on)))
        for code, a in atlas().areas.items()
    ]
    columns = (_("Region"), _("Interface map"), _("Records"))
    return Grid(_("Records by region"), columns, tuple(sorted(rows, key=lambda r: sort_key(r[0]))), frozenset({2}))


def _coming(on: date, lang: str) -> list[Block]:
    """The nearest days of the law, each duty once."""
    seen: dict[str, str] = {}
    for entry in obligations.calendar(obligations.desk(), max(on, EARLIEST), add_years(on, 1)):
        duty = entry.assessment.duty
        seen.setdefault(duty.code, f"{show_date(entry.day, lang)}: {duty.title.get(lang)} ({duty.statute})")
    found = tuple(seen.values())[:COMING]
    return [Bullets(found)] if found else [Paragraph(_("No coming days."))]


def _picture(lang: str) -> list[Block]:
    """The country's own figures."""
    here = statistics.find("maa", "suomi")
    return documents.in_packet(statistics.profile(here, "kaikki", list(THEMES)), lang) if here else []

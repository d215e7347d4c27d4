"""A theme's sheet as a page, a file and a document show it: rows of tasks, groups of organisations, what to settle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.law.citations import cite
from yhdyspinta.core.press.tree import Document, Grid, Heading, Note, Paragraph, Sources
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Kind as OrgKind
from yhdyspinta.rooms.responsibilities.matrix import ROLES, Kind, Lack, Role
from yhdyspinta.rooms.responsibilities.queries import Sheet
from yhdyspinta.rooms.responsibilities.tasks import Task

ORDER: tuple[Kind, ...] = ("county", "municipality", "area", "kela", "other")
NAMES = 4
"""So many organisations are named in a cell; then how many more."""


@dataclass(frozen=True, slots=True)
class Share:
    """Who of a group has a role: everybody (`orgs` empty), or some."""

    role: Role
    orgs: tuple[Org, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A task and what each group of organisations does in it. `cost`: what is agreed."""

    task: Task
    shares: tuple[tuple[Kind, tuple[Share, ...]], ...]
    lacks: tuple[Lack, ...]
    cost: Text
    differs: bool
    """Whether something else than the law's division is written of it."""


def groups(sheet: Sheet) -> list[tuple[Kind, tuple[Org, ...]]]:
    """The organisations of a sheet by kind, those kinds that there are."""
    orgs = {o.id: o for o in sheet.orgs}
    found = [(kind, tuple(orgs[p.id] for p in sheet.parties if p.kind == kind)) for kind in ORDER]
    return [(kind, each) for kind, each in found if each]


def rows(sheet: Sheet) -> list[Row]:
    """Every task of a sheet."""
    kinds = groups(sheet)
    costs = {c.task_code: Text.of(c, "text") for c in sheet.row.costs.all()} if sheet.row else {}
    told = {task for task, _org in sheet.told}
    return [
        Row(
            task,
            tuple((kind, _shares(sheet, task, orgs)) for kind, orgs in kinds),
            tuple(x for x in sheet.lacks if x.task == task.code and x.code in ("gap", "overlap")),
            costs.get(task.code, Text()),
            task.code in told or task.own,
        )
        for task in sheet.tasks
    ]


def _shares(sheet: Sheet, task: Task, orgs: Sequence[Org]) -> tuple[Share, ...]:
    found = []
    for role in ROLES:
        having = [o for o in orgs if sheet.cells.get((task.code, o.id)) == role]
        if len(having) == len(orgs):
            found.append(Share(role))
        elif having:
            found.append(Share(role, tuple(having[:NAMES]), max(0, len(having) - NAMES)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ToSettle:
    """Something lacking in words: what, in which tasks, in which municipalities, and who settles it."""

    code: str
    tasks: tuple[Task, ...]
    where: tuple[Org, ...]
    acts: tuple[Org, ...]


REACHING = ("no_contact", "contact_old")
"""A contact is a theme's, whatever the tasks: told once of everybody who lacks one."""


def to_settle(sheet: Sheet) -> list[ToSettle]:
    """What is lacking, the same of several tasks as one."""
    tasks, orgs = {t.code: t for t in sheet.tasks}, {o.id: o for o in sheet.orgs}
    found: dict[tuple[str, tuple[int, ...], tuple[int, ...]], list[Task]] = {}
    reaching: dict[str, dict[int, None]] = {}
    for lack in sheet.lacks:
        if lack.code in REACHING:
            reaching.setdefault(lack.code, {}).update(dict.fromkeys(lack.acts))
        else:
            named = [tasks[lack.task]] if lack.task in tasks else []
            found.setdefault((lack.code, lack.where, lack.acts), []).extend(named)

    def known(ids: Iterable[int]) -> tuple[Org, ...]:
        return tuple(orgs[i] for i in ids if i in orgs)

    settled = [ToSettle(code, tuple(t), known(where), known(acts)) for (code, where, acts), t in found.items()]
    return settled + [ToSettle(code, (), (), known(acts)) for code, acts in reaching.items()]


def header(orgs: Sequence[Org], lang: str) -> list[str]:
    """Columns of the matrix as a file, which can be brought back: an organisation each."""
    return [_("Region"), _("Theme"), _("Code"), _("Task"), _("By law"), *(heading(o, lang) for o in orgs)]


def heading(org: Org, lang: str) -> str:
    """An organisation's column. An employment area says what it is: many have the name of a municipality."""
    name = org.name.get(lang)
    return f"{name} ({say('who:area', lang=lang)})" if org.kind == OrgKind.EMPLOYMENT_AREA else name


def table_rows(sheet: Sheet, where: str, theme: str, orgs: Sequence[Org], lang: str) -> list[list[str]]:
    """The matrix: the role of each organisation in each task, in words."""
    return [
        [
            where,
            theme,
            t.code,
            t.name.get(lang),
            basis(t, lang),
            *(_cell(sheet.cells.get((t.code, o.id)), lang) for o in orgs),
        ]
        for t in sheet.tasks
    ]


def _cell(role: Role | None, lang: str) -> str:
    return say(f"role_in:{role}", lang=lang) if role else ""


def basis(task: Task, lang: str) -> str:
    """The statute and its sections."""
    return " ".join(x for x in (task.act.get(lang), cite(task.sections, lang)) if x)


def told(share: Share, lang: str) -> str:
    """A share in words."""
    word = say(f"role_in:{share.role}", lang=lang)
    names = ", ".join(o.name.get(lang) for o in share.orgs)
    more = f" +{share.more}" if share.more else ""
    return f"{word}: {names}{more}" if names else word


def document(sheet: Sheet, title: str, where: str, lang: str, day: date, address: str) -> Document:
    """The annex of an agreement: who does what, who pays, how each is reached, what the parties have said."""
    kinds = groups(sheet)
    names = [say(f"who:{kind}", lang=lang) for kind, _orgs in kinds]
    lines = tuple(
        (r.task.name.get(lang), *("; ".join(told(s, lang) for s in shares) or "–" for _kind, shares in r.shares))
        for r in rows(sheet)
    )
    blocks: list[Heading | Paragraph | Grid | Note | Sources] = [
        Heading(_("Who does what")),
        Grid(_("Who does what"), (_("Task"), *names), lines),
    ]
    costs = [(r.task.name.get(lang), r.cost.get(lang)) for r in rows(sheet) if r.cost]
    if costs:
        blocks += [Heading(_("Costs")), Grid(_("Costs"), (_("Task"), _("What has been agreed")), tuple(costs))]
    reached = tuple(_card(sheet, o, lang) for o in sheet.organisers)
    columns = (_("Organisation"), _("Function"), _("How to reach it"), _("Confirmed on"))
    blocks += [Heading(_("Contacts")), Grid(_("Contacts"), columns, reached)]
    if sheet.agreed is not None:
        blocks.append(Note(_said(sheet, lang)))
    blocks.append(Sources(tuple(dict.fromkeys(b for t in sheet.tasks if (b := basis(t, lang))))))
    return Document(title, where, lang, day, address, tuple(blocks), landscape=True)


def _card(sheet: Sheet, org: Org, lang: str) -> tuple[str, str, str, str]:
    known = sheet.contacts.get(org.id)
    if known is None:
        return org.name.get(lang), "–", "–", "–"
    ways = ", ".join(x for x in (known.email, known.phone) if x)
    return org.name.get(lang), known.name.get(lang), ways, show_date(known.confirmed_on, lang)


def _said(sheet: Sheet, lang: str) -> str:
    agreed = sheet.agreed
    if agreed is None or sheet.row is None:
        return ""
    if agreed.since is not None:
        return say("roles_signed", [("day", agreed.since)], lang)
    counts = [("count", str(len(agreed.accepted))), ("of", str(agreed.parties))]
    return say("roles_begun", counts, lang)


def matching(tasks: Iterable[Task], words: Sequence[str], key: Mapping[str, str]) -> list[Task]:
    """Tasks with every word at the start of one of theirs. `key`: of each task its search text."""
    return [t for t in tasks if all(f" {w}" in key[t.code] for w in words)]

"""Writes of bringing, as verbs: a file is taken, its columns are told, it is brought, undone, thrown away."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.bringing.kinds import Kind, kind_of
from yhdyspinta.core.bringing.models import Bringing, Brought
from yhdyspinta.core.bringing.reading import ROWS, WIDE, guessed, missing
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import clean
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.indicators.sources.files import Sheet
from yhdyspinta.core.jobs.models import Work
from yhdyspinta.core.jobs.queue import ask
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas

WORK = "bringing"
CELLS, LONGEST, TEXT, WAITING = 240_000, 8_000, 3_000_000, 10
"""So many cells a file may have in all its sheets; what is longer than any column takes is cut, and told as too long. So many characters all
cells have together, and so many files may wait to be brought."""
UNFINISHED, KEPT = timedelta(days=14), timedelta(days=30)
"""A file that nobody has brought is thrown away; a brought one's cells are emptied, and what became of its rows stays."""


@transaction.atomic
def take(*, by: Actor, kind: Kind, region: Region, name: str, sheets: Sequence[Sheet], lang: str) -> Bringing:
    """Keeps a file's cells and guesses its columns; nothing of it is brought yet. Raises Refused."""
    require(kind.may(by, atlas().areas[region.code]))
    if by.user is None:
        raise Refused(no("login_needed"))
    if max(len(s.rows) for s in sheets) > ROWS or sum(len(r) for s in sheets for r in s.rows) > CELLS:
        raise Refused(no("bring_too_many", limit=str(ROWS)))
    if sum(len(c) for s in sheets for r in s.rows for c in r if isinstance(c, str)) > TEXT:
        raise Refused(no("bring_too_many", limit=str(ROWS)))
    if Bringing.objects.filter(recorded_by=by.user, state="looked").count() >= WAITING:
        raise Refused(no("bring_too_many_files", count=str(WAITING)))
    best = max(range(len(sheets)), key=lambda i: (len(guessed(kind, sheets[i].rows)[1]), -i))
    head, columns = guessed(kind, sheets[best].rows)
    return Bringing.objects.create(
        kind=kind.code,
        region=region,
        name=clean(name)[:160],
        lang=lang,
        sheets=[{"name": clean(s.name)[:60], "rows": [[_short(c) for c in r[:WIDE]] for r in s.rows]} for s in sheets],
        sheet=best,
        head=head,
        columns=columns,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )


@transaction.atomic
def tell_columns(
    *, by: Actor, bringing: Bringing, version: int, sheet: int, columns: Mapping[str, int], fixed: Mapping[str, str]
) -> None:
    """Which column each field is in, and what is the same on every row. Another sheet has its columns guessed anew.

    Raises Refused, EditConflict.
    """
    row = _mine(by, bringing, "looked")
    if row.version != version:
        raise EditConflict(row.version)
    kind = kind_of(row.kind)
    codes = {f.code for f in kind.fields}
    told: dict[str, Any] = {"fixed": {k: clean(v)[:500] for k, v in fixed.items() if k in codes and clean(v)}}
    if sheet != row.sheet and 0 <= sheet < len(row.sheets):
        head, found = guessed(kind, row.sheets[sheet]["rows"])
        told |= {"sheet": sheet, "head": head, "columns": found}
    else:
        told["columns"] = {k: v for k, v in columns.items() if k in codes and v >= 0}
    Bringing.objects.filter(pk=row.pk).update(**told, version=F("version") + 1)


@transaction.atomic
def start(*, by: Actor, bringing: Bringing, version: int) -> Work:
    """Brings the rows that can be brought, in the background. Raises Refused, EditConflict."""
    row = _mine(by, bringing, "looked")
    if row.version != version:
        raise EditConflict(row.version)
    kind = kind_of(row.kind)
    require(kind.may(by, atlas().areas[row.region.code]))
    if missing(row, kind):
        raise Refused(no("bring_no_column"))
    return _ask(row, "bringing", by)


@transaction.atomic
def undo(*, by: Actor, bringing: Bringing) -> Work:
    """Takes back what was made and nobody has touched since, in the background. Raises Refused."""
    row = _mine(by, bringing, "brought")
    if not row.sheets:
        raise Refused(no("bring_too_old"))
    return _ask(row, "undoing", by)


@transaction.atomic
def throw_away(*, by: Actor, bringing: Bringing) -> None:
    """A file of which nothing has been brought. Raises Refused."""
    _mine(by, bringing, "looked").delete()


def ended(row: Bringing, state: str, by: Actor, counts: Mapping[str, int]) -> None:
    """The work is over: the state, and a line in the log of who wrote what."""
    Bringing.objects.filter(pk=row.pk).update(state=state, ended_at=clock.now())
    verb = "rows_brought" if state == "brought" else "rows_undone"
    data = {"kind": row.kind, "region": row.region.code, **counts}
    record_event(verb=verb, subject_type="bringing", subject_id=row.public_id, by=by.user, data=data)


def tidy() -> str:
    """Throws away what nobody brought and empties cells of what was. Job."""
    now = clock.now()
    waiting = Bringing.objects.filter(state="looked", recorded_at__lt=now - UNFINISHED)
    gone = [Bringing.objects.filter(pk=pk).delete() for pk in waiting.values_list("pk", flat=True)]
    old = Bringing.objects.exclude(state="looked").filter(recorded_at__lt=now - KEPT).exclude(sheets=[])
    return f"{len(gone)} files thrown away, {_emptied(list(old.values_list('pk', flat=True)))} emptied"


def _emptied(files: Sequence[int]) -> int:
    """Nothing that was in the cells stays: only which rows became what."""
    Brought.objects.filter(bringing__in=files).update(title="", before={}, why={})
    return Bringing.objects.filter(pk__in=files).update(sheets=[], fixed={})


def forget(user: User) -> None:
    """Of an erased person's files nothing of their cells stays; what became of the rows is the regions'."""
    own = Bringing.objects.filter(recorded_by=user.public_id)
    own.filter(state="looked").delete()
    own.update(name="")
    _emptied(list(own.values_list("pk", flat=True)))


def _short(cell: Any) -> Any:
    return clean(cell[: LONGEST + 1]) if isinstance(cell, str) else cell


def _ask(row: Bringing, state: str, by: Actor) -> Work:
    if by.user is None:
        raise Refused(no("login_needed"))
    work = ask(kind=WORK, asked={"bringing": str(row.public_id)}, by=by.user)
    Bringing.objects.filter(pk=row.pk).update(state=state, work=work, version=F("version") + 1)
    return work


def _mine(by: Actor, bringing: Bringing, state: str) -> Bringing:
    """The file, locked, if it is the actor's and in the state. Raises Refused."""
    row = Bringing.objects.select_for_update(of=("self",)).select_related("region").get(pk=bringing.pk)
    if by.user is None or row.recorded_by != by.user:
        raise Refused(no("bring_not_yours"))
    if row.state != state:
        raise Refused(no("bring_gone_on"))
    return row

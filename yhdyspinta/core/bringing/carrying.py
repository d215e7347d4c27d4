"""The work itself: rows are written by the rooms' verbs, batch by batch, each once however often its worker is lost."""

import logging
from collections import Counter
from collections.abc import Sequence

from django.db import DataError, IntegrityError, transaction
from django.utils import translation

from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.accounts.queries import actor_of
from yhdyspinta.core.bringing.actions import ended
from yhdyspinta.core.bringing.kinds import Kind, Scope, kind_of
from yhdyspinta.core.bringing.models import Bringing, Brought
from yhdyspinta.core.bringing.reading import Line, lines_of, scope_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.common.words import Param, show
from yhdyspinta.core.jobs.models import Work
from yhdyspinta.core.jobs.queue import Step

log = logging.getLogger("yhdyspinta.bringing")


def carry(work: Work, step: Step) -> None:
    """Brings or undoes, with the rights that the person has now. Raises Interrupted."""
    row = Bringing.objects.select_related("region").get(public_id=work.asked["bringing"])
    if row.work_id != work.pk:
        return  # the file has gone on to its next step
    by = actor_of(User.objects.get(public_id=row.recorded_by), clock.today())
    scope = scope_of(row, by)
    with translation.override(row.lang):
        if row.state == "bringing":
            _bring(row, scope, step)
        elif row.state == "undoing":
            _undo(row, scope, step)


def _bring(row: Bringing, scope: Scope, step: Step) -> None:
    kind, known = kind_of(row.kind), set(row.rows.values_list("number", flat=True))
    lines = [x for x in lines_of(row, scope) if x.number not in known]
    total = len(lines) + len(known)
    _keep(row, [_told(row, x) for x in lines if not x.ready])
    done = total - sum(1 for x in lines if x.ready)
    for batch in _batches(kind, scope, [x for x in lines if x.ready]):
        step(done, total)
        _write(row, kind, scope, batch)
        done += len(batch)
    step(total, total)
    with transaction.atomic():
        ended(row, "brought", scope.by, Counter(row.rows.values_list("outcome", flat=True)))


def _batches(kind: Kind, scope: Scope, lines: Sequence[Line]) -> list[list[Line]]:
    """Rows that are written together; each alone where the kind says nothing."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(kind.batch(scope, line.values) or f"#{line.number}", []).append(line)
    return list(found.values())


def _write(row: Bringing, kind: Kind, scope: Scope, batch: Sequence[Line]) -> None:
    """One batch and what became of it, in one transaction; a refusal is told, and the next goes on."""
    try:
        with transaction.atomic():
            made = kind.bring(scope, [x.values for x in batch])
            _keep(
                row,
                [
                    Brought(
                        bringing=row,
                        number=x.number,
                        title=x.title,
                        outcome="made",
                        item=m.item,
                        href=m.href,
                        before=m.before,
                    )
                    for x, m in zip(batch, made, strict=True)
                ],
            )
    except Refused as refused:
        why = _why(refused.verdict.code, refused.verdict.params, scope.lang)
        _keep(row, [Brought(bringing=row, number=x.number, title=x.title, outcome="refused", why=why) for x in batch])
    except (DataError, IntegrityError):
        log.exception("a row was not stored", extra={"file": str(row.public_id), "row": batch[0].number})
        why = _why("bring_not_stored", (), scope.lang)
        _keep(row, [Brought(bringing=row, number=x.number, title=x.title, outcome="refused", why=why) for x in batch])
    except EditConflict:
        why = _why("bring_changed_since", (), scope.lang)
        _keep(row, [Brought(bringing=row, number=x.number, title=x.title, outcome="refused", why=why) for x in batch])


def _told(row: Bringing, line: Line) -> Brought:
    """A row that is not written, and why."""
    if line.there and not line.faults:
        return Brought(bringing=row, number=line.number, title=line.title, outcome="there")
    first = line.faults[0]
    why = _why(first.code, first.params, row.lang) | {"column": first.column, "given": first.given}
    return Brought(bringing=row, number=line.number, title=line.title, outcome="refused", why=why)


def _why(code: str, params: Sequence[tuple[str, Param]], lang: str) -> dict[str, object]:
    return {"code": code, "params": [[name, show(value, lang)] for name, value in params]}


def _keep(row: Bringing, rows: Sequence[Brought]) -> None:
    Brought.objects.bulk_create(rows, batch_size=500)


def _undo(row: Bringing, scope: Scope, step: Step) -> None:
    """The last made first, so that what leans on another goes before it."""
    kind = kind_of(row.kind)
    items: dict[str, list[Brought]] = {}
    for one in row.rows.filter(outcome="made").order_by("-number"):
        items.setdefault(one.item, []).append(one)
    for number, (item, rows) in enumerate(items.items()):
        step(number, len(items))
        try:
            with transaction.atomic():
                kind.undo(scope, item, [r.before for r in rows])
                _mark(rows, "undone", {})
        except Refused as refused:
            _mark(rows, "kept", _why(refused.verdict.code, refused.verdict.params, scope.lang))
        except EditConflict:
            _mark(rows, "kept", _why("bring_changed_since", (), scope.lang))
    step(len(items), len(items))
    with transaction.atomic():
        ended(row, "undone", scope.by, Counter(row.rows.values_list("outcome", flat=True)))


def _mark(rows: Sequence[Brought], outcome: str, why: dict[str, object]) -> None:
    Brought.objects.filter(pk__in=[r.pk for r in rows]).update(outcome=outcome, why=why)

"""Walking long lists: a cursor is the last thing one has seen, so a list that grows meanwhile is neither doubled nor cut.

It is made of what the thing itself tells (its day and its public id), never of a number that would count hidden things.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from ninja import Field, Schema
from pydantic import BeforeValidator

T = TypeVar("T")
M = TypeVar("M", bound=Model)
MOST = 200
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PLACE = rf"^((19|20)[0-9]{{2}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])~{_UUID})?$"
NEXT = "The `next` of the answer before; nothing to begin"


def _iso(given: object) -> object:
    """Only a written day is a day: a number would be read as seconds since 1970."""
    if isinstance(given, str):
        return date.fromisoformat(given) if len(given) == 10 else given + "?"
    return given if isinstance(given, date) or given is None else str(given) + "?"


Day = Annotated[date, BeforeValidator(_iso)]
"""A day, written 2026-11-24."""


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9ÅÄÖåäö:._/, -]*$", max_length=160)]
"""A code, slug or address of something; "" for all."""


class Walk(Schema):
    """How a list of names is walked."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str, Field(pattern=r"^[^\x00-\x1f]*$", max_length=300, description=NEXT)] = ""


class DatedWalk(Schema):
    """How a list of things with a day is walked, the latest first."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str, Field(pattern=PLACE, description=NEXT)] = ""


class Listed(Schema, Generic[T]):
    """Part of a list. `next`: the cursor of what follows; null when this is the end."""

    items: list[T]
    next: str | None


@dataclass(frozen=True, slots=True)
class Dated:
    """What the rows of a list are ordered by: a day of theirs, newest first, then their public id."""

    day: str

    def of(self, row: Model) -> date:
        """The day of a row."""
        found: date = reduce(getattr, self.day.split("__"), row)  # type: ignore[assignment]  # along relations
        return found


def page_of_rows(
    rows: QuerySet[M], walk: DatedWalk, by: Dated, whole: Callable[[QuerySet[M]], Iterable[M]] = list
) -> tuple[list[M], str | None]:
    """The next rows, made whole, and the cursor after them."""
    if walk.cursor:
        day, last = _place(walk.cursor)
        rows = rows.filter(Q(**{f"{by.day}__lt": day}) | Q(**{by.day: day}, public_id__gt=last))
    found = list(whole(rows.order_by(f"-{by.day}", "public_id")[: walk.limit + 1]))
    if len(found) <= walk.limit:
        return found, None
    last_row = found[walk.limit - 1]
    return found[: walk.limit], f"{by.of(last_row)}~{last_row.public_id}"  # type: ignore[attr-defined]  # every listed model has one


def _place(cursor: str) -> tuple[date, UUID]:
    day, last = cursor.split("~")
    year, month, number = (int(part) for part in day.split("-"))
    return date(year, month, min(number, monthrange(year, month)[1])), UUID(last)


def page_of_list(items: Sequence[T], walk: Walk, key: Callable[[T], str]) -> tuple[list[T], str | None]:
    """The same of things that are at hand, ordered by a unique word of each."""
    ordered = sorted(items, key=key)
    if walk.cursor:
        ordered = [x for x in ordered if key(x) > walk.cursor]
    part = ordered[: walk.limit]
    return part, key(part[-1]) if len(ordered) > walk.limit else None

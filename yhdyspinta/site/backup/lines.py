"""A table as JSON lines, the same on both databases, and the digest of them."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction
from django.db.models import Model

from yhdyspinta.site.backup.tables import LINKS, PASSING, database_of, held
from yhdyspinta.site.moving.taking import plain

ROWS = 2_000
"""Rows that are read at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """A table: how many rows, and the SHA-256 of its lines."""

    rows: int
    sha256: str


def lines_of(model: type[Model]) -> Iterator[bytes]:
    """The rows by their key, each a JSON list of its columns in the order of the model, with its line end."""
    columns = [f.attname for f in model._meta.concrete_fields]
    rows = model._base_manager.using(database_of(model)).order_by("pk").values_list(*columns)
    for row in rows.iterator(chunk_size=ROWS):
        told = json.dumps([plain(v) for v in row], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield told.encode() + b"\n"


def tally(lines: Iterable[bytes], write: Callable[[bytes], object] = len) -> Told:
    """Counts and digests lines; `write` gets each of them on the way."""
    rows, digest = 0, hashlib.sha256()
    for line in lines:
        rows += 1
        digest.update(line)
        write(line)
    return Told(rows, digest.hexdigest())


def compared() -> list[type[Model]]:
    """The tables whose rows make the fingerprint of an installation."""
    return [m for m in held() if m._meta.label not in LINKS and m._meta.label not in PASSING]


def fingerprint() -> dict[str, Told]:
    """Those tables as they are now, all of one moment."""
    with one_moment():
        return {m._meta.label: tally(lines_of(m)) for m in compared()}


def whole(tables: dict[str, Told]) -> str:
    """One digest of all."""
    return hashlib.sha256("".join(f"{k} {t.rows} {t.sha256}\n" for k, t in sorted(tables.items())).encode()).hexdigest()


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything that is read within is of one moment of each database, and nobody has to wait meanwhile.

    Raises RuntimeError inside a transaction, which may have seen something already.
    """
    if any(connections[alias].in_atomic_block for alias in connections):
        raise RuntimeError("one_moment() begins outside of every transaction")
    with _moment("default"), _moment("trail"):
        yield


@contextmanager
def _moment(alias: str) -> Iterator[None]:
    connection = connections[alias]
    if connection.vendor == "postgresql":
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with (
        connection.cursor() as cursor
    ):  # plainly deferred: Django's own would be IMMEDIATE, for which writers would wait
        cursor.execute("BEGIN")
        try:
            cursor.execute("SELECT count(*) FROM sqlite_master")  # the moment is that of the first reading
            yield
        finally:
            cursor.execute("ROLLBACK")

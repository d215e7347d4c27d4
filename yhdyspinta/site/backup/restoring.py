"""A backup into an empty installation, of this version or an earlier one: its tables first, then its rows, then what has changed since."""

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from yhdyspinta.core.accounts.leaving import erase
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.ui.routers import TRAIL_APPS, TRAIL_MIGRATED, make_place
from yhdyspinta.site.backup.tables import LINKS
from yhdyspinta.site.backup.taking import ENDING, FORMAT, Manifest, NoBackup, beside, told_in

AT_ONCE = 500
"""Rows that are written at once."""
AGE = b"age-encryption.org/"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back: rows by table, how many accounts were closed again, links that no longer open."""

    manifest: Manifest
    rows: int
    closed_again: int
    links: bool


@contextmanager
def opened(path: Path, identity: Path | None) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup whose every table is what its manifest says. `identity`: the file of the private key. Raises NoBackup."""
    with ExitStack() as stack:
        try:
            with path.open("rb") as file:
                sealed = file.read(len(AGE)) == AGE
            if sealed:
                path = _unsealed(path, identity, Path(stack.enter_context(tempfile.TemporaryDirectory())))
            box = stack.enter_context(zipfile.ZipFile(path))
            manifest = Manifest(**json.loads(box.read("manifest.json")))
        except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
            raise NoBackup(f"{path.name} is no backup of Yhdyspinta, or it is broken: {error}") from error
        if manifest.format != FORMAT:
            raise NoBackup(f"{path.name} is of format {manifest.format}; this version reads {FORMAT}")
        for label in manifest.tables:
            if told_in(box, label) != manifest.told(label):
                raise NoBackup(f"{path.name} is broken: {label} is not what the manifest says. Take another backup.")
        yield box, manifest


def _unsealed(path: Path, identity: Path | None, folder: Path) -> Path:
    if identity is None:
        raise NoBackup(f"{path.name} is sealed: give the file of the private key with --identity")
    try:
        lines = [line for line in identity.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-")]
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines]
        opened_ = folder / "opened"
        opened_.touch(0o600)
        pyrage.decrypt_file(str(path), str(opened_), keys)
    except (OSError, pyrage.IdentityError, pyrage.DecryptError) as error:
        raise NoBackup(f"{path.name} does not open with {identity.name}: {error}") from error
    return opened_


def restore(path: Path, *, identity: Path | None = None, links: bool = False, say: Callable[[str], None] = lambda _t: None) -> Restored:  # fmt: skip
    """Brings a backup into an installation that has nothing. `links`: the installation moves, so its links go on working.

    Raises NoBackup when the file cannot be used or something is there already; then nothing has been changed.
    """
    with opened(path, identity) as (box, manifest):
        say(f"{path.name}: of {manifest.made_at}, version {manifest.version}, whole")
        _nothing_there()
        _same_tables(manifest)
        states = {alias: _tables_of(alias, manifest) for alias in ("default", "trail")}
        say("tables made")
        rows = _fill(box, manifest, states, links=links, say=say)
    for alias in ("default", "trail"):
        executor = MigrationExecutor(connections[alias])
        executor.migrate([n for n in executor.loader.graph.leaf_nodes() if _migrated(alias, n)])
    forget_all()
    closed = _close_again(path, manifest)
    return Restored(manifest, rows, closed, links)


def _nothing_there() -> None:
    if "accounts_user" in connections["default"].introspection.table_names() and User.objects.exists():
        raise NoBackup(
            f"There is an installation in {settings.DATA_DIR} or in DATABASE_URL already, and nothing is written over it. "
            "Name an empty data directory with YHDYSPINTA_DATA, or an empty database with DATABASE_URL."
        )


def _same_tables(manifest: Manifest) -> None:
    """Every migration of the backup is known here: an older version cannot read what a newer has written."""
    for alias, applied in manifest.migrations.items():
        known = MigrationExecutor(connections[alias]).loader.disk_migrations
        if new := sorted({f"{app}.{name}" for app, name in applied if (app, name) not in known}):
            raise NoBackup(
                f"The backup is of version {manifest.version}, newer than this one ({settings.VERSION}): it has "
                f"{', '.join(new[:3])}. Start that version or a newer one."
            )


def _tables_of(alias: str, manifest: Manifest) -> Any:
    """Makes the tables as they were in the backup; their models at that time."""
    if alias == "trail":
        make_place()
    executor = MigrationExecutor(connections[alias])
    applied = {(app, name) for app, name in manifest.migrations[alias] if _migrated(alias, (app, name))}
    graph = executor.loader.graph
    ends = [n for n in sorted(applied) if not any(c in applied and c[0] == n[0] for c in graph.node_map[n].children)]
    executor.migrate([n for n in ends if n in graph.node_map])
    return executor.loader.project_state(ends).apps


def _migrated(alias: str, node: tuple[str, str]) -> bool:
    """Whether a migration is gone through in the database."""
    return alias == "default" or node[0] == TRAIL_MIGRATED


def _fill(box: zipfile.ZipFile, manifest: Manifest, states: dict[str, Any], *, links: bool, say: Callable[[str], None]) -> int:  # fmt: skip
    """Writes all rows, each database at once or not at all."""
    count = 0
    try:
        with transaction.atomic(), transaction.atomic(using="trail"):
            for label in manifest.tables:
                app, name = label.split(".")
                alias = "trail" if app in TRAIL_APPS else "default"
                model = states[alias].get_model(app, name)
                model._base_manager.using(alias).all().delete()  # what the migrations have written
                if label in LINKS and not links:
                    continue
                count += _rows(box, label, model, alias)
            for alias in ("default", "trail"):
                _go_on_counting(alias, states[alias])
    except DatabaseError as error:
        raise NoBackup(f"The rows could not be written: {error}") from error
    say(f"{count:,} rows")
    return count


def _rows(box: zipfile.ZipFile, label: str, model: type[Model], alias: str) -> int:
    fields = {f.attname: f for f in model._meta.concrete_fields}
    count, batch = 0, []
    with box.open(f"tables/{label}.jsonl") as part:
        columns = json.loads(part.readline())
        for line in part:
            values = zip(columns, json.loads(line), strict=True)
            batch.append(model(**{c: _value(fields[c], v) for c, v in values}))
            count += 1
            if len(batch) == AT_ONCE:
                model._base_manager.using(alias).bulk_create(batch)
                batch = []
    model._base_manager.using(alias).bulk_create(batch)
    return count


def _value(field: Any, value: Any) -> Any:
    """A value of JSON as the column holds it; a foreign key as its target's key."""
    if value is None:
        return None
    return (field.target_field if field.remote_field else field).to_python(value)


def _go_on_counting(alias: str, state: Any) -> None:
    """New rows get numbers after those that were brought."""
    connection = connections[alias]
    models = [m for m in state.get_models() if m._meta.db_table in connection.introspection.table_names()]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def _close_again(path: Path, manifest: Manifest) -> int:
    """Whoever was erased after this backup stays erased: the manifests beside it that are newer tell who."""
    gone: set[str] = set()
    for other in path.parent.glob(f"*{ENDING}*.json"):
        told = json.loads(other.read_text())
        if other != beside(path) and told.get("made_at", "") > manifest.made_at:
            gone |= set(told.get("erased", []))
    people = list(User.objects.filter(public_id__in=gone, erased_at=None).order_by("pk"))
    for person in people:
        erase(by=HOUSE, user=person)
    return len(people)

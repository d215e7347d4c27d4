"""A backup: one ZIP of JSON lines by table with a manifest, taken while everybody goes on working, read back before it counts."""

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from yhdyspinta.core.accounts.queries import erased
from yhdyspinta.core.common import clock
from yhdyspinta.site.backup.lines import Told, lines_of, one_moment, tally
from yhdyspinta.site.backup.tables import held
from yhdyspinta.site.moving.taking import SAME_MOMENT

FORMAT = 1
ENDING = ".yhdys"
SEALED = ".age"


class NoBackup(Exception):  # noqa: N818  (names what happened)
    """The backup cannot be taken or read: what, and what to do. Nothing has been changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `erased`: public ids of closed accounts, which stay closed whatever is restored."""

    format: int
    version: str
    made_at: str
    vendor: str
    migrations: Mapping[str, list[tuple[str, str]]]
    tables: Mapping[str, Mapping[str, Any]]
    erased: list[str]

    def told(self, label: str) -> Told:
        """A table as it was."""
        return Told(**self.tables[label])


def name_at(at: datetime, *, sealed: bool = False) -> str:
    """The name of the backup of a moment."""
    return f"yhdyspinta-{at:%Y%m%dT%H%M%SZ}{ENDING}{SEALED if sealed else ''}"


def beside(path: Path) -> Path:
    """Where the manifest of a backup lies in the open: it names no person and holds no content."""
    return path.with_name(f"{path.name}.json")


def take(path: Path, *, recipients: list[str] | None = None) -> Manifest:
    """Takes a backup into a new file. `recipients`: public keys of age, for which it is sealed. Raises NoBackup."""
    keys = _keys(recipients or [])
    if path.exists():
        raise NoBackup(f"{path} is there already: a backup is never written over another. Give another name.")
    part = path.with_name(f".{path.name}.part")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as file:
            manifest = _write(file)
            file.flush()
            os.fsync(file.fileno())
        _check(part, manifest)
        if keys:
            sealed = part.with_name(f"{part.name}{SEALED}")
            sealed.touch(0o600)
            pyrage.encrypt_file(str(part), str(sealed), keys)
            part.unlink()
            sealed.replace(part)
        part.replace(path)
        beside(path).write_text(json.dumps(asdict(manifest), indent=1))
    except OSError as error:
        raise NoBackup(f"The backup could not be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _keys(recipients: list[str]) -> list[Any]:
    try:
        return [pyrage.x25519.Recipient.from_str(r) for r in recipients]
    except pyrage.RecipientError as error:
        raise NoBackup(f"That is no public key of age (age1…): {error}") from error


def _write(file: Any) -> Manifest:
    tables: dict[str, dict[str, Any]] = {}
    with one_moment(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as box:
        now = clock.now()
        for model in held():
            label = model._meta.label
            with box.open(zipfile.ZipInfo(f"tables/{label}.jsonl", SAME_MOMENT), "w", force_zip64=True) as part:
                part.write(json.dumps([f.attname for f in model._meta.concrete_fields]).encode() + b"\n")
                tables[label] = asdict(tally(lines_of(model), part.write))
        manifest = Manifest(
            FORMAT, settings.VERSION, now.isoformat(), connections["default"].vendor, _applied(), tables, erased()
        )
        box.writestr(zipfile.ZipInfo("manifest.json", SAME_MOMENT), json.dumps(asdict(manifest), indent=1))
    return manifest


def _applied() -> dict[str, list[tuple[str, str]]]:
    """The migrations of each database, which say what shape its tables have."""
    return {alias: sorted(MigrationRecorder(connections[alias]).applied_migrations()) for alias in ("default", "trail")}


def _check(path: Path, manifest: Manifest) -> None:
    """Reads the file back: what a disk has not kept is no backup."""
    with zipfile.ZipFile(path) as box:
        for label in manifest.tables:
            if (found := told_in(box, label)) != manifest.told(label):
                raise NoBackup(f"{label} was read back otherwise than it was written ({found.rows} rows)")


def told_in(box: zipfile.ZipFile, label: str) -> Told:
    """A table of an opened backup. Raises NoBackup for one that is broken."""
    try:
        with box.open(f"tables/{label}.jsonl") as part:
            part.readline()
            return tally(part)
    except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise NoBackup(f"{label} cannot be read: {error}") from error

"""Starting evidence from public sources: the file beside this one, and how it comes into the database."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from yhdyspinta.core.audit.models import Version
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.common.words import say
from yhdyspinta.core.evidence.actions import Content, content_of, correct, record
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.interfaces.catalogue import InvalidFile, text_of, toml_of
from yhdyspinta.core.registry.models import LoadedFile
from yhdyspinta.core.registry.queries import atlas

FILE = Path(__file__).with_name("evidence.toml")


def read(path: Path = FILE) -> dict[str, Content]:
    """The file's entries by slug. Raises InvalidFile with the entry and the reason."""
    data = toml_of(path)
    found: dict[str, Content] = {}
    for position, raw in enumerate(data.get("evidence", []), start=1):
        where = f"{path.name}: evidence {position} ({raw.get('slug', 'no slug')})"
        try:
            if raw["slug"] in found:
                raise InvalidFile(f"{where}: the slug is there twice")
            found[raw["slug"]] = _content(raw)
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidFile(f"{where}: {error!r}") from error
    return found


def _content(raw: dict[str, Any]) -> Content:
    house = atlas()
    title, note = text_of(raw["title"]), text_of(raw.get("note"))
    parties = []
    for address in raw["parties"]:
        space, slug = address.split("/")
        org = house.org_by_slug(space, slug)
        if org is None:
            raise ValueError(f"party {address} does not exist")
        parties.append(org.id)
    return Content(
        kind=raw["kind"],
        happened_on=raw["happened_on"],
        precision=raw.get("precision", "day"),
        holds_until=raw.get("holds_until"),
        duties=raw["duties"],
        parties=tuple(parties),
        title_fi=title.fi,
        title_sv=title.sv,
        title_en=title.en,
        note_fi=note.fi,
        note_sv=note.sv,
        note_en=note.en,
        source_title=raw["source_title"],
        source_url=raw["source_url"],
    )


def load_reference() -> int:
    """Records what is new and corrects what has changed in the file; what a person has touched is left alone.

    Returns how many entries were written. Raises InvalidFile.
    """
    digest = sha256(FILE.read_bytes()).hexdigest()
    loaded = LoadedFile.objects.filter(name="evidence").first()
    if loaded and loaded.digest == digest:
        return 0
    written = 0
    with transaction.atomic():
        for slug, content in read().items():
            try:
                written += _bring(f"reference:{slug}", content)
            except Refused as refused:
                reason = say(refused.verdict.code, refused.verdict.params, "en")
                raise InvalidFile(f"{FILE.name}: {slug}: {reason}") from refused
        LoadedFile.objects.update_or_create(name="evidence", defaults={"digest": digest, "loaded_at": clock.now()})
    return written


def _bring(origin: str, content: Content) -> int:
    row = Evidence.objects.filter(origin=origin).first()
    if row is None:
        record(by=HOUSE, acting_for=None, content=content, origin=origin)
        return 1
    touched = Version.objects.filter(subject_type="evidence", subject_id=row.public_id, actor__isnull=False).exists()
    if touched or row.withdrawn_at is not None or _same(row, content):
        return 0
    correct(by=HOUSE, acting_for=None, evidence=row, version=row.version, content=content)
    return 1


def _same(row: Evidence, content: Content) -> bool:
    """Whether the row already says what the file says."""
    now = content_of(row)
    house = atlas()
    wanted = {k: getattr(content, k) for k in now if k not in ("duties", "parties")}
    wanted["happened_on"] = content.happened_on.isoformat()
    wanted["holds_until"] = content.holds_until.isoformat() if content.holds_until else None
    parties = [str(house.orgs[i].public_id) for i in content.parties]
    return now == {**wanted, "duties": dict(content.duties), "parties": parties}

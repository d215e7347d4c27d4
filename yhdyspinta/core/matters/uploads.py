"""What a file is, by its first bytes and not by its name, and whether it is taken. Plain Python: nothing is opened or run."""

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from yhdyspinta.core.common.texts import clean
from yhdyspinta.core.common.verdict import YES, Verdict, no

LIMIT = 10_000_000
"""Bytes of a file at most."""
PARTS, UNPACKED = 2_000, 100_000_000
"""Parts of an office file, and bytes of them unpacked, at most."""
OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "odt": f"{ODF}text",
    "ods": f"{ODF}spreadsheet",
    "odp": f"{ODF}presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
MAGIC: Mapping[str, bytes] = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
INSIDE: Mapping[str, str] = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
ODF_KINDS = {MEDIA[kind].encode(): kind for kind in ("odt", "ods", "odp")}
EXECUTABLE = ("vbaproject.bin", "/activex/", "/basic/", "scripts/", ".exe", ".dll", ".js", ".vbs", ".jar")
"""Parts that a program would run."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    body: bytes


def taken(upload: Upload) -> Verdict:
    """Whether the file is one that is kept: of a known kind, as large as allowed, without anything to be run."""
    if not upload.body:
        return no("matters_file_empty")
    if len(upload.body) > LIMIT:
        return no("matters_file_large", count=str(LIMIT // 1_000_000))
    kind = kind_of(upload.body, upload.name)
    if not kind:
        return no("matters_file_kind", kinds=", ".join(MEDIA))
    return _harmless(upload.body) if kind in INSIDE or MEDIA[kind].startswith(ODF) else YES


def kind_of(body: bytes, name: str) -> str:
    """The kind by what the bytes are; only plain text and tables are told apart by the name. "" when it is none of ours."""
    for kind, start in MAGIC.items():
        if body.startswith(start):
            return kind
    if body.startswith(b"PK\x03\x04"):
        return _office(body)
    ending = name.rpartition(".")[2].casefold()
    return ending if ending in ("csv", "txt") and _is_text(body) else ""


def _office(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = packed.namelist()
            if names[:1] == ["mimetype"]:
                return ODF_KINDS.get(packed.open("mimetype").read(100), "")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    return next((kind for kind, part in INSIDE.items() if part in names), "")


def _harmless(body: bytes) -> Verdict:
    """No macros, no locked or hidden parts, and not more when it is unpacked than a document needs."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = packed.infolist()
    if len(parts) > PARTS or sum(p.file_size for p in parts) > UNPACKED:
        return no("matters_file_unpacks")
    if any(p.flag_bits & 1 for p in parts):
        return no("matters_file_locked")
    if any(mark in f"/{p.filename}".casefold() for p in parts for mark in EXECUTABLE):
        return no("matters_file_runs")
    return YES


def _is_text(body: bytes) -> bool:
    """UTF-8 or Windows-1252 text without control characters."""
    head = body[:100_000]
    return not any(byte < 9 or 13 < byte < 32 for byte in head)


def safe_name(name: str, kind: str) -> str:
    """The file's name as it is kept: its last part, visible characters only, with the ending of what it is."""
    last = unicodedata.normalize("NFC", clean(name)).replace("\\", "/").rpartition("/")[2]
    visible = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in last)
    stem = visible.rpartition(".")[0] if "." in visible else visible
    return f"{stem.strip(' ._')[:120] or 'asiakirja'}.{kind}"

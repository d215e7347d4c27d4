"""A document as plain data and back: what is frozen is its tree, from which every form is made again."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from yhdyspinta.core.press.tree import Block, Bullets, Document, Grid, Heading, Map, Note, Paragraph, Picture, Sources

KINDS: Mapping[str, type[Block]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "bullets": Bullets,
    "grid": Grid,
    "picture": Picture,
    "map": Map,
    "note": Note,
    "sources": Sources,
}
NAMES = {made: name for name, made in KINDS.items()}


def stored(document: Document) -> dict[str, Any]:
    """The document as what JSON can hold."""
    blocks = [{"kind": NAMES[type(b)], "of": msgspec.to_builtins(b)} for b in document.blocks]
    for block in blocks:
        if "numeric" in block["of"]:
            block["of"]["numeric"] = sorted(block["of"]["numeric"])
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "lang": document.lang,
        "day": document.day.isoformat(),
        "address": document.address,
        "landscape": document.landscape,
        "blocks": blocks,
    }


def restored(data: Mapping[str, Any]) -> Document:
    """The same document again. Raises msgspec.ValidationError or KeyError when the data is none."""
    blocks = tuple(msgspec.convert(b["of"], KINDS[b["kind"]]) for b in data["blocks"])
    rest = {name: data[name] for name in ("title", "subtitle", "lang", "address", "landscape")}
    return Document(**rest, day=date.fromisoformat(data["day"]), blocks=blocks)


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 of the content in one spelling, hexadecimal."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

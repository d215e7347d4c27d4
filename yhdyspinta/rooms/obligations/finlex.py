"""Consolidated statutes of Finlex as they are read: which version a text is, and its sections. Plain Python.

Finlex open data gives Akoma Ntoso 3.0 (CC BY 4.0). The expression's address ends in the version: fin@20260380 is the text
as act 380/2026 left it. A section may stand in several versions, such as one in force and one to come; all belong to its text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from lxml import etree

_LABEL = re.compile(r"^\s*(\d{1,3})\s*([a-zåäö])?\s*§")
_VERSION = re.compile(r"@(\d{8})$")


class NotAStatute(Exception):  # noqa: N818  (names what came)
    """What came is no consolidated statute in Akoma Ntoso."""


@dataclass(frozen=True, slots=True)
class Text:
    """A statute at a version. `version`: act that amended it last, as YYYYNNNN, "" when the address tells none; `sections`: label
    → digest of the text."""

    version: str
    sections: Mapping[str, str]


def address(base: str, number: str) -> str:
    """Where the newest consolidated text of a statute is: number as 612/2021."""
    serial, year = number.split("/")
    return f"{base}/{year}/{serial}/fin@latest"


def read(body: bytes) -> Text:
    """A statute. Raises NotAStatute."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAStatute(str(error)[:200]) from error
    if root is None or _local(root) != "akomaNtoso":
        raise NotAStatute("not Akoma Ntoso")
    texts: dict[str, list[str]] = {}
    for node in root.iter():
        if _local(node) == "section" and (label := _label(node)):
            texts.setdefault(label, []).append(_words(node))
    if not texts:
        raise NotAStatute("no sections")
    return Text(_version(root), {k: sha256("\n".join(v).encode()).hexdigest()[:32] for k, v in texts.items()})


def amended_by(version: str) -> str:
    """The act that a version is of: 20260380 → 380/2026."""
    return f"{int(version[4:])}/{version[:4]}" if len(version) == 8 and version.isdigit() else ""


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What has happened to each section that is not the same: changed, added, removed."""
    found = {label: "changed" for label in before.keys() & after.keys() if before[label] != after[label]}
    found |= dict.fromkeys(after.keys() - before.keys(), "added")
    return found | dict.fromkeys(before.keys() - after.keys(), "removed")


def _local(node: "etree._Element") -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _label(node: "etree._Element") -> str:
    """The section's number as citations write it: "14", "12 a"."""
    num = next((c for c in node if _local(c) == "num"), None)
    match = _LABEL.match(_words(num).casefold()) if num is not None else None
    return " ".join(p for p in match.groups() if p) if match else ""


def _words(node: "etree._Element") -> str:
    return " ".join("".join(str(t) for t in node.itertext()).split())


def _version(root: "etree._Element") -> str:
    """Of the expression's own address."""
    for node in root.iter():
        if _local(node) == "FRBRExpression":
            values = (c.get("value", "") for c in node if _local(c) in ("FRBRthis", "FRBRuri"))
            return next((m[1] for v in values if (m := _VERSION.search(v))), "")
    return ""

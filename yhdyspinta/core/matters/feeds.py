"""Feeds of municipal meeting systems as they are read: each system a small adapter. Plain Python.

They tell RSS or Atom. Where a system has its own usual address, it is made of the address of the service; what stands in
a title (body, day, section) is read the same way for all, for they write it alike: "Kunnanhallitus 04.12.2023 § 198 Asia".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import etree

from yhdyspinta.core.common import clock

MOST = 300
"""Entries of a feed that are looked at."""
LONGEST = 300
_SECTIONS = tuple(re.compile(p) for p in (r"§\s*(\d{1,4})", r"[Pp]ykälä\s+(\d{1,4})", r"\b(\d{1,4})\s*§"))
_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_NUMBER = re.compile(
    r"\b[A-ZÅÄÖ]{0,6}[:/]?\s?\d{1,6}/\d{2}\.\d{2}(?:\.\d{2}){0,3}/\d{4}\b|\b[A-ZÅÄÖ]{2,8}[:/]\d{1,6}/\d{4}\b"
)
_BODY = re.compile(
    r"\b([A-ZÅÄÖ][\wåäöÅÄÖ\- ]*?(?:valtuusto|hallitus|lautakunta|jaosto|johtokunta|toimikunta|fullmäktige|styrelse|nämnd|sektion))\b"
)
_TAGS = re.compile(r"<[^>]+>")


class NotAFeed(Exception):  # noqa: N818  (names what came)
    """What came is neither RSS nor Atom."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. `guid`: the same for ever; `on`: the day of the meeting, else of publishing; "" and None: not told."""

    guid: str
    title: str
    link: str
    on: date | None
    body: str = ""
    section: str = ""
    record_number: str = ""


@dataclass(frozen=True, slots=True)
class Adapter:
    """A meeting system. `address`: the usual feed of a service at an address."""

    code: str
    name: str
    address: Callable[[str], str]


def _base(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


ADAPTERS: Mapping[str, Adapter] = {
    a.code: a
    for a in (
        Adapter(
            "dynasty",
            "Dynasty",
            lambda u: u if "rss/" in u else f"{_base(u)}/cgi/DREQUEST.PHP?page=rss/meetingitems&show=100",
        ),
        Adapter("cloudnc", "CloudNC", lambda u: u if "rss" in u.casefold() else f"{_base(u)}/meetingrss"),
        Adapter("tweb", "Tweb", lambda u: u),
        Adapter("other", "RSS, Atom", lambda u: u),
    )
}


def entries(body: bytes) -> list[Entry]:
    """The entries of a feed, in its order. Raises NotAFeed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeed(str(error)[:200]) from error
    if root is None or _local(root.tag) not in ("rss", "feed", "RDF"):
        raise NotAFeed("neither RSS nor Atom")
    found: dict[str, Entry] = {}
    for node in _nodes(root):
        entry = _entry(node)
        if entry is not None and len(found) < MOST:
            found.setdefault(entry.guid, entry)
    return list(found.values())


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _nodes(root: "etree._Element") -> Iterator["etree._Element"]:
    return (node for node in root.iter() if _local(node.tag) in ("item", "entry"))


def _texts(node: "etree._Element") -> dict[str, str]:
    told: dict[str, str] = {}
    for child in node:
        name = _local(child.tag)
        text = child.get("href", "") if name == "link" and child.get("href") else "".join(child.itertext())
        told.setdefault(name, " ".join(_TAGS.sub(" ", text).split()))
    return told


def _entry(node: "etree._Element") -> Entry | None:
    told = _texts(node)
    title, link = told.get("title", "")[:LONGEST], told.get("link", "")
    if not title or not link.startswith(("http://", "https://")) or len(link) > 500:
        return None
    text = f"{title} | {told.get('description', told.get('summary', ''))}"[:4000]
    section = next((m for p in _SECTIONS if (m := p.search(text))), None)
    body, number = _BODY.search(text), _NUMBER.search(text)
    return Entry(
        guid=(told.get("guid") or told.get("id") or link)[:LONGEST],
        title=title,
        link=link,
        on=_meeting_day(text) or _published(told),
        body=" ".join(body[1].split())[:160] if body else "",
        section=section[1] if section else "",
        record_number=" ".join(number[0].split())[:60] if number else "",
    )


def _meeting_day(text: str) -> date | None:
    for day, month, year in _DAY.findall(text):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _published(told: Mapping[str, str]) -> date | None:
    given = next((told[n] for n in ("pubDate", "published", "updated", "date") if told.get(n)), "")
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            told_at = read(given)
            return clock.date_of(told_at) if told_at.tzinfo else told_at.date()
        except (ValueError, TypeError, IndexError):
            continue
    return None

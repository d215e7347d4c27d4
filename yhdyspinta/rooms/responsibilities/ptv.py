"""Service points of the Finnish Service Catalogue (PTV, open API v11, CC BY 4.0) as they are read. Plain Python.

A list of a municipality's channels comes in pages of whole channels; of them those that are places are kept. A channel tells the
organisation only by its id; names come from a list of their own. What is missing is left empty.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from yhdyspinta.core.common.texts import LANGUAGES, Text, clean, one_line

PLACE = "ServiceLocation"
AT_ONCE = 50
"""So many organisations are asked for by one address."""


class NotPtv(Exception):  # noqa: N818  (names what came)
    """What came is not what PTV gives."""


class Said(msgspec.Struct):
    """A text of one language, of a type or none."""

    language: str = ""
    value: str | None = None
    type: str | None = None


class Area(msgspec.Struct):
    """A municipality by its code."""

    code: str | None = None


class Street(msgspec.Struct, rename="camel"):
    """A street address."""

    street: list[Said] | None = None
    street_number: str | None = None
    postal_code: str | None = None
    post_office: list[Said] | None = None
    municipality: Area | None = None


class Address(msgspec.Struct, rename="camel"):
    """An address of a place."""

    type: str | None = None
    street_address: Street | None = None


class Phone(msgspec.Struct, rename="camel"):
    """A telephone number."""

    prefix_number: str | None = None
    number: str | None = None
    language: str = ""
    type: str | None = None


class Web(msgspec.Struct):
    """An address of the web."""

    url: str | None = None
    language: str = ""


class Linked(msgspec.Struct):
    """A service by its name."""

    name: str | None = None


class Connection(msgspec.Struct):
    """A service that is given through a channel."""

    service: Linked | None = None


class Channel(msgspec.Struct, rename="camel"):
    """A channel: a place, or another that is not kept."""

    id: str
    service_channel_type: str = ""
    organization_id: str | None = None
    service_channel_names: list[Said] | None = None
    addresses: list[Address] | None = None
    phone_numbers: list[Phone] | None = None
    support_emails: list[Said] | None = None
    web_pages: list[Web] | None = None
    services: list[Connection] | None = None
    publishing_status: str = "Published"


class Page(msgspec.Struct, rename="camel"):
    """A page of a list."""

    page_count: int = 1
    item_list: list[Channel] | None = None


class Organisation(msgspec.Struct, rename="camel"):
    """An organisation by its names."""

    id: str
    organization_names: list[Said] | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A place where services are given. `organisation`: its id in PTV."""

    id: str
    organisation: str
    name: Text
    address: Text
    phone: str
    email: str
    url: str
    services: tuple[str, ...]


def page(body: bytes) -> tuple[list[Channel], int]:
    """Channels of a page, and how many pages there are. Raises NotPtv."""
    try:
        found = msgspec.json.decode(body, type=Page)
    except msgspec.MsgspecError as error:
        raise NotPtv(str(error)[:200]) from error
    return found.item_list or [], found.page_count


def names(body: bytes) -> Mapping[str, Text]:
    """Organisations by id. Raises NotPtv."""
    try:
        found = msgspec.json.decode(body, type=list[Organisation])
    except msgspec.MsgspecError as error:
        raise NotPtv(str(error)[:200]) from error
    return {o.id: _text(o.organization_names) for o in found}


def points(channels: Iterable[Channel], municipality: str) -> Iterator[Point]:
    """Published places that lie in a municipality, by its code."""
    for one in channels:
        if one.service_channel_type != PLACE or one.publishing_status != "Published":
            continue
        here = [a.street_address for a in one.addresses or [] if a.type in (None, "Location") and a.street_address]
        street = next((s for s in here if s.municipality and s.municipality.code == municipality), None)
        name = _text(one.service_channel_names)
        if street is None or not any((name.fi, name.sv, name.en)):
            continue
        yield Point(
            id=one.id[:36],
            organisation=one.organization_id or "",
            name=name,
            address=_address(street),
            phone=_phone(one.phone_numbers or []),
            email=next((one_line(clean(m.value))[:254] for m in one.support_emails or [] if m.value), ""),
            url=next((u for w in one.web_pages or [] if (u := w.url or "").startswith(("http://", "https://")) and len(u) <= 500), ""),
            services=_services(one.services or []),
        )  # fmt: skip


def _text(said: Iterable[Said] | None) -> Text:
    """Names by language: the name itself before an alternative one."""
    found: dict[str, str] = {}
    for one in sorted(said or [], key=lambda s: s.type not in (None, "Name")):
        if one.language in LANGUAGES and one.value:
            found.setdefault(one.language, one_line(clean(one.value))[:200])
    return Text(found.get("fi", ""), found.get("sv", ""), found.get("en", ""))


def _address(street: Street) -> Text:
    names_, offices = _text(street.street), _text(street.post_office)

    def line(lang: str) -> str:
        first = " ".join(p for p in (names_.get(lang), street.street_number) if p)
        second = " ".join(p for p in (street.postal_code, offices.get(lang)) if p)
        return one_line(clean(", ".join(p for p in (first, second) if p)))[:200]

    return Text(line("fi"), line("sv"), line("en"))


def _phone(phones: Iterable[Phone]) -> str:
    found = next((p for p in phones if p.number and p.type in (None, "Phone")), None)
    return one_line(clean(" ".join(p for p in (found.prefix_number, found.number) if p)))[:40] if found else ""


def _services(linked: Iterable[Connection]) -> tuple[str, ...]:
    told: dict[str, Any] = {one_line(clean(c.service.name))[:160]: None for c in linked if c.service and c.service.name}
    return tuple(told)[:40]

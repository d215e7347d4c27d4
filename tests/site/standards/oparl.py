"""OParl 1.1 checked as its specification asks: kinds, what each must tell, addresses that answer with the same object, lists.

Written from the specification (schema.oparl.org/1.1): required properties by kind, types of values, paging.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.test import Client

SCHEMA = "https://schema.oparl.org/1.1/"
REQUIRED = {
    "System": ("oparlVersion", "body"),
    "Body": ("name", "organization", "person", "meeting", "paper", "legislativeTerm"),
    "LegislativeTerm": (),
    "Organization": (),
    "Meeting": (),
    "AgendaItem": ("order",),
    "Paper": (),
    "Consultation": (),
}
DATES = ("date", "startDate", "endDate")
MOMENTS = ("created", "modified", "start", "end")
ADDRESSES = ("body", "system", "meeting", "paper", "license", "web", "website", "organization")
EMBEDDED = ("agendaItem", "consultation", "legislativeTerm")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}:\d{2}|Z)")


class Server:
    """An OParl server as a program walks it."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, address: str) -> Any:
        """An object or a page of a list by its address. Raises AssertionError when nothing is there."""
        assert address.startswith(settings.ADDRESS), address
        answer = self.client.get(address.removeprefix(settings.ADDRESS))
        assert answer.status_code == 200, address
        assert answer["Content-Type"] == "application/json"
        assert answer["Access-Control-Allow-Origin"] == "*"
        return answer.json()

    def listed(self, address: str) -> Iterator[dict[str, Any]]:
        """Every object of a list, page by page."""
        while address:
            told = self.get(address)
            assert set(told) == {"data", "pagination", "links"}
            assert told["pagination"]["currentPage"] <= max(1, told["pagination"]["totalPages"])
            yield from told["data"]
            address = told["links"].get("next", "")


def faults(thing: Any, *, embedded: bool = False) -> Iterator[str]:
    """What is wrong with an object and those inside it."""
    kind = str(thing.get("type", "")).removeprefix(SCHEMA)
    where = f"{kind} {thing.get('id')}"
    if kind not in REQUIRED or not str(thing.get("id", "")).startswith("http"):
        yield f"{where}: no kind or no address"
        return
    yield from (f"{where}: lacks {name}" for name in REQUIRED[kind] if name not in thing)
    if not embedded and kind == "AgendaItem" and "meeting" not in thing:
        yield f"{where}: alone, without its meeting"
    for name, value in thing.items():
        if value in (None, "", []):
            yield f"{where}: {name} is empty"
        if name in DATES and not DAY.fullmatch(value):
            yield f"{where}: {name} is no day"
        if name in MOMENTS and not MOMENT.fullmatch(value):
            yield f"{where}: {name} is no moment"
        if name in ADDRESSES and not (isinstance(value, list) or str(value).startswith("http")):
            yield f"{where}: {name} is no address"
        if name in EMBEDDED and isinstance(value, list):
            for inner in value:
                yield from faults(inner, embedded=True)


def same(first: Any, second: Any) -> bool:
    """Whether two tellings are of the same object: what is alone also tells where it belongs."""
    left, right = ({k: v for k, v in x.items() if k not in ("meeting", "paper")} for x in (first, second))
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)

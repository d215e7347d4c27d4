"""A slow connection, and what came over it: bytes, requests and the first content of each page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

LATENCY, SPEED = 400, 50_000
"""Milliseconds to an answer; bytes a second in each direction."""
FIRST, BYTES = 3.0, 200_000
"""Figures to reach: seconds to the first content, bytes of a page without its charts."""


@dataclass
class Loaded:
    """A page as it came: when it was asked for and showed something (seconds of the browser's clock), and its bytes."""

    url: str
    asked: float
    painted: float | None = None
    bytes: int = 0
    requests: int = 0

    @property
    def first(self) -> float | None:
        """Seconds to the first content."""
        return None if self.painted is None else self.painted - self.asked


@dataclass
class Wire:
    """Everything that has been loaded over a slow connection."""

    pages: dict[str, Loaded] = field(default_factory=dict)
    of_request: dict[str, str] = field(default_factory=dict)

    def slow(self, context: BrowserContext) -> None:
        """Every page that is opened from here on has it."""
        opened = context.new_page

        def new_page() -> Page:
            page = opened()
            session = context.new_cdp_session(page)
            session.on("Network.requestWillBeSent", self._asked)
            session.on("Network.loadingFinished", self._came)
            session.on("Page.lifecycleEvent", self._painted)
            session.send("Network.enable")
            session.send("Page.enable")
            session.send("Page.setLifecycleEventsEnabled", {"enabled": True})
            wire = {"offline": False, "latency": LATENCY, "downloadThroughput": SPEED, "uploadThroughput": SPEED}
            session.send("Network.emulateNetworkConditions", wire)
            return page

        context.new_page = new_page  # type: ignore[method-assign]
        context.set_default_timeout(90_000)

    def faults(self) -> list[str]:
        """Pages that show nothing for too long, or weigh too much."""
        found = [
            f"{p.url}: first content after {p.first:.1f} s" for p in self.pages.values() if p.first and p.first >= FIRST
        ]
        return found + [f"{p.url}: {p.bytes / 1000:.0f} kB" for p in self.pages.values() if p.bytes > BYTES]

    def told(self) -> str:
        """What was measured, in words."""
        seen = [p for p in self.pages.values() if p.first]
        if not seen:
            return "no page"
        slowest, largest = max(seen, key=lambda p: p.first or 0), max(seen, key=lambda p: p.bytes)
        return (
            f"{len(seen)} pages; first content after {slowest.first:.1f} s at most ({urlsplit(slowest.url).path}); "
            f"{largest.bytes / 1000:.0f} kB at most ({urlsplit(largest.url).path})"
        )

    def _asked(self, event: Mapping[str, Any]) -> None:
        loader, request = event["loaderId"], event["requestId"]
        if event.get("type") == "Document" and loader == request:  # of a redirect the first asking counts
            self.pages.setdefault(loader, Loaded(event["request"]["url"], event["timestamp"]))
        if loader in self.pages and request not in self.of_request:
            self.of_request[request] = loader
            self.pages[loader].requests += 1

    def _came(self, event: Mapping[str, Any]) -> None:
        if page := self.pages.get(self.of_request.get(event["requestId"], "")):
            page.bytes += int(event["encodedDataLength"])

    def _painted(self, event: Mapping[str, Any]) -> None:
        if event["name"] == "firstContentfulPaint" and (page := self.pages.get(event["loaderId"])):
            page.painted = page.painted or event["timestamp"]

"""Asking a source over HTTP: descriptive User-Agent, limits of size and time, no redirects, few tries with back-off.

Every fault becomes a SourceFault that says what happened; nothing else escapes.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import httpx2
import msgspec
import stamina

from yhdyspinta import VERSION

T = TypeVar("T")
AGENT = f"Yhdyspinta/{VERSION} (open source; figures for cooperation of municipalities and wellbeing services counties)"
LARGEST = 64_000_000
"""Bytes of one answer; a whole indicator is a tenth of it."""


class SourceFault(Exception):  # noqa: N818  (names the source's fault, shown to the operator)
    """A source did not give what was asked. The message says what happened; `again`: worth another try at once."""

    def __init__(self, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.again = again


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: the address, what was asked with it, and the body."""

    url: str
    question: str
    body: bytes


@dataclass
class Web:
    """A session with one source. `connect`, `read`, `whole`: seconds; `tries`: how often in all; `pause`: first back-off."""

    base: str
    connect: float = 10.0
    read: float = 60.0
    whole: float = 180.0
    tries: int = 3
    pause: float = 1.0
    form: str = "json"
    """In which form bulk figures are asked where the source has two: json, or csv, which has a third of the bytes."""
    asked: list[Answer] = field(default_factory=list)
    """Every answer of the session, as it came."""
    client: httpx2.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        timeout = httpx2.Timeout(self.read, connect=self.connect)
        self.client = httpx2.Client(
            headers={"User-Agent": AGENT, "Accept": "application/json, text/csv"},
            timeout=timeout,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Ends the session."""
        self.client.close()

    def get(self, path: str, params: Mapping[str, str | Sequence[str]] | None = None) -> bytes:
        """A JSON body. Raises SourceFault."""
        return self._tried("GET", path, params or {}, b"")

    def post(self, path: str, content: bytes) -> bytes:
        """A JSON body for a JSON question. Raises SourceFault."""
        return self._tried("POST", path, {}, content)

    def _tried(self, method: str, path: str, params: Mapping[str, str | Sequence[str]], content: bytes) -> bytes:
        """The answer, tried again while the fault is one that may pass."""
        for attempt in stamina.retry_context(
            on=lambda error: isinstance(error, SourceFault) and error.again,
            attempts=self.tries,
            timeout=self.whole,
            wait_initial=self.pause,
            wait_max=self.pause * 8,
            wait_jitter=self.pause / 2,
        ):
            with attempt:
                body = self._once(method, path, params, content)
        self.asked.append(Answer(f"{self.base}{path}", content.decode() or str(dict(params)), body))
        return body

    def _once(self, method: str, path: str, params: Mapping[str, str | Sequence[str]], content: bytes) -> bytes:
        """One try, read piece by piece so that an endless or a very slow answer is cut off."""
        until = time.monotonic() + self.whole
        headers = {"Content-Type": "application/json"} if content else {}
        try:
            with self.client.stream(
                method, f"{self.base}{path}", params=dict(params) or None, content=content or None, headers=headers
            ) as response:
                _check_status(response)
                parts, size = [], 0
                for part in response.iter_bytes():
                    size += len(part)
                    if size > LARGEST:
                        raise SourceFault(f"the answer is larger than {LARGEST:,} bytes")
                    if time.monotonic() > until:
                        raise SourceFault(f"the answer was not whole in {self.whole:g} seconds", again=True)
                    parts.append(part)
        except httpx2.HTTPError as error:
            raise SourceFault(f"{type(error).__name__}: {error or 'no words'}", again=True) from error
        except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
            raise SourceFault(f"{type(error).__name__}: {error}") from error
        return _json_like(b"".join(parts), response.headers.get("content-type", ""))


def _check_status(response: httpx2.Response) -> None:
    status = response.status_code
    if status == 200:
        return
    if status == 429:
        raise SourceFault(
            f"status 429: too many questions, wait {response.headers.get('Retry-After', '?')} s", again=True
        )
    if 300 <= status < 400:
        raise SourceFault(
            f"status {status}: it leads elsewhere, {response.headers.get('Location', '?')[:80]}; not followed"
        )
    raise SourceFault(f"status {status}", again=status >= 500)


def _json_like(body: bytes, kind: str) -> bytes:
    """A body that may be JSON. Raises SourceFault for an empty one and for a page of HTML with a good status."""
    if not body.strip():
        raise SourceFault("an empty answer", again=True)
    if body.lstrip()[:1] == b"<" or "html" in kind.lower():
        raise SourceFault("a web page (HTML) instead of figures: probably a maintenance or an error page")
    return body


def decoded(body: bytes, shape: type[T], what: str) -> T:
    """A body read as a declared shape. Raises SourceFault: what it was and what was wrong."""
    try:
        return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise SourceFault(f"{what} cannot be read: {str(error)[:160]}") from error

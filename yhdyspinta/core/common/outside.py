"""Asking and telling other servers at addresses that people have given: never anything inside our own network. Plain Python.

A name is resolved once, every address of it has to be a public one, and the connection is made to that very address, so the
name cannot come to mean another place in between. No redirect is followed; an answer has a longest size and a longest time.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import httpx2

MOST = 5_000_000
SECONDS = 10.0
PORTS = frozenset({80, 443})
Resolve = Callable[[str, int], list[str]]


class Outside(Exception):  # noqa: N818  (names where it went wrong)
    """The other server could not be asked, or may not be. `code` names the reason; it never tells what lies inside."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Got:
    """An answer. `kind`: its media type without parameters."""

    status: int
    body: bytes
    kind: str


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, as the machine knows them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Outside("outside_no_such_host") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def parted(url: str) -> tuple[SplitResult, str, int]:
    """(parts, host, port) of an address that may be asked at all. Raises Outside."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError as error:
        raise Outside("outside_bad_address") from error
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or parts.password is not None:
        raise Outside("outside_bad_address")
    if not host.isascii() or any(c.isspace() or ord(c) < 33 for c in url):
        raise Outside("outside_bad_address")
    return parts, host, port


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet; also what is written inside an IPv6 address has to be."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = [found]
    if isinstance(found, ipaddress.IPv6Address):
        inner += [x for x in (found.ipv4_mapped, found.sixtofour, *(found.teredo or ())) if x is not None]
    return all(x.is_global and not x.is_multicast and not x.is_reserved for x in inner)


def place(url: str, also: Collection[str] = (), resolve: Resolve = resolved) -> tuple[SplitResult, str, int, str]:
    """(parts, host, port, address) where an asking goes. `also`: "host:port" that may be asked although they are inside,
    or answer without TLS."""
    parts, host, port = parted(url)
    addresses = resolve(host, port)
    if not addresses:
        raise Outside("outside_no_such_host")
    if f"{host}:{port}" not in also:
        if port not in PORTS or not all(is_public(a) for a in addresses):
            raise Outside("outside_not_public")
        if parts.scheme != "https":
            raise Outside("outside_not_encrypted")
    return parts, host, port, addresses[0]


def ask(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    also: Collection[str] = (),
    most: int = MOST,
    seconds: float = SECONDS,
    resolve: Resolve = resolved,
) -> Got:
    """One answer, whole. Raises Outside."""
    _, host, port, address = place(url, also, resolve)
    there = httpx2.URL(url).copy_with(host=address, port=port)
    named = host if port in PORTS else f"{host}:{port}"
    sent = {"User-Agent": "Yhdyspinta", **(headers or {}), "Host": named}
    until = time.monotonic() + seconds
    try:
        with (
            httpx2.Client(
                timeout=httpx2.Timeout(seconds, connect=min(5.0, seconds)), trust_env=False, follow_redirects=False
            ) as client,
            client.stream(method, there, content=body, headers=sent, extensions={"sni_hostname": host}) as answer,
        ):
            if answer.is_redirect:
                raise Outside("outside_redirects")
            found = bytearray()
            for piece in answer.iter_bytes(65_536):
                found += piece
                if len(found) > most:
                    raise Outside("outside_too_long")
                if time.monotonic() > until:
                    raise Outside("outside_too_slow")
            kind = answer.headers.get("content-type", "").partition(";")[0].strip().casefold()
            return Got(answer.status_code, bytes(found), kind)
    except httpx2.TimeoutException as error:
        raise Outside("outside_too_slow") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, ValueError, OSError) as error:
        raise Outside("outside_failed", type(error).__name__) from error

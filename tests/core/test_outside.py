"""Asking other servers: nothing inside can be reached, however it is written; long, slow and leading answers are refused (T8)."""

import socket
from collections.abc import Iterator

import httpx2
import pytest

from tests.fakes.feeds import Service, service
from yhdyspinta.core.common.outside import Outside, ask, is_public, place

INSIDE = (
    *(
        "http://127.0.0.1/",
        "http://localhost/",
        "http://localhost.localdomain/",
        "http://127.1/",
        "http://0/",
        "http://0.0.0.0/",
    ),
    *(
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://127.0.0.1.nip.io:80/",
    ),
    *(
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:10.0.0.1]/",
    ),
    *(
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fd12:3456::1]/",
        "http://[2002:7f00:1::]/",
        "http://[2002:a00:1::]/",
    ),
    *(
        "http://[64:ff9b::7f00:1]/",
        "http://[ff02::1]/",
        "http://10.0.0.1/",
        "http://10.255.255.255/",
        "http://172.16.0.1/",
    ),
    *(
        "http://172.31.255.255/",
        "http://192.168.0.1/",
        "http://192.168.255.255/",
        "http://169.254.169.254/latest/meta-data/",
    ),
    *(
        "http://169.254.1.1/",
        "http://100.64.0.1/",
        "http://198.18.0.1/",
        "http://192.0.0.1/",
        "http://192.0.2.1/",
        "http://203.0.113.1/",
    ),
    *("http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "http://metadata.google.internal/"),
    *("http://example.org:22/", "http://example.org:8080/", "http://example.org:6379/", "https://example.org:5432/"),
)
BAD = (
    *(
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "ftp://example.org/",
        "dict://127.0.0.1:11211/",
        "data:text/plain,x",
        "//example.org/",
    ),
    *(
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://example.org@127.0.0.1/",
        "http:///x",
        "http://",
        "x",
    ),
    *(
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://exa mple.org/",
        "http://example.org\r\n.evil/",
        "http://example.org:99999/",
        "http://[::1/",
    ),
)
KNOWN = {"localhost": "127.0.0.1", "localhost.localdomain": "127.0.0.1", "metadata.google.internal": "169.254.169.254", "example.org": "93.184.216.34"}  # fmt: skip


def resolve(host: str, port: int) -> list[str]:
    """A resolver of our own: what is written as a number is what the machine makes of it."""
    if host in KNOWN:
        return [KNOWN[host]]
    if host.endswith(".nip.io"):
        return [host.removesuffix(".nip.io")]
    try:
        return [
            str(e[4][0]) for e in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        ]
    except OSError as error:
        raise Outside("outside_no_such_host") from error


@pytest.fixture
def there() -> Iterator[Service]:
    """A server inside, which nobody may reach."""
    with service() as made:
        yield made


def test_there_are_enough_of_them() -> None:
    """At least sixty ways."""
    assert len({*INSIDE, *BAD}) >= 60


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_inside_is_asked(url: str) -> None:
    """By number, by name, inside IPv6, by another port."""
    with pytest.raises(Outside, match=r"outside_(not_public|no_such_host|bad_address)"):
        place(url, (), resolve)


@pytest.mark.parametrize("url", BAD)
def test_only_plain_addresses(url: str) -> None:
    """Other schemes, users, letters that look like others."""
    with pytest.raises(Outside, match="outside_"):
        place(url, (), resolve)


def test_no_connection_is_made(there: Service) -> None:
    """The loopback server sees no request although it listens; with its name in the list it does."""
    for url in (
        there.base,
        there.base.replace("127.0.0.1", "localhost"),
        there.base.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
    ):
        with pytest.raises(Outside):
            ask(url + "/x")
    assert there.server.seen == []
    there.says("/x", "here")
    assert ask(there.base + "/x", also=[there.host]).body == b"here"


def test_a_name_that_changes_its_meaning(there: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is looked at and inside when it is connected to: it is resolved once only."""
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    gone_to: list[str] = []

    def stream(_self: httpx2.Client, _method: str, url: httpx2.URL, **_: object) -> None:
        gone_to.append(url.host)
        raise httpx2.ConnectError("nobody is let out")

    monkeypatch.setattr(httpx2.Client, "stream", stream)
    with pytest.raises(Outside, match="outside_failed"):
        ask("https://rebind.example/", resolve=rebinding)
    assert (asked, gone_to) == (["rebind.example"], ["93.184.216.34"])
    assert there.server.seen == []


def test_one_public_address_is_not_enough() -> None:
    """Every address of a name has to be public."""
    with pytest.raises(Outside, match="outside_not_public"):
        place("http://both.example/", (), lambda _h, _p: ["93.184.216.34", "10.0.0.1"])


def test_long_slow_and_leading_answers(there: Service) -> None:
    """A redirect is not followed, five million bytes are not read, one byte at a time is not waited for."""
    there.says("/away", b"http://169.254.169.254/", status=302)
    there.says("/long", b"x" * 200_000)
    there.says("/slow", b"x" * 60, kind="slow")
    for path, code in (("/away", "outside_redirects"), ("/long", "outside_too_long"), ("/slow", "outside_too_slow")):
        with pytest.raises(Outside, match=code):
            ask(there.base + path, also=[there.host], most=100_000, seconds=1.0)


def test_public_addresses() -> None:
    """Those of the open internet, and nothing else."""
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert not is_public("x")

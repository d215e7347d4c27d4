"""Over real HTTP: the same form sent ten times at once makes one record; a link opened twice at once signs in once."""

import http.client
import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from start import wait_until_up, web_command
from tests.journeys.house import ROOT, House
from yhdyspinta.core.common import clock
from yhdyspinta.site.drills.answering import free_port

pytestmark = [pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
GENERAL = "yleinen-neuvottelu-valtuustokausi"


class Visitor:
    """A browser without a screen."""

    def __init__(self) -> None:
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, address: str) -> str:
        """A page."""
        with self.opener.open(address) as answer:
            return str(answer.read().decode())

    def post(self, address: str, data: dict[str, str]) -> tuple[int, str]:
        """Sends a form; (status, final address)."""
        token = next(c.value for c in self.jar if c.name == "csrftoken")
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(address, body, {"Referer": address})  # noqa: S310  (loopback)
        try:
            with self.opener.open(request) as answer:
                return answer.status, answer.url
        except urllib.error.HTTPError as error:
            return error.code, address


def test_ten_presses_at_once_make_one(house: House) -> None:
    """All ten answers lead to the same record."""
    (link,) = house.links(("kymmenen", "kunnat", "forssa"))
    visitor = Visitor()
    visitor.get(link)
    assert visitor.post(link, {})[0] == 200
    address = f"{house.address}/fi/toteutumistiedot/uusi/?alue=kanta-hame&velvoite={GENERAL}"
    page = visitor.get(address)
    organisation = re.search(r'<option value="([0-9a-f-]{36})"[^>]*selected', page)
    assert organisation
    data = {
        "key": str(uuid4()),
        "acting_for": organisation[1],
        "parties": organisation[1],
        "kind": "negotiation",
        "title_fi": "Kymmenen painallusta",
        "happened_on": clock.today().isoformat(),
        "precision": "day",
        f"duty:{GENERAL}": "part",
        "visibility": "public",
    }
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: visitor.post(address, data), range(10)))
    assert {status for status, _ in answers} == {200}
    assert len({final for _, final in answers}) == 1
    assert visitor.get(f"{house.address}/fi/toteutumistiedot/?alue=kanta-hame").count("Kymmenen painallusta") == 1


def test_a_link_signs_in_once_even_when_pressed_twice_at_once(house: House) -> None:
    """One of two simultaneous presses gets in."""
    (link,) = house.links(("kaksi", "kunnat", "hattula"))
    visitors = [Visitor(), Visitor()]
    for visitor in visitors:
        visitor.get(link)
    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(lambda v: v.post(link, {})[0], visitors))
    assert statuses == [200, 403]


class Stay(urllib.request.HTTPRedirectHandler):
    """Tells a redirect instead of following it."""

    def redirect_request(self, *_: Any) -> None:
        """Django's answer to a saved form is enough."""


ROUNDS = int(os.environ.get("YHDYSPINTA_ROUNDS", "3"))
"""Of the fifty who write at once; 200 in a long examination."""


def test_of_fifty_who_write_at_once_one_wins(house: House) -> None:
    """The others get 409 with both texts, round after round; nothing is lost and nothing is written twice."""
    (link,) = house.links(("viisikymmentä", "organisaatiot", "keski-suomen-hyvinvointialue"))
    visitor = Visitor()
    visitor.get(link)
    assert visitor.post(link, {})[0] == 200
    agenda = visitor.get(f"{house.address}/fi/kokoukset/{UUID(int=3)}/")
    point = re.search(r"/fi/kokoukset/kohdat/[0-9a-f-]{36}/(?=\")", agenda)
    assert point
    address = f"{house.address}{point[0]}"
    token = next(c.value for c in visitor.jar if c.name == "csrftoken")

    def send(number: int, version: int, title: str) -> tuple[int, str]:
        data = {
            "key": str(uuid4()),
            "title_fi": title,
            "text_fi": f"Teksti {number}.",
            "version": str(version),
            "csrfmiddlewaretoken": token or "",
        }
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(visitor.jar), Stay())
        request = urllib.request.Request(address, urllib.parse.urlencode(data).encode(), {"Referer": address})  # noqa: S310  (loopback)
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    for _ in range(ROUNDS):
        page = visitor.get(address)
        version = re.search(r'name="version" value="(\d+)"', page)
        title = re.search(r'name="title_fi"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="title_fi"', page)
        assert version
        assert title
        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda n, v=int(version[1]), t=title[1] or title[2]: send(n, v, t), range(50)))
        assert sorted(status for status, _ in answers) == [302] + [409] * 49
        won = next(n for n, (status, _) in enumerate(answers) if status == 302)
        for number, (status, body) in enumerate(answers):
            if status == 409:
                assert f"Teksti {number}." in body
                assert f"Teksti {won}." in body
    assert f"Teksti {won}." in visitor.get(address)


def workers(pid: int) -> set[str]:
    """The processes that the server has started."""
    return {n for path in Path(f"/proc/{pid}/task").glob("*/children") for n in path.read_text().split()}


def asked_again(address: str) -> str:
    """Reads a page as a proxy does (`retry-on empty-response` in deploy/cluster/haproxy.cfg). Nothing, or raises OSError."""
    try:
        Visitor().get(address)
    except http.client.RemoteDisconnected:
        Visitor().get(address)
    return ""


@pytest.mark.one_database
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_new_code_is_taken_into_use_without_a_refused_request(house: House) -> None:
    """SIGHUP, as `systemctl reload` sends it, to a server as the unit starts it: another process answers, and everybody was
    answered. Readers come by hundreds a second, as behind a proxy, which asks again what was closed before a word."""
    address = f"http://127.0.0.1:{free_port()}"
    command = [*web_command(sys.executable, int(address.rsplit(":", 1)[1]), "error"), "--respawn-interval", "20"]
    server = subprocess.Popen(command, cwd=ROOT, env={**house.env, "YHDYSPINTA_LOG_LEVEL": "ERROR"})
    over = threading.Event()
    told: list[str] = []

    def read() -> None:
        while not over.is_set():
            try:
                told.append(asked_again(f"{address}/fi/organisaatiot/kela/"))
            except OSError as error:
                told.append(str(error))

    try:
        wait_until_up(address, server)
        before = workers(server.pid)
        readers = [threading.Thread(target=read) for _ in range(4)]
        for each in readers:
            each.start()
        os.kill(server.pid, signal.SIGHUP)
        until = time.monotonic() + 120
        while time.monotonic() < until and workers(server.pid) & before:
            time.sleep(0.2)
        asked = len(told)
        while time.monotonic() < until and len(told) < asked + 8:  # the new one has answered, too
            time.sleep(0.2)
        over.set()
        for each in readers:
            each.join(timeout=60)
        after = workers(server.pid)
    finally:
        over.set()
        server.terminate()
        server.wait(timeout=60)
    assert len(after) == len(before)
    assert not after & before
    assert [t for t in told if t] == []
    assert len(told) > asked

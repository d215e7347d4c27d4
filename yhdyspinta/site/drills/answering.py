"""Five thousand people answer a survey by real HTTP within ten minutes, on a server of its own in an empty installation."""

import http.client
import os
import random
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from yhdyspinta.rooms.surveys.statements import statements
from yhdyspinta.site.drills.notes import Note

ANSWERS, SECONDS, CLIENTS = 5_000, 600.0, 16
TRIES = 100
"""So many times one link is used at the same moment."""
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
BEGIN = """
import django; django.setup()
from datetime import timedelta
from uuid import uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.surveys import actions, inviting
from yhdyspinta.rooms.surveys.actions import Plan
pair = [Actor(uuid4(), (Standing("coordinator", region="20", side=s),)) for s in ("county", "municipalities")]
today = clock.today()
plan = Plan({{"fi": "Koe"}}, today, today + timedelta(days=14), ("hyte", "tyollisyys"))
made = actions.begin(by=pair[0], region=Region.objects.get(code="20"), plan=plan)
actions.confirm(by=pair[1], survey=made, version=1)
actions.open_now(by=pair[0], survey=made)
left = {count}
while left:
    now = min(left, 200)
    side = left // 200 % 2
    for token in inviting.cards(by=pair[side], survey=made, group=("c_lead", "m_lead")[side], count=now):
        print(token)
    left -= now
"""
END = """
import django; django.setup()
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.rooms.surveys import closing
from yhdyspinta.rooms.surveys.models import Sheet, Survey
row = Survey.objects.get(state="open")
print(Sheet.objects.filter(survey=row).count())
closing.close(by=HOUSE, survey=row)
row.refresh_from_db()
print(sum(n for n, _ in [(q["cuts"]["all"]["n"], 0) for q in row.results["questions"][:1]]))
"""


def pieces() -> Sequence[str]:
    """One link many times, and many links."""
    return [f"one link {TRIES} times", f"{ANSWERS} answers"]


def examine(piece: str) -> list[str]:
    """Faults, and a Note of the time it took."""
    count = ANSWERS if piece.endswith("answers") else 1
    with installation() as (address, env):
        tokens = script(BEGIN.format(count=count), env).split()
        if count == 1:
            told = at_once(address, tokens[0])
            kept = int(script("import django; django.setup()\nfrom yhdyspinta.rooms.surveys.models import Sheet\nprint(Sheet.objects.count())", env))  # fmt: skip
            wrong = [] if kept == 1 and told[302] == 1 else [f"{kept} answers of one link, {dict(told)}"]
            return [*wrong, Note(f"one answer of {TRIES}; {dict(told)}")]
        began = time.monotonic()
        told = poured(address, tokens)
        took = time.monotonic() - began
        kept, counted = map(int, script(END, env).split())
    faults = [f"{n} times {status}" for status, n in told.items() if status != 302]
    faults += [f"{kept} kept and {counted} told of {count}"] if not kept == counted == count else []
    faults += [f"took {took:.0f} s"] if took > SECONDS else []
    return [*faults, Note(f"{count} answers in {took:.0f} s, {count / took:.0f} a second, by {CLIENTS} at a time")]


def respond(address: str, token: str, sheet: Mapping[str, str], lang: str = "fi") -> int:
    """Somebody opens the page and sends it; the status of the answer."""
    page = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    path = f"/{lang}/kysely/{token}/"
    try:
        page.request("GET", path)
        shown = page.getresponse()
        found, cookie = _TOKEN.search(shown.read()), (shown.getheader("Set-Cookie") or "").split(";")[0]
        if found is None:
            return shown.status
        body = urlencode({"csrfmiddlewaretoken": found[1].decode(), **sheet})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "Referer": address + path}
        page.request("POST", path, body, headers)
        sent = page.getresponse()
        sent.read()
        return sent.status
    finally:
        page.close()


def some(luck: random.Random) -> dict[str, str]:
    """A made-up sheet."""
    return {s.code: str(luck.randint(1, 5)) for s in statements()}


def poured(address: str, tokens: Sequence[str]) -> Counter[int]:
    """Everybody answers, so many at a time; how many got which status."""
    luck = random.Random(8)  # noqa: S311  (made-up answers)
    sheets = [some(luck) for _ in tokens]
    with ThreadPoolExecutor(CLIENTS) as pool:
        return Counter(pool.map(lambda each: respond(address, *each), zip(tokens, sheets, strict=True)))


def at_once(address: str, token: str) -> Counter[int]:
    """One link used by many at the same moment."""
    luck = random.Random(9)  # noqa: S311  (made-up answers)
    sheets = [some(luck) for _ in range(TRIES)]
    with ThreadPoolExecutor(TRIES) as pool:
        return Counter(pool.map(lambda sheet: respond(address, token, sheet), sheets))


def script(text: str, env: Mapping[str, str]) -> str:
    """Runs a script in an installation; what it prints. Raises CalledProcessError."""
    command, env = [sys.executable, "-c", text], dict(env)
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, text=True, capture_output=True, check=True)  # noqa: S603  (our own scripts)
    return "".join(line + "\n" for line in done.stdout.splitlines() if not line.startswith("{"))


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_environment(folder: Path | str, **more: str) -> dict[str, str]:
    """The settings of an installation on SQLite in a folder, whatever those of this process are."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "TRAIL_DATABASE_URL", "YHDYSPINTA_DEMO")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "YHDYSPINTA_DATA": str(folder),
        "YHDYSPINTA_SECRET_KEY": secrets.token_urlsafe(48),
        "YHDYSPINTA_MFA": "0",
        **more,
    }


def web(port: int) -> list[str]:
    """The command of the web server at a port."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    return [*command, "--workers", "1", "--blocking-threads", "4", "--no-ws", "config.wsgi:application"]


@contextmanager
def installation(log: Path | None = None, **more: str) -> Iterator[tuple[str, dict[str, str]]]:
    """An empty installation on SQLite with its server, in a folder that goes away; (address, environment)."""
    with tempfile.TemporaryDirectory() as folder:
        port, env = free_port(), own_environment(folder, YHDYSPINTA_HASHED_STATIC="1", **more)
        run = [sys.executable, "manage.py", "prepare"]
        subprocess.run(run, cwd=settings.BASE_DIR, env=env, capture_output=True, check=True)  # noqa: S603  (our own command)
        with (log or Path(os.devnull)).open("wb") as out:
            server = subprocess.Popen(web(port), cwd=settings.BASE_DIR, env=env, stdout=out, stderr=out)  # noqa: S603  (our own server)
            try:
                answers(port)
                yield f"http://127.0.0.1:{port}", env
            finally:
                server.terminate()
                server.wait(timeout=20)


def answers(port: int) -> None:
    """Returns when the server of a port answers. Raises TimeoutError after a minute."""
    for _try in range(600):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as page:
            try:
                page.request("GET", "/terveys/")
                page.getresponse().read()
                return
            except OSError:
                time.sleep(0.1)
    raise TimeoutError("the server did not answer in a minute")

"""Half an hour of people: fifty requests a second, nine of ten read, five thousand accounts, on the server of one machine.

Requests begin when they are due, whatever became of the earlier ones; their time is counted from then.
"""

import contextlib
import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from django.conf import settings

from yhdyspinta.site.drills.answering import answers, free_port, own_environment, script, web
from yhdyspinta.site.drills.notes import Note
from yhdyspinta.site.drills.power_cut import entry, letter

SECONDS, RATE, USERS, SIGNED_IN, CLIENTS = 1_800, 50, 5_000, 60, 96
P95, P99, CPU, GROWTH = 0.3, 1.0, 0.015, 5.0
"""Figures to reach: seconds of nineteen of twenty, of 99 of 100; CPU seconds a request; per cent of memory an hour."""
WARM = 60.0
"""Seconds at the beginning that fill what is kept in memory: they are asked, not counted."""
PUBLIC: Mapping[str, int] = {
    "/fi/": 8, "/sv/": 2, "/fi/alueet/": 4, "/fi/alueet/keski-suomi/": 8, "/fi/alueet/keski-suomi/hyte/": 5,
    "/fi/alueet/kainuu/": 4, "/fi/kunnat/": 3, "/fi/kunnat/kuhmo/": 6, "/sv/kunnat/kuhmo/": 2, "/fi/kunnat/laukaa/": 5,
    "/fi/tilastot/": 2, "/fi/tilastot/kunnat/kuhmo/": 5, "/fi/tilastot/luku/statfin-vaesto/": 2, "/fi/velvoitteet/": 3,
    "/fi/kalenteri/": 2, "/fi/haku/?q=opiskeluhuolto": 3, "/fi/vastinpari/?q=opiskeluhuolto&kunta=laukaa": 2,
    "/fi/alueet/keski-suomi/viisi-minuuttia/": 3, "/api/v1/regions": 2, "/api/v1/organisations": 1,
}  # fmt: skip
"""Pages and how often each is read."""
OWN: Mapping[str, int] = {
    "/fi/oma/": 6,
    "/fi/alueet/kainuu/": 3,
    "/fi/kunnat/kuhmo/": 3,
    "/fi/alueet/kainuu/foorumit/": 2,
}
"""The same of people who are signed in: a third of the readers."""
SCENE = """
import django; django.setup()
from uuid import uuid4
from yhdyspinta.core.accounts.models import Grant, User
from yhdyspinta.core.common import clock
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.site.rights.guarding import preparedness_args
from yhdyspinta.site.rights.people import People, browser, org
people = People()
args = preparedness_args(people)
orgs = list(Organisation.objects.filter(space="kunnat"))
made = User.objects.bulk_create(User(email="henkilo%d@example.org" % n, name="Henkilö %d" % n, password="!", created_at=clock.now()) for n in range({users}))
Grant.objects.bulk_create(Grant(user=u, role="editor", organisation=orgs[n % len(orgs)], valid_from=clock.today(), recorded_at=clock.now()) for n, u in enumerate(made))
client = browser(people.responder)
page = client.get("/fi/varautuminen/hairio/%s/tila/?vain=avain" % args["preparedness:incident"][0])
print("W", args["preparedness:incident"][0], org("kunnat/kuhmo").public_id, page.json()["csrf"], page.json()["user"], ";".join(k + "=" + c.value for k, c in client.cookies.items()))
for user in made[:: len(made) // {signed_in}]:
    print("R", ";".join(k + "=" + c.value for k, c in browser(user).cookies.items()))
"""


def pieces(seconds: int = SECONDS) -> Sequence[str]:
    """One long run."""
    return [f"{RATE} requests a second for {seconds} s"]


@dataclass
class Told:
    """What was measured: seconds of each request by page, answers by status, CPU seconds and bytes of the server."""

    took: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    slow: Counter[str] = field(default_factory=Counter)
    cpu: float = 0.0
    memory: list[tuple[float, int]] = field(default_factory=list)


def examine(piece: str) -> list[str]:
    """Faults: errors, too slow, too much CPU or memory; and what was measured."""
    seconds = int(piece.split()[-2])
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        port, env = free_port(), own_environment(folder, YHDYSPINTA_HASHED_STATIC="1", YHDYSPINTA_LOG_LEVEL="ERROR", YHDYSPINTA_API_RATE="1000")  # fmt: skip
        subprocess.run(
            [sys.executable, "manage.py", "prepare"], cwd=settings.BASE_DIR, env=env, capture_output=True, check=True
        )
        scene = script(SCENE.format(users=USERS, signed_in=SIGNED_IN), env).splitlines()
        command = [w if w != "1" else "2" for w in web(port)]
        server = subprocess.Popen(  # noqa: S603  (our own server)
            command, cwd=settings.BASE_DIR, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            answers(port)
            told = _poured(port, scene, seconds, server.pid)
        finally:
            server.terminate()
            server.wait(timeout=20)
    return judged(told)


def judged(told: Told) -> list[str]:
    """Faults and notes of what was measured."""
    took, hours = sorted(told.took), (told.memory[-1][0] - told.memory[0][0]) / 3600
    p50, p95, p99 = (took[int(len(took) * share)] for share in (0.5, 0.95, 0.99))
    cpu = told.cpu / len(took)
    growth = (told.memory[-1][1] / told.memory[0][1] - 1) * 100 / hours
    wrong = {word: n for word, n in told.answers.items() if word.split()[-1] not in ("200", "302", "304")}
    faults = [f"{n} times {word}" for word, n in wrong.items()]
    faults += [f"p95 {p95 * 1000:.0f} ms"] if p95 > P95 else []
    faults += [f"p99 {p99 * 1000:.0f} ms"] if p99 > P99 else []
    faults += [f"{cpu * 1000:.1f} ms of CPU a request"] if cpu > CPU else []
    faults += [f"memory grows {growth:.1f} % an hour"] if growth > GROWTH else []
    slow = ", ".join(f"{path} {n}" for path, n in told.slow.most_common(5))
    measured = f"{len(took):,} requests, p50 {p50 * 1000:.0f}, p95 {p95 * 1000:.0f}, p99 {p99 * 1000:.0f}, most {took[-1] * 1000:.0f} ms; "
    measured += f"{cpu * 1000:.1f} ms of CPU each; memory {told.memory[-1][1] / 1e6:.0f} MB, {growth:+.1f} % an hour"
    return [*faults, Note(measured), Note(f"slower than {P95 * 1000:.0f} ms: {slow or 'none'}")]


def _poured(port: int, scene: Sequence[str], seconds: int, server: int) -> Told:
    luck = random.Random(11)  # noqa: S311  (the same each time)
    writer = next(line.split()[1:] for line in scene if line.startswith("W "))
    people = [line[2:] for line in scene if line.startswith("R ")]
    told, lock = Told(), threading.Lock()
    opened: list[http.client.HTTPConnection] = []
    ask = _asking(port, opened)

    def one(due: float, counted: bool, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> None:
        status = ask(method, path, body, headers)
        took = time.monotonic() - due
        with lock:
            told.answers[f"{method} {status}"] += 1
            if counted:
                told.took.append(took)
                if took > P95:
                    told.slow[path if method == "GET" else "a write"] += 1

    began, number, warm = time.monotonic() + 1, 0, min(WARM, seconds)
    with ThreadPoolExecutor(CLIENTS) as pool:
        at = next_look = began
        while at < began + warm + seconds:
            time.sleep(max(0.0, at - time.monotonic()))
            counted = at >= began + warm
            if counted and at >= next_look:
                if not told.memory:
                    told.cpu = -_cpu(server)
                told.memory.append((at, _memory(server)))
                next_look = at + 10
            pool.submit(one, at, counted, *_request(luck, number, writer, people))
            number += 1
            at = began + number / RATE
    for page in opened:
        page.close()
    told.cpu += _cpu(server)
    told.memory.append((at, _memory(server)))
    return told


def _request(luck: random.Random, number: int, writer: Sequence[str], people: Sequence[str]) -> tuple[str, str, str | None, dict[str, str]]:  # fmt: skip
    """One of ten writes; of the readers a third is signed in."""
    if number % 10 == 0:
        incident, organisation, csrf, user, cookies = writer
        headers = {"Content-Type": "application/json", "X-CSRFToken": csrf, "Cookie": cookies}
        body = letter(user, [entry(organisation, uuid4(), number)])
        return "POST", f"/fi/varautuminen/hairio/{incident}/laheta/", body, headers
    own = luck.random() < 1 / 3
    paths = OWN if own else PUBLIC
    path = luck.choices(list(paths), list(paths.values()))[0]
    return "GET", path, None, {"Cookie": luck.choice(people)} if own else {}


def _asking(
    port: int, opened: list[http.client.HTTPConnection]
) -> Callable[[str, str, str | None, Mapping[str, str]], str]:
    """Asks over a connection that each thread keeps; the status, or what went wrong. `opened`: every connection, to be closed."""
    kept = threading.local()

    def ask(method: str, path: str, body: str | None, headers: Mapping[str, str]) -> str:
        for last in (False, True):
            page = getattr(kept, "page", None) or http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            if page is not getattr(kept, "page", None):
                opened.append(page)
            kept.page = page
            try:
                page.request(method, path, body, {**headers, "Accept-Encoding": "gzip"})
                answer = page.getresponse()
                answer.read()
                return str(answer.status)
            except (OSError, http.client.HTTPException) as error:
                page.close()
                kept.page = None
                if last or method != "GET":
                    return type(error).__name__
        raise AssertionError

    return ask


def _family(pid: int) -> Iterator[Path]:
    """The server's processes."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int(stat.parent.name) == pid or int(stat.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                yield stat.parent


def _cpu(pid: int) -> float:
    """Seconds of CPU that the server has used."""
    ticks = 0
    for place in _family(pid):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = (place / "stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    """Bytes of memory that are its own."""
    total = 0
    for place in _family(pid):
        with contextlib.suppress(OSError, StopIteration, ValueError):
            lines = (place / "smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean:", "Private_Dirty:"))) * 1024  # fmt: skip
    return total

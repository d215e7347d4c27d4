"""The server is killed, or the power fails, while the log is written: what was acknowledged is there afterwards, once.

`run`: the power fails at full speed; `slow`: at the pace of a real log, two entries a second, where a database that waits for
the system to write loses everything; `kill`: SIGKILL of all processes, which loses nothing even with a wrong setting, for the
page cache outlives a process. For the first two the database lies in an ext4 image on a loop device; at a
random moment the server is killed and the image file copied at once: the copy has only what ext4 had handed to its device.
The copy is mounted (its journal replayed), checked and compared with what was acknowledged. It models a disk that honours
flushes; lying disks and torn sectors are not modelled. Needs root and loop devices.
"""

import atexit
import contextlib
import http.client
import json
import os
import random
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from yhdyspinta.core.common import clock
from yhdyspinta.site.drills.answering import answers, free_port, own_environment, script, web
from yhdyspinta.site.drills.notes import Note

RUNS, WRITERS, MEGABYTES = 200, 4, 160
SLOW = 30
"""So many slow runs for 200 of the others."""
PAUSE = 2.0
"""Seconds between two entries of one of the four writers in a slow run."""
FRESH = 900
"""Seconds that a template is used: a sign-in ends after 1,800 without use."""
SCENE = """
import django; django.setup()
from importlib import import_module
from django.conf import settings
from django.test import Client
from django.utils import timezone
from yhdyspinta.site.rights.guarding import preparedness_args
from yhdyspinta.site.rights.people import People, browser, org
people = People()
args = preparedness_args(people)
client = browser(people.responder)
page = client.get("/fi/varautuminen/hairio/%s/tila/?vain=avain" % args["preparedness:incident"][0])
print(args["preparedness:incident"][0], org("kunnat/kuhmo").public_id, page.json()["csrf"], page.json()["user"])
print(";".join(f"{k}={c.value}" for k, c in client.cookies.items()))
"""


def pieces(runs: int = RUNS, synchronous: str = "FULL") -> Sequence[str]:
    """Runs of one setting: `kind number synchronous`."""
    slow = -(-runs * SLOW // RUNS)
    each = {"kill": runs, "run": runs, "slow": slow}
    return [f"{kind} {n} {synchronous}" for kind, count in each.items() for n in range(1, count + 1)]


def examine(piece: str) -> list[str]:
    """Faults: acknowledged entries that are gone, entries that are there twice, a database that is not whole."""
    kind, number, synchronous = piece.split()
    if kind != "kill" and (os.geteuid() != 0 or not Path("/dev/loop-control").exists()):
        return ["needs root and /dev/loop-control: run it on a machine of your own"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if kind == "kill":
            return one_kill(Path(folder), int(number), synchronous)
        return one_cut(Path(folder), int(number), synchronous, slow=kind == "slow")


TOLD = re.compile(r"(\w+) \d+ (\w+): (\d+) acknowledged, (\d+) lost")


def sum_up(notes: Sequence[str]) -> Sequence[str]:
    """Of each kind of run: how many, how much was acknowledged and lost in all."""
    sums: dict[tuple[str, str], list[int]] = {}
    for kind, synchronous, *counts in (found.groups() for n in notes if (found := TOLD.fullmatch(n))):
        row = sums.setdefault((kind, synchronous), [0, 0, 0])
        for place, count in enumerate((1, *map(int, counts))):
            row[place] += count
    return [f"{kind}, {setting}: {runs} runs, {kept:,} acknowledged, {lost} lost" for (kind, setting), (runs, kept, lost) in sums.items()]  # fmt: skip


def do(*command: str | Path, **more: object) -> None:
    """Runs a tool of the system. Raises CalledProcessError."""
    subprocess.run([str(c) for c in command], check=True, capture_output=True, **more)  # type: ignore[call-overload]  # noqa: S603  (our own commands)


@contextlib.contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """An image, mounted."""
    place.mkdir(exist_ok=True)
    do("mount", "-o", "loop", image, place)
    try:
        yield place
    finally:
        for _try in range(50):
            if subprocess.run(["umount", str(place)], capture_output=True, check=False).returncode == 0:  # noqa: S603, S607  (our own mount)
                break
            time.sleep(0.1)


def template() -> tuple[Path, str, tuple[str, ...]]:
    """A prepared installation to copy from: its folder, its secret, and (incident, organisation, form token, user, cookies) of
    somebody who is signed in. Made anew before that sign-in has been unused for too long."""
    return _template(int(time.monotonic() // FRESH))


@cache
def _template(_age: int) -> tuple[Path, str, tuple[str, ...]]:
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    place, secret = Path(folder.name) / "data", secrets.token_urlsafe(48)
    place.mkdir()
    env = own_environment(place, YHDYSPINTA_SECRET_KEY=secret)
    do(sys.executable, "manage.py", "prepare", cwd=settings.BASE_DIR, env=env)
    first, cookies = script(SCENE, env).splitlines()[-2:]
    return place, secret, (*first.split(), cookies)


def one_kill(folder: Path, number: int, synchronous: str) -> list[str]:
    """All processes of the server are killed at a random moment of the load."""
    source, secret, told = template()
    live = folder / "live"
    shutil.copytree(source, live)
    return _compared(live, _under_load(_environment(live, secret, synchronous), told, random.Random(number)))  # noqa: S311  (the same moments each time)


def one_cut(folder: Path, number: int, synchronous: str, *, slow: bool = False) -> list[str]:
    """One power failure, at a random moment of the load."""
    image, copy = folder / "disk", folder / "copy"
    with image.open("wb") as file:
        file.truncate(MEGABYTES * 1024 * 1024)
    do("mkfs.ext4", "-q", "-F", image)
    source, secret, told = template()
    with mounted(image, folder / "live") as live:
        shutil.copytree(source, live, dirs_exist_ok=True)
        os.sync()
        env, chance = _environment(live, secret, synchronous), random.Random(number)  # noqa: S311  (the same moments each time)
        acknowledged = _under_load(env, told, chance, slow=slow, fails=partial(shutil.copyfile, image, copy))
    with mounted(copy, folder / "after") as after:
        return _compared(after, acknowledged)


def _environment(live: Path, secret: str, synchronous: str) -> dict[str, str]:
    more = {"YHDYSPINTA_SECRET_KEY": secret, "YHDYSPINTA_LOG_LEVEL": "ERROR", "YHDYSPINTA_SYNCHRONOUS": synchronous}
    return own_environment(live, **more)


def _under_load(env: dict[str, str], told: tuple[str, ...], chance: random.Random, *, slow: bool = False, fails: Callable[[], object] = lambda: None) -> set[UUID]:  # fmt: skip
    """Writers write until the server is killed; what they were told to be kept by then. `fails`: what follows at once."""
    port, out = free_port(), subprocess.DEVNULL
    server = subprocess.Popen(web(port), cwd=settings.BASE_DIR, env=env, stdout=out, stderr=out, start_new_session=True)  # noqa: S603  (our own server)
    acknowledged: set[UUID] = set()
    over = threading.Event()
    writers = [threading.Thread(target=write, args=(port, told, acknowledged, over, PAUSE if slow else 0)) for _ in range(WRITERS)]  # fmt: skip
    try:
        answers(port)
        for each in writers:
            each.start()
        time.sleep((8 if slow else 2) + chance.random() * (8 if slow else 2))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        fails()  # at once: what the page cache still holds is not on the disk
        over.set()
        server.wait()
    for each in writers:
        each.join(timeout=10)
    return acknowledged


def entry(organisation: str, device: UUID, number: int) -> dict[str, object]:
    """A note as a device sends it, with a key of its own."""
    return {"id": str(uuid4()), "kind": "note", "writer": organisation, "device": str(device), "number": number, "device_at": clock.now().isoformat(), "text": f"Katko {number}"}  # fmt: skip


def letter(user: str, entries: Sequence[Mapping[str, object]]) -> str:
    """What a device sends: its person, the moment, its entries."""
    return json.dumps({"user": user, "sent_at": clock.now().isoformat(), "entries": entries})


def write(port: int, told: tuple[str, ...], acknowledged: set[UUID], over: threading.Event, pause: float = 0) -> None:
    """A device that writes as fast as it is answered, or with pauses (s); every entry is sent twice, as one does that heard no answer."""
    incident, organisation, csrf, user, cookies = told
    headers = {"Content-Type": "application/json", "X-CSRFToken": csrf, "Cookie": cookies}
    device, number = uuid4(), 0
    while not over.is_set():
        number += 1
        body = letter(user, [entry(organisation, device, number)])
        for _twice in range(2):
            try:
                with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as page:
                    page.request("POST", f"/fi/varautuminen/hairio/{incident}/laheta/", body, headers)
                    answer = page.getresponse()
                    kept = json.loads(answer.read()).get("kept", []) if answer.status == 200 else []
                    acknowledged.update(UUID(k) for k in kept)
            except (OSError, ValueError, http.client.HTTPException):
                return
        over.wait(pause)


def _compared(after: Path, acknowledged: set[UUID]) -> list[str]:
    """What the disk holds after the failure, beside what was acknowledged."""
    base = sqlite3.connect(after / "yhdyspinta.sqlite3")
    whole = base.execute("PRAGMA integrity_check").fetchone()[0]
    rows = [UUID(r[0]) for r in base.execute("SELECT public_id FROM preparedness_logentry")]
    base.close()
    lost = acknowledged - set(rows)
    faults = [f"{len(lost)} of {len(acknowledged)} acknowledged entries lost"] if lost else []
    faults += [] if acknowledged else ["nothing was acknowledged: nothing has been shown"]
    faults += [f"the database is not whole: {whole}"] if whole != "ok" else []
    faults += [f"{len(rows) - len(set(rows))} entries are there twice"] if len(rows) != len(set(rows)) else []
    return [*faults, Note(f"{len(acknowledged)} acknowledged, {len(lost)} lost")]

"""The leader of a cluster is killed while people write: what was acknowledged is there afterwards, once, and reading goes on.

A second and a half before the kill the line to the standby stops carrying, and is cut with it: what the leader had by then
acknowledged without the standby is lost. With synchronous replication there is nothing of the kind; without it there is.
"""

import atexit
import contextlib
import http.client
import json
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

from yhdyspinta.site.drills.answering import script
from yhdyspinta.site.drills.cluster import Cluster, Node, lacking
from yhdyspinta.site.drills.notes import Note
from yhdyspinta.site.drills.power_cut import SCENE, entry, letter

KILLS, WRITERS, ENTRIES, RATE = 50, 8, 4, 100
"""Leaders killed; devices; entries they send at a time; entries a second of all together."""
LAG, BEFORE, AFTER = 1.5, 6.0, 3.0
"""Seconds: the standby hears nothing before the kill; of load before that; of load after writing goes on again."""
WRITES_BACK, READS_GAP = 30.0, 5.0
"""Seconds that writing and reading may be away (reliability figures)."""
READ = "/fi/alueet/keski-suomi/"
OTHERS = ("standby", "etcd", "web")
"""What else fails once: a standby for good, what the nodes agree by, a web node."""


def pieces(kills: int = KILLS, *, synchronous: bool = True) -> Sequence[str]:
    """Kills of the leader; in a synchronous cluster also the other failures."""
    mode = "sync" if synchronous else "async"
    return [
        *(f"leader {n} {mode}" for n in range(1, kills + 1)),
        *(f"{what} 1 {mode}" for what in OTHERS if synchronous),
    ]


def examine(piece: str) -> list[str]:
    """Faults: acknowledged entries that are gone or there twice, another answer than 200 or 503, too long away."""
    if missing := lacking():
        return [f"needs {', '.join(missing)} (Debian's packages): run it on a machine that has them"]
    what, _number, mode = piece.split()
    made, told = _made(synchronous=mode == "sync")
    load = Load(made, told)
    with load.running():
        time.sleep(BEFORE)
        if what == "leader":
            faults = _leader_fails(made, load)
        else:
            faults = _other_fails(made, what)
            time.sleep(AFTER)
    made.until(made.whole, "the cluster did not become whole again")
    return [*faults, *load.compared()]


TOLD = re.compile(
    r"(\w+) \d+ (\w+): (?:writes back after ([\d.]+) s|(\d+) acknowledged, (\d+) lost, reads away ([\d.]+) s.*)"
)


def sum_up(notes: Sequence[str]) -> Sequence[str]:
    """Of each kind of failure: how many, how much was acknowledged and lost in all, how long writing and reading were away."""
    told: dict[tuple[str, str], dict[str, list[float]]] = {}
    for what, mode, back, kept, lost, gap in (m.groups() for n in notes if (m := TOLD.fullmatch(n))):
        row = told.setdefault((what, mode), {"back": [], "kept": [], "lost": [], "gap": []})
        for name, value in (("back", back), ("kept", kept), ("lost", lost), ("gap", gap)):
            if value is not None:
                row[name].append(float(value))
    return [_summed(what, mode, **row) for (what, mode), row in told.items()]


def _summed(what: str, mode: str, back: list[float], kept: list[float], lost: list[float], gap: list[float]) -> str:
    away = f"; writing was away {min(back):.1f}–{max(back):.1f} s" if back else ""
    reads = f"; reading was away at most {max(gap):.1f} s" if gap else ""
    return f"{what}, {mode}: {len(kept)} failures, {sum(kept):,.0f} acknowledged, {sum(lost):,.0f} lost{away}{reads}"


@cache
def _made(*, synchronous: bool) -> tuple[Cluster, tuple[str, ...]]:
    """A cluster of one kind, once a process, with somebody who is signed in (see power_cut.template)."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    made = Cluster(Path(folder.name), synchronous=synchronous)
    atexit.register(folder.cleanup)
    atexit.register(made.stop)
    made.start()
    first, cookies = script(SCENE, made.environment()).splitlines()[-2:]
    return made, (*first.split(), cookies)


def _leader_fails(made: Cluster, load: "Load") -> list[str]:
    leader = made.leader()
    leader.line.hold()
    time.sleep(LAG)
    leader.kill()
    leader.line.cut()
    killed = time.monotonic()
    made.until(lambda: load.last_write > killed + 0.5, "nothing could be written again")
    back = load.last_write - killed
    time.sleep(AFTER)
    made.begin(leader)
    faults = [f"writing was away {back:.1f} s"] if back > WRITES_BACK else []
    return [*faults, Note(f"writes back after {back:.1f} s")]


def _other_fails(made: Cluster, what: str) -> list[str]:
    """For a quarter of a minute; then it is there again."""
    other: Node = next(n for n in made.nodes if n is not made.leader())
    if what == "standby":
        other.kill()
    else:
        made.end("etcd" if what == "etcd" else "web 0")
    time.sleep(15)
    if what == "standby":
        made.begin(other)
    elif what == "etcd":
        made.begin_etcd()
    else:
        made.begin_web(0)
    return []


@dataclass
class Load:
    """Devices that send entries until they are acknowledged, somebody who writes on a form, and a reader; what they were told."""

    made: Cluster
    told: tuple[str, ...]
    acknowledged: set[UUID] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    last_write: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """While it runs."""
        threads = [threading.Thread(target=self._device) for _ in range(WRITERS)]
        threads += [threading.Thread(target=self._form), threading.Thread(target=self._reader)]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            self.over.set()
            for each in threads:
                each.join(timeout=30)

    def compared(self) -> list[str]:
        """What the new leader holds, beside what was acknowledged."""
        with self.made.direct(self.made.leader()) as base:
            rows = [UUID(str(r[0])) for r in base.execute("SELECT public_id FROM preparedness_logentry").fetchall()]
            twice = base.execute("SELECT count(*) FROM (SELECT 1 FROM preparedness_logentry GROUP BY device, number HAVING count(*) > 1) AS t").fetchone()  # fmt: skip
        lost, gap = self.acknowledged - set(rows), max((b - a for a, b in zip(self.reads, self.reads[1:], strict=False)), default=99.0)  # fmt: skip
        faults = [f"{len(lost)} of {len(self.acknowledged)} acknowledged entries lost"] if lost else []
        faults += [f"{twice[0]} entries are there twice"] if twice and twice[0] else []
        faults += [f"reading was away {gap:.1f} s"] if gap > READS_GAP else []
        told = ", ".join(f"{word} {count}" for word, count in sorted(self.answers.items()))
        return [*faults, *sorted(set(self.faults)), Note(f"{len(self.acknowledged)} acknowledged, {len(lost)} lost, reads away {gap:.1f} s; {told}")]  # fmt: skip

    def _device(self) -> None:
        """Sends entries at its pace; until they are acknowledged the same ones again."""
        incident, organisation, csrf, user, cookies = self.told
        headers = {"Content-Type": "application/json", "X-CSRFToken": csrf, "Cookie": cookies}
        device, number, entries = uuid4(), 0, list[dict[str, object]]()
        while not self.over.wait(WRITERS * ENTRIES / RATE):
            while len(entries) < ENTRIES:
                number += 1
                entries.append(entry(organisation, device, number))
            path = f"/fi/varautuminen/hairio/{incident}/laheta/"
            status, answer = self._asked("POST", path, letter(user, entries), headers)
            if status == 200:
                kept = json.loads(answer)["kept"]
                self.acknowledged.update(UUID(k) for k in kept)
                self.last_write = time.monotonic()
                entries.clear()

    def _form(self) -> None:
        """Without JavaScript: the form's text stands on the page that says the service is away; sent again it is saved once."""
        incident, organisation, csrf, _user, cookies = self.told
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        of, key, text = uuid4(), uuid4(), "Soitettiin kuntaan, ja vastattiin."
        while not self.over.wait(1.0):
            sheet = {"csrfmiddlewaretoken": csrf, "key": key, "entry": of, "device": uuid4(), "kind": "note", "writer": organisation, "text": text}  # fmt: skip
            status, answer = self._asked("POST", f"/fi/varautuminen/hairio/{incident}/kirjaa/", urlencode(sheet), headers)  # fmt: skip
            if status in (302, 303):
                self.acknowledged.add(of)
                of, key = uuid4(), uuid4()
            elif status == 503 and text not in answer.decode():
                self.faults.append("a page that says the service is away has lost what was written")

    def _reader(self) -> None:
        """Nobody in particular reads a public page, which HAProxy has not kept."""
        number = 0
        while not self.over.wait(0.25):
            number += 1
            if self._asked("GET", f"{READ}?lukija={number}", None, {})[0] == 200:
                self.reads.append(time.monotonic())

    def _asked(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        """The answer; 0 when there is none."""
        try:
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.made.ports["web"], timeout=20)) as page:  # fmt: skip
                page.request(method, path, body, headers)
                answer = page.getresponse()
                status, told = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.answers["no answer"] += 1
            return 0, b""
        self.answers[f"{method} {status}"] += 1
        if status == 503 and not answer.getheader("Retry-After"):
            self.faults.append("503 without Retry-After")
        elif status not in (200, 302, 303, 503):
            self.faults.append(f"{method} {path.split('/')[-2]} answered {status}")
        return status, told

"""How well the search finds: queries judged by a reader who has not seen it, and how fast, on much made-up text."""

import random
import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.finding.queries import find
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.core.interfaces.catalogue import InvalidFile, toml_of
from yhdyspinta.core.law.duties import catalogue

FILE = Path(__file__).with_name("judged.toml")
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and what a good search brings among its first ten. `held`: kept apart while the search is being made better."""

    ask: str
    relevant: tuple[str, ...]
    held: bool


def read(path: Path = FILE) -> list[Judged]:
    """The judged queries. Raises InvalidFile."""
    found = [Judged(q["ask"], tuple(q["relevant"]), bool(q["held"])) for q in toml_of(path)["query"]]
    if bad := [q.ask for q in found if not q.ask.strip() or not 1 <= len(q.relevant) <= 5]:
        raise InvalidFile(f"{path.name}: {bad[0]!r} needs words and one to five relevant things")
    return found


def names(key: str, title: str) -> str:
    """What a thing is called in the judgements: records have random keys, so they are told by title."""
    return f"record:{title}" if key.startswith("record:") else key


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one query: what of the relevant was among the first ten, what was not, and how long it took."""

    query: Judged
    missed: tuple[str, ...]
    ms: float

    @property
    def recall(self) -> float:
        """The share of the relevant that was found."""
        return 1 - len(self.missed) / len(self.query.relevant)


def judge(queries: Iterable[Judged]) -> list[Verdict]:
    """Asks each as everybody."""
    found = []
    for query in queries:
        began = time.perf_counter()
        hits = find(query.ask, ANONYMOUS)[:DEPTH]
        took = (time.perf_counter() - began) * 1000
        first = {names(h.row.key, h.row.title_fi) for h in hits}
        found.append(Verdict(query, tuple(r for r in query.relevant if r not in first), took))
    return found


def recall(verdicts: Iterable[Verdict]) -> float:
    """Their mean recall."""
    return statistics.fmean(v.recall for v in verdicts)


def made_up(count: int) -> Iterator[Findable]:
    """So many things whose words are those of the law: the same each time."""
    chance = random.Random(count)  # noqa: S311  (the same text each time)
    texts = [t for d in catalogue().duties.values() for t in (d.title, d.requirement)]
    fi, sv = (" ".join(getattr(t, x) for t in texts).split() for x in ("fi", "sv"))
    for number in range(count):
        title = Text(" ".join(chance.choices(fi, k=6))[:300], " ".join(chance.choices(sv, k=6))[:300])
        body = " ".join(chance.choices(fi, k=40))
        yield Findable(
            "record",
            f"record:made-{number}",
            title,
            "/x/",
            body=body,
            year=2020 + number % 7,
            region=f"{1 + number % 21:02}",
        )


def quantile(times: list[float], share: float) -> float:
    """Of some times the one that a share of them keeps."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]

"""The store at work: a bank of answers read whole, pages beside an empty one, readers while figures are replaced, memory."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
from django.db import connection
from django.test import Client

from yhdyspinta.core.indicators.arrays import pack, pack_latest
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.indicators.laying import laid_columns, spots
from yhdyspinta.core.indicators.models import Cube
from yhdyspinta.core.indicators.sources import bulk, sotkanet
from yhdyspinta.core.indicators.sources.described import Described
from yhdyspinta.site.bench.made import fields, fill, fill_catalogue
from yhdyspinta.site.bench.questions import YEARS, Measured, timed
from yhdyspinta.site.bench.records import in_a_file

BANK, SECONDS = 36_000_000, 60.0
"""Rows of the whole bank, and how long both cores may take for them."""
READERS, ROUNDS = 8, 40
FULL = 800
"""More indicators than the memory of a process holds."""
PAGES = ("/fi/tilastot/kunnat/laukaa/", "/fi/tilastot/luku/statfin-vaesto/", "/fi/alueet/keski-suomi/tilannekuva/tyollisyys/")  # fmt: skip
TOWNS = [
    f"/fi/tilastot/kunnat/{slug}/"
    for slug in ("kuhmo", "kajaani", "akaa", "lahti", "vaasa", "salo", "rauma", "imatra", "kemi", "oulu", "espoo")
]
PICTURES = [
    f"/fi/alueet/keski-suomi/tilannekuva/{theme}/"
    for theme in ("hyte", "lapset-nuoret", "ikaihmiset", "asuminen", "yleinen", "palveluverkko", "maahanmuutto")
]
"""Pages that nobody has asked for yet: figures at hand, the page not."""
EMPTY = "/terveys/"
PROGRAM = Path(__file__).with_name("reader.py")


class Read(msgspec.Struct):
    """What a reader says at its end: milliseconds, what went wrong, megabytes."""

    p95: float
    fault: str
    figures_mb: float


def bank() -> Iterator[Measured]:
    """From the bytes of an answer to the columns of a row: one core, and what it means for the whole bank on two."""
    one, at = catalogue().indicators["sotkanet-3219"], spots(axis())
    numbers = {n: at[place] for n, place in enumerate(axis().places)}
    rows = [
        {"indicator": 3219, "region": n, "year": int(y), "gender": "total", "value": (n * 7 + int(y)) % 400 / 10}
        for y in YEARS
        for n in numbers
    ]
    body = json.dumps(rows).encode()
    described = Described(None, YEARS, ("total",), {"spots": numbers})

    def through() -> None:
        found = laid_columns(sotkanet.tidy(body, one, described).columns, one, axis())
        pack(found.values), pack(found.marks), pack_latest(found.gender())

    pairs = [(timed(through), timed(lambda: json.loads(body))) for _ in range(15)]
    ours, plain = fastest(pairs)
    yield Measured("JSON to a row, one core", round(ours, 2), round(plain, 2), round(ours / plain, 3), 2 / 2.5)
    text = "\n".join(
        ["indicator;region;year;gender;primary value;absolute value"]
        + [f"3219;{r['region']};{r['year']};total;{r['value']};" for r in rows * 10]
    ).encode()
    whole = json.dumps(rows * 10).encode()
    pairs = [(timed(lambda: bulk.read(text)), timed(lambda: json.loads(whole))) for _ in range(9)]
    read, plain = fastest(pairs)
    yield Measured("CSV to columns, one core", round(read, 2), round(plain, 2), round(read / plain, 3), 1 / 5)
    seconds = ours / 1000 * BANK / len(rows) / 2
    yield Measured(
        "the whole bank, two cores", round(seconds, 1), SECONDS, round(seconds / SECONDS, 3), 1.0, "s", limit=True
    )


def fastest(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Milliseconds of each at its best. Work without any waiting: whatever makes it slower is not its own."""
    return min(ours for ours, _ in pairs), min(plain for _, plain in pairs)


def pages() -> Iterator[Measured]:
    """Pages of figures as they are asked for, beside one that does nothing; the profile and the picture made anew."""
    fill_catalogue()
    client = Client()
    for path in PAGES:
        client.get(path)
    pairs = []
    for turn in range(30):
        path = PAGES[turn % len(PAGES)]
        pairs.append((timed(lambda p=path: client.get(p)), timed(lambda: client.get(EMPTY))))  # type: ignore[misc]  # bound now
    a, b = (statistics.median(p[i] for p in pairs) for i in (0, 1))
    yield Measured("pages beside an empty one", round(a, 2), round(b, 2), round(a / b, 2), 2.0)
    for name, paths, limit in (("profile", TOWNS, 40.0), ("picture", PICTURES, 60.0)):
        made = sorted(timed(lambda p=path: client.get(p)) for path in paths)  # type: ignore[misc]  # bound now
        ms = made[len(made) // 2]
        yield Measured(f"{name} made anew", round(ms, 1), limit, round(ms / limit, 2), 1.0, limit=True)


def readers() -> Iterator[Measured]:
    """One indicator replaced while eight processes read it: no failed read, no mixed figures, and how much slower they are.

    Only where the database is a file: elsewhere the figures would be seen by everybody.
    """
    if not in_a_file():
        return
    fill(FULL, np.empty((FULL, len(YEARS), len(axis()))))
    _write(0)
    quiet, busy = _read(0), _read(ROUNDS)
    Cube.objects.filter(indicator__startswith="bench-").delete()
    if faults := [r.fault for r in (*quiet, *busy) if r.fault]:
        raise ValueError(f"a reader failed: {faults[0]}")
    a, b = (statistics.median(r.p95 for r in found) for found in (busy, quiet))
    yield Measured("p95 of 8 readers, replaced", round(a, 2), round(b, 2), round(a / b, 2), 1.4)
    memory = max(r.figures_mb for r in busy)
    yield Measured("memory of figures, full", round(memory, 1), 130.0, round(memory / 130, 2), 1.0, "MB", limit=True)


def _write(number: int) -> None:
    """Figures that all say the same number: a mixture would show."""
    values = np.full((len(YEARS), len(axis())), float(number))
    Cube.objects.update_or_create(indicator="bench-replace", defaults=fields(number, values))


def _read(rounds: int) -> list[Read]:
    """Eight processes read for a while; meanwhile the figures are replaced so many times."""
    name = str(connection.settings_dict["NAME"])
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    root = str(Path(__file__).resolve().parents[3])
    command = [sys.executable, str(PROGRAM), name]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, env=env, cwd=root) for _ in range(READERS)]  # noqa: S603  (our own program)
    for process in started:
        assert process.stdout is not None  # noqa: S101  (a pipe was asked for)
        process.stdout.readline()  # it is ready
    for number in range(1, rounds + 1):
        _write(number)
        time.sleep(0.05)
    return [msgspec.json.decode(process.communicate(timeout=120)[0].splitlines()[-1], type=Read) for process in started]

"""Long examinations outside CI: `manage.py drill NAME [--part i/n]`. Each is a list of pieces, so that it can be resumed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from yhdyspinta.site.drills import (
    anonymity,
    answering,
    api,
    axe,
    backups,
    clock,
    failover,
    load,
    map_past,
    mutants,
    offline,
    power_cut,
    scale,
    tasks,
)


@dataclass(frozen=True, slots=True)
class Drill:
    """What it examines, its pieces by name, and what examines one piece (returns faults, and Notes of what was measured)."""

    about: str
    pieces: Callable[[], Sequence[str]]
    examine: Callable[[str], list[str]]
    sum_up: Callable[[Sequence[str]], Sequence[str]] = list
    """What the report says of the notes of many pieces."""


DRILLS: Mapping[str, Drill] = {
    "anonymity": Drill(
        "an attacker with an organiser's rights against made-up surveys", anonymity.pieces, anonymity.examine
    ),
    "answering": Drill(
        "5,000 answers to a survey in ten minutes, and one link a hundred times", answering.pieces, answering.examine
    ),
    "api": Drill("the interface for programs by its own description, with made-up requests", api.pieces, api.examine),
    "axe": Drill("every page in every language, width, scheme and state, by axe", axe.pieces, axe.examine),
    "backup": Drill("backups taken under load and restored elsewhere", backups.pieces, backups.examine),
    "clock": Drill("every duty's clock on every day of 20 years", clock.pieces, clock.examine),
    "load": Drill("half an hour of fifty requests a second on one machine", load.pieces, load.examine),
    "failover": Drill(
        "the leader of a cluster is killed while people write", failover.pieces, failover.examine, failover.sum_up
    ),
    "scale": Drill(
        "a hundred times the data beside Finland's, and as Parquet to other engines", scale.pieces, scale.examine
    ),
    "mutants": Drill(
        "small wrongs in the files that must be right, noticed by their tests", mutants.pieces, mutants.examine
    ),
    "offline": Drill(
        "an incident log without a network, in a browser that is killed again and again",
        offline.pieces,
        offline.examine,
    ),
    "power-cut": Drill(
        "the server is killed, or the power fails, while a log is written",
        power_cut.pieces,
        power_cut.examine,
        power_cut.sum_up,
    ),
    "tasks": Drill("the core tasks by keyboard, on a phone, on a slow connection", tasks.pieces, tasks.examine),
    "map": Drill("the map of every month since 2023 computed anew and twice", map_past.pieces, map_past.examine),
}

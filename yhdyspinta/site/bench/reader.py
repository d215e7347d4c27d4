"""One reader of `bench store`: reads an indicator for three seconds and says how it went: python reader.py DATABASE."""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))


def main(name: str) -> None:
    """Prints a line when it is ready, then p95 in milliseconds, the first fault, and the memory of the figures it keeps."""
    import django  # noqa: PLC0415  (a program of its own: the settings come first)

    django.setup()
    from django.db import connection  # noqa: PLC0415  (needs the settings)

    from yhdyspinta.core.indicators import queries  # noqa: PLC0415  (needs the settings)

    connection.settings_dict["NAME"] = name
    before = _kilobytes()
    held = queries.figures(queries.stamps())
    print("ready", flush=True)  # noqa: T201  (told to the one who waits)
    times, fault, until = [], "", time.monotonic() + 3
    while time.monotonic() < until:
        began = time.perf_counter()
        try:
            found = queries.read_anew(["bench-replace"])["bench-replace"].totals
            if found.min() != found.max():
                fault = f"mixed figures: {found.min()} and {found.max()}"
        except Exception as error:  # noqa: BLE001  (whatever it is, it is told)
            fault = repr(error)
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.002)
    times.sort()
    told = {
        "p95": times[int(len(times) * 0.95)],
        "fault": fault,
        "figures_mb": (_kilobytes() - before) / 1024,
        "held": len(held),
    }
    print(json.dumps(told), flush=True)  # noqa: T201  (told to the one who waits)


def _kilobytes() -> int:
    """Resident memory now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


if __name__ == "__main__":
    main(sys.argv[1])

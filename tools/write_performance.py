"""Writes docs/performance.md from what `manage.py bench` has measured on both databases: python tools/write_performance.py [--check]

The measurements lie beside their test (tests/site/bench-*.json, written with SAVE_BENCH=1); reports of drills are linked.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
HEAD = """# Measured

What the product's own questions cost, measured by `manage.py bench` with 20,000 made-up records on one core of a small virtual
machine, on both databases. Times differ between machines; the ratio is to a fixed work in the same run, and Python calls,
queries and bytes are the same everywhere. CI fails when queries, calls or bytes grow, or when a time is twice its budget
(`tests/site/test_bench.py`).

- cold: the first reader after a change of records. warm: every reader after that.
- calls: Python function calls of one answer. bytes: what is sent.

| question | SQLite ms | ratio | PostgreSQL ms | ratio | budget ms | queries | calls | bytes |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
"""
DRILLS = """
## Long examinations
Each line leads to its runs. `manage.py drill NAME` does it again.

| drill | about |
|---|---|
"""


def page() -> str:
    """The page."""
    found = {name: _of(name) for name in ("sqlite", "postgresql")}
    names = list(dict.fromkeys([*found["sqlite"], *found["postgresql"]]))
    rows = [_row(name, found["sqlite"].get(name), found["postgresql"].get(name)) for name in names]
    drills = []
    for path in sorted((ROOT / "docs" / "reports").glob("*.md")):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        drills.append(f"| [{path.stem}](reports/{path.name}) | {first.partition(': ')[2] or first.lstrip('# ')} |")
    return HEAD + "\n".join(rows) + "\n" + DRILLS + "\n".join(drills) + "\n"


def _of(engine: str) -> dict[str, dict[str, Any]]:
    rows = json.loads((ROOT / "tests" / "site" / f"bench-{engine}.json").read_text())
    return {row["name"]: row for row in rows}


def _row(name: str, one: dict[str, Any] | None, other: dict[str, Any] | None) -> str:
    known = one or other or {}
    times = [f"{r['ms']:,.2f} | {r['ratio']:,.1f}" if r else "– | –" for r in (one, other)]
    budget = f"{known['budget_ms']:,}" if known["budget_ms"] else "–"
    return f"| {name} | {' | '.join(times)} | {budget} | {known['queries']} | {known['calls']:,} | {known['bytes']:,} |"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(
            0
            if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
            else "docs/performance.md is old: python tools/write_performance.py"
        )
    PAGE.write_text(page(), encoding="utf-8")

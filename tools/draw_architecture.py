"""Draws docs/architecture.svg from the code's own imports: python tools/draw_architecture.py [--check]

Each app is a box on its floor; an arrow means "imports". Run it in the development environment after adding an app.
"""

import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TARGET = ROOT / "docs" / "architecture.svg"
FLOORS = ("site", "rooms", "core")
WIDTH, BOX_W, BOX_H, GAP = 1080, 128, 34, 14
STYLE = (
    "<style>text{font:600 13px sans-serif;fill:#1e2624}.f{font-size:12px;fill:#4a5452}.b{stroke:#7d837e}"
    ".site{fill:#dfebec}.rooms{fill:#eef2e3}.core{fill:#f7f5f0}path{fill:none;stroke:#0f4f5a;stroke-opacity:.28}</style>"
)
CORE = (
    "bringing",
    "evidence",
    "matters",
    "themes",
    "stances",
    "publications",
    "hooks",
    "accounts",
    "visits",
    "registry",
    "press",
    "ui",
    "hyte",
    "law",
    "indicators",
    "interfaces",
    "jobs",
    "mail",
    "finding",
    "audit",
    "common",
)


def app_of(module: str) -> str | None:
    """core.law for yhdyspinta.core.law.schedule; None outside the three floors."""
    parts = module.split(".")
    return ".".join(parts[1:3]) if len(parts) > 2 and parts[1] in FLOORS else None


def edges() -> tuple[list[str], list[tuple[str, str]]]:
    """Apps and which imports which, from the import graph."""
    graph = grimp.build_graph("yhdyspinta", cache_dir=None)
    apps: set[str] = set()
    found: set[tuple[str, str]] = set()
    for module in sorted(graph.modules):
        source = app_of(module)
        if source is None or ".migrations" in module:
            continue
        apps.add(source)
        for imported in graph.find_modules_directly_imported_by(module):
            target = app_of(imported)
            if target and target != source:
                found.add((source, target))
    folders = {a for a in apps if (ROOT / "yhdyspinta" / a.replace(".", "/")).is_dir()}
    return sorted(folders), sorted(e for e in found if set(e) <= folders)


def places(apps: list[str]) -> dict[str, tuple[float, float]]:
    """Where each box stands: site on top, rooms below, core as stairs in dependency order."""
    spots: dict[str, tuple[float, float]] = {}
    for row, floor in enumerate(FLOORS[:2]):
        names = [a for a in apps if a.startswith(f"{floor}.")]
        for index, name in enumerate(names):
            spots[name] = (90 + index * (BOX_W + GAP), 30 + row * 90)
    for index, name in enumerate(CORE):
        spots[f"core.{name}"] = (90 + (index % 2) * 420 + (index // 2) * 24, 215 + index * 48)
    return spots


def draw() -> str:
    """The picture as SVG, the same for the same code."""
    apps, found = edges()
    spots = places(apps)
    height = 215 + len(CORE) * 48 + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        '<title id="t">Yhdyspinta: three floors</title>',
        f'<desc id="d">{len(apps)} apps, {len(found)} imports between them; every arrow points down.</desc>',
        STYLE,
    ]
    for label, y in (("site", 52), ("rooms", 142), ("core", 235)):
        parts.append(f'<text class="f" x="16" y="{y}">{label}</text>')
    for source, target in found:
        (x1, y1), (x2, y2) = spots[source], spots[target]
        ax, ay, bx, by = x1 + BOX_W / 2, y1 + BOX_H, x2 + BOX_W / 2, y2
        parts.append(f'<path d="M{ax} {ay}C{ax} {ay + 40} {bx} {by - 40} {bx} {by}"/>')
    for name in apps:
        x, y = spots[name]
        floor, short = name.split(".")
        parts.append(f'<rect class="b {floor}" x="{x}" y="{y}" width="{BOX_W}" height="{BOX_H}" rx="4"/>')
        parts.append(f'<text x="{x + BOX_W / 2}" y="{y + 22}" text-anchor="middle">{short}</text>')
    return "\n".join([*parts, "</svg>\n"])


if __name__ == "__main__":
    picture = draw()
    if "--check" in sys.argv:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == picture
        sys.exit(
            0 if same else "docs/architecture.svg is not what the code says: run python tools/draw_architecture.py"
        )
    TARGET.write_text(picture, encoding="utf-8")

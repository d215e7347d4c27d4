"""Draws a figure over time as an SVG chart, from the API. Nothing beyond Python is needed.

    python docs/examples/draw_chart.py https://yhdyspinta.example sotkanet-127 410,850 > chart.svg

Areas are codes of Statistics Finland (410 is Laukaa, 850 Toivakka); without them the whole country is drawn. A missing value is
a gap in the line, as everywhere in Yhdyspinta.
"""

import json
import sys
from html import escape
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

WIDE, TALL, LEFT, TOP = 720, 360, 60, 40
INKS = ("#0f4f5a", "#7a3b69", "#4f6b1c", "#9a5b00", "#3b5b92")


def asked(base: str, code: str, areas: str) -> Any:
    """The figures of some areas."""
    query = urlencode({"code": areas} if areas else {"kind": "country"})
    try:
        with urlopen(f"{base.rstrip('/')}/api/v1/indicators/{quote(code)}/series?{query}", timeout=30) as answer:
            return json.load(answer)
    except HTTPError as error:
        raise SystemExit(f"{error.code}: {json.load(error).get('detail', error.reason)}") from None


def line(values: list[float | None], low: float, high: float) -> tuple[str, list[tuple[float, float]]]:
    """The path of one area, lifted where a value is missing, and its points."""
    path, points, pen = "", [], "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        x = LEFT + place * (WIDE - 3 * LEFT) / max(1, len(values) - 1)
        y = TOP + (high - value) / ((high - low) or 1) * (TALL - 2 * TOP)
        path, pen = f"{path}{pen}{x:.1f} {y:.1f}", "L"
        points.append((x, y))
    return path, points


def drawn(found: Any, lang: str = "fi") -> str:
    """The chart, with a title and a description for those who cannot see it, and its source below."""
    known = [v for area in found["areas"] for v in area["values"] if v is not None]
    if not known:
        raise SystemExit("There are no figures for these areas.")
    low, high, periods = min(known), max(known), found["periods"]
    parts, told = [], []
    for number, area in enumerate(found["areas"]):
        ink, name = INKS[number % len(INKS)], escape(area["name"][lang])
        path, points = line(area["values"], low, high)
        if points:
            x, y = points[-1]
            parts.append(f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="2.5"/>')
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{ink}"/>')
            parts.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{ink}">{name}</text>')
        told.append(f"{name}: {', '.join('–' if v is None else f'{v:g}' for v in area['values'])}")
    for text, x, y in ((f"{high:g}", 8, TOP), (f"{low:g}", 8, TALL - TOP), (periods[0], LEFT, TALL - 12)):
        parts.append(f'<text x="{x}" y="{y}">{text}</text>')
    parts.append(f'<text x="{WIDE - 2 * LEFT}" y="{TALL - 12}" text-anchor="end">{periods[-1]}</text>')
    source = escape(f"{found['source']['name'][lang]}, {found['source']['licence']}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {TALL + 24}" role="img" aria-labelledby="t d" '
        f'font-family="sans-serif" font-size="13"><title id="t">{escape(found["indicator"])}, {periods[0]}–{periods[-1]}</title>'
        f'<desc id="d">{". ".join(told)}</desc>{"".join(parts)}<text x="8" y="{TALL + 14}" fill="#4a5452">{source}</text></svg>'
    )


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    sys.stdout.write(drawn(asked(*sys.argv[1:3], [*sys.argv, ""][3])) + "\n")

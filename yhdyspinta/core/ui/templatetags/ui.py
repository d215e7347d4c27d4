"""Tags and filters of every template: marks, dates, numbers, texts in the reader's language."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.parquet import installed
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Verdict
from yhdyspinta.core.common.words import Param, say, show_date, show_times
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.interfaces.catalogue import BLOCKS, FLAG_NAMES, SITUATION_NAMES, THEMES
from yhdyspinta.core.interfaces.cells import Finding
from yhdyspinta.core.law.citations import cite as cited
from yhdyspinta.core.ui.charts import Chart, Shape

register = template.Library()
SEPARATORS = {"fi": (",", "\u00a0"), "sv": (",", "\u00a0"), "en": (".", ",")}
"""Decimal point and thousands, as Unicode's CLDR has them: Babel's own take a hundred times longer a number."""


def language() -> str:
    """The language of the page: fi, sv or en."""
    return (get_language() or "fi")[:2]


@register.filter
def day(value: date | datetime | None) -> str:
    """A date as the language writes it; an instant as its Finnish date."""
    if value is None:
        return ""
    return show_date(clock.date_of(value) if isinstance(value, datetime) else value, language())


@register.simple_tag
def in_groups(form: Any) -> list[tuple[list[Any], bool]]:
    """The fields of a form in groups of (fields, folded): of neighbours in several languages first those in the reader's
    own, then the others, folded unless something is in them."""
    groups: list[tuple[list[Any], bool]] = []
    others: list[Any] = []
    for field in [*form, None]:
        known = field.name.rpartition("_")[2] if field is not None else ""
        if known in SEPARATORS and known != language():
            others.append(field)
            continue
        if others and known not in SEPARATORS:
            groups.append((others, not any(f.errors or f.value() for f in others)))
            others = []
        if field is not None:
            groups.append(([field], False))
    return groups


@register.filter
def may_be_empty(field: Any) -> str:
    """How a field that is not required is told: of a title or a name in several languages one is needed; a form may say when
    a field is (`needed`)."""
    base, lang = str(field.name).rsplit("_", 1) if "_" in field.name else ("", "")
    if base in ("title", "name") and lang in SEPARATORS:
        return _("in at least one language")
    return str(getattr(field.field, "needed", _("optional")))


@register.simple_tag
def hours(row: Any) -> str:
    """When something with `begins` and `ends` is, as the language writes it."""
    return show_times(row.begins, row.ends, language())


@register.filter
def iso(value: date) -> str:
    """A date for addresses and machines: 2025-10-24."""
    return value.isoformat()


@register.filter
def period(value: str) -> str:
    """A period of figures as people write it: 2025, 6/2026."""
    return shown(value)


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """A number as the language writes it, with as many decimals as it has, three at most: 273 731 · 12,5."""
    return "" if value is None else fixed(float(value), 3).rstrip("0").rstrip(",.")


@register.filter
def fixed(value: float | Decimal | Fraction | None, decimals: int) -> str:
    """A number with so many decimals as the language writes it; an en dash where there is none."""
    return written(None if value is None else float(value), decimals, language())


def written(value: float | None, decimals: int, lang: str) -> str:
    """The same in a given language: where there are hundreds, asking for the page's language each time is slow."""
    if value is None:
        return "–"
    point, group = SEPARATORS[lang]
    if 0 <= value < 999:  # most figures: nothing to group, no sign
        text = f"{abs(value):.{decimals}f}"  # abs: a zero may be negative
        return text if point == "." else text.replace(".", point)
    text = f"{value:,.{decimals}f}".replace(",", "\0").replace(".", point).replace("\0", group).replace("-", "−")
    return text[1:] if text.startswith("−") and not any(c in "123456789" for c in text) else text


@register.filter
def whole(value: float | None) -> int:
    """The nearest whole number, for choosing between one and many."""
    return round(value or 0)


@register.filter
def signed(value: float | None, decimals: int) -> str:
    """A change with its sign: +0,3 · −1,2 · 0,0."""
    return written_change(value, decimals, language())


def written_change(value: float | None, decimals: int, lang: str) -> str:
    """The same in a given language."""
    if value is None:
        return "–"
    text = written(value, decimals, lang)
    return text if text.startswith("−") or not any(c in "123456789" for c in text) else f"+{text}"


@register.filter
def figure(value: float | date | None) -> str:
    """A cell of a chart's table: a number or a day as the language writes it; an en dash where there is none."""
    return _cell(value, language())


def _cell(value: float | date | None, lang: str) -> str:
    if value is None:
        return "–"
    return (
        show_date(value, lang) if isinstance(value, date) else written(float(value), 3, lang).rstrip("0").rstrip(",.")
    )


@register.filter
def text(value: Text | None) -> SafeString | str:
    """A text in the page's language; a fallback is marked with the language it is in."""
    if not value:
        return ""
    words, code = value.pick(language())
    return words if code == language() else format_html('<span lang="{}">{}</span>', code, words)


@register.filter
def plain(value: Text | None) -> str:
    """The same without markup, for titles and attributes."""
    return value.get(language()) if value else ""


@register.filter
def name(value: Any) -> str:
    """The name of a row that has `name_fi`, `name_sv`, `name_en`. A proper name needs no mark when it falls back."""
    return Text.of(value, "name").get(language())


@register.filter
def row_text(value: Any, field: str) -> SafeString | str:
    """`field`_fi/_sv/_en of a row as `text` shows it."""
    return text(Text.of(value, field))


@register.filter
def theme_name(code: str) -> str:
    """A theme's name."""
    return THEMES[code].name.get(language())


@register.filter
def block_name(code: str) -> str:
    """A block's short name."""
    return BLOCKS[code].short.get(language())


@register.filter
def situation_word(code: str, block: str = "") -> str:
    """A situation in words, as the column calls it."""
    return SITUATION_NAMES[code].label(block).get(language())


@register.filter
def said(finding: Finding) -> str:
    """A finding in words."""
    return say(finding.code, finding.params, language())


@register.simple_tag
def finding_href(finding: Finding) -> str:
    """The address of what a finding speaks of."""
    return reverse(finding.url_name, args=finding.url_args)


@register.filter
def lookup(mapping: Mapping[str, Any], key: str) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key)


@register.simple_tag
def sentence(code: str, **params: Param) -> str:
    """The registered sentence of a code."""
    return say(code, params.items(), language())


@register.inclusion_tag("ui/mark.html")
def mark(situation: str, block: str = "", flags: tuple[str, ...] = ()) -> dict[str, Any]:
    """A situation: icon, word and tone together, with its flags."""
    return {
        "situation": situation,
        "word": SITUATION_NAMES[situation].label(block).get(language()),
        "flags": [(f, FLAG_NAMES[f].name.get(language())) for f in flags],
    }


@register.inclusion_tag("ui/icon.html")
def icon(symbol: str) -> dict[str, str]:
    """A decorative icon; the word beside it carries the meaning."""
    return {"symbol": symbol}


@register.filter
def words(value: str) -> list[str]:
    """The words of a constant, for short loops."""
    return value.split()


@register.filter
def row_plain(value: Any, field: str) -> str:
    """`row_text` without markup."""
    return plain(Text.of(value, field))


@register.filter
def languages(codes: str) -> str:
    """Texts by their languages: "sv en" is the Swedish text, the English text."""
    names = {"fi": _("the Finnish text"), "sv": _("the Swedish text"), "en": _("the English text")}
    return ", ".join(names[code] for code in codes.split())


@register.filter
def has_text(value: object, field: str) -> bool:
    """Whether a row has a published text in some language."""
    return bool(Text.of(value, field))


@register.simple_tag
def sentence_of(prefix: str, code: str) -> str:
    """The sentence of a code with a prefix: `binding:` + `shall`."""
    return say(f"{prefix}{code}", lang=language())


@register.filter
def reason(verdict: Verdict) -> str:
    """Why something may not be done now."""
    return say(verdict.code, verdict.params, language())


@register.simple_tag
def sentence_day(basis: str, due: date) -> str:
    """What a due day rests on, in words."""
    return say(f"due_{basis}", (("day", due),), language())


@register.simple_tag
def happened(row: Any) -> str:
    """When something happened, as exactly as it is known."""
    if row.precision == "year":
        return str(row.happened_on.year)
    if row.precision == "month":
        return f"{row.happened_on.month}/{row.happened_on.year}"
    return show_date(row.happened_on, language())


@register.simple_tag
def event_words(verb: str) -> str:
    """What an audit event says to a reader."""
    return say(f"event:{verb}", lang=language())


@register.filter
def flag_word(code: str) -> str:
    """A flag in words."""
    return FLAG_NAMES[code].name.get(language())


@register.filter
def any_known(cells: list[Any]) -> bool:
    """Whether any cell of a row has something recorded."""
    return any(c.known for c in cells)


@register.filter
def cite(sections: str) -> str:
    """A section as the language cites it."""
    return cited(sections, language())


@register.simple_tag
def theme_title(code: str, own: Mapping[str, Any]) -> str:
    """A theme's name, national or the region's own (`own`: by code, with a `name`)."""
    found = THEMES.get(code) or own[code]
    return str(found.name.get(language()))


@register.filter
def times(value: int, factor: int) -> int:
    """value × factor, for places in a picture."""
    return value * factor


@register.filter
def decimal(value: str) -> Decimal:
    """A number written in a template, exactly."""
    return Decimal(value)


@register.simple_tag
def shapes(chart: Chart) -> SafeString:
    """What a chart draws, as SVG. In Python: a page of charts has thousands of shapes, and a template takes ten times longer."""
    return mark_safe("".join(_shape(s) for s in chart.shapes))  # noqa: S308  (every text is escaped)


def _shape(s: Shape) -> str:
    if s.kind == "path":
        return f'<path class="{s.css}" d="{s.d}"/>'
    if s.kind == "rect":
        return f'<rect class="{s.css}" x="{s.x}" y="{s.y}" width="{s.width}" height="{s.height}"/>'
    if s.kind == "dot":
        return f'<circle class="{s.css}" cx="{s.x}" cy="{s.y}" r="{s.width}"/>'
    text = escape(s.text) if s.text else number(s.value)
    return f'<text class="{s.css}" x="{s.x}" y="{s.y}" text-anchor="{s.anchor}">{text}</text>'


@register.simple_tag
def parquet_link(address: str) -> SafeString | str:
    """A link to a table as Parquet after the others, where such files can be made. `address` ends in ? or &."""
    if not installed():
        return ""
    return format_html(' · <a href="{}muoto=parquet">{}</a>', address, _("Download (Parquet)"))


@register.simple_tag
def chart_rows(chart: Chart) -> SafeString:
    """The rows of a chart's table."""
    rows, lang = [], language()
    for row in chart.rows:
        cells = "".join([f'<td class="r">{_cell(cell, lang)}</td>' for cell in row.cells])
        rows.append(f'<tr><th scope="row">{escape(row.head)}</th>{cells}</tr>')
    return mark_safe("".join(rows))  # noqa: S308  (every text is escaped)


@register.filter
def linked_data(value: object) -> SafeString:
    """What search engines read of a page (JSON-LD): a block of data, which no browser runs."""
    text = json.dumps(value, ensure_ascii=False).translate(
        {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
    )
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (no sign of markup is left in it)

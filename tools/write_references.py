"""Writes what is told of the code itself: classes of data, fields of forms, rules. With --check only tells whether all is as it should.

docs/security/data.md of `yhdyspinta/site/info/classes.py`; docs/security/rules.md of every form and of every `rules.py`.
"""

import importlib
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402  (by the settings above)

django.setup()

from django import forms  # noqa: E402  (the same)
from django.apps import apps  # noqa: E402  (the same)
from django.utils import translation  # noqa: E402  (the same)

from yhdyspinta.site.info.classes import DEMANDS, class_of  # noqa: E402  (the same)

DATA = """# What the data are, and what is asked of them

Written by `tools/write_references.py` of `yhdyspinta/site/info/classes.py`; a test asks that every column of every table has a class.

| class | what | who reads | how it is kept | log |
|---|---|---|---|---|
"""
RULES = """# What may be sent, and what has to fit together

Written by `tools/write_references.py` of the code. Fields that a form makes when it is opened (a region's parties, a survey's questions) stand in the README of their room; the interface for programs describes its own (`/api/v1/openapi.json`).

## Rules
Each answers yes, or no with the reason that the page shows. An action asks its rule again, inside its transaction.
"""
FORMS = """
## Fields of forms
What is longer, of another kind or no choice is told at its field, and everything that was typed is kept.
"""


def data() -> str:
    """The classes, and where each is."""
    where: dict[str, list[str]] = {name: [] for name in DEMANDS}
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        columns: dict[str, list[str]] = {}
        for field in model._meta.concrete_fields:
            if given := class_of(model._meta.label, field.name):
                columns.setdefault(given, []).append(field.name)
        most = max(columns, key=lambda name: len(columns[name]))
        for name, found in columns.items():
            where[name].append(model._meta.label if name == most else f"{model._meta.label} ({', '.join(found)})")
    rows = [f"| **{name}** | {d.what} | {d.read} | {d.kept} | {d.logged} |\n" for name, d in DEMANDS.items()]
    lists = [f"\n## {name}\n\n{', '.join(f'`{w}`' for w in found)}\n" for name, found in where.items()]
    return "".join(
        [DATA, *rows, "\nA table stands where most of its columns are; those that differ are named.\n", *lists]
    )


def rules() -> str:
    """Every rule with what it asks, and every form with its fields."""
    parts = [RULES]
    for module, found in _found("rules.py", _is_rule):
        parts.append(f"\n### `{module}`\n\n")
        parts += [f"- `{name}`: {_told(thing)}\n" for name, thing in found.items()]
    parts.append(FORMS)
    for module, found in _found("*.py", _is_form):
        for name, form in found.items():
            fields = form.base_fields  # type: ignore[attr-defined]  # a form
            if fields:
                parts.append(
                    f"\n### `{module}.{name}`\n\n{_told(form)}\n\n| field | kind | must | limits |\n|---|---|---|---|\n"
                )
                parts += [_field(key, field) for key, field in fields.items()]
    return "".join(parts)


def _found(pattern: str, wanted: Callable[[object], bool]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for path in sorted((ROOT / "yhdyspinta").rglob(pattern)):
        if "migrations" in path.parts or "management" in path.parts or path.name == "__main__.py":
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if pattern != "*.py" or b"forms" in path.read_bytes():
            module = importlib.import_module(name)
            own = {k: v for k, v in vars(module).items() if getattr(v, "__module__", "") == name and wanted(v)}
            if own:
                yield name, own


def _is_rule(thing: object) -> bool:
    return inspect.isfunction(thing) and not thing.__name__.startswith("_")


def _is_form(thing: object) -> bool:
    return inspect.isclass(thing) and issubclass(thing, forms.BaseForm)


def _told(thing: object) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split()).replace("|", "\\|")


def _field(name: str, field: forms.Field) -> str:
    limits = [f"{word} {value}" for word in ("min_length", "max_length", "min_value", "max_value") if (value := getattr(field, word, None)) is not None]  # fmt: skip
    choices = getattr(field, "choices", None)
    if isinstance(choices, list) and choices:
        words = ", ".join(str(code) for code, _ in choices[:12] if not isinstance(_, list | tuple) and code != "")
        limits.append(f"one of {words}{', …' if len(choices) > 12 else ''}" if words else "a choice of the list")
    kind = type(field).__name__.removesuffix("Field").casefold()
    return f"| `{name}` | {kind} | {'yes' if field.required else ''} | {'; '.join(limits)} |\n"


PAGES: Mapping[str, Callable[[], str]] = {"data.md": data, "rules.md": rules}


def main() -> int:
    """Writes or checks."""
    stale = 0
    with translation.override("en"):
        for name, page in PAGES.items():
            path = ROOT / "docs" / "security" / name
            if "--check" not in sys.argv:
                path.write_text(page(), encoding="utf-8")
            stale += not path.exists() or path.read_text(encoding="utf-8") != page()
    return stale


if __name__ == "__main__":
    raise SystemExit(main())

"""The house examines its own shape: floors, sizes, manners."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model
from importlinter import cli

from yhdyspinta.core.common import words
from yhdyspinta.site.house import FUNCTIONS, ROOMS

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"core": 0, "rooms": 1, "site": 2}
CORE = (
    "common",
    "audit",
    "jobs",
    "mail",
    "finding",
    "interfaces",
    "law",
    "hyte",
    "indicators",
    "ui",
    "press",
    "registry",
    "visits",
    "accounts",
    "hooks",
    "publications",
    "stances",
    "themes",
    "matters",
    "evidence",
    "bringing",
)
OUTSIDE = re.compile(r"/migrations/|/vendor/|/\.venv/|/var/")


def sources(*tops: str) -> Iterator[Path]:
    """Our Python files."""
    for top in tops or ("yhdyspinta", "config", "tests"):
        yield from (p for p in sorted((ROOT / top).rglob("*.py")) if not OUTSIDE.search(str(p)))


def height(module: str) -> tuple[int, int]:
    """How high a module of ours stands: (floor, place within core)."""
    parts = module.split(".")
    place = CORE.index(parts[2]) if parts[1] == "core" and len(parts) > 2 else 0
    return FLOORS[parts[1]], place


def test_contracts_hold_without_exceptions() -> None:
    """The import contracts, and that none of them ignores an import."""
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()
    assert cli.lint_imports(config_filename=str(ROOT / "pyproject.toml")) == cli.EXIT_STATUS_SUCCESS


STANDS_ON = ("welfare", "yhdyspinta.rooms.goals.models")
"""The one room that stands on another: its plan is goals (contract 4)."""


def test_foreign_keys_point_down() -> None:
    """Import contracts cannot see keys given as strings; rooms never point at each other, but welfare stands on goals."""
    for model in apps.get_models():
        if not model.__module__.startswith("yhdyspinta."):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey):
                target = field.related_model
                assert isinstance(target, type)
                assert issubclass(target, Model)
                assert height(target.__module__) <= height(model.__module__), f"{model.__name__}.{field.name}"
                if model.__module__.startswith("yhdyspinta.rooms."):
                    room = model.__module__.split(".")[2]
                    below = room in target.__module__ or (room, target.__module__) == STANDS_ON
                    assert not target.__module__.startswith("yhdyspinta.rooms.") or below


def templates() -> list[Path]:
    """Our templates."""
    found = [p for kind in ("html", "svg") for p in (ROOT / "yhdyspinta").rglob(f"templates/**/*.{kind}")]
    return sorted(p for p in found if "/vendor/" not in str(p))


def floor_of_template(path: Path) -> tuple[int, int]:
    """The height of the app whose template it is."""
    parts = path.relative_to(ROOT / "yhdyspinta").parts
    return FLOORS[parts[0]], CORE.index(parts[1]) if parts[0] == "core" else 0


def test_includes_point_down() -> None:
    """A template extends and includes only its own app's or lower ones'."""
    where = {str(p).split("/templates/")[1]: p for p in templates()}
    for path in templates():
        for name in re.findall(r'{% (?:include|extends) "([^"]+)"', path.read_text()):
            assert floor_of_template(where[name]) <= floor_of_template(path), f"{path.name} includes {name}"


@pytest.mark.parametrize("path", list(sources()), ids=lambda p: str(p.relative_to(ROOT)))
def test_sizes_and_manners(path: Path) -> None:
    """Files ≤ 500 lines, functions ≤ 60; every public thing has a docstring; no import inside a function without a reason."""
    text = path.read_text()
    assert text.count("\n") <= 500
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module says what it is"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name
            hidden = node.name.startswith("_") or node.name == "do"
            nested = any(
                node in ast.walk(f) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and f is not node
            )
            if not hidden and not nested:
                assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_no_signals_no_generic_relations_no_save_overrides() -> None:
    """Control flow is by calls; a write is a verb. A store of sessions is no model: Django asks it to save."""
    for path in sources("yhdyspinta", "config"):
        text = path.read_text().replace("def save(self, must_create: bool", "")
        assert not re.search(r"django\.db\.models\.signals|@receiver|GenericForeignKey|def save\(", text), path


def test_nobody_else_reads_the_clock() -> None:
    """Only core.common.clock asks the machine; log lines and start.py's waiting excepted."""
    allowed = {"clock.py", "logs.py"}
    pattern = re.compile(r"datetime\.now|date\.today|timezone\.now|time\.time\(|auto_now")
    found = [p for p in sources("yhdyspinta", "config") if pattern.search(p.read_text()) and p.name not in allowed]
    assert found == []


def test_every_code_has_words() -> None:
    """Codes of refusals and findings, wherever they are written, are registered sentences."""
    pattern = re.compile(r'(?:\bno\(|BadInput\(|Finding\(|sentence )\s*"([a-z_]+)"')
    used = {m for p in [*sources("yhdyspinta"), *templates()] for m in pattern.findall(p.read_text())}
    assert used - words.known() == set()
    assert len(used) > 40


def test_every_facade_is_complete() -> None:
    """A room has each function of the facade or says why not; and never both."""
    for facade in ROOMS:
        has = {name for name in FUNCTIONS if hasattr(facade, name)}
        absent = set(facade.ABSENT)
        assert has | absent == set(FUNCTIONS), facade.__name__
        assert not has & absent
        assert all(len(reason) > 10 for reason in facade.ABSENT.values())


def test_every_room_is_furnished_alike() -> None:
    """README with what, words, tables, who may, pages; the named files."""
    for room in sorted((ROOT / "yhdyspinta" / "rooms").iterdir()):
        if not (room / "apps.py").exists():
            continue
        readme = (room / "README.md").read_text()
        for heading in ("## Words", "## Tables", "## Who may", "## Pages"):
            assert heading in readme, f"{room.name}: {heading}"
        for name in ("models", "rules", "queries", "actions", "facade", "forms", "views", "urls"):
            assert (room / f"{name}.py").exists(), f"{room.name} lacks {name}.py"


def test_every_model_has_its_word() -> None:
    """docs/words.md explains each table."""
    text = (ROOT / "docs" / "words.md").read_text()
    models = [m.__name__ for m in apps.get_models() if m.__module__.startswith("yhdyspinta.")]
    assert [m for m in models if f"`{m}`" not in text] == []


def test_settings_and_commands_are_documented() -> None:
    """Every environment variable and every command of ours is in docs/operations.md."""
    text = (ROOT / "docs" / "operations.md").read_text()
    variables = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text()))
    commands = {p.stem for p in (ROOT / "yhdyspinta").rglob("management/commands/*.py") if p.stem != "__init__"}
    assert [v for v in variables if f"`{v}`" not in text] == []
    assert [c for c in commands if f"`manage.py {c}" not in text] == []
    assert (ROOT / "config" / "settings.py").read_text().count("\n") <= 300


def test_nothing_of_the_workplace_is_in_the_repository() -> None:
    """No machine path, no package index, no host of a registry; lock files are hashed."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert not re.search(r"https?://|--index|--find-links", text)
        assert text.count("--hash=sha256:") > 30
    for path in [*sources(), *templates(), ROOT / "start.py", ROOT / "README.md"]:
        assert not re.search(r"/work/|/root/|files\.pythonhosted", path.read_text()) or path == Path(__file__)


def test_third_party_assets_are_listed_with_licences() -> None:
    """Everything vendored has its licence and its row."""
    text = (ROOT / "THIRD_PARTY.md").read_text()
    folders = [p for p in (ROOT / "yhdyspinta/core/ui/static/ui/vendor").iterdir() if p.is_dir()]
    assert folders
    for folder in folders:
        assert (folder / "LICENSE").exists()
        assert folder.name.rsplit("-", 1)[1] in text


def test_no_style_is_described_twice() -> None:
    """Two rules for one class mix on every page: the later one once hid the bar of those who have accepted."""
    own = ROOT / "yhdyspinta" / "core" / "ui" / "static" / "ui"
    css = "".join(re.sub(r"/\*.*?\*/", "", p.read_text(), flags=re.DOTALL) for p in sorted(own.glob("*.css")))
    for_all = re.sub(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;", "", css)
    classes = [
        found.strip() for found in re.findall(r"([^{}]+)\{", for_all) if re.fullmatch(r"\.[\w-]+", found.strip())
    ]
    assert len(classes) > 150
    assert [one for one, times in Counter(classes).items() if times > 1] == []


def test_commands_do_not_check_what_prepare_has_checked() -> None:
    """Django's checks read every address: three seconds of processor time before each command. They are made by `prepare`,
    by `check` and in CI; those that serve for long keep them."""
    kept = {"prepare", "worker", "sync", "permissions"}
    for path in ROOT.glob("yhdyspinta/**/management/commands/[a-z]*.py"):
        assert ("requires_system_checks = ()" in path.read_text(encoding="utf-8")) != (path.stem in kept), path

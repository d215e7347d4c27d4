"""Finnish and Swedish are complete; what the templates say is what the catalogues translate."""

import ast
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
PLACE = re.compile(r"%\((\w+)\)[sd]")


def catalogue(lang: str, folder: Path = ROOT / "yhdyspinta" / "locale") -> Catalog:
    """The .po file of a language."""
    with (folder / lang / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=lang)


def forms(value: object) -> list[str]:
    """Singular and plural forms of a message."""
    return [str(v) for v in value] if isinstance(value, tuple | list) else [str(value)]


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_every_string_is_translated(lang: str) -> None:
    """None empty, none doubtful, placeholders kept."""
    found = 0
    for message in catalogue(lang):
        if not message.id:
            continue
        found += 1
        assert not message.fuzzy, message.id
        assert all(forms(message.string)), message.id
        wanted = {p for text in forms(message.id) for p in PLACE.findall(text)}
        assert {p for text in forms(message.string) for p in PLACE.findall(text)} <= wanted, message.id
        if isinstance(message.id, str):
            assert set(PLACE.findall(str(message.string))) == wanted, message.id
    assert found > 400


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_the_catalogues_have_exactly_what_the_code_says(tmp_path: Path) -> None:
    """Extracted anew from a copy of the source, the messages are the same."""
    copy = tmp_path / "copy"
    shutil.copytree(
        ROOT / "yhdyspinta", copy / "yhdyspinta", ignore=shutil.ignore_patterns("*.mo", "vendor", "__pycache__")
    )
    old = Path.cwd()
    try:
        import os  # noqa: PLC0415  (only here a test changes its folder)

        os.chdir(copy)
        paths = settings.LOCALE_PATHS
        settings.LOCALE_PATHS = [copy / "yhdyspinta" / "locale"]
        call_command("makemessages", locale=["fi"], no_obsolete=True, add_location="never", verbosity=0)
    finally:
        settings.LOCALE_PATHS = paths
        os.chdir(old)
    anew = {str(m.id) for m in catalogue("fi", copy / "yhdyspinta" / "locale") if m.id}
    assert anew == {str(m.id) for m in catalogue("fi") if m.id}
    assert anew == {str(m.id) for m in catalogue("sv") if m.id}


def test_every_string_in_the_code_is_in_the_catalogue() -> None:
    """Also those inside f-strings, where gettext's own extraction does not look."""
    known = {forms(message.id)[0] for message in catalogue("fi") if message.id}
    asked: dict[str, str] = {}
    for path in sorted((ROOT / "yhdyspinta").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args
            ):
                continue
            if isinstance(node.args[0], ast.Constant):
                asked[str(node.args[0].value)] = path.name
    assert len(asked) > 100
    assert {text: name for text, name in asked.items() if text not in known} == {}


def test_official_words() -> None:
    """The Swedish of Finland, and terms the field uses."""
    swedish = "\n".join(s for m in catalogue("sv") for s in forms(m.string)).casefold()
    assert "gränssnitt" not in swedish
    assert "landsting" not in swedish
    assert "kontaktyt" in swedish
    assert "välfärdsområde" in swedish
    assert "sysselsättningsområde" in swedish
    finnish = "\n".join(s for m in catalogue("fi") for s in forms(m.string)).casefold()
    assert "hyvinvointialue" in finnish
    assert "rajapinta" not in finnish


def test_sentences_are_filled_in_one_way() -> None:
    """A sentence with {braces} would be shown with them: `say` fills %(name)s."""
    assert [m.id for m in catalogue("fi") for text in forms(m.id) if re.search(r"\{\w+\}", text)] == []

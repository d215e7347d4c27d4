"""Documents that are drawn from the code are what the code says."""

import subprocess
import sys
from pathlib import Path

from yhdyspinta import VERSION
from yhdyspinta.core.interfaces.catalogue import SITUATION_NAMES

ROOT = Path(__file__).resolve().parents[2]


def test_the_picture_of_the_architecture_is_drawn_from_the_code() -> None:
    """Drawn anew it is the same."""
    done = subprocess.run([sys.executable, "tools/draw_architecture.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_the_rule_of_the_map_is_written_down() -> None:
    """Each situation has its row."""
    text = (ROOT / "docs" / "map-rule.md").read_text()
    assert all(f"`{code}`" in text for code in SITUATION_NAMES)


def test_every_decision_says_context_decision_and_consequences() -> None:
    """Numbered without gaps."""
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(f.name[:4]) for f in files] == list(range(1, len(files) + 1))
    for file in files:
        text = file.read_text()
        assert all(h in text for h in ("## Context", "## Decision", "## Consequences")), file.name


def test_the_version_is_the_same_everywhere() -> None:
    """Settings, project file, publiccode and the newest entry of the change log."""

    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text()
    assert f"softwareVersion: {VERSION}" in (ROOT / "publiccode.yml").read_text()
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_page_of_measurements_is_what_was_measured() -> None:
    """Made anew it is the same."""
    done = subprocess.run([sys.executable, "tools/write_performance.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0

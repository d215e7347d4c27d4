"""The files for a server are what systemd takes, and name what is there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
TABLE = (ROOT / "docs" / "operations.md").read_text()
VARIABLE = re.compile(r"^#? ?([A-Z][A-Z_]+)=", re.MULTILINE)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda p: p.name)
def test_systemd_takes_the_unit_and_shuts_it_in(unit: Path) -> None:
    """Nothing to complain of but that the programs are not installed here; exposure as low as a network service may have."""
    found = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], text=True, capture_output=True, check=False)
    said = [line for line in (found.stdout + found.stderr).splitlines() if "is not executable" not in line and unit.name in line]  # fmt: skip
    assert said == []
    score = subprocess.run(["systemd-analyze", "security", "--offline=true", unit], text=True, capture_output=True, check=False)  # fmt: skip
    level = re.search(r"exposure level for [^:]+: ([\d.]+)", score.stdout)
    assert level
    assert float(level.group(1)) <= 2.0


def test_every_variable_is_described() -> None:
    """Those that the settings read, and those that the files for a server set."""
    read = set(re.findall(r'"((?:YHDYSPINTA|TRAIL|DATABASE)_[A-Z_]+)"', (ROOT / "config" / "settings.py").read_text()))
    files = [ROOT / "deploy" / "yhdyspinta.env.example", *UNITS]
    told = {name for file in files for name in VARIABLE.findall(file.read_text().replace("Environment=", ""))}
    assert len(read) > 30
    assert {n for n in read | told if f"`{n}`" not in TABLE} == set()
    assert told - {"PROMETHEUS_MULTIPROC_DIR"} <= read


def test_the_example_of_settings_holds_no_secret() -> None:
    """Whoever copies it has to choose one."""
    text = (ROOT / "deploy" / "yhdyspinta.env.example").read_text()
    assert "\nYHDYSPINTA_SECRET_KEY=\n" in text

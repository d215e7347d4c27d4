"""The files for a server are what systemd takes, and name what is there."""

import re
import shutil
import subprocess
from pathlib import Path
from string import Template

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from yhdyspinta.site.management.commands import prepare

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
CLUSTER = ROOT / "deploy" / "cluster"
HAPROXY = shutil.which("haproxy", path="/usr/sbin:/usr/bin")
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


def test_the_clusters_files_are_whole() -> None:
    """Each is filled with nothing left over; a leader's key lives as long as Patroni wants."""
    values = {name: "1" for text in CLUSTER.glob("*") for name in Template(text.read_text()).get_identifiers()}
    for file in CLUSTER.glob("*"):
        assert "${" not in Template(file.read_text()).substitute(values), file.name
    told = {
        name: int(value)
        for name, value in re.findall(
            r"(ttl|loop_wait|retry_timeout): (\d+)$", (CLUSTER / "patroni.yml").read_text(), re.MULTILINE
        )
    }
    assert told["loop_wait"] + 2 * told["retry_timeout"] <= told["ttl"]


@pytest.mark.skipif(HAPROXY is None, reason="HAProxy is not installed")
def test_haproxy_finds_no_fault_in_its_file(tmp_path: Path) -> None:
    """Filled as the drill fills it."""
    filled = Template((CLUSTER / "haproxy.cfg").read_text()).substitute(
        host="127.0.0.1", written=20001, read=20002, web=20003, away=CLUSTER / "away.http",
        servers="    server a 127.0.0.1:20004 check port 20005", web_servers="    server b 127.0.0.1:20006 check",
    )  # fmt: skip
    (tmp_path / "haproxy.cfg").write_text(filled)
    done = subprocess.run(
        [str(HAPROXY), "-c", "-f", str(tmp_path / "haproxy.cfg")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_translations_that_cannot_be_written_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that may not write into its code says who does it and how; done beforehand, nothing is written."""

    def shut(_folder: Path) -> int:
        raise PermissionError(13, "Permission denied", "/srv/yhdyspinta/django.part")

    monkeypatch.setattr(prepare, "compile_translations", shut)
    with pytest.raises(CommandError, match="As the owner of the code"):
        call_command("prepare")
    monkeypatch.setattr(prepare, "compile_translations", lambda _folder: 0)
    call_command("prepare", "--translations")


def test_the_containers_files_are_whole() -> None:
    """What the image is made of is let in and is there; nobody is root, nothing but data is written, all rights are dropped."""
    image, told = (ROOT / "deploy" / "Dockerfile").read_text(), (ROOT / "deploy" / "compose.yml").read_text()
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.MULTILINE) for name in line.split()}
    assert copied <= let_in
    assert all((ROOT / name).exists() for name in copied)
    assert "USER 10001:10001" in image
    assert "--require-hashes" in image
    for word in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "service_completed_successfully"):
        assert word in told
    unit = (ROOT / "deploy" / "systemd" / "yhdyspinta-web.service").read_text()
    served = re.search(r"granian (.+)$", unit, re.MULTILINE)
    assert served
    given = {w for w in served[1].split() if w.startswith("--")} - {"--host"}
    assert given <= set(re.findall(r'"(--[\w-]+)"', image))  # one way to serve

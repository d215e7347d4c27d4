"""What the product is made of, and what a second reader of dangerous code finds in it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HARMLESS = {"B404", "B405", "B105", "B603"}
"""Importing a module is no use of it (each use has its own finding); names of rates and forms are no passwords;
a program started by a list of words, without a shell, is the way to do it (with a shell it is B602)."""


def test_bandit_finds_nothing_without_a_reason() -> None:
    """Each line that it names says beside itself why it is right (`# noqa: S…  (why)`), which ruff asks for too."""
    places = ["yhdyspinta", "config", "tools", "start.py", "manage.py"]
    run = [sys.executable, "-m", "bandit", "-q", "-r", *places, "-f", "json"]
    done = subprocess.run(run, cwd=ROOT, text=True, capture_output=True, check=False)
    found = json.loads(done.stdout)
    assert found["errors"] == []
    assert len(found["results"]) > 50  # it has read the code
    reason = re.compile(r"noqa: S\d{3}(, \w+)*  \(.+|noqa: (\w+, )*S\d{3}  \(.+")
    bare = [f"{r['filename']}:{r['line_number']} {r['issue_text']}" for r in found["results"] if r["test_id"] not in HARMLESS and not _explained(r, reason)]  # fmt: skip
    assert bare == []


def _explained(finding: dict[str, object], reason: re.Pattern[str]) -> bool:
    lines = (ROOT / str(finding["filename"])).read_text().splitlines()
    numbers = finding["line_range"]
    assert isinstance(numbers, list)
    return any(reason.search(lines[n - 1]) for n in range(min(numbers) - 1, max(numbers) + 1) if 0 < n <= len(lines))


def test_every_library_is_pinned_by_hash_and_named_in_the_bill_of_materials() -> None:
    """CycloneDX, made from the lock, valid by its own schema; nothing comes from an address."""
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=[a-z0-9])", lock.strip())
    pinned = {m[1] for e in entries if (m := re.match(r"([a-z0-9._-]+)(?:\[[^\]]*\])?==", e)) and "--hash=sha256:" in e}
    assert pinned == {re.split(r"[=\[]", e, maxsplit=1)[0] for e in entries}
    assert "://" not in lock
    run = [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.lock", "--of", "JSON", "--validate"]
    made = json.loads(subprocess.run(run, cwd=ROOT, text=True, capture_output=True, check=True).stdout)
    assert {c["name"] for c in made["components"]} == pinned
    assert all(c["purl"].startswith("pkg:pypi/") for c in made["components"])


NO_NETWORK = ["unshare", "--map-root-user", "--net"]
"""A network namespace of its own: not even loopback is up."""


@pytest.mark.one_database
@pytest.mark.skipif(subprocess.run([*NO_NETWORK, "true"], check=False, capture_output=True).returncode != 0, reason="needs namespaces")  # fmt: skip
def test_it_installs_without_a_network(tmp_path: Path) -> None:
    """From a folder of wheels, as docs/operations.md tells: every digest is compared, and a wheel that differs by a byte is refused."""
    wheels, lock = tmp_path / "wheels", ROOT / "requirements.lock"
    pinned = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(lock)]
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", *pinned, "-d", str(wheels)], check=True, env=_bare())
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    install = [*NO_NETWORK, python, "-m", "pip", "install", "-q", "--no-index", "--find-links", str(wheels), *pinned]
    reached = "import socket; socket.create_connection(('127.0.0.1', 9), 2)"
    alone = subprocess.run([*NO_NETWORK, python, "-c", reached], check=False, capture_output=True, text=True)
    assert "unreachable" in alone.stderr.casefold()
    spoiled = next(wheels.glob("django-*.whl"))
    whole = spoiled.read_bytes()
    spoiled.write_bytes(whole + b"\0")
    refused = subprocess.run(install, check=False, capture_output=True, text=True, env=_bare())
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    spoiled.write_bytes(whole)
    subprocess.run(install, check=True, env=_bare())
    told = subprocess.run([*NO_NETWORK, python, "manage.py", "check"], check=True, capture_output=True, text=True, cwd=ROOT, env=_bare())  # fmt: skip
    assert "no issues" in told.stdout + told.stderr


def _bare() -> dict[str, str]:
    """The environment without what a developer's environment adds to Python's way of finding modules."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}

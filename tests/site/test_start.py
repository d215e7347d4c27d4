"""The one command: it starts both processes, answers, stops both; a second start is quick; errors say what to do."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.house import free_port

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.real_clock, pytest.mark.one_database, pytest.mark.xdist_group("pages")]


def environment() -> dict[str, str]:
    """Without the settings of the test run: start.py uses its own SQLite."""
    hidden = ("DATABASE_URL", "TRAIL_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "YHDYSPINTA_DATA")
    return {k: v for k, v in os.environ.items() if k not in hidden and not k.startswith("PYTEST")}


@contextlib.contextmanager
def started(data: Path, port: int, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A running start.py; what it prints goes to a file."""
    command = [sys.executable, "start.py", "--data", str(data), "--port", str(port), "--no-browser"]
    with output.open("wb") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=file, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def seconds_until_up(port: int) -> float:
    """How long until the front page comes."""
    began = time.monotonic()
    while time.monotonic() - began < 60:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/fi/", timeout=5) as answer:
            assert "Yhdyspinta" in answer.read().decode()
            return time.monotonic() - began
        time.sleep(0.05)
    raise AssertionError("no page in 60 s")


def children(pid: int) -> list[int]:
    """Processes started by a process (Linux)."""
    return [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def work_seconds(pid: int) -> float:
    """Processor time that a process and everything it started have used: the same on a quiet and a busy machine (Linux)."""
    ticks = 0
    for one in [pid, *children(pid)]:
        after_name = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(int(x) for x in after_name[11:15])  # user and system time, its own and of children that ended
    return ticks / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not (ROOT / ".venv" / "stamp").exists(), reason="the environment was not made by start.py")
def test_start_stop_and_start_again(tmp_path: Path) -> None:
    """Web and worker run and are stopped; a busy port is explained; the second start has nothing left to do."""
    data, port = tmp_path / "data", free_port()
    with started(data, port, tmp_path / "first") as process:
        seconds_until_up(port)
        kids = children(process.pid)
        assert len(kids) == 2
        busy = subprocess.run(
            [sys.executable, "start.py", "--data", str(data), "--port", str(port), "--no-browser"],
            cwd=ROOT,
            env=environment(),
            text=True,
            capture_output=True,
            check=False,
        )
        assert busy.returncode == 1
        assert f"--port {port + 1}" in busy.stderr
    assert not any(Path(f"/proc/{kid}").exists() for kid in kids)
    first = (tmp_path / "first").read_text()
    assert f"http://127.0.0.1:{port}/" in first
    assert "/fi/kirjaudu/" in first
    assert "migrations applied" in first
    assert all((path.stat().st_mode & 0o077) == 0 for path in data.glob("*.sqlite3"))
    port = free_port()
    with started(data, port, tmp_path / "second") as process:
        seconds_until_up(port)
        again = work_seconds(process.pid)
    assert again <= 15, again  # 7 s of work on one slow core
    second = (tmp_path / "second").read_text()
    assert not any(words in second for words in ("Installing", "migrations applied", "loaded", "compiled"))


def test_forwarding_to_manage(tmp_path: Path) -> None:
    """`start.py manage …` is manage.py in that environment."""
    if not (ROOT / ".venv" / "stamp").exists():
        pytest.skip("the environment was not made by start.py")
    done = subprocess.run(
        [sys.executable, "start.py", "manage", "drill"],
        cwd=ROOT,
        env={**environment(), "YHDYSPINTA_DATA": str(tmp_path)},
        text=True,
        capture_output=True,
        check=True,
    )
    assert "clock" in done.stdout

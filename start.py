"""Starts Yhdyspinta: python3 start.py

Makes an environment, prepares the data directory, runs the web server and the job worker, and stops both.
Standard library only; Python 3.11 or newer; any operating system.

  python3 start.py [--data DIR] [--port N] [--no-browser]
  python3 start.py --demo    an invented example region, in a data directory of its own
  python3 start.py test [pytest arguments]
  python3 start.py manage COMMAND [arguments]
"""

import argparse
import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import venv
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
UV_VERSION = "uv>=0.5"


class Stop(Exception):  # noqa: N818  (ends the program with a sentence, not a trace)
    """Something the person can mend: what went wrong and what to do."""


def say(text: str) -> None:
    """One progress line."""
    print(text, flush=True)


def run(command: list[str | os.PathLike[str]], *, quiet: bool = True, env: dict[str, str] | None = None) -> str:
    """Runs a command; raises Stop with the end of its output when it fails."""
    done = subprocess.run(command, cwd=ROOT, env=env, text=True, capture_output=quiet, check=False)
    if done.returncode != 0:
        tail = "\n".join((done.stdout or "").splitlines()[-5:] + (done.stderr or "").splitlines()[-15:])
        raise Stop(f"The command failed: {' '.join(map(str, command))}\n{tail}")
    return done.stdout or ""


def wanted_stamp(lock: Path) -> str:
    """What the environment is made from: interpreter and lock file."""
    return f"{sys.version_info[:2]} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def ensure_environment(lock: Path) -> None:
    """Makes .venv and installs the hashed lock, unless that is already done. A dev lock includes the run-time one."""
    stamp = VENV / "stamp"
    have = stamp.read_text(encoding="utf-8").splitlines() if stamp.exists() else []
    if PYTHON.exists() and wanted_stamp(lock) in have:
        return
    began = time.monotonic()
    if not PYTHON.exists():
        say("1/4 Making the environment .venv …")
        try:
            venv.create(VENV, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise Stop(
                f"The environment could not be made: {error}\nOn Debian or Ubuntu: apt-get install python3-venv"
            ) from error
    say("2/4 Installing libraries (checked by hash) …")
    uv = shutil.which("uv") or _uv_inside()
    if uv:
        run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock])
    else:
        run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", lock])
    lines = [wanted_stamp(lock)]
    if lock.name == "requirements-dev.lock":
        lines.append(wanted_stamp(ROOT / "requirements.lock"))
    stamp.write_text("\n".join(lines), encoding="utf-8")
    say(f"    done in {time.monotonic() - began:.0f} s")


def _uv_inside() -> str | None:
    """uv, installed inside the environment when it can be; it is ten times faster than pip."""
    with contextlib.suppress(Stop):
        run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV_VERSION])
        found = BIN / ("uv.exe" if os.name == "nt" else "uv")
        if found.exists():
            return str(found)
    return None


def environment(data: Path) -> dict[str, str]:
    """The settings of a local installation; what is already set wins."""
    if not data.exists():
        data.mkdir(mode=0o700, parents=True)
    secret = data / "secret"
    if not secret.exists():
        handle = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    ours = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "YHDYSPINTA_DATA": str(data),
        "YHDYSPINTA_SECRET_KEY": secret.read_text(encoding="utf-8").strip(),
        "YHDYSPINTA_HASHED_STATIC": "1",
        "YHDYSPINTA_LOG_LEVEL": "WARNING",
        "YHDYSPINTA_MFA": "0",  # nobody else reaches a loopback address; a server of its own asks for a second factor
        "PYTHONUNBUFFERED": "1",
    }
    return {**ours, **os.environ}


def port_free(port: int) -> bool:
    """Whether nobody listens on the port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_until_up(address: str, server: subprocess.Popen[bytes]) -> None:
    """Returns when the server answers; raises Stop when it has ended or 60 s have passed."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Stop("The web server stopped at once. Its message is above.")
        with (
            contextlib.suppress(OSError, urllib.error.URLError),
            urllib.request.urlopen(f"{address}/terveys/", timeout=2),  # noqa: S310  (our own loopback address)
        ):
            return
        time.sleep(0.05)
    raise Stop(
        "The web server did not answer in 60 s. Try again; if it repeats, start with YHDYSPINTA_LOG_LEVEL=DEBUG."
    )


def web_command(python: str | os.PathLike[str], port: int, log_level: str) -> list[str | os.PathLike[str]]:
    """The command of the web server on a loopback port."""
    command = [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", log_level]
    return [*command, "config.wsgi:application"]


def prepare(data: Path, address: str, demo: bool) -> tuple[dict[str, str], list[str]]:
    """Brings the data directory up to date; the settings, and a line for each one-time sign-in link."""
    if (data / "demo").exists() and not demo:
        raise Stop(f"{data} is an example. Start it with: python3 start.py --demo --data {data}")
    if demo and (data / "yhdyspinta.sqlite3").exists() and not (data / "demo").exists():
        raise Stop(f"{data} holds another installation. Give the example a directory of its own: --data DIR")
    env = environment(data)
    commands = [["prepare", "--link", address]]
    if demo:
        env["YHDYSPINTA_DEMO"] = "1"
        (data / "demo").touch()
        commands.append(["example", "--link", address])
    signing = []
    for command in commands:
        for line in run([PYTHON, "manage.py", *command], env=env).splitlines():
            if line.startswith("LINK "):
                signing.append(f"Administrator's one-time sign-in: {line[5:]}")
            elif line.startswith("PERSON "):
                signing.append(f"One-time sign-in, {line[7:]}")
            else:
                say(f"  {line.strip()}")
    return env, signing


def serve(data: Path, port: int, browser: bool, demo: bool = False) -> int:
    """Prepares, starts web and worker, prints the address, stops both on Ctrl-C, SIGTERM or when either ends."""
    if not port_free(port):
        raise Stop(f"Port {port} is in use. Choose another: python3 start.py --port {port + 1}")
    address = f"http://127.0.0.1:{port}"
    os.umask(0o077)  # what is written into the data directory is for its owner only
    say("3/4 Preparing the data directory …")
    env, signing = prepare(data, address, demo)
    say("4/4 Starting …")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    web = web_command(PYTHON, port, "warning")
    worker: list[str | os.PathLike[str]] = [PYTHON, "manage.py", "worker"]
    children = [subprocess.Popen(c, cwd=ROOT, env=env) for c in (web, worker)]
    try:
        wait_until_up(address, children[0])
        say(f"\nYhdyspinta: {address}/")
        for line in signing:
            say(line)
        say("Stop with Ctrl-C.")
        if browser:
            webbrowser.open(f"{address}/")
        while not stop.wait(0.5):
            if any(child.poll() is not None for child in children):
                raise Stop("The web server or the job worker ended by itself. Its message is above.")
    finally:
        end(children)
    return 0


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Asks the children to stop, waits ten seconds, then ends them."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


def test(arguments: list[str]) -> int:
    """The tests asked for; all of them without arguments, first on every core, then those that measure time, alone."""
    rounds = [arguments] if arguments else [["-m", "not quiet"], ["-m", "quiet", "-n", "0"]]
    pytest = [str(PYTHON), "-m", "pytest"]
    return max([subprocess.run([*pytest, *asked], cwd=ROOT, check=False).returncode for asked in rounds])


def main(arguments: list[str]) -> int:
    """Chooses between serving, testing and forwarding to manage.py."""
    if sys.version_info < (3, 11):  # noqa: UP036  (the message is for those who have an older one)
        raise Stop("Python 3.11 or newer is needed: https://www.python.org/downloads/")
    if arguments[:1] == ["test"]:
        ensure_environment(ROOT / "requirements-dev.lock")
        return test(arguments[1:])
    parser = argparse.ArgumentParser(
        description="Starts Yhdyspinta.", epilog="See also: start.py test, start.py manage"
    )
    parser.add_argument(
        "--data", type=Path, help="where the databases are kept (default: var/, of the example var-demo/)"
    )
    parser.add_argument(
        "--demo", action="store_true", help="an invented example region, beside the real ones' public facts"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    if arguments[:1] == ["manage"]:
        ensure_environment(ROOT / "requirements.lock")
        data = Path(os.environ.get("YHDYSPINTA_DATA", ROOT / "var"))
        command: list[str | os.PathLike[str]] = [PYTHON, "manage.py", *arguments[1:]]
        return subprocess.run(command, cwd=ROOT, env=environment(data), check=False).returncode
    options = parser.parse_args(arguments)
    ensure_environment(ROOT / "requirements.lock")
    data = options.data or ROOT / ("var-demo" if options.demo else "var")
    return serve(data.resolve(), options.port, not options.no_browser, options.demo)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as problem:
        print(f"\n{problem}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)

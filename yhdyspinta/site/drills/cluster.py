"""A whole cluster on one machine, made of the files in deploy/cluster: etcd, PostgreSQL under Patroni twice, HAProxy, PgBouncer
and web nodes on ports of the loopback.

Needs Debian's packages patroni, postgresql, etcd-server, haproxy and pgbouncer. As root the databases run as `postgres`.
"""

import contextlib
import glob
import http.client
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Any

import psycopg
from django.conf import settings

from yhdyspinta.site.drills.answering import free_port, own_environment, web
from yhdyspinta.site.relay import Line

HOST, NODES, WEBS = "127.0.0.1", 2, 2
NEEDED = ("patroni", "etcd", "haproxy", "pgbouncer")
FILES = Path(settings.BASE_DIR) / "deploy" / "cluster"
PATIENCE = 120.0
"""Seconds that the cluster may take to become whole."""


def lacking() -> list[str]:
    """Programs that this machine does not have."""
    found = {name: shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") for name in NEEDED}
    return [name for name, path in found.items() if path is None] + ([] if _binaries() else ["postgresql"])


def _binaries() -> str:
    return max(glob.glob("/usr/lib/postgresql/*/bin"), default="")


class Node:
    """One database: its ports, its folder, its Patroni."""

    def __init__(self, number: int, folder: Path) -> None:
        self.name = f"node{number}"
        self.rest, self.postgres = free_port(), free_port()
        self.line = Line(self.postgres)
        self.folder = folder / self.name
        self.data = self.folder / "data"
        self.patroni: subprocess.Popen[bytes] | None = None

    def kill(self) -> None:
        """Patroni and every process of its database, at once."""
        if self.patroni is not None:
            self.patroni.kill()
            self.patroni.wait()
        with contextlib.suppress(OSError, ValueError):
            _kill_tree(int((self.data / "postmaster.pid").read_text().split()[0]))


def _kill_tree(postmaster: int) -> None:
    """Stops the postmaster first, so that it starts no other."""
    os.kill(postmaster, signal.SIGSTOP)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == postmaster:
                os.kill(int(stat.parent.name), signal.SIGKILL)
    os.kill(postmaster, signal.SIGKILL)


class Cluster:
    """Everything, begun one after another; `stop` ends it."""

    def __init__(self, folder: Path, *, synchronous: bool = True) -> None:
        self.folder, self.synchronous = folder, synchronous
        self.password, self.secret = secrets.token_urlsafe(16), secrets.token_urlsafe(48)
        self.etcd, self.peer = free_port(), free_port()
        self.ports = {name: free_port() for name in ("written", "read", "web", "bouncer")}
        self.nodes = [Node(n, folder) for n in range(1, NODES + 1)]
        self.webs = [free_port() for _ in range(WEBS)]
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    # --- beginning and ending

    def start(self) -> None:
        """etcd, databases, what is in front of them, an installation, its web nodes. Raises TimeoutError."""
        self.folder.chmod(0o755)
        self.begin_etcd()
        for node in self.nodes:
            node.folder.mkdir()
            self._own(node.folder)
            self.begin(node)
        self.until(self.whole, "the cluster did not become whole")
        self._begin_doors()
        self._make_database()
        env = self.environment()
        subprocess.run(
            [sys.executable, "manage.py", "prepare"], cwd=settings.BASE_DIR, env=env, capture_output=True, check=True
        )
        for number in range(WEBS):
            self.begin_web(number)
        self.until(lambda: self.status("/health/ready") == 200, "no web node became ready")

    def stop(self) -> None:
        """All processes end."""
        for node in self.nodes:
            node.kill()
            node.line.close()
        for process in self._processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def begin_etcd(self) -> None:
        """What the nodes agree by."""
        client, peer = f"http://{HOST}:{self.etcd}", f"http://{HOST}:{self.peer}"
        data = self.folder / "etcd"
        command = ["etcd", "--name", "one", "--data-dir", str(data), "--listen-client-urls", client, "--advertise-client-urls", client]  # fmt: skip
        self._run("etcd", [*command, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", f"one={peer}"])  # fmt: skip

    def begin(self, node: Node) -> None:
        """Patroni of a node, for the first time or again."""
        file = self._filled(
            "patroni.yml", node.folder / "patroni.yml", name=node.name, host=HOST, rest=node.rest, postgres=node.postgres,
            seen=node.line.port, etcd=f"{HOST}:{self.etcd}", data=node.data, bin=_binaries(), password=self.password,
            sockets=node.folder, network="127.0.0.1/32", synchronous="true" if self.synchronous else "false",
        )  # fmt: skip
        self._own(file)
        node.patroni = self._run(f"patroni of {node.name}", ["patroni", str(file)], as_owner=True)

    def begin_web(self, number: int) -> None:
        """A web node at its port."""
        self._run(f"web {number}", web(self.webs[number]), env=self.environment())

    def _begin_doors(self) -> None:
        """HAProxy and PgBouncer."""
        servers = "\n".join(f"    server {n.name} {HOST}:{n.postgres} check port {n.rest}" for n in self.nodes)
        webs = "\n".join(f"    server web{n} {HOST}:{port} check" for n, port in enumerate(self.webs))
        told = self._filled("haproxy.cfg", self.folder / "haproxy.cfg", host=HOST, servers=servers, web_servers=webs, away=FILES / "away.http", **self.ports)  # fmt: skip
        self._run("haproxy", ["/usr/sbin/haproxy", "-db", "-f", str(told)])
        users = self.folder / "users.txt"
        users.write_text(f'"yhdyspinta" "{self.password}"\n')
        self._own(users)
        told = self._filled("pgbouncer.ini", self.folder / "pgbouncer.ini", host=HOST, users=users, **self.ports)
        self._run("pgbouncer", ["/usr/sbin/pgbouncer", str(told)], as_owner=True)

    def _make_database(self) -> None:
        with self.direct(self.leader(), "postgres", "postgres") as connection:
            connection.execute(f"CREATE ROLE yhdyspinta LOGIN PASSWORD '{self.password}'".encode())
            connection.execute("CREATE DATABASE yhdyspinta OWNER yhdyspinta")

    # --- what it is like

    def environment(self) -> dict[str, str]:
        """The settings of a web node."""
        base = f"postgres://yhdyspinta:{self.password}@{HOST}:{self.ports['bouncer']}"
        more = {"DATABASE_URL": f"{base}/yhdyspinta", "TRAIL_DATABASE_URL": f"{base}/trail", "REPLICA_DATABASE_URL": f"{base}/replica"}  # fmt: skip
        more = {k: f"{v}?DISABLE_SERVER_SIDE_CURSORS=true" for k, v in more.items()}
        shared = self.folder / "shared"
        shared.mkdir(exist_ok=True)
        return own_environment(shared, YHDYSPINTA_SECRET_KEY=self.secret, YHDYSPINTA_LOG_LEVEL="ERROR", **more)

    def direct(self, node: Node, user: str = "yhdyspinta", name: str = "yhdyspinta") -> psycopg.Connection[Any]:
        """A connection to one node, past everything in front of it."""
        return psycopg.connect(host=HOST, port=node.postgres, user=user, dbname=name, password=self.password, autocommit=True, connect_timeout=5)  # fmt: skip

    def members(self) -> list[dict[str, Any]]:
        """Patroni's own account of the cluster; empty when no node answers."""
        for node in self.nodes:
            with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
                answer = _asked(node.rest, "/cluster")
                return list(json.loads(answer[1])["members"]) if answer[0] == 200 else []
        return []

    def leader(self) -> Node:
        """Who takes writes. Raises LookupError."""
        for node in self.nodes:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if _asked(node.rest, "/primary")[0] == 200:
                    return node
        raise LookupError("nobody leads")

    def whole(self) -> bool:
        """Whether there is a leader and every other node follows it as it should."""
        follower = "sync_standby" if self.synchronous else "replica"
        roles = sorted(m["role"] for m in self.members() if m["state"] in ("running", "streaming"))
        return roles == sorted(["leader", *[follower] * (NODES - 1)])

    def status(self, path: str) -> int:
        """What HAProxy answers of a page; 0 when it does not."""
        try:
            return _asked(self.ports["web"], path)[0]
        except (OSError, http.client.HTTPException):
            return 0

    def until(self, there: Callable[[], bool], otherwise: str) -> float:
        """Seconds until something holds. Raises TimeoutError with what the processes said last."""
        began = time.monotonic()
        while not there():
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError(f"{otherwise}; {self.members()}; see {self.folder}")
            time.sleep(0.2)
        return time.monotonic() - began

    # --- tools

    def end(self, name: str) -> None:
        """One process is killed."""
        os.killpg(self._processes[name].pid, signal.SIGKILL)
        self._processes.pop(name).wait()

    def _filled(self, source: str, target: Path, /, **values: object) -> Path:
        target.write_text(Template((FILES / source).read_text()).substitute({k: str(v) for k, v in values.items()}))
        return target

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(path, "postgres", "postgres")
        path.chmod(0o700 if path.is_dir() else 0o600)

    def _run(self, name: str, command: list[str], *, as_owner: bool = False, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:  # fmt: skip
        who: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if as_owner and os.geteuid() == 0 else {}  # fmt: skip
        kept = env or {k: v for k, v in os.environ.items() if not k.startswith(("PATRONI", "PG", "VIRTUAL_ENV"))}
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  (our own commands)
                command, cwd=settings.BASE_DIR, env=kept, stdout=log, stderr=log, start_new_session=True, **who
            )
        self._processes[name] = process
        return process


def _asked(port: int, path: str) -> tuple[int, bytes]:
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=5)) as page:
        page.request("GET", path)
        answer = page.getresponse()
        return answer.status, answer.read()

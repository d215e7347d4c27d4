"""A small HTTP server for stand-ins: real sockets, real threads, faults on demand."""

import gzip
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Reply = tuple[int, Any]
"""Status, and what is sent as JSON (or bytes as they are)."""
Answerer = Callable[[str, str, dict[str, list[str]], bytes, dict[str, str]], Reply]
Fault = Callable[["Handler", bytes], bool]
"""Sends something else than the good body; True when it has sent everything itself."""


class Handler(BaseHTTPRequestHandler):
    """Passes the question to the stand-in, then lets the chosen fault spoil the answer."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (its parent's name)
        """Quiet."""

    def do_GET(self) -> None:
        """A question by address."""
        self._answer(b"")

    def do_POST(self) -> None:
        """A question with a body."""
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _answer(self, sent: bytes) -> None:
        parts = urlsplit(self.path)
        headers = {k.lower(): v for k, v in self.headers.items()}
        self.server.asked.append(self.path)
        status, found = self.server.answerer(self.command, parts.path, parse_qs(parts.query, keep_blank_values=True), sent, headers)  # fmt: skip
        more = {"Location": str(found)} if 300 <= status < 400 and status != 304 else {}
        body = b"" if more else found if isinstance(found, bytes) else json.dumps(found, ensure_ascii=False).encode()
        with suppress(ConnectionError):
            if self.server.fault is not None and self.server.matches(parts.path, parts.query):
                self.close_connection = True
                if self.server.fault(self, body):
                    return
            self.reply(status, body, **more)

    def reply(self, status: int, body: bytes, kind: str = "application/json; charset=utf-8", **more: str) -> None:
        """A whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """A stand-in on a free port of loopback."""

    daemon_threads = True

    def __init__(self, answerer: Answerer, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.answerer, self.fault, self.only = answerer, None, ""
        self.asked: list[str] = []

    fault: Fault | None
    only: str
    """The fault spoils only addresses with this in them; all when empty."""

    def matches(self, path: str, query: str) -> bool:
        """Whether the fault is meant for the question."""
        return not self.only or self.only in f"{path}?{query}"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def running(answerer: Answerer) -> Iterator[Server]:
    """A stand-in that answers until the end of the block."""
    server = Server(answerer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def _status(code: int, body: bytes = b'{"error":"x"}', **headers: str) -> Fault:
    def fault(handler: Handler, good: bytes) -> bool:
        handler.reply(code, body, **headers)
        return True

    return fault


def _body(change: Callable[[bytes], bytes], kind: str = "application/json; charset=utf-8") -> Fault:
    def fault(handler: Handler, good: bytes) -> bool:
        handler.reply(200, change(good), kind)
        return True

    return fault


def _dripping(handler: Handler, good: bytes) -> bool:
    """One byte at a time, for ever slower than anybody waits."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(good)))
    handler.end_headers()
    for byte in good[:40]:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.05)
    return True


def _silent(handler: Handler, good: bytes) -> bool:
    """Nothing at all until the asker gives up."""
    time.sleep(0.6)
    return True


def _reset(handler: Handler, good: bytes) -> bool:
    """Half of the answer, then the connection is torn."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(good) + 10))
    handler.end_headers()
    handler.wfile.write(good[: len(good) // 2])
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    handler.connection.close()
    return True


def _cut_gzip(handler: Handler, good: bytes) -> bool:
    """A compressed answer without its end."""
    handler.reply(200, gzip.compress(good)[:-20], Content_Encoding="gzip")
    return True


def _huge(handler: Handler, good: bytes) -> bool:
    """More than anybody should read."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    piece = b" " * 1_000_000
    with suppress(OSError):
        for _ in range(80):
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    return True


FAULTS: dict[str, Fault] = {
    "timeout": _silent,
    "one byte at a time": _dripping,
    "reset in the middle": _reset,
    "truncated gzip": _cut_gzip,
    "301 elsewhere": _status(301, b"", Location="http://127.0.0.2:9/"),
    **{str(code): _status(code) for code in (401, 403, 404, 410, 500, 503)},
    "429": _status(429, Retry_After="60"),
    "HTML with 200": _body(lambda good: b"<!doctype html><title>Huoltokatko</title>", "text/html"),
    "HTML as JSON": _body(lambda good: b"<html></html>"),
    "empty 200": _body(lambda good: b""),
    "null": _body(lambda good: b"null"),
    "wrong charset": _body(lambda good: good[:1] + b'"\xe4\xf6"' + good[1:]),
    "cut in the middle": _body(lambda good: good[: len(good) // 2]),
    "NaN": _body(lambda good: re.sub(rb": \d+", b": NaN", good, count=1)),
    "Infinity": _body(lambda good: b'[{"value": Infinity}]'),
    "an empty list": _body(lambda good: b"[]"),
    "an empty object": _body(lambda good: b"{}"),
    "nested deep": _body(lambda good: b"[" * 5000 + b"]" * 5000),
    "huge": _huge,
}
"""What can go wrong with any answer. Faults of the figures themselves are made by the stand-ins."""

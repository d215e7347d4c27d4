"""A stand-in of municipal meeting systems on loopback: their feeds as they write them, and servers that behave badly."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Kokousasiat</title>
<item><title>Kunnanhallitus 30.11.2026 § 198 {title}</title><link>{base}/cgi/DREQUEST.PHP?page=meetingitem&amp;id=2026-1</link>
<description>&lt;p&gt;{number}&lt;/p&gt;</description><pubDate>Mon, 30 Nov 2026 10:00:00 +0200</pubDate><guid>2026-1</guid></item>
<item><title>Tekninen lautakunta 12.11.2026 § 44 Katuvalojen uusiminen</title><link>{base}/2</link><guid>2026-2</guid></item>
<item><title>Kunnanhallitus 1.2.2020 § 3 {title}</title><link>{base}/3</link><guid>2020-3</guid></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Möten</title>
<entry><id>urn:1</id><title>{title}</title><link href="{base}/a1"/><updated>2026-11-30T08:00:00Z</updated><summary>Kommunstyrelse § 12</summary></entry></feed>"""


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    server: Any

    def do_GET(self) -> None:
        """A feed, or a fault."""
        self.server.seen.append((self.path, dict(self.headers)))
        made = self.server.answers.get(self.path.split("?")[0])
        if made is None:
            self.send_error(404)
            return
        status, kind, body = made
        if status == 302:
            self.send_response(302)
            self.send_header("Location", body.decode())
            self.end_headers()
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if kind != "slow":
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.end_headers()
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.2)

    def do_POST(self) -> None:
        """Keeps what came; answers by path."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.seen.append((self.path, dict(self.headers)))
        self.server.bodies.append(body)
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


class Service:
    """A running stand-in. `answers`: path → (status, media type, body); `seen`: (path, headers) of every request."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.host = f"127.0.0.1:{server.server_address[1]}"
        self.base = f"http://{self.host}"

    def says(self, path: str, body: str | bytes, kind: str = "application/rss+xml", status: int = 200) -> None:
        """What it answers at a path from now on."""
        self.server.answers[path] = (status, kind, body.encode() if isinstance(body, str) else body)


@contextmanager
def service() -> Iterator[Service]:
    """Starts one and stops it."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.answers, server.seen, server.bodies, server.statuses = {}, [], [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Service(server)
    finally:
        server.shutdown()
        server.server_close()

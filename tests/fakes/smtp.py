"""A real SMTP server on loopback that keeps what it is given."""

import email
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

from aiosmtpd.controller import Controller

from tests.journeys.house import free_port


class Sink:
    """Keeps the letters it is given; refuses while it is told to."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.raw: list[bytes] = []
        self.refuses = False
        self.port = 0

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802  (aiosmtpd's name)
        """One letter."""
        if self.refuses:
            return "451 later"
        content: bytes = envelope.content  # type: ignore[attr-defined]  # aiosmtpd's envelope
        self.raw.append(content)
        self.letters.append(email.message_from_bytes(content))
        return "250 OK"


@contextmanager
def listening() -> Iterator[Sink]:
    """The server, on a free port."""
    made = Sink()
    made.port = free_port()
    server = Controller(made, hostname="127.0.0.1", port=made.port)
    server.start()
    try:
        yield made
    finally:
        server.stop()

"""A network line that can hold what it carries, be cut, and stay down: between two databases, or a browser and its server.

Plain Python, for programs that examine the product from outside too.
"""

import contextlib
import select
import socket
import threading

CHUNK = 65536


class Line:
    """Carries connections from its own port to another one of this machine."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.held, self._down = threading.Event(), False
        self._over = threading.Event()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def hold(self) -> None:
        """From now on nothing reaches the other side; who sends does not notice."""
        self.held.set()

    def cut(self) -> None:
        """Every connection ends, with what was held; new ones are carried again."""
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self.held.clear()

    def down(self) -> None:
        """Cut, and it carries nothing until it is up again: who comes meanwhile is turned away."""
        self._down = True
        self.cut()

    def up(self) -> None:
        """It carries again."""
        self._down = False

    def close(self) -> None:
        """The line is taken away."""
        self._over.set()
        self._door.close()
        self.cut()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                near, _where = self._door.accept()
            except OSError:
                return
            if self._down:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            self._pairs.append((near, far))
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        """Both ways until one end closes; while held, nothing goes on."""
        with near, far, contextlib.suppress(OSError, ValueError):
            while True:
                ready, _w, _x = select.select([near, far], [], [], 0.2)
                for end in ready:
                    data = end.recv(CHUNK)
                    if not data:
                        return
                    while self.held.is_set() and not self._over.wait(0.01):
                        pass
                    (far if end is near else near).sendall(data)

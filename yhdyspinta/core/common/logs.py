"""Structured logging: one JSON object a line."""

import json
import logging
from datetime import UTC, datetime

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "request", "server_time"}


class NoPaths(logging.Filter):
    """Of a failed request its route, never its path: a path can carry a one-time token. Of answering a survey nothing."""

    def __init__(self, unseen: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._unseen = tuple(f"{part}/" for part in unseen)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the record."""
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            if match and any(part in match.route for part in self._unseen):
                return False
            record.msg, record.args = "request failed: %s", (match.route if match else "(none)",)
        return True


class JsonFormatter(logging.Formatter):
    """Level, logger, message, and whatever the caller gave as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)

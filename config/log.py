"""The log: one JSON object a line, no personal data."""

from typing import Any


def to_stderr(level: str, unseen: tuple[str, ...]) -> dict[str, Any]:
    """Django's LOGGING. `level`: of our own loggers; `unseen`: first parts of addresses of which nothing is logged."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "yhdyspinta.core.common.logs.JsonFormatter"}},
        "filters": {"no_paths": {"()": "yhdyspinta.core.common.logs.NoPaths", "unseen": unseen}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_paths"]}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            "yhdyspinta": {"handlers": ["out"], "level": level, "propagate": False},
            "django.request": {"handlers": ["out"], "level": "ERROR", "propagate": False},
        },
    }

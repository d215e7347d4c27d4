"""Answers of an open survey are sealed: who has the database, its journal or a backup cannot read them.

The key is made of the installation's secret, which is in no database, and of the survey's salt, which is destroyed when
the survey closes. A seal tells neither a time nor how long an answer is.
"""

import json
import secrets
from collections.abc import Mapping

from django.conf import settings

from yhdyspinta.core.common import seals
from yhdyspinta.rooms.surveys.asking import Value

SALT, PURPOSE = 32, b"surveys"
"""Bytes of a salt; what the seals are for."""


def new_salt() -> bytes:
    """A survey's salt, for the time that it is open."""
    return secrets.token_bytes(SALT)


def seal(salt: bytes, group: str, answers: Mapping[str, Value], room: int) -> bytes:
    """A respondent's answers as bytes that tell nothing, all of one length: `room` bytes are enough for any sheet."""
    text = json.dumps(answers, ensure_ascii=False).encode()
    return seals.seal(_secrets(), PURPOSE, text.ljust(room), about=group.encode(), salt=salt)


def unseal(salt: bytes, group: str, sealed: bytes) -> dict[str, Value]:
    """The answers again. Raises Unreadable when the installation's secret is not the one that they were sealed with, or the
    group is not theirs."""
    found: dict[str, Value] = json.loads(seals.unseal(_secrets(), PURPOSE, sealed, about=group.encode(), salt=salt))
    return found


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]

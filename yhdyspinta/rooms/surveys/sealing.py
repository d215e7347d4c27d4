"""Answers of an open survey are sealed: who has the database, its journal or a backup cannot read them.

The key is made of the installation's secret, which is in no database, and of the survey's salt, which is destroyed when
the survey closes. A seal tells neither a time nor how long an answer is.
"""

import json
import secrets
from collections.abc import Iterator, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from yhdyspinta.rooms.surveys.asking import Value

SALT, NONCE = 32, 12
"""Bytes of a salt and a nonce."""


class Unreadable(Exception):  # noqa: N818  (names the seal)
    """A seal that no secret of this installation opens."""


def new_salt() -> bytes:
    """A survey's salt, for the time that it is open."""
    return secrets.token_bytes(SALT)


def _keys(salt: bytes) -> Iterator[AESGCM]:
    """By today's secret first, then by earlier ones."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"yhdyspinta.surveys")
        yield AESGCM(derive.derive(str(secret).encode()))


def seal(salt: bytes, group: str, answers: Mapping[str, Value], room: int) -> bytes:
    """A respondent's answers as bytes that tell nothing, all of one length: `room` bytes are enough for any sheet."""
    text = json.dumps(answers, ensure_ascii=False).encode()
    nonce = secrets.token_bytes(NONCE)
    return nonce + next(_keys(salt)).encrypt(nonce, text.ljust(room), group.encode())


def unseal(salt: bytes, group: str, sealed: bytes) -> dict[str, Value]:
    """The answers again. Raises Unreadable when the installation's secret is not the one that they were sealed with, or the
    group is not theirs."""
    for key in _keys(salt):
        try:
            found: dict[str, Value] = json.loads(key.decrypt(sealed[:NONCE], sealed[NONCE:], group.encode()))
        except InvalidTag:
            continue
        return found
    raise Unreadable

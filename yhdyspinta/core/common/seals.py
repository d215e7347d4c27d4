"""Seals: AES-256-GCM (NIST SP 800-38D) by keys that HKDF-SHA-256 (RFC 5869) makes of a secret, one a purpose. Plain Python.

`secrets`: today's secret of the installation, then earlier ones, which still open what they sealed.
"""

import secrets as chance
from collections.abc import Iterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
"""Bytes."""


class Unreadable(Exception):  # noqa: N818  (names the seal)
    """A seal that no secret of this installation opens, or that belongs to something else."""


def seal(
    secrets: Sequence[str], purpose: bytes, text: bytes, *, about: bytes = b"", salt: bytes | None = None
) -> bytes:
    """A nonce and the sealed text. `about`: what it belongs to, told again when it is opened."""
    nonce = chance.token_bytes(NONCE)
    return nonce + next(_keys(secrets, purpose, salt)).encrypt(nonce, text, about)


def unseal(secrets: Sequence[str], purpose: bytes, sealed: bytes, *, about: bytes = b"", salt: bytes | None = None) -> bytes:  # fmt: skip
    """The text again. Raises Unreadable."""
    for key in _keys(secrets, purpose, salt):
        try:
            return key.decrypt(sealed[:NONCE], sealed[NONCE:], about)
        except InvalidTag:
            continue
    raise Unreadable


def _keys(secrets: Sequence[str], purpose: bytes, salt: bytes | None) -> Iterator[AESGCM]:
    for secret in secrets:
        derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"yhdyspinta." + purpose)
        yield AESGCM(derive.derive(secret.encode()))

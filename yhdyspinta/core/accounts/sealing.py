"""Secrets of second factors are kept sealed by the installation's secret (`core/common/seals.py`)."""

import base64
import hashlib
from contextlib import suppress

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from yhdyspinta.core.common import seals

PURPOSE, NEW = b"second factor", "g1:"
"""What the seals are for, and how they begin."""


def sealed(text: str) -> str:
    """As it is kept."""
    return NEW + base64.urlsafe_b64encode(seals.seal(_secrets(), PURPOSE, text.encode())).decode()


def opened(kept: str) -> str:
    """As it was. Raises Unreadable when no secret of the installation sealed it."""
    if kept.startswith(NEW):
        return seals.unseal(_secrets(), PURPOSE, _bytes(kept)).decode()
    try:  # as versions before 0.3 kept it
        return _earlier().decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise seals.Unreadable from error


def resealed(kept: str) -> str:
    """The same where it is of today's secret and way, or cannot be opened; otherwise sealed anew."""
    with suppress(seals.Unreadable):
        if kept.startswith(NEW) and seals.unseal(_secrets()[:1], PURPOSE, _bytes(kept)):
            return kept
    with suppress(seals.Unreadable):
        return sealed(opened(kept))
    return kept  # its person gets a new factor by an administrator's hand


def _bytes(kept: str) -> bytes:
    return base64.urlsafe_b64decode(kept.removeprefix(NEW))


def _earlier() -> MultiFernet:
    made = (hashlib.sha256(f"second factor:{secret}".encode()).digest() for secret in _secrets())
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in made])


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]

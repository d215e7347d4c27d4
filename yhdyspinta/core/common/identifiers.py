"""What tells of a single client in a text: codes that are never saved, and what should be looked at twice. Plain Python.

Finnish personal identity codes have a day of birth, a sign of the century and a control character (VNA 128/2010 2-3 §, new
signs from 2023). A code is refused also with a wrong control character: a typing error does not make a person unknown.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

CENTURIES = {
    **dict.fromkeys("+", 1800),
    **dict.fromkeys("-YXWVU\u2013\u2212\u2010\u2011", 1900),
    **dict.fromkeys("ABCDEF", 2000),
}
_CODE = re.compile(r"(?<![0-9])(\d{2})(\d{2})(\d{2})\s?([-+YXWVUABCDEF\u2010\u2011\u2013\u2212])\s?(\d{3}[0-9A-FHJ-NPR-Y])(?![0-9])", re.IGNORECASE)  # fmt: skip
_PERSON = re.compile(r"(?<![\d.])1\.2\.246\.(?:21|562\.24)\.[\d.]*\d")
_ACCOUNT = re.compile(r"(?<![A-Z0-9])FI\s?\d{2}(?:\s?\d{4}){3}\s?\d{2}(?!\d)", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<![\d.,])(?:\+358|0)\s?\d{1,3}(?:[ -]?\d){5,8}(?![\d.,]\d)")
_BORN = re.compile(r"\b(?:s\.|synt\.|syntynyt|f\.|född|born)\s*\d{1,2}\.\d{1,2}\.\d{4}", re.IGNORECASE)
Kind = Literal["identity_code", "person_number", "account", "mail", "phone", "birth"]
NEVER: frozenset[Kind] = frozenset({"identity_code", "person_number", "account"})
"""What is never saved; the others are asked about."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something in a text that may tell of a person: what it is, and where it begins."""

    kind: Kind
    at: int


def identifiers(text: str) -> tuple[Found, ...]:
    """Everything in a text that may tell of a single person, in order."""
    codes = [m for m in _CODE.finditer(text) if _is_birth(m)]
    found = [Found("identity_code", m.start()) for m in codes]
    for m in codes:
        text = text[: m.start()] + "x" * (m.end() - m.start()) + text[m.end() :]  # its digits are no telephone number
    plain: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("person_number", _PERSON),
        ("account", _ACCOUNT),
        ("mail", _MAIL),
        ("phone", _PHONE),
        ("birth", _BORN),
    )
    found += [Found(kind, m.start()) for kind, pattern in plain for m in pattern.finditer(text)]
    return tuple(sorted(found, key=lambda f: f.at))


def _is_birth(match: re.Match[str]) -> bool:
    """Whether the digits are a day; temporary codes (900-999) have one too."""
    day, month, year = (int(match[n]) for n in (1, 2, 3))
    try:
        date(CENTURIES[match[4].upper()] + year, month, day)
    except ValueError:
        return False
    return True

"""What tells of a single client in a text: codes that are never saved, and what should be looked at twice. Plain Python.

Finnish personal identity codes have a day of birth, a sign of the century and a control character (VNA 128/2010 2-3 §, new
signs from 2023). A text is first folded as people may have typed or pasted it: any dash, any digits, invisible characters,
spaces and line ends between the parts. A code whose control character is right is never saved, nor one that ends in a wrong
letter, for a typing error does not make a person unknown. One that ends in a wrong digit may be a number of something else,
such as a case: its writer is asked.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

CONTROL = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
_GAP = r"[\s]{0,3}"
_CODE = re.compile(
    rf"(?<!\d)(\d{{2}})[. ]?(\d{{2}})[. ]?(?:19|20)?(\d{{2}}){_GAP}([-+/YXWVUABCDEF]{{0,2}}){_GAP}(\d{{3}})\s?([0-9A-Z])(?!\d)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?<![\d.])1\.2\.246\.(?:21|562\.24)\.[\d.]*\d")
_ACCOUNT = re.compile(r"(?<![A-Z0-9])FI[\s-]?\d{2}(?:[\s-]?\d{4}){3}[\s-]?\d{2}(?!\d)", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<![\d.,])(?:\+358|0)\s?\d{1,3}(?:[ -]?\d){5,8}(?![\d.,]\d)")
_BORN = re.compile(r"\b(?:s\.|synt\.|syntynyt|f\.|född|born)\s*\d{1,2}\.\d{1,2}\.\d{4}", re.IGNORECASE)
Kind = Literal["identity_code", "person_number", "account", "perhaps_code", "mail", "phone", "birth"]
NEVER: frozenset[Kind] = frozenset({"identity_code", "person_number", "account"})
"""What is never saved; the others are asked about."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something in a text that may tell of a person: what it is, and where it begins in the folded text."""

    kind: Kind
    at: int


def folded(text: str) -> str:
    """Compatible forms of characters, without invisible ones, every dash and underscore as "-"."""
    plain = unicodedata.normalize("NFKC", text)
    kept = (c for c in plain if unicodedata.category(c) != "Cf")
    return "".join("-" if c in "_\u2212" or unicodedata.category(c) == "Pd" else c for c in kept)


def identifiers(text: str) -> tuple[Found, ...]:
    """Everything in a text that may tell of a single person, in order."""
    text, found = folded(text), list[Found]()
    for match in _CODE.finditer(text):
        kind = _kind(match)
        if kind is not None:
            found.append(Found(kind, match.start()))
            # its digits are no telephone number
            text = text[: match.start()] + "x" * (match.end() - match.start()) + text[match.end() :]
    plain: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("person_number", _PERSON),
        ("account", _ACCOUNT),
        ("mail", _MAIL),
        ("phone", _PHONE),
        ("birth", _BORN),
    )
    found += [Found(kind, m.start()) for kind, pattern in plain for m in pattern.finditer(text)]
    return tuple(sorted(found, key=lambda f: f.at))


def _kind(match: re.Match[str]) -> Kind | None:
    """What a match is: digits that are no day of birth are nothing."""
    day, month, year, sign, number, control = match.groups()
    try:
        date(CENTURIES.get(sign.upper()[:1], 1900 if int(year) > 25 else 2000) + int(year), int(month), int(day))
    except ValueError:
        return None
    right = CONTROL[int(f"{day}{month}{year}{number}") % 31] == control.upper()
    if right and int(number) >= 2:
        return "identity_code"
    if not sign:
        return None
    return "identity_code" if control.upper() in CONTROL[10:] and len(sign) == 1 else "perhaps_code"

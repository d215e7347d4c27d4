"""Which sections of which statutes a duty rests on, read from its citation. Plain Python."""

import re
from collections.abc import Iterator

WHOLE = "*"
"""A duty that rests on the whole statute, or whose sections the citation does not tell."""
Place = tuple[str, str]
"""(number of a statute as 612/2021, section as "14" or "12 a")."""

_ASIDE = re.compile(r"\([^)]*\)")
_STATUTE = re.compile(r"\b(\d{1,5}/\d{4})\b")
_SECTION = re.compile(r"(\d{1,3}(?: [a-z])?)(?:–(\d{1,3}(?: [a-z])?))? §")


def cited(statute: str, sections: str) -> frozenset[Place]:
    """Places of a citation such as `35–38 §; VNA 309/2023`: what follows a semicolon may be of another statute."""
    found: set[Place] = set()
    for part in _ASIDE.sub("", sections).split(";"):
        other = _STATUTE.search(part)
        number, told = (other[1], part[other.end() :]) if other else (statute, part)
        places = {(number, label) for a, b in _SECTION.findall(told) for label in between(a, b or a)}
        found |= places or {(number, WHOLE)}
    return frozenset(found)


def between(first: str, last: str) -> Iterator[str]:
    """Labels from one to another: 26–28, 50 a–50 c. What does not go upwards gives its ends."""
    (a, x), (b, y) = _parts(first), _parts(last)
    if a == b and x and y:
        yield from (f"{a} {chr(c)}" for c in range(ord(x), ord(y) + 1))
    elif a < b and not x and not y:
        yield from (str(n) for n in range(a, b + 1))
    else:
        yield from dict.fromkeys((first, last))


def _parts(label: str) -> tuple[int, str]:
    number, _space, letter = label.partition(" ")
    return int(number), letter

"""A password made of nothing but words that anybody here would try first: the house's own, and names of places."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import slugify
from yhdyspinta.core.registry.queries import atlas

FILE = Path(__file__).with_name("words.txt")
_NOT_LETTERS = re.compile(r"[^a-z]+")


def plain(text: str) -> str:
    """Letters alone, small, without dots and rings: "Jyväskylä 2026!" is "jyvaskyla"."""
    return _NOT_LETTERS.sub("", slugify(text))


def is_made_of(password: str, words: frozenset[str]) -> bool:
    """Whether its letters are some of these words after each other, whatever numbers and marks are between them."""
    letters = plain(password)
    whole = {0}
    for end in range(1, len(letters) + 1):
        if any(letters[begin:end] in words for begin in whole):
            whole.add(end)
    return bool(letters) and len(letters) in whole


@cache
def own_words() -> frozenset[str]:
    """The words of words.txt: one a line."""
    return frozenset(filter(None, map(plain, FILE.read_text(encoding="utf-8").splitlines())))


def words() -> frozenset[str]:
    """These, and the names of organisations and regions in every language."""
    house = atlas()
    names = [o.name for o in house.orgs.values()] + [a.name for a in house.areas.values()]
    parts = {plain(part) for name in names for text in (name.fi, name.sv) for part in (text, *text.split())}
    return own_words() | {p for p in parts if len(p) > 2}


class HouseWords:
    """Django's hook for what a password may not be."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if is_made_of(password, words()):
            raise ValidationError(self.get_help_text(), code="house_words")

    def get_help_text(self) -> str:
        """What to do instead."""
        return _("A password of names of places and words of this service alone is guessed first. Add other words.")

"""Addresses below the language, found once: the house has some 360 patterns, and trying them took a third of a kept page."""

from typing import Any

from django.urls import ResolverMatch, URLResolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language

from yhdyspinta.core.common.memo import Memo

_FOUND: Memo[ResolverMatch] = Memo(5_000)
"""What the addresses asked for last lead to. A match is only read; what leads nowhere is not kept."""
LONGEST = 200
"""Longer addresses are looked for each time: anybody may ask for such, and what is kept is counted, not weighed."""


class Remembered(URLResolver):
    """Django's resolver, which knows again what it has found."""

    def resolve(self, path: Any) -> ResolverMatch:
        """The view of an address in the language of the request. Raises Resolver404."""
        key = (str(path), get_language())
        found = _FOUND.kept(key)
        if found is None:
            found = super().resolve(path)
            found.tried = None  # the patterns that did not fit, for a page of Django's debugging: fifty kilobytes
            if len(key[0]) <= LONGEST and "token" not in found.kwargs:  # a secret of an address is nowhere kept
                _FOUND.put(key, found)
        return found


def in_every_language(*patterns: Any) -> list[Remembered]:
    """The same patterns below /fi/, /sv/ and /en/, as `i18n_patterns` does it."""
    return [Remembered(LocalePrefixPattern(prefix_default_language=True), list(patterns))]

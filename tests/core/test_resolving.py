"""Addresses found once are found again, each in its own language; what leads nowhere is not kept."""

import pytest
from django.urls import Resolver404, URLResolver, resolve
from django.utils import translation

from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.ui import addresses


def test_an_address_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time no pattern is tried, and the answer is the same."""
    first = resolve("/fi/kunnat/kuhmo/")
    monkeypatch.setattr(URLResolver, "resolve", _refuse)
    with pytest.raises(AssertionError):
        _below().resolve("fi/kunnat/laukaa/")
    again = _below().resolve("fi/kunnat/kuhmo/")
    assert (again.func, again.kwargs, again.url_name) == (first.func, {"slug": "kuhmo"}, "municipality")


def test_a_language_has_its_own_addresses() -> None:
    """What was found in one language is not found in another."""
    assert resolve("/fi/kunnat/kuhmo/").url_name == "municipality"
    with translation.override("sv"), pytest.raises(Resolver404):
        resolve("/fi/kunnat/kuhmo/")
    for _ in range(2):
        with pytest.raises(Resolver404):
            resolve("/fi/ei-ole-mitaan/")


def test_no_secret_and_nothing_long_is_kept() -> None:
    """Tokens of links lie in no list of what was asked for last; nor can anybody fill memory by long addresses."""
    forget_all()
    for path in ("/fi/kirjaudu/abcdefghijklmnop/", f"/fi/kunnat/{'x' * 300}/"):
        assert resolve(path).url_name
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(URLResolver, "resolve", _refuse)
            with pytest.raises(AssertionError):
                _below().resolve(path[1:])


def _below() -> addresses.Remembered:
    """The addresses below the language."""
    return addresses.in_every_language()[0]


def _refuse(*_args: object) -> None:
    raise AssertionError("patterns are tried")

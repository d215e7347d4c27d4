"""The permission matrix: every address × every role × every method. An address without a rule fails the build."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import resolve, reverse
from django.utils import translation

from tests.people import People
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.site.rights.addresses import RULES
from yhdyspinta.site.rights.matrix import METHODS, ROLES, TAKEN, tried, unclassified
from yhdyspinta.site.rights.rule import Rule
from yhdyspinta.site.rights.scene import scene

pytestmark = pytest.mark.django_db
OURS_INSTEAD = {
    "account_login": "accounts:enter",
    "account_logout": "accounts:leave",
    "api:api-root": "api:home",
    "api:record_evidence": "api:evidence",
}
"""Pages of the library that ours stand in front of, on purpose."""


def test_every_address_has_a_rule() -> None:
    """And every rule an address."""
    assert unclassified() == []


def test_no_address_hides_another(people: People) -> None:
    """What an address opens is what its name says: a fixed word in front of a slug could take its page."""
    made = scene(people)
    with translation.override("fi"):
        found = {n: resolve(reverse(n, args=made.args.get(n, []))).view_name for n in RULES}
        themes = [resolve(reverse("interface", args=["kainuu", theme])).view_name for theme in THEMES]
    assert {n: told for n, told in found.items() if n != told} == OURS_INSTEAD
    assert set(themes) == {"interface"}


@pytest.mark.one_database
@pytest.mark.parametrize("role", ROLES)
def test_every_cell_of_a_role(role: str) -> None:
    """Nobody gets further, or less far, than the rule says.

    A method that no page takes is refused before anybody is asked who they are: three roles try it here, all of them
    in `manage.py permissions`.
    """
    methods = METHODS if role in ("reader", "kuhmo", "administrator") else TAKEN
    with transaction.atomic():
        cells = list(tried(role, methods))
        transaction.set_rollback(True)
    assert [f"{c.method} {c.address}: {c.told}, {c.fault}" for c in cells if c.fault] == []
    assert len(cells) == len(RULES) * len(methods)
    assert {c.method for c in cells} == set(methods)


def test_the_command_counts_and_finds(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`manage.py permissions` says how many; a rule that is too wide is named, and ends with 1."""
    from yhdyspinta.site.rights import addresses  # noqa: PLC0415  (its table is changed)

    monkeypatch.setitem(addresses.RULES, "users", Rule("signed_in"))
    with pytest.raises(SystemExit) as ended:
        call_command("permissions", "--role", "kuhmo", "--address", "users", "region")
    assert ended.value.code == 1
    told = capsys.readouterr().out
    assert "get users: 403" in told
    assert "12 cells: 2 addresses, 1 roles, 6 methods; 0 unclassified, 2 deviations" in told  # GET and HEAD

"""Every operation, 200 cases as everybody and 200 with a key: no server error, nothing that the description does not tell."""

import traceback

import pytest

from tests.people import People
from tests.site.api.contract import examine, key_of, operations
from yhdyspinta.site.api import house
from yhdyspinta.site.rights.scene import scene

pytestmark = pytest.mark.django_db
CASES = 200


@pytest.mark.parametrize("who", ["reader", "official"])
@pytest.mark.parametrize(("method", "path"), operations())
def test_the_description_holds(people: People, method: str, path: str, who: str) -> None:
    """For everybody and for an official of Kuhmo."""
    made = scene(people)
    key = key_of(people.kuhmo) if who == "official" else ""
    assert examine(method, path, made=made, key=key, cases=CASES) > 0


def test_what_breaks_the_description_is_found(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operation that answers with something else than it tells fails."""
    made = scene(people)
    monkeypatch.setattr(house, "scopes", lambda _request: None)
    with pytest.raises(BaseException) as found:  # noqa: PT011  (one failure or a group of them)
        examine("GET", "/api/v1/me", made=made, key="", cases=5)
    assert "Internal Server Error" in "".join(traceback.format_exception(found.value))

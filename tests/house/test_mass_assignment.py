"""Every form sent again with every other field of every table: what comes of it is the same."""

import re
import zlib
from typing import Any

import pytest
from django.apps import apps
from django.db import router, transaction
from django.urls import reverse
from django.utils import translation

from tests.people import People
from yhdyspinta.core.ui.pages import DAYS
from yhdyspinta.site.rights.addresses import RULES
from yhdyspinta.site.rights.matrix import ALLOWED, EXACT, client_of, sends
from yhdyspinta.site.rights.scene import Scene, scene

pytestmark = pytest.mark.django_db
WHO = ("kuhmo", "county_coordinator", "municipal_coordinator", "administrator", "responder")
NOT_COMPARED = frozenset({"FormKey", "Revision", "AuditEvent", "Visit"})
"""Digests and random numbers, and the telling of it."""
RANDOM = re.compile(r"^(public_id|token_hash|id|pk|password|last_login|sealed|salt|measure|hint)$")


MADE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=^poistettu-)[0-9a-f]{12}")
"""The random name of what a form has just made, in the origin and the source of its record, and that of a closed account."""


def ours() -> list[Any]:
    """The tables of facts."""
    return [
        m for m in apps.get_models() if m.__module__.startswith("yhdyspinta.") and router.db_for_write(m) == "default"
    ]


def every_field() -> set[str]:
    """The names of all columns, and what people try."""
    names = {f.name for m in ours() for f in m._meta.get_fields() if getattr(f, "column", None)}
    return names | {"is_staff", "is_superuser", "status", "state", "by", "user_id", "organisation_id"}


def world() -> list[dict[str, Any]]:
    """Everything that is kept, without what is random. A key is told by its place: a sequence does not go back."""
    found = []
    order: dict[Any, dict[Any, Any]] = {
        m: {pk: f"row {i}" for i, pk in enumerate(m._default_manager.order_by("pk").values_list("pk", flat=True))}
        for m in ours()
    }
    for model in ours():
        if model.__name__ in NOT_COMPARED:
            continue
        keys = [f for f in model._meta.concrete_fields if f.remote_field and f.related_model in order]
        places = {f.attname: order[f.related_model] for f in keys}
        for row in model._default_manager.order_by("pk").values():
            fields = {k: _told(v, places.get(k)) for k, v in row.items() if not RANDOM.match(k)}
            fields |= {
                k: MADE.sub("new", fields[k])
                for k in ("origin", "source_url", "email")
                if isinstance(fields.get(k), str)
            }
            found.append({"model": model._meta.label_lower, **fields})
    return sorted(found, key=repr)  # rows of a survey have random keys, so they lie in no order


def _told(value: Any, places: dict[Any, Any] | None) -> Any:
    """A value as it is compared: a key by its place, a matrix by a digest."""
    if isinstance(value, bytes | memoryview):
        return zlib.crc32(value)
    return value if places is None else places.get(value, value)


@pytest.mark.parametrize("part", [0, *(pytest.param(n, marks=pytest.mark.one_database) for n in (1, 2, 3))])
def test_foreign_fields_change_nothing(people: People, part: int) -> None:
    """In the first role that may send the form; the fields that the form itself has are left out."""
    made, foreign, tried, wrote = scene(people), every_field(), 0, 0
    for who in WHO:
        client_of(people, who)
    before = world()
    names = [
        n for n, r in RULES.items() if r.write and not n.startswith(("account", "mfa_", "socialaccount_", "openid_"))
    ]
    for name in names[part::4]:
        allowed = EXACT.get((name, "write"), ALLOWED[RULES[name].write])
        role = next((w for w in WHO if w in allowed), None)
        if role is None:
            continue
        data = sends(RULES[name], made, name, role)
        extra = dict.fromkeys(foreign - _own(people, made, name, role) - set(data), "1")
        plain, stuffed = (sent(people, made, name, role, {**data, **more}) for more in ({}, extra))
        assert plain == stuffed, name
        tried += 1
        wrote += plain != before
    assert tried > 8
    assert wrote > tried / 2


def _own(people: People, made: Scene, name: str, role: str) -> set[str]:
    """The fields of the form itself, as its page shows them."""
    with translation.override("fi"):
        page = client_of(people, role).get(reverse(name, args=made.args.get(name, [])))
    return set(re.findall(r'name="([^"]+)"', page.content.decode("utf-8", "replace")))


def sent(people: People, made: Scene, name: str, role: str, data: dict[str, Any]) -> list[dict[str, Any]]:
    """The world after the form was sent, which is then undone."""
    DAYS.forget()
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    with transaction.atomic(), transaction.atomic(using="trail"), translation.override("fi"):
        client_of(people, role).post(reverse(name, args=made.args.get(name, [])), data)
        after = world()
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="trail")
    return after

"""Opening every page, as an administrator, leaves the default database byte for byte as it was."""

import hashlib
import json

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection, router
from django.urls import reverse
from django.utils import translation

from tests.people import People, browser
from yhdyspinta.core.audit.models import Revision
from yhdyspinta.core.common.errors import WriteOnGet
from yhdyspinta.core.ui.middleware import refuse_writes
from yhdyspinta.site.rights.addresses import RULES
from yhdyspinta.site.rights.scene import scene

pytestmark = pytest.mark.django_db

ASKED = {"api:search": "?q=kuhmo"}
"""What has to be asked for an answer."""


def fingerprint() -> str:
    """Everything in the tables of facts; sign-ins lie in `trail`, which a GET may write."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        ours = model.__module__.startswith(("yhdyspinta.", "allauth."))
        if ours and router.db_for_write(model) == "default":
            rows = serializers.serialize("python", model._default_manager.order_by("pk"))
            digest.update(json.dumps(rows, default=str).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_no_page_writes(people: People, lang: str) -> None:
    """In each language."""
    made, clients = (
        scene(people),
        [
            browser(who)
            for who in (people.administrator, people.county_coordinator, people.kuhmo, people.analyst, people.responder)
        ],
    )
    before = fingerprint()
    with translation.override(lang):
        addresses = [
            reverse(n, args=made.args.get(n, [])) + ASKED.get(n, "")
            for n, r in RULES.items()
            if r.read not in ("", "nobody")
        ]
    for address in addresses:
        assert any(c.get(address).status_code in (200, 301, 302, 401) for c in clients), address
    assert fingerprint() == before


def test_the_connection_itself_refuses() -> None:
    """Under the wrapper of GET a write raises, a read goes through."""
    with connection.execute_wrapper(refuse_writes):
        assert Revision.objects.count() >= 0
        with pytest.raises(WriteOnGet):
            Revision.objects.create(name="nothing")

"""What is secret in preparedness: it changes no byte that anybody outside the circle receives, and its words are nowhere else."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string

from tests.house.test_oracle import addresses, told
from tests.people import People, browser
from yhdyspinta.core.audit.actions import bump
from yhdyspinta.core.jobs.catalogue import jobs
from yhdyspinta.rooms.preparedness.secrecy import COLUMNS
from yhdyspinta.site.rights.addresses import RULES
from yhdyspinta.site.rights.guarding import WORDS, preparedness_args
from yhdyspinta.site.rights.scene import scene
from yhdyspinta.site.search.sources import refresh

pytestmark = pytest.mark.django_db
PLANTED = {name: f"salaisuus{number}xq" for number, name in enumerate(WORDS)}
OUTSIDE = ("reader", "far", "kuhmo", "county_coordinator", "administrator")
"""Nobody of these is of the circle: also who keeps the installation, and who answers for preparedness in another region."""


def secret_columns() -> list[tuple[type[models.Model], str]]:
    """Every column of text that only the circle may read."""
    found = []
    for table, columns in COLUMNS.items():
        model = apps.get_model("preparedness", table)
        for column, level in columns.items():
            field = model._meta.get_field(column)
            if level == "circle" and isinstance(field, models.CharField | models.TextField | models.JSONField):
                found.append((model, column))
    return found


def everything_else() -> str:
    """All that both databases hold, but for what only the circle may read."""
    secret = {(m, c) for m, c in secret_columns()}
    lines = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.order_by("pk").values():
            lines += [f"{model.__name__}.{k}={v!r}" for k, v in row.items() if (model, k) not in secret]
    return "\n".join(lines)


@pytest.mark.parametrize("role", OUTSIDE)
def test_a_secret_changes_no_byte(people: People, role: str) -> None:
    """Every page, search, feed, file and error of the house, before and after every secret column says something else."""
    made = scene(people)
    far = people.belonging("kaukana", "responder", "kunnat/kauniainen")
    client = {"reader": Client, "far": lambda: browser(far)}.get(role, lambda: browser(getattr(people, role)))()
    asked = [a for a in addresses(made) if "?q=" not in a and "/varmista/avain/" not in a]  # a challenge, new each time
    with translation.override("fi"):
        asked += [f"{reverse('search')}?q={word}" for word in (*PLANTED.values(), "salaisuus", *WORDS.values())]
    refresh()
    before = told(client, asked)
    for model, column in secret_columns():
        value: Any = {"procedure_fi": "salaisuus0xq"} if column == "content" else "salaisuus1xq"
        if (most := model._meta.get_field(column).max_length) is not None:  # type: ignore[union-attr]  # a column of text
            value = value[:most]
        if column not in ("subject", "kind"):  # codes of the catalogue
            model._default_manager.exclude(**{column: ""}).update(**{column: value})
    bump("preparedness")
    refresh()
    after = told(client, asked)
    assert [a for a in asked if before[a] != after[a]] == []
    assert not any("salaisuus" in body and "?q=" not in a for a, (_, body) in after.items())
    # the test can fail: the circle does see a difference
    inside = told(browser(people.responder), [reverse("preparedness:contacts", args=["kainuu"])])
    assert any("salaisuus" in body for _, body in inside.values())


def test_planted_words_are_nowhere(people: People, caplog: pytest.LogCaptureFixture) -> None:
    """Written by the verbs and by the forms; not in events, versions, keys, notices, letters or the log, whatever works in the night."""
    caplog.set_level(logging.DEBUG)
    made = preparedness_args(people, PLANTED)
    client = browser(people.responder)
    with translation.override("fi"):
        for name in ("preparedness:secret", "preparedness:learn", "preparedness:contact", "preparedness:write"):
            data = {"procedure_fi": PLANTED["flow"], "text": PLANTED["entry"], "title": PLANTED["title"], "phone": PLANTED["phone"], "version": "1", "kind": "note", "key": "x"}  # fmt: skip
            client.post(reverse(name, args=made[name]), data)
        for name, rule in RULES.items():
            if name.startswith("preparedness:") and rule.read:
                client.get(reverse(name, args=made.get(name, [])))
    for job in jobs():
        if not job.waits:  # what brings figures from elsewhere
            import_string(job.run)()
    kept, said = everything_else(), caplog.text + "".join(str(m.message()) for m in mail.outbox)
    assert [w for w in PLANTED.values() if w in kept] == []
    assert [w for w in PLANTED.values() if w in said] == []
    # the test can fail: the words are where they belong
    assert len(secret_columns()) > 15
    assert any(
        PLANTED["phone"] in str(v) for v in apps.get_model("preparedness", "DutyContact").objects.values_list("phone")
    )

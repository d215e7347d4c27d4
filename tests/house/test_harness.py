"""The traps of the harness catch what they are for."""

import socket

import pytest
from django.db import models
from django.template import engines

from yhdyspinta.core.registry.models import Organisation

pytestmark = pytest.mark.django_db


def test_an_undefined_variable_fails() -> None:
    """A typing error in a template cannot pass."""
    template = engines["django"].from_string("{{ no_such_thing.name }}")
    with pytest.raises(AssertionError, match="no_such_thing"):
        template.render({})


def test_an_unordered_query_is_shuffled() -> None:
    """Rows without an order come in different orders."""
    orders = {tuple(Organisation.objects.order_by().values_list("pk", flat=True)[:400]) for _ in range(3)}
    shuffled = {tuple(o.pk for o in Organisation.objects.order_by()) for _ in range(4)}
    assert len(shuffled) > 1
    assert orders
    ordered = {tuple(o.pk for o in Organisation.objects.order_by("pk")) for _ in range(2)}
    assert len(ordered) == 1
    assert issubclass(Organisation, models.Model)


def test_the_network_is_closed() -> None:
    """A test cannot reach beyond this machine."""
    with pytest.raises(AssertionError, match="tried to reach"), socket.socket() as probe:
        probe.connect(("192.0.2.1", 80))

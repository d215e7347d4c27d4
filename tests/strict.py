"""Two traps for quiet faults: an undefined template variable, and a query without an order."""

from typing import Any

import pytest
from django.conf import settings
from django.db.models import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler


class Undefined(str):
    """What Django shows for a variable that is not there; here it fails the test and names it."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, value: Any) -> str:
        raise AssertionError(f"undefined template variable: {value}")


def undefined_variables_fail() -> None:
    """Before the template engine is made."""
    options: Any = settings.TEMPLATES[0]["OPTIONS"]
    options["string_if_invalid"] = Undefined("%s")


def shuffle_unordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query of rows without an order gets a random one, so that nobody relies on luck."""
    original = SQLCompiler.get_order_by

    def get_order_by(self: SQLCompiler) -> Any:
        found = original(self)
        query = self.query
        plain = not (query.distinct or query.group_by or query.combinator or query.is_sliced or query.subquery)
        if found or not plain or query.annotations or (query.values_select == () and query.default_cols is False):
            return found
        expression = OrderBy(Random())
        sql, params = self.compile(expression.resolve_expression(query))
        return [(expression, (sql, params, False))]

    monkeypatch.setattr(SQLCompiler, "get_order_by", get_order_by)

"""The roles, as code with a description a customer can read (words in sentences.py: `role:<code>`)."""

from dataclasses import dataclass
from typing import Literal

from yhdyspinta.core.common.actor import Role

Scope = Literal["installation", "region", "organisation", "item"]


@dataclass(frozen=True, slots=True)
class RoleInfo:
    """A role and what it is granted over."""

    code: Role
    scope: Scope


OWNED = frozenset({"consultation", "document", "measure", "chapter"})
"""Kinds of items that a person may keep alone: a question to an organisation, a document of an organisation."""
ROLES: dict[str, RoleInfo] = {
    "administrator": RoleInfo("administrator", "installation"),
    "analyst": RoleInfo("analyst", "installation"),
    "coordinator": RoleInfo("coordinator", "region"),
    "editor": RoleInfo("editor", "organisation"),
    "owner": RoleInfo("owner", "item"),
    "elected": RoleInfo("elected", "organisation"),
    "reader": RoleInfo("reader", "organisation"),
    "responder": RoleInfo("responder", "organisation"),
}

"""The roles, as code with a description a customer can read (words in sentences.py: `role:<code>`)."""

from dataclasses import dataclass
from typing import Literal

from yhdyspinta.core.common.actor import Role

Scope = Literal["installation", "region", "organisation"]


@dataclass(frozen=True, slots=True)
class RoleInfo:
    """A role and what it is granted over."""

    code: Role
    scope: Scope


ROLES: dict[str, RoleInfo] = {
    "administrator": RoleInfo("administrator", "installation"),
    "analyst": RoleInfo("analyst", "installation"),
    "coordinator": RoleInfo("coordinator", "region"),
    "editor": RoleInfo("editor", "organisation"),
    "elected": RoleInfo("elected", "organisation"),
    "reader": RoleInfo("reader", "organisation"),
}

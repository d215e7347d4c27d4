"""What a rule of an address says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Access = Literal[
    "nobody", "public", "signed_in", "region", "party", "coordinator", "keeper", "own", "circle", "administrator"
]


@dataclass(frozen=True)
class Rule:
    """`read`: who gets the page; `write`: who may send it ("" when it takes no POST); `data`: what is sent."""

    read: Access | Literal[""]
    write: Access | Literal[""] = ""
    data: Mapping[str, str] = field(default_factory=dict)


PUBLIC = Rule("public")

"""Who answers: three roles on two sides, and the cuts of the results, which are fixed beforehand. Plain Python."""

from collections.abc import Mapping
from typing import Literal

Side = Literal["m", "c"]
GROUPS: tuple[str, ...] = ("m_lead", "m_elected", "m_expert", "c_lead", "c_elected", "c_expert")
"""Leadership, elected officials and experts of the municipalities (m) and of the county (c). A respondent is in one."""
SIDES: Mapping[str, frozenset[str]] = {s: frozenset(g for g in GROUPS if g[0] == s) for s in ("m", "c")}
CUTS: Mapping[str, frozenset[str]] = {
    **SIDES,
    "all": frozenset(GROUPS),
    **{g: frozenset({g}) for g in GROUPS},
}
"""Every cut that results are ever told by, as groups: the sides, all, each group. No other cut exists."""

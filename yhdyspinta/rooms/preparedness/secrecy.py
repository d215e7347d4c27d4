"""Who may ever see each column of the room. Plain Python; a test reads the tables and asks that none is missing.

`public`: told to everybody, as dates and counts. `inside`: the organisations of the region, in their usual rights.
`circle`: only people with the role of preparedness in organisations that have decided to use it with the others; it stands in
no search, feed, packet, notice, letter, event or log of the house. The ground is that of act 621/1999, 24 § 1 mom. 8 k.:
information about preparing for accidents and emergencies, when giving it out would endanger the purpose.
"""

from typing import Literal

Class = Literal["public", "inside", "circle", "key"]
KEY: Class = "key"
"""Keys, versions and moments of recording: shown to nobody as such, they carry no content."""

COLUMNS: dict[str, dict[str, Class]] = {
    "Joining": {
        "organisation": "inside", "part": "inside", "joined_on": "inside", "left_on": "inside", "reason": "inside",
        "body": "inside", "section": "inside", "record_number": "inside", "link": "inside", "on_behalf": "inside",
    },
    "Plan": {
        "subject": "public", "ended_on": "public",
        **{f"{n}_{x}": "circle" for n in ("procedure", "flow") for x in ("fi", "sv", "en")},
    },
    "PlanParty": {"organisation": "inside"},
    "PlanRole": {"function": "inside", "organisation": "inside", "role": "inside"},
    "PlanStance": {
        **dict.fromkeys(("organisation", "step", "position", "said_on", "body", "section", "record_number", "link", "on_behalf"), "inside"),
        "reason": "inside",
    },
    "PlanVersion": {"number": "inside", "content": "circle"},
    "Signed": {"since": "public", "withdrawn_on": "public"},
    "Exercise": {"kind": "public", "subjects": "inside", "note": "inside", "planned_on": "inside", "held_on": "public", "called_off_at": "inside"},
    "ExerciseParty": {"organisation": "inside"},
    "Lesson": {"text": "circle", "proposal": "inside", "measure": "inside", "withdrawn_at": "inside"},
    "DutyContact": {
        "organisation": "inside", "function": "circle", "title": "circle", "phone": "circle", "way": "circle", "deputy": "circle",
        "deputy_phone": "circle", "called_by": "circle", "withdrawn_at": "circle", "changed_at": "circle",
    },
    "ContactCheck": {"exercise": "circle", "tried_on": "public", "reached": "circle"},
    "Partner": {"kind": "inside", "name": "inside", "why": "inside", "told_on": "public", "withdrawn_at": "inside"},
    "Incident": dict.fromkeys(("subject", "title", "rehearsal", "opened_by", "opened_at", "closed_at"), "circle"),
    "LogEntry": dict.fromkeys(
        ("kind", "writer", "function", "about", "value", "text", "base", "of", "device", "number", "device_at", "server_at", "skew_ms"), "circle"
    ),
}  # fmt: skip
KEYS = frozenset({"id", "public_id", "region", "version", "recorded_by", "recorded_at", "changed_at", "plan", "exercise", "contact", "incident"})  # fmt: skip
"""Columns that are keys wherever no class is given."""


def class_of(table: str, column: str) -> Class | None:
    """The class of a column; None when nobody has given it one."""
    given = COLUMNS.get(table, {}).get(column)
    return given or (KEY if column in KEYS and table in COLUMNS else None)

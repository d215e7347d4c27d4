"""What a drill measured, told beside its faults."""


class Note(str):
    """A line of the report that is no fault."""

    __slots__ = ()

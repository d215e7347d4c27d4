"""What goes when a person's account is erased, beside what the accounts keep. Apps add theirs when they start. Plain Python."""

_PARTS: set[str] = set()


def add(path: str) -> None:
    """Registers the path of a function of the User that is erased."""
    _PARTS.add(path)


def parts() -> tuple[str, ...]:
    """All registered paths."""
    return tuple(sorted(_PARTS))

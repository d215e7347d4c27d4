"""What letters and agendas tell beside what is known here. Apps above add theirs when they start."""

_MORE: list[str] = []


def letters_tell(path: str) -> None:
    """Registers a function of an organisation that gives what else waits for it (`letters.Extra`); a path, for tables are not ready."""
    if path not in _MORE:
        _MORE.append(path)


def told_of() -> tuple[str, ...]:
    """The registered paths, in order."""
    return tuple(_MORE)


_AGENDAS: list[str] = []


def agendas_tell(path: str) -> None:
    """Registers a function (`ahead.Teller`) that gives what the agenda of a meeting opens with, from a room that the meeting's
    own room does not know; a path, for tables are not ready."""
    if path not in _AGENDAS:
        _AGENDAS.append(path)


def told_in_agendas() -> tuple[str, ...]:
    """The registered paths, in order."""
    return tuple(_AGENDAS)

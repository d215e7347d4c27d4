"""What letters to the parties tell beside the questions. Apps above add theirs with `letters_tell` when they start."""

_MORE: list[str] = []


def letters_tell(path: str) -> None:
    """Registers a function of an organisation that gives what else waits for it (`letters.Extra`); a path, for tables are not ready."""
    if path not in _MORE:
        _MORE.append(path)


def told_of() -> tuple[str, ...]:
    """The registered paths, in order."""
    return tuple(_MORE)

"""What can be wrong with a request or a write. The site turns each into one page with what, why and what to do."""

from datetime import date


class BadInput(Exception):  # noqa: N818  (names what came in, not a fault of ours)
    """An address or a form carries something that is not valid. `code` is worded at display; `example` is a valid form."""

    def __init__(self, code: str, *, given: str = "", example: str = "", day: date | None = None) -> None:
        super().__init__(f"{code}: {given}")
        self.code, self.given, self.example, self.day = code, given, example, day

    def params(self) -> list[tuple[str, str | date]]:
        """What its sentence is filled with."""
        day = [("day", self.day)] if self.day else []
        return [("given", self.given), ("example", self.example), *day]


class EditConflict(Exception):  # noqa: N818  (a state of two edits)
    """Somebody saved another version first. `current` is the version number now."""

    def __init__(self, current: int) -> None:
        super().__init__(f"version is now {current}")
        self.current = current


class KeyReused(Exception):  # noqa: N818  (a state of two submissions)
    """The same form key came again with other content."""


class WriteOnGet(Exception):  # noqa: N818  (a broken promise of the code)
    """A GET tried to write to the default database. The connection refused it."""


class TooMany(Exception):  # noqa: N818  (reads as a sentence: "raise TooMany(seconds)")
    """Somebody asks for dear things faster than one process can make them. `seconds`: when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds

"""A rule's answer: yes, or no with the reason that both refuses the action and explains the disabled button."""

from dataclasses import dataclass

from yhdyspinta.core.common.words import Param


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed. `code` names the reason; its words are looked up at display, so it speaks each language."""

    allowed: bool
    code: str = ""
    params: tuple[tuple[str, Param], ...] = ()

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(code: str, **params: Param) -> Verdict:
    """A refusal with the code of its reason and what fills its words."""
    return Verdict(False, code, tuple(params.items()))


class Refused(Exception):  # noqa: N818  (reads as a sentence: "raise Refused(verdict)")
    """An action asked its rule and the rule said no."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.code)
        self.verdict = verdict


def require(verdict: Verdict) -> None:
    """Raises Refused unless the verdict is a yes."""
    if not verdict:
        raise Refused(verdict)

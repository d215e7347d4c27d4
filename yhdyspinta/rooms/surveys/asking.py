"""What a survey asks: the six statements, one question a theme, own questions; how long answering takes. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from yhdyspinta.core.common.texts import LANGUAGES, NO_TEXT, Text, clean
from yhdyspinta.rooms.surveys.statements import Statement

Kind = Literal["scale", "one", "many", "text"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SCALE = 5
"""From 1, disagrees entirely, to 5, agrees entirely. Not being able to say is leaving it unanswered."""
READS = 20
SECONDS: Mapping[Kind, int] = {"scale": 8, "one": 15, "many": 20, "text": 40}
"""Reading the beginning, and answering one question of each kind."""
LONGEST = 240
"""Answering takes four minutes at most."""
OWN, OPTIONS, WRITTEN = 5, 10, 1_000
"""Own questions, options of one, letters of a free answer."""
POOLED = "themes"
"""The code of all themes together, where a region is too small for each."""
_THEME = Text(
    "Yhteistyö toimii hyvin tässä teemassa: {name}.",
    "Samarbetet fungerar väl i det här temat: {name}.",
    "Cooperation works well in this theme: {name}.",
)
_POOLED = Text(
    "Yhteistyö toimii hyvin kysytyissä teemoissa kokonaisuutena.",
    "Samarbetet fungerar väl i de teman som enkäten gäller, sammantaget.",
    "Cooperation works well in the asked themes taken together.",
)
Value = int | list[int] | str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `theme`: the one it is about, if any; `short`: as charts call it; `options`: of a choice, in order."""

    code: str
    kind: Kind
    text: Text
    short: Text = NO_TEXT
    theme: str = ""
    options: tuple[Text, ...] = ()

    @property
    def name(self) -> Text:
        """A short name, or the whole text."""
        return self.short or self.text

    def kept(self) -> dict[str, Any]:
        """As a survey keeps it."""
        return {
            "code": self.code,
            "kind": self.kind,
            "theme": self.theme,
            "text": self.text.by_language(),
            "short": self.short.by_language(),
            "options": [o.by_language() for o in self.options],
        }


def restored(raw: Mapping[str, Any]) -> Question:
    """A question as a survey keeps it."""
    return Question(
        raw["code"], raw["kind"], Text(**raw["text"]), Text(**raw["short"]), raw["theme"],
        tuple(Text(**o) for o in raw["options"]),
    )  # fmt: skip


def of_theme(code: str, name: Text) -> Question:
    """What is asked of a theme."""
    return Question(f"theme:{code}", "scale", _filled(_THEME, name), name, code)


def pooled() -> Question:
    """All asked themes together: how a respondent sees them on average."""
    return Question(POOLED, "scale", _POOLED, Text("Teemat yhdessä", "Temana sammantaget", "Themes together"))


def _filled(text: Text, name: Text) -> Text:
    return Text(**{lang: text.get(lang).format(name=name.get(lang)) for lang in LANGUAGES})


def assembled(
    statements: Iterable[Statement], themes: Sequence[tuple[str, Text]], own: Sequence[Mapping[str, Any]]
) -> list[Question]:
    """Everything that is asked, in order."""
    standard = [Question(s.code, "scale", s.text, s.short) for s in statements]
    return [*standard, *(of_theme(code, name) for code, name in themes), *(restored(raw) for raw in own)]


def seconds(questions: Iterable[Question]) -> int:
    """How long answering takes, about."""
    return READS + sum(SECONDS[q.kind] for q in questions)


def room_of(questions: Iterable[Question]) -> int:
    """Bytes that the fullest sheet takes: a letter takes four at most."""
    return 256 + sum(120 + 10 * OPTIONS + (4 * WRITTEN if q.kind == "text" else 0) for q in questions)


def answered(questions: Iterable[Question], sent: Mapping[str, Sequence[str]]) -> dict[str, Value]:
    """What was answered, by question; what is no answer of a question is left out, as if it had not been sent."""
    found: dict[str, Value] = {}
    for question in questions:
        value = _value(question, sent.get(question.code, ()))
        if value not in (None, "", []):
            found[question.code] = value
    return found


def _value(question: Question, sent: Sequence[str]) -> Value | None:
    if question.kind == "text":
        return clean(sent[0])[:WRITTEN] if sent else None
    allowed = range(1, SCALE + 1) if question.kind == "scale" else range(len(question.options))
    chosen = sorted({int(s) for s in sent if s.isascii() and s.isdigit() and len(s) < 4} & set(allowed))
    if question.kind == "many":
        return chosen
    return chosen[0] if len(chosen) == 1 else None


def with_pooled(answers: Mapping[str, Value]) -> dict[str, Value]:
    """A respondent's themes as one answer, their mean rounded half up; the single ones are not kept."""
    single = [v for code, v in answers.items() if code.startswith("theme:") and isinstance(v, int)]
    rest = {code: v for code, v in answers.items() if not code.startswith("theme:")}
    return {**rest, POOLED: int(sum(single) / len(single) + 0.5)} if single else rest

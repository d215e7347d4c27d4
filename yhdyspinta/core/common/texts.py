"""Text in up to three languages, slugs, and text normalised for search."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in Finnish, Swedish and English; at least one is filled."""

    fi: str = ""
    sv: str = ""
    en: str = ""

    @classmethod
    def of(cls, row: object, field: str) -> "Text":
        """Of a row that has `field`_fi, `field`_sv and `field`_en: the published languages, without those in `unready`."""
        waits = getattr(row, "unready", "").split()
        return cls(*("" if code in waits else getattr(row, f"{field}_{code}") for code in LANGUAGES))

    def get(self, lang: str) -> str:
        """The text in `lang`, or in the first language that has it."""
        return self.pick(lang)[0]

    def pick(self, lang: str) -> tuple[str, str]:
        """(text, language it is in): the asked one, else the first filled of fi, sv, en."""
        for code in (lang, *LANGUAGES):
            if text := str(getattr(self, code, "")):
                return text, code
        return "", lang

    @property
    def complete(self) -> bool:
        """Whether it is said in every language."""
        return all(self.by_language().values())

    def by_language(self) -> dict[str, str]:
        """As verbs take it."""
        return {code: getattr(self, code) for code in LANGUAGES}

    def __bool__(self) -> bool:
        return bool(self.fi or self.sv or self.en)


NO_TEXT = Text()
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters and what no XML can hold; tabs and line ends are not among them."""


ONE_LINE = frozenset({"name", "title", "note"})
"""Texts of a row that are one line."""


def clean(text: str) -> str:
    """What somebody wrote, without invisible characters that would spoil pictures and files, and without space at its ends."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n")).strip()


def one_line(text: str) -> str:
    """A name or a title: no line of it ends, whatever was pasted."""
    return " ".join(text.split())


def cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    """Each text by its name, clean."""
    return {name: clean(text) for name, text in texts.items()}


def columns(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """A text in every language as the columns of a row: name_fi, name_sv, name_en; clean, empty where there is none."""
    given = cleaned(texts)
    if name in ONE_LINE:
        given = {lang: one_line(text) for lang, text in given.items()}
    return {f"{name}_{lang}": given.get(lang, "") for lang in LANGUAGES}


def unready(languages: Collection[str]) -> str:
    """Languages that are still being written, as a row keeps them."""
    return " ".join(code for code in LANGUAGES if code in languages)


def nothing_shown(texts: Mapping[str, str], waits: Collection[str]) -> bool:
    """Whether every language that has a text is still being written."""
    return not any(text for lang, text in cleaned(texts).items() if lang not in waits)


def slugify(text: str) -> str:
    """An address part as people would type it: ä→a, å→a, ö→o, š→s, đ→d, words joined by hyphens."""
    folded = text.casefold().replace("đ", "d").replace("ŋ", "n").replace("ŧ", "t").replace("–", "-")
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def search_key(*texts: str) -> str:
    """Text as search compares it: case folded, accents dropped, spaces collapsed, one space at each end."""
    return f" {' '.join(slugify(t).replace('-', ' ') for t in texts if t)} "


_LAST = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})
"""Letters after z in Finnish and Swedish, in their order."""


def sort_key(text: str) -> str:
    """Text as Finnish and Swedish put names in order: å, ä, ö after z, other accents as without."""
    folded = text.casefold().replace("đ", "d").replace("ŋ", "n").replace("ŧ", "t").translate(_LAST)
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))

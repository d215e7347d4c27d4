"""What can be found, before it is kept. Plain Python."""

from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

from yhdyspinta.core.common.texts import NO_TEXT, Text

Kind = Literal[
    "region", "organisation", "theme", "duty", "task", "figure", "goal", "agreement", "change", "forum", "meeting", "decision", "matter",
    "document", "record", "survey", "plan", "page",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing. `key`: the same for ever; `public`: everybody may see it; else people of `orgs`, and coordinators of `region`
    when `regional`. `path`: its page's address after the language. `about`: a line under its title; `body`: more words that it is found by.
    """

    kind: Kind
    key: str
    title: Text
    path: str
    about: Text = NO_TEXT
    body: str = ""
    region: str = ""
    themes: frozenset[str] = frozenset()
    year: int | None = None
    public: bool = True
    regional: bool = True
    orgs: frozenset[UUID] = frozenset()

    @property
    def facets(self) -> list[str]:
        """What it is narrowed by, as words that no text has: kind, region, themes, year, and who may see it."""
        seen = ["apublic"] if self.public else [f"a{o.hex}" for o in sorted(self.orgs, key=str)]
        if not self.public and self.regional and self.region:
            seen.append(f"ar{self.region}")
        found = [f"k{self.kind}", *seen, *(f"t{t.replace('-', '')}" for t in sorted(self.themes))]
        return [*found, *([f"r{self.region}"] if self.region else []), *([f"y{self.year}"] if self.year else [])]

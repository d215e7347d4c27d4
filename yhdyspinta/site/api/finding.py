"""Search for programs: the same as the page's."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from yhdyspinta.core.finding.queries import Narrowed
from yhdyspinta.core.finding.records import Kind
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.site.api.door import who
from yhdyspinta.site.api.paging import Code
from yhdyspinta.site.api.shapes import Words, words
from yhdyspinta.site.search.finding import result

router = Router(tags=["registry"])


class SearchFilter(Schema):
    """What is asked. `q`: words in Finnish, Swedish or English, in any form."""

    q: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]*$")]
    kind: Kind | None = None
    region: Code = ""
    theme: Code = ""
    year: Annotated[int | None, Field(ge=1990, le=2100)] = None
    page: Annotated[int, Field(ge=1, le=15)] = 1


class HitOut(Schema):
    """Something that was found. `path`: its page's address after the language."""

    key: str
    kind: str
    title: Words
    about: Words
    region: Words
    year: int | None
    path: str


class Hits(Schema):
    """The best first, twenty at a time. `kinds`: how many of each kind before narrowing by kind."""

    total: int
    kinds: dict[str, int]
    items: list[HitOut]


@router.get("/search", response=Hits, operation_id="search")
def search(request: HttpRequest, f: Query[SearchFilter]) -> Hits:
    """What fits the words, of everything one may see."""
    code = area_of(f.region).code if f.region else ""
    found = result(f.q, who(request), Narrowed(f.kind or "", code, f.theme, f.year), f.page)
    items = [
        HitOut(
            key=h.key, kind=h.kind, title=words(h.title), about=words(h.about), region=words(h.region), year=h.year, path=h.path
        )
        for h in found.shown
    ]  # fmt: skip
    return Hits(total=found.total, kinds=dict(found.kinds), items=items)

"""Every party and its words side by side, and the page on which a party speaks; the same for all that is shared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Verdict
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.forms import StanceForm
from yhdyspinta.core.stances.models import Stance
from yhdyspinta.core.stances.positions import Agreement, Position, Said, Step
from yhdyspinta.core.stances.rules import GROUNDS, Words, may_speak, speaks_itself
from yhdyspinta.core.ui.pages import page, sent

M = TypeVar("M", bound=Model)


def said(stances: Iterable[Stance]) -> list[Said]:
    """Rows as the pure rule reads them."""
    return [
        Said(s.organisation_id, cast(Step, s.step), cast(Position, s.position), s.version, s.said_on, s.pk)
        for s in stances
    ]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A party, what it decided and what it said in preparation of the present version, and whether the reader may speak for it."""

    org: Org
    decision: Stance | None
    view: Stance | None
    may: Verdict
    own: bool
    confirms: bool
    """The decision was recorded on the party's behalf, and the reader is one of its people."""
    href: str = ""
    """Where the reader speaks for it."""


def spoken(
    actor: Actor,
    parties: Sequence[Org],
    stances: Iterable[Stance],
    version: int,
    *,
    keeper: Verdict,
    inside: bool,
    ended: bool = False,
    href: Callable[[UUID], str] = lambda _party: "",
) -> list[Spoken]:
    """Every party. Views in preparation only to those `inside`; nobody speaks of what has `ended`."""
    last: dict[tuple[int, str], Stance] = {}
    for stance in sorted(stances, key=lambda s: (s.version, s.pk)):
        last[stance.organisation_id, stance.step] = stance
    found = []
    for org in parties:
        decision, view = last.get((org.id, "decision")), last.get((org.id, "view")) if inside else None
        mine = speaks_itself(actor, org)
        may = keeper if ended else may_speak(actor, org, parties, keeper)
        confirms = mine and decision is not None and decision.on_behalf and decision.version == version
        found.append(Spoken(org, decision, view, may, mine, confirms, href(org.public_id)))
    return found


def still_asked(actor: Actor, now: Agreement) -> list[Org]:
    """The actor's organisations whose decision of the present text is awaited, in the order of their ids."""
    waits = atlas().known(sorted({*now.unanswered, *now.earlier}))
    return [org for org in waits if org.public_id in actor.organisations]


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A shared text that waits for the decision of a party. `page`: where it is read; `sign`: where the party speaks."""

    name: Text
    org: Org
    page: str
    sign: str


def unsigned(
    actor: Actor,
    reader: Actor,
    rows: Sequence[tuple[M, Org]],
    visible_to: Callable[[Actor], QuerySet[M]],
    about: Callable[[M, Org], Unsigned],
) -> list[Unsigned]:
    """What waits of a room's rows (text, party), as far as the reader sees them. One query when the reader is not the actor."""
    seen = {row.pk for row, _ in rows} if reader is actor else set(visible_to(reader).values_list("pk", flat=True))
    return [about(row, org) for row, org in rows if row.pk in seen]


def _repeated(one: Spoken) -> dict[str, Any]:
    """A decision that somebody recorded on the party's behalf is ready to be confirmed."""
    if not one.confirms or one.decision is None:
        return {"step": "decision", "position": "accepted"}
    return {name: getattr(one.decision, name) for name in ("step", "position", "said_on", *GROUNDS)}


def speak(
    request: HttpRequest, one: Spoken, say: Callable[[Words], object], *, back: str, context: Mapping[str, Any]
) -> HttpResponse:
    """The page on which somebody speaks for a party. `say`: the room's verb; `context`: lead, text, version, crumbs."""
    form = StanceForm(request.POST or None, lang=request.LANGUAGE_CODE, initial=_repeated(one))
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            say(Words(**form.cleaned_data))
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = one.org.name.get(request.LANGUAGE_CODE)
    filled = {"form": form, "title": title, "back": back, "own": one.own, **context}
    return page(request, "stances/stance.html", filled, status=422 if form.errors else 200)

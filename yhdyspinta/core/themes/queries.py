"""Reading what regions have agreed."""

from django.db.models import QuerySet

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.themes.models import AgreementKind, RegionAgreement
from yhdyspinta.core.themes.records import Agreed, Books, RegionBook
from yhdyspinta.core.themes.rules import may_accept

_BOOKS: Memo[Books] = Memo(2)


def books() -> Books:
    """Everything agreed, by region code. One query when nothing has changed, two when something has."""
    return _BOOKS.get(revision("themes"), _load)


def _load() -> Books:
    found: dict[str, dict[str, list[Agreed]]] = {}
    rows = (
        RegionAgreement.objects.filter(accepted_at__isnull=False).select_related("region").order_by("accepted_at", "id")
    )
    for row in rows:
        agreed = Agreed(
            public_id=row.public_id,
            theme=row.theme_code,
            name=Text.of(row, "name"),
            text=Text.of(row, "text"),
            not_needed=frozenset(row.not_needed),
            since=clock.date_of(row.accepted_at),  # type: ignore[arg-type]  # filtered: it has been accepted
            ended=clock.date_of(row.ended_at) if row.ended_at else None,
            indicators=tuple(row.indicators),
        )
        found.setdefault(row.region.code, {}).setdefault(row.kind, []).append(agreed)
    return {
        code: RegionBook(
            themes=tuple(kinds.get(AgreementKind.THEME, ())),
            needs=tuple(kinds.get(AgreementKind.NEED, ())),
            openings=tuple(kinds.get(AgreementKind.OPENING, ())),
            pictures=tuple(kinds.get(AgreementKind.PICTURE, ())),
        )
        for code, kinds in found.items()
    }


def visible_to(actor: Actor) -> QuerySet[RegionAgreement]:
    """What holds or has held is public; proposals are between the region's coordinators."""
    rows = RegionAgreement.objects.select_related("region")
    agreed = rows.filter(accepted_at__isnull=False)
    return agreed | rows.filter(region__code__in=actor.regions) if actor.regions else agreed


def proposals(region: str) -> QuerySet[RegionAgreement]:
    """What waits for the other side in a region, newest first."""
    rows = RegionAgreement.objects.filter(region__code=region, accepted_at=None, ended_at=None)
    return rows.select_related("region").prefetch_related("stances").order_by("-id")


def waiting(actor: Actor) -> list[RegionAgreement]:
    """Proposals of the other side that wait for the actor."""
    rows = RegionAgreement.objects.filter(region__code__in=actor.regions, accepted_at=None, ended_at=None)
    found = rows.select_related("region").order_by("-id")
    return [p for p in found if may_accept(actor, p)]

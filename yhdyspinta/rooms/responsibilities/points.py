"""Reading service points from PTV: each night the municipalities that were read longest ago, about all of them in a week."""

import logging
import time
from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.outside import Outside, ask
from yhdyspinta.core.common.texts import NO_TEXT, Text
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Kind
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.responsibilities import ptv
from yhdyspinta.rooms.responsibilities.models import PointReading, ServicePoint

A_NIGHT, PAGES = 48, 30
"""Municipalities of a night, and pages of one at most."""
LONGEST, SECONDS, PAUSE = 40_000_000, 60.0, 0.5
log = logging.getLogger("yhdyspinta.ptv")


def read_due() -> str:
    """Reads the municipalities whose turn it is; one that fails keeps its reason, its points, and hinders no other. Job."""
    known = {r.municipality_id: r.tried_at for r in PointReading.objects.all()}
    towns = atlas().of_kind(Kind.MUNICIPALITY, clock.today())
    due = sorted(towns, key=lambda o: (known[o.id].timestamp() if o.id in known else 0.0, o.code))[:A_NIGHT]
    failed = count = 0
    for town in due:
        try:
            count += read(town)
        except (Outside, ptv.NotPtv) as error:
            failed += 1
            code = error.code if isinstance(error, Outside) else "ptv_not_ptv"
            told = {"tried_at": clock.now(), "fault": code}
            PointReading.objects.update_or_create(municipality_id=town.id, defaults=told)
            log.warning("service points not read", extra={"municipality": town.code, "reason": code})
    return f"{len(due)} municipalities, {failed} failed, {count} service points"


def read(town: Org) -> int:
    """Reads one municipality. Returns how many points it has. Raises Outside, NotPtv; then nothing has changed."""
    found: dict[str, ptv.Point] = {}
    number, pages = 1, 1
    while number <= min(pages, PAGES):
        body = _asked(f"ServiceChannel/list/area/Municipality/code/{town.code}?page={number}")
        channels, pages = ptv.page(body)
        found |= {p.id: p for p in ptv.points(channels, town.code)}
        number += 1
    keep(town, found, _names({p.organisation for p in found.values() if p.organisation}))
    return len(found)


def _names(ids: set[str]) -> Mapping[str, Text]:
    wanted, found = sorted(ids), dict[str, Text]()
    for at in range(0, len(wanted), ptv.AT_ONCE):
        asked = urlencode({"guids": ",".join(wanted[at : at + ptv.AT_ONCE])})
        found |= ptv.names(_asked(f"Organization/list?{asked}"))
    return found


def _asked(path: str) -> bytes:
    if settings.PTV_URL.startswith("https:"):
        time.sleep(PAUSE)
    got = ask(
        f"{settings.PTV_URL}/{path}",
        headers={"Accept": "application/json"},
        also=settings.OUTSIDE_ALSO,
        most=LONGEST,
        seconds=SECONDS,
    )
    if got.status != 200:
        raise Outside("outside_status", str(got.status))
    return got.body


@transaction.atomic
def keep(town: Org, found: Mapping[str, ptv.Point], names: Mapping[str, Text]) -> None:
    """The municipality's points are those that were found: all of them at once."""
    now = clock.now()
    ServicePoint.objects.filter(municipality_id=town.id).delete()
    ServicePoint.objects.bulk_create(
        [_row(town, p, names.get(p.organisation, NO_TEXT)) for p in found.values()], batch_size=500
    )
    told = {"tried_at": now, "read_at": now, "fault": ""}
    PointReading.objects.update_or_create(municipality_id=town.id, defaults=told)


def _row(town: Org, point: ptv.Point, organisation: Text) -> ServicePoint:
    texts = {"name": point.name, "address": point.address, "organisation": organisation}
    return ServicePoint(
        municipality_id=town.id,
        ptv_id=point.id,
        **{f"{n}_{x}": getattr(t, x) for n, t in texts.items() for x in ("fi", "sv", "en")},
        phone=point.phone,
        email=point.email,
        url=point.url,
        services=list(point.services),
    )


def of(town: Org) -> QuerySet[ServicePoint]:
    """The points of a municipality."""
    return ServicePoint.objects.filter(municipality_id=town.id).order_by("name_fi", "name_sv", "id")


def reading_of(town: Org) -> PointReading | None:
    """When they were read."""
    return PointReading.objects.filter(municipality_id=town.id).first()

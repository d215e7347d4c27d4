"""What long lists are narrowed by: a region, a theme, days. Each list says along which relations."""

from datetime import date
from typing import Protocol, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema

from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.site.api.paging import Code

M = TypeVar("M", bound=Model)


class Filter(Schema):
    """Which ones. `region`: slug of a region; `theme`: code of a theme."""

    region: Code = ""
    theme: Code = ""


class Dates(Protocol):
    """Days that something is narrowed by, the first and the last of them included."""

    since: date | None
    until: date | None


def of_region(rows: QuerySet[M], slug: str, region: str = "region") -> QuerySet[M]:
    """Those of a region, "" of all. `region`: the path to it. Raises Http404."""
    return rows.filter(**{f"{region}__code": area_of(slug).code}) if slug else rows


def narrowed(rows: QuerySet[M], f: Filter, *, region: str = "region", themes: str = "themes") -> QuerySet[M]:
    """Those of the asked region and theme. `region`, `themes`: the paths to them. A row of two themes comes once."""
    rows = of_region(rows, f.region, region)
    if f.theme:
        with_theme = rows.model._default_manager.filter(**{f"{themes}__theme_code": f.theme})
        rows = rows.filter(pk__in=with_theme.values("pk"))
    return rows


def between(rows: QuerySet[M], f: Dates, day: str) -> QuerySet[M]:
    """Those whose day is among the asked ones."""
    if f.since:
        rows = rows.filter(**{f"{day}__gte": f.since})
    if f.until:
        rows = rows.filter(**{f"{day}__lte": f.until})
    return rows

"""What stands at an address: for views, which answer 404 where nothing does."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.queries import atlas


def area_of(slug: str) -> Area:
    """The region at an address, or 404."""
    area = atlas().area_by_slug(slug)
    if area is None:
        raise Http404
    return area


def org_of(space: str, slug: str) -> Org:
    """The organisation at an address, or 404."""
    org = atlas().org_by_slug(space, slug)
    if org is None:
        raise Http404
    return org


def way_to(area: Area, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """Crumbs: from the regions through a region to what stands last."""
    return [(_("Regions"), reverse("regions")), (area.name.get(lang), reverse("region", args=[area.slug])), *last]

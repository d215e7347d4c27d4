"""Reading the registry."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text, search_key
from yhdyspinta.core.registry.atlas import Area, Atlas, Link, Org
from yhdyspinta.core.registry.boundaries import middle
from yhdyspinta.core.registry.models import (
    Body,
    Boundaries,
    Organisation,
    OrganisationLink,
    Person,
    Population,
    Region,
    Seat,
    SlugAlias,
)
from yhdyspinta.core.registry.shapes import Shapes, tile_shapes

_ATLASES: Memo[Atlas] = Memo(2)


def atlas() -> Atlas:
    """The whole registry, frozen. One query when nothing has changed, four when something has."""
    return _ATLASES.get(revision("registry"), _load)


_BOUNDARIES: Memo[tuple[Shapes | None]] = Memo(2)


def boundaries() -> Shapes | None:
    """The imported shapes of municipalities, or None: then the tiles are drawn."""
    return _BOUNDARIES.get(revision("boundaries"), _load_boundaries)[0]


def municipal_shapes() -> Shapes:
    """The imported boundaries when there are some, else the tiles."""
    return boundaries() or tile_shapes()


def _load_boundaries() -> tuple[Shapes | None]:
    row = Boundaries.objects.filter(withdrawn_at=None).order_by("-id").first()
    if row is None:
        return (None,)
    at = {code: middle(path) for code, path in row.paths.items()}
    return (Shapes(row.paths, at, float(row.width), float(row.height), row.source),)


def _load() -> Atlas:
    areas = {
        r.code: Area(r.pk, r.public_id, r.code, r.slug, Text.of(r, "name"), r.collaborative_area)
        for r in Region.objects.all()
    }
    latest = Population.objects.filter(organisation=OuterRef("pk")).order_by("-on", "-id").values("value")[:1]
    orgs = {
        o.pk: Org(
            o.pk,
            o.public_id,
            o.kind,
            o.space,
            o.slug,
            o.code,
            Text.of(o, "name"),
            o.language_status,
            o.sami_homeland,
            o.model,
            o.valid_from,
            o.valid_until,
            o.people,
        )
        for o in Organisation.objects.filter(archived_at=None).annotate(people=Subquery(latest))
    }
    codes = {a.id: code for code, a in areas.items()}
    links = tuple(
        Link(k.kind, k.subject_id, k.target_id, codes.get(k.region_id or 0), k.valid_from, k.valid_until, k.source)
        for k in OrganisationLink.objects.filter(withdrawn_at=None)
        if k.subject_id in orgs and (k.target_id is None or k.target_id in orgs)
    )
    return Atlas(areas, orgs, links)


def organisation(space: str, slug: str) -> Organisation | None:
    """The row at an address, archived ones too."""
    return Organisation.objects.filter(space=space, slug=slug).first()


def organisation_by_id(public_id: UUID) -> Organisation | None:
    """The row with a public id."""
    return Organisation.objects.filter(public_id=public_id).first()


def alias(space: str, slug: str) -> Organisation | None:
    """The organisation an old address belongs to."""
    found = SlugAlias.objects.filter(space=space, alias=slug).select_related("organisation").first()
    return found.organisation if found else None


def search(words: str, limit: int = 30) -> QuerySet[Organisation]:
    """Organisations with every word at the start of one of theirs; kinds people look for most come first."""
    found = Organisation.objects.filter(archived_at=None)
    for word in search_key(words).split()[:8]:
        found = found.filter(search_key__contains=f" {word}")
    return found.order_by("space", "slug")[:limit]


def bodies(org: Organisation, on: date) -> QuerySet[Body]:
    """Bodies of an organisation that exist on the day."""
    return Body.objects.filter(_holding(on), organisation=org, withdrawn_at=None).order_by("kind", "name_fi", "id")


def seats(org: Organisation, on: date) -> QuerySet[Seat]:
    """Seats in the bodies of an organisation that hold on the day, chair first."""
    return (
        Seat.objects.filter(_holding(on), body__organisation=org, withdrawn_at=None, body__withdrawn_at=None)
        .select_related("person", "body")
        .order_by("body", "role", "person__name", "id")
    )


def seats_in(organisations: Iterable[int], on: date) -> QuerySet[Seat]:
    """Seats in the bodies of some organisations that hold on the day, of people who have not been erased."""
    rows = Seat.objects.filter(_holding(on), withdrawn_at=None, body__withdrawn_at=None, person__erased_at=None)
    found = rows.filter(body__organisation_id__in=list(organisations)).select_related("person", "body")
    return found.order_by("body__public_id", "public_id")


def seats_of(person: Person, on: date) -> QuerySet[Seat]:
    """Where a person sits on the day."""
    found = Seat.objects.filter(_holding(on), person=person, withdrawn_at=None)
    return found.select_related("body__organisation").order_by("id")


def persons(words: str = "", *, of: frozenset[UUID] | None = None) -> QuerySet[Person]:
    """People whose name has the words, erased ones left out; with `of`, only those who sit in these organisations."""
    found = Person.objects.filter(erased_at=None)
    if of is not None:
        seats_ = Seat.objects.filter(body__organisation__public_id__in=of, withdrawn_at=None)
        found = found.filter(pk__in=seats_.values("person_id"))
    for word in words[:100].split()[:5]:
        found = found.filter(name__icontains=word)
    return found.order_by("name", "id")


def local_organisations() -> QuerySet[Organisation]:
    """Organisations added here, not from the reference files."""
    return Organisation.objects.filter(origin="local", archived_at=None).order_by("kind", "slug")


def _holding(on: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_until=None) | Q(valid_until__gte=on))

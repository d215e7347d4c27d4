"""Bringing the reference files into the database. Idempotent; local rows and local mergers stay as they are."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import search_key
from yhdyspinta.core.registry.files import INVENTED, Row, digest, known_code, population_date, rows, sources
from yhdyspinta.core.registry.models import (
    Kind,
    LinkKind,
    LoadedFile,
    Organisation,
    OrganisationLink,
    Origin,
    Population,
    Region,
    Space,
)

ACTS_BEGIN = date(2021, 7, 1)  # the counties exist as legal persons (616/2021)
EXAMPLE = "Esimerkkitieto"
"""Where the figures of an invented municipality come from."""
COUNTY_LANGUAGE = {"yes": "fi-sv", "no": "fi"}
SAMI = {"no": "", "yes": "yes", "partly": "partly"}


def load_reference() -> bool:
    """Loads the files when they have changed. Returns whether anything was loaded. Raises InvalidFile."""
    content = digest()
    loaded = LoadedFile.objects.filter(name="reference").first()
    if loaded and loaded.digest == content:
        return False
    sources()
    with transaction.atomic():
        _regions()
        orgs = _organisations()
        _links(orgs)
        _populations(orgs)
        LoadedFile.objects.update_or_create(name="reference", defaults={"digest": content, "loaded_at": clock.now()})
        record_event(verb="loaded", subject_type="reference", subject_id=content[:16], by=None)
        bump("registry")
    return True


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _regions() -> None:
    for row in rows("regions.csv"):
        defaults = {k: row[k] for k in ("slug", "name_fi", "name_sv", "name_en", "collaborative_area")}
        Region.objects.update_or_create(code=row["code"], defaults=defaults)
    codes = {row["code"]: row for row in rows("regions.csv")}
    for line, row in enumerate(rows("region_tiles.csv"), start=2):
        known_code("region_tiles.csv", line, row["code"], codes, "region")


def _fields(row: Row, kind: str, **more: Any) -> dict[str, Any]:
    names = {k: row.get(k, "") for k in ("name_fi", "name_sv", "name_en")}
    return {
        "kind": kind,
        "code": row.get("code", ""),
        **names,
        "valid_from": _date(row.get("valid_from", "")),
        "valid_until": _date(row.get("valid_until", "")),
        "search_key": search_key(*names.values(), row.get("code", "")),
        **more,
    }


def _wanted() -> dict[tuple[str, str], dict[str, Any]]:
    """Every organisation of the files: (space, slug) → fields."""
    place = Space.ORGANISATIONS
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows("counties.csv"):
        status = COUNTY_LANGUAGE[row["bilingual"]]
        wanted[place, row["slug"]] = _fields(row, Kind.COUNTY, language_status=status)
    for row in rows("municipalities.csv"):
        fields = _fields(row, Kind.MUNICIPALITY, language_status=row["language_status"])
        wanted[Space.MUNICIPALITIES, row["slug"]] = fields | {"sami_homeland": SAMI[row["sami_homeland"]]}
    for row in rows("employment_areas.csv"):
        wanted[Space.EMPLOYMENT_AREAS, row["slug"]] = _fields(row, Kind.EMPLOYMENT_AREA, model=row["model"])
    for row in rows("regional_councils.csv"):
        wanted[place, row["slug"]] = _fields(row, Kind.REGIONAL_COUNCIL)
    for row in rows("rescue_departments.csv"):
        wanted[place, row["slug"]] = _fields(row, Kind.RESCUE_DEPARTMENT)
    for row in rows("national.csv"):
        wanted[place, row["slug"]] = _fields(row, row["kind"])
    return wanted


def _organisations() -> dict[tuple[str, str], Organisation]:
    """Creates and updates; an end that was recorded here (a local merger) is kept."""
    existing = {(o.space, o.slug): o for o in Organisation.objects.all()}
    now = clock.now()
    new, changed = [], []
    for (space, slug), fields in _wanted().items():
        row = existing.get((space, slug))
        if row is None:
            row = Organisation(space=space, slug=slug, origin=Origin.REFERENCE, recorded_at=now, **fields)
            new.append(row)
            existing[space, slug] = row
            continue
        if fields["valid_until"] is None:
            fields = fields | {"valid_until": row.valid_until}
        if any(getattr(row, k) != v for k, v in fields.items()):
            for key, value in fields.items():
                setattr(row, key, value)
            changed.append(row)
    Organisation.objects.bulk_create(new, batch_size=200)
    if changed:
        names = ["kind", "code", "name_fi", "name_sv", "name_en", "valid_from", "valid_until", "search_key"]
        Organisation.objects.bulk_update(changed, [*names, "language_status", "sami_homeland", "model"], batch_size=200)
    return existing


Key = tuple[str, int, int | None, int | None, date | None, date | None]


def _links(orgs: dict[tuple[str, str], Organisation]) -> None:
    """Adds missing links and withdraws reference links that the files no longer have."""
    wanted = dict(_wanted_links(orgs))
    existing: dict[Key, OrganisationLink] = {}
    for link in OrganisationLink.objects.filter(origin=Origin.REFERENCE, withdrawn_at=None):
        existing[link.kind, link.subject_id, link.target_id, link.region_id, link.valid_from, link.valid_until] = link
    now = clock.now()
    new = [
        OrganisationLink(
            kind=k[0],
            subject_id=k[1],
            target_id=k[2],
            region_id=k[3],
            valid_from=k[4],
            valid_until=k[5],
            source=source,
            origin=Origin.REFERENCE,
            recorded_at=now,
        )
        for k, source in wanted.items()
        if k not in existing
    ]
    OrganisationLink.objects.bulk_create(new, batch_size=200)
    gone = [link.pk for key, link in existing.items() if key not in wanted]
    for start in range(0, len(gone), 200):
        OrganisationLink.objects.filter(pk__in=gone[start : start + 200]).update(withdrawn_at=now)


def _wanted_links(orgs: dict[tuple[str, str], Organisation]) -> Iterable[tuple[Key, str]]:
    regions = {r.code: r.pk for r in Region.objects.all()}
    by_code = {(o.kind, o.code): o for o in orgs.values() if o.origin == Origin.REFERENCE}
    national = {o.kind: o for o in orgs.values() if o.kind in (Kind.HUS, Kind.KELA)}
    yield from _municipality_links(by_code, regions)
    for row in rows("counties.csv"):
        county = by_code[Kind.COUNTY, row["code"]]
        yield (LinkKind.IN_REGION, county.pk, None, regions[row["code"]], ACTS_BEGIN, None), "616/2021 7 §"
        if row["hus_member"] == "yes":
            yield (LinkKind.HUS_MEMBER, county.pk, national["hus"].pk, None, ACTS_BEGIN, None), "615/2021"
            yield (LinkKind.IN_REGION, national["hus"].pk, None, regions[row["code"]], ACTS_BEGIN, None), "615/2021"
    helsinki = by_code[Kind.MUNICIPALITY, "091"]
    yield (LinkKind.HUS_MEMBER, helsinki.pk, national["hus"].pk, None, ACTS_BEGIN, None), "615/2021"
    yield (LinkKind.IN_REGION, national["hus"].pk, None, regions["90"], ACTS_BEGIN, None), "615/2021"
    for line, row in enumerate(rows("employment_areas.csv"), start=2):
        if row["authority"]:
            if (Kind.MUNICIPALITY, row["authority"]) not in by_code:
                known_code("employment_areas.csv", line, row["authority"], {}, "authority")
            pair = by_code[Kind.EMPLOYMENT_AREA, row["code"]].pk, by_code[Kind.MUNICIPALITY, row["authority"]].pk
            yield (LinkKind.AUTHORITY, *pair, None, _date(row["valid_from"]), None), row["authority_source"]
    for row in rows("rescue_departments.csv"):
        unit = orgs[Space.ORGANISATIONS, row["slug"]]
        host = by_code[Kind.MUNICIPALITY, "091"] if row["host"] == "90" else by_code[Kind.COUNTY, row["host"]]
        yield (LinkKind.HOST, unit.pk, host.pk, None, date(2023, 1, 1), None), "613/2021"
        for code in row["serves"].split():
            yield (LinkKind.IN_REGION, unit.pk, None, regions[code], date(2023, 1, 1), None), "613/2021"
    for row in rows("successors.csv"):
        old, new = by_code[Kind.MUNICIPALITY, row["old"]], by_code[Kind.MUNICIPALITY, row["new"]]
        yield (LinkKind.SUCCESSOR, old.pk, new.pk, None, _date(row["on"]), None), row["source"]


def _municipality_links(
    by_code: dict[tuple[str, str], Organisation], regions: dict[str, int]
) -> Iterable[tuple[Key, str]]:
    codes = {k: {c: None for kind, c in by_code if kind == k} for k in (Kind.EMPLOYMENT_AREA, Kind.REGIONAL_COUNCIL)}
    for line, row in enumerate(rows("municipalities.csv"), start=2):
        town = by_code[Kind.MUNICIPALITY, row["code"]]
        end = _date(row["valid_until"])
        known_code("municipalities.csv", line, row["county"], regions, "county")
        known_code("municipalities.csv", line, row["employment_area"], codes[Kind.EMPLOYMENT_AREA], "employment area")
        known_code(
            "municipalities.csv", line, row["regional_council"], codes[Kind.REGIONAL_COUNCIL], "regional council"
        )
        if row["county"]:
            yield (LinkKind.IN_REGION, town.pk, None, regions[row["county"]], ACTS_BEGIN, end), "616/2021 7 §"
        if row["employment_area"]:
            area = by_code[Kind.EMPLOYMENT_AREA, row["employment_area"]]
            key = (LinkKind.AREA_MEMBER, town.pk, area.pk, None, date(2025, 1, 1), end)
            yield key, "Tilastokeskus, työllisyysalueet 2026"
        if row["regional_council"]:
            council = by_code[Kind.REGIONAL_COUNCIL, row["regional_council"]]
            yield (LinkKind.COUNCIL_MEMBER, town.pk, council.pk, None, None, end), "Tilastokeskus, maakunnat 2026"


def _populations(orgs: dict[tuple[str, str], Organisation]) -> None:
    on = population_date()
    source = next(g.source for g in sources() if "121w" in g.source)
    known = {p.organisation_id: p for p in Population.objects.filter(on=on)}
    new = []
    for row in rows("municipalities.csv"):
        if not row["population"]:
            continue
        town, value = orgs[Space.MUNICIPALITIES, row["slug"]], int(row["population"])
        if town.pk not in known:
            told = EXAMPLE if row.get(INVENTED) else source
            new.append(Population(organisation=town, on=on, value=value, source=told))
        elif known[town.pk].value != value:
            Population.objects.filter(pk=known[town.pk].pk).update(value=value)
    Population.objects.bulk_create(new, batch_size=200)

"""The registry as one frozen picture, so that "who is bound where on a day" is answered without a query. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from yhdyspinta.core.common.periods import holding
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.law.duties import Duty
from yhdyspinta.core.law.schedule import Carrier

HELSINKI = "90"
NATIONAL = frozenset({"hus", "kela"})
"""Kinds that work in many regions: their records are not one region's own."""


@dataclass(frozen=True, slots=True)
class Area:
    """A cooperation region. `code` as in statistics: 01–21 the county's, 90 Helsinki."""

    id: int
    public_id: UUID
    code: str
    slug: str
    name: Text
    collaborative_area: str


@dataclass(frozen=True, slots=True)
class Org:
    """An organisation as the map needs it."""

    id: int
    public_id: UUID
    kind: str
    space: str
    slug: str
    code: str
    name: Text
    language_status: str
    sami_homeland: str
    model: str
    valid_from: date | None
    valid_until: date | None
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A dated relation; `target` is an organisation's id, `region` a region's code."""

    kind: str
    subject: int
    target: int | None
    region: str | None
    valid_from: date | None
    valid_until: date | None
    source: str

    def holds(self, on: date) -> bool:
        """Whether it holds on the day."""
        return holding(self.valid_from, self.valid_until, on)


@dataclass(frozen=True, slots=True)
class Unit:
    """Who meets a duty in a region: one organisation, the region together, or an employment area with its partners.

    `orgs`: a record in which one of these took part is a record of the unit. `also`: and one of these too, where the
    others work in several regions. `bound`: everybody whom the duty binds here.
    """

    carrier: Carrier
    key: str
    orgs: tuple[Org, ...]
    name: Text
    bound: tuple[Org, ...] = ()
    also: frozenset[int] = frozenset()


@dataclass(frozen=True)
class RegionView:
    """A region on a day: its organisations by actor code."""

    area: Area
    on: date
    county: Org | None
    municipalities: tuple[Org, ...]
    employment_areas: tuple[Org, ...]
    by_actor: Mapping[str, tuple[Org, ...]]
    hus: bool
    crossing: frozenset[int] = frozenset()
    rescue_hosts: tuple[Org, ...] = ()

    @property
    def sami(self) -> bool:
        """Whether a municipality of the Sámi homeland is here."""
        return any(m.sami_homeland for m in self.municipalities)

    @property
    def population(self) -> int:
        """Residents, by the municipalities' figures."""
        return sum(m.population or 0 for m in self.municipalities)

    def everybody(self) -> tuple[Org, ...]:
        """Every organisation of the region, each once: county, municipalities, the others."""
        seen = {o.id: o for orgs in self.by_actor.values() for o in orgs}
        return tuple(seen.values())

    @property
    def both_sides(self) -> tuple[Org, ...]:
        """The county and its municipalities, each once; Helsinki is both."""
        return tuple(dict.fromkeys((*self._counties, *self.municipalities)))

    def joint_support(self, area: str = "") -> tuple[Org, ...]:
        """Who arranges multidisciplinary employment support: the county, the employment areas (or the one of a slug), Kela."""
        chosen = tuple(a for a in self.employment_areas if a.slug == area) or self.employment_areas
        return (*self._counties, *chosen, *self.by_actor.get("kela", ()))

    @property
    def _counties(self) -> tuple[Org, ...]:
        return () if self.county is None else (self.county,)

    @property
    def own_ids(self) -> frozenset[int]:
        """Ids of those whose records are the region's own: everybody but the national ones."""
        return frozenset(o.id for o in self.everybody() if o.kind not in NATIONAL)

    @property
    def own_public_ids(self) -> frozenset[UUID]:
        """The same as people's roles name them."""
        return frozenset(o.public_id for o in self.everybody() if o.kind not in NATIONAL)


_ACTOR_KINDS = {"hus": "hus", "kela": "kela"}


@dataclass(frozen=True)
class Atlas:
    """All regions, organisations and links, whatever their dates."""

    areas: Mapping[str, Area]
    orgs: Mapping[int, Org]
    links: tuple[Link, ...]
    _views: dict[tuple[str, date], RegionView] = field(default_factory=dict, compare=False)

    @cached_property
    def _by_kind(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.kind, []).append(link)
        return found

    @cached_property
    def _slugs(self) -> dict[tuple[str, str], Org]:
        return {(o.space, o.slug): o for o in self.orgs.values()}

    @cached_property
    def _public(self) -> dict[UUID, Org]:
        return {o.public_id: o for o in self.orgs.values()}

    def by_public_id(self, public_ids: Iterable[UUID]) -> list[Org]:
        """Those that there are of some organisations."""
        return [self._public[i] for i in public_ids if i in self._public]

    def known(self, ids: Iterable[int]) -> tuple[Org, ...]:
        """Those that there are of some organisations, in the given order."""
        return tuple(self.orgs[i] for i in ids if i in self.orgs)

    def area_by_slug(self, slug: str) -> Area | None:
        """The region at an address."""
        return next((a for a in self.areas.values() if a.slug == slug), None)

    def org_by_slug(self, space: str, slug: str) -> Org | None:
        """The organisation at an address."""
        return self._slugs.get((space, slug))

    def of_kind(self, kind: str, on: date) -> list[Org]:
        """Organisations of a kind that exist on the day, by name."""
        found = [o for o in self.orgs.values() if o.kind == kind and holding(o.valid_from, o.valid_until, on)]
        return sorted(found, key=lambda o: (o.name.fi or o.name.sv, o.id))

    def linked_from(self, org: Org, kind: str, on: date) -> list[Org]:
        """Organisations that `org` points to."""
        targets = [k.target for k in self._by_kind.get(kind, []) if k.subject == org.id and k.holds(on)]
        return [self.orgs[t] for t in targets if t is not None]

    def linked_to(self, org: Org, kind: str, on: date) -> list[Org]:
        """Organisations that point to `org`, by name."""
        found = [self.orgs[k.subject] for k in self._by_kind.get(kind, []) if k.target == org.id and k.holds(on)]
        there = [o for o in found if holding(o.valid_from, o.valid_until, on)]
        return sorted(there, key=lambda o: (o.name.fi or o.name.sv, o.id))

    def successor(self, org: Org) -> tuple[Org, Link] | None:
        """Who carries on for an organisation that ended."""
        for link in self._by_kind.get("successor", []):
            if link.subject == org.id and link.target is not None:
                return self.orgs[link.target], link
        return None

    def predecessors(self, org: Org) -> list[tuple[Org, Link]]:
        """Whom an organisation carries on for."""
        return [(self.orgs[k.subject], k) for k in self._by_kind.get("successor", []) if k.target == org.id]

    def regions_of(self, org: Org, on: date) -> list[Area]:
        """The regions an organisation works in on the day. An employment area: those of its members."""
        if org.kind in ("employment_area", "regional_council"):
            kind = "area_member" if org.kind == "employment_area" else "council_member"
            codes = {a.code for m in self.linked_to(org, kind, on) for a in self.regions_of(m, on)}
        elif org.kind == "kela":
            codes = set(self.areas)
        else:
            links = self._by_kind.get("in_region", [])
            codes = {k.region for k in links if k.subject == org.id and k.region and k.holds(on)}
        return [self.areas[c] for c in sorted(codes)]

    def view(self, code: str, on: date) -> RegionView:
        """A region on a day. Raises KeyError for an unknown code."""
        key = (code, on)
        if key not in self._views:
            if len(self._views) > 400:
                self._views.clear()
            self._views[key] = self._build(self.areas[code], on)
        return self._views[key]

    def _build(self, area: Area, on: date) -> RegionView:
        here: list[Org] = []
        for link in self._by_kind.get("in_region", []):
            org = self.orgs[link.subject]
            if link.region == area.code and link.holds(on) and holding(org.valid_from, org.valid_until, on):
                here.append(org)
        here.sort(key=lambda o: (o.name.fi or o.name.sv, o.id))
        kinds: dict[str, list[Org]] = {}
        for org in here:
            kinds.setdefault(org.kind, []).append(org)
        municipalities = tuple(kinds.get("municipality", []))
        city = municipalities[0] if area.code == HELSINKI and municipalities else None
        county = city or next(iter(kinds.get("county", [])), None)
        areas = self._over(municipalities, "area_member", on)
        by_actor: dict[str, tuple[Org, ...]] = {
            "hyvinvointialue": (county,) if county else (),
            "kunta": municipalities,
            "helsinki": (city,) if city else (),
            "koulutuksen_jarjestaja": (*municipalities, *kinds.get("education_provider", [])),
            "tyovoimaviranomainen": areas,
            "pelastuslaitos": tuple(kinds.get("rescue_department", [])),
            "maakuntaliitto": self._over(municipalities, "council_member", on),
            "hus": tuple(kinds.get("hus", [])),
            "kela": tuple(self.of_kind("kela", on)),
            "jarjestot": tuple(kinds.get("third_sector", [])),
            "seurakunnat": tuple(kinds.get("parish", [])),
            "yritykset": tuple(kinds.get("company", [])),
        }
        crossing = frozenset(a.id for a in areas if len(self.regions_of(a, on)) > 1)
        hosts = tuple(h for unit in kinds.get("rescue_department", []) for h in self.linked_from(unit, "host", on))
        hus = bool(kinds.get("hus"))
        return RegionView(area, on, county, municipalities, areas, by_actor, hus, crossing, hosts)

    def _over(self, members: Iterable[Org], kind: str, on: date) -> tuple[Org, ...]:
        """The organisations that members belong to, each once, by name."""
        ids = {m.id for m in members}
        targets = {
            k.target for k in self._by_kind.get(kind, []) if k.subject in ids and k.target is not None and k.holds(on)
        }
        return tuple(sorted((self.orgs[t] for t in targets), key=lambda o: (o.name.fi, o.id)))


def _applies(duty: Duty, view: RegionView, org: Org) -> bool:
    """Whether a duty binds this organisation in this region (statutory scope, law/notes of the catalogue)."""
    helsinki = view.area.code == HELSINKI
    bilingual = "-" in org.language_status or org.kind == "hus"
    leads = org == view.county
    match duty.applies.area:
        case "helsinki":
            return helsinki
        case "uusimaa":
            return view.hus and not helsinki
        case "bilingual":
            return bilingual
        case "bilingual_or_sami":
            return not helsinki and (bilingual or (leads and view.sami))
        case "licensed":
            return org.kind == "education_provider"
        case "sami":
            return bool(org.sami_homeland) or (leads and view.sami)
        case "":
            return duty.applies.helsinki or not helsinki


def carrier_of(org: Org, view: RegionView) -> Carrier:
    """How the clock sees an organisation."""
    if view.area.code == HELSINKI and org == view.county:
        return "helsinki"
    if org.kind == "county":
        return "county"
    if org.kind == "municipality":
        return "municipality"
    return "hus" if org.kind == "hus" else "other"


def units(duty: Duty, view: RegionView) -> tuple[Unit, ...]:
    """Who is to meet the duty in the region on the view's day; empty where it binds nobody the house knows."""
    bound: dict[int, Org] = {}
    for actor in duty.responsible:
        for org in view.by_actor.get(actor, ()):
            if _applies(duty, view, org):
                bound[org.id] = org
    if not bound:
        return ()
    everybody = tuple(bound.values())
    if duty.carried == "together":
        own = tuple(o for o in everybody if o.kind not in NATIONAL and o.id not in view.crossing)
        return (Unit("region", f"region:{view.area.code}", own or everybody, view.area.name, everybody),)
    if duty.carried == "area":
        return tuple(_area_unit(o, view, everybody) for o in view.employment_areas)
    return tuple(_single(o, view, duty) for o in everybody)


def _area_unit(area: Org, view: RegionView, bound: tuple[Org, ...]) -> Unit:
    """An employment area with its partners; where it crosses a border, the region's own county must be in the record."""
    also = frozenset({view.county.id}) if view.county and area.id in view.crossing else frozenset[int]()
    partners = tuple(o for o in bound if o.kind != "employment_area")
    return Unit("area", f"area:{area.id}:{view.area.code}", (area,), area.name, (area, *partners), also)


def _single(org: Org, view: RegionView, duty: Duty) -> Unit:
    """An organisation by itself; for a joint rescue department the host may have acted for it."""
    hosts = view.rescue_hosts if duty.applies.rescue_host else ()
    orgs = (org, *(h for h in hosts if h != org))
    return Unit(carrier_of(org, view), f"org:{org.id}", orgs, org.name, (org,))

"""What goes out in many answers: words in three languages, organisations, regions, what parties say."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Schema

from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.models import Stance
from yhdyspinta.core.stances.speaking import Spoken


class Words(Schema):
    """The same in Finnish, Swedish and English; null where it has not been said."""

    fi: str | None
    sv: str | None
    en: str | None


class OrgRef(Schema):
    """An organisation. `address`: how it is called in filters and addresses ("kunnat/kuhmo"). `code`: the statistical one."""

    id: UUID
    address: str
    kind: str
    code: str | None
    name: Words


class RegionRef(Schema):
    """A cooperation region: the area of a county, or Helsinki. `slug`: how it is called in filters and addresses."""

    slug: str
    code: str
    name: Words


class Decided(Schema):
    """What a party has decided, and where that can be read. `on_behalf`: told by somebody else from a public source."""

    position: str
    said_on: date
    version: int
    body: str
    section: str
    record_number: str
    link: str
    reason: str
    on_behalf: bool


class PartyOut(Schema):
    """A party and its decision of the text, null before one."""

    organisation: OrgRef
    decision: Decided | None


def words(text: Text) -> Words:
    """A text of ours."""
    return Words(**{lang: getattr(text, lang) or None for lang in LANGUAGES})


def words_of(row: object, field: str) -> Words:
    """The text of a row in its languages."""
    return words(Text.of(row, field))


@lru_cache(maxsize=4096)
def org(found: Org) -> OrgRef:
    """An organisation of the registry."""
    return OrgRef(
        id=found.public_id,
        address=f"{found.space}/{found.slug}",
        kind=found.kind,
        code=found.code or None,
        name=words(found.name),
    )


def org_by_id(key: int | None) -> OrgRef | None:
    """An organisation by its key in the database; null when it is not there any more."""
    found = atlas().orgs.get(key) if key is not None else None
    return org(found) if found else None


def region(area: Area) -> RegionRef:
    """A region of the registry."""
    return RegionRef(slug=area.slug, code=area.code, name=words(area.name))


def region_by_code(code: str) -> RegionRef:
    """A region by its code."""
    return region(atlas().areas[code])


def party(found: Spoken) -> PartyOut:
    """A party and its decision. What is said in preparation is read on the page, by those inside."""
    return PartyOut(organisation=org(found.org), decision=_decided(found.decision))


def _decided(row: Stance | None) -> Decided | None:
    if row is None:
        return None
    return Decided(**{name: getattr(row, name) for name in Decided.model_fields})


def page(name: str, *args: object) -> str:
    """The address of a page for people, in Finnish."""
    return settings.ADDRESS + reverse(name, args=[str(a) for a in args])

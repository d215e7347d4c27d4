"""Who acts in the invented region: people with accounts, whose names say that they are examples, and the days they act on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from yhdyspinta.core.accounts.actions import add_user, give_role
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor, Role, Side, Standing
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.site.example.places import REGION

MAIL = "@esimerkki.invalid"
CAST: tuple[tuple[str, str, Role, Side, str], ...] = (
    ("koordinaattori-hva", "E1", "coordinator", "county", "hyvinvointialueen koordinaattori"),
    ("koordinaattori-kunnat", "E01", "coordinator", "municipalities", "kuntien koordinaattori"),
    ("hva", "E1", "editor", "", "hyvinvointialueen viranhaltija"),
    *((f"kunta-{n}", f"E0{n}", "editor", "", f"kunnan viranhaltija {n}") for n in range(1, 9)),
    ("varautuja-hva", "E1", "responder", "", "hyvinvointialueen varautumisesta vastaava"),
    ("varautuja-kunta", "E01", "responder", "", "kunnan varautumisesta vastaava"),
    ("paattaja", "E02", "elected", "", "Kuusirinteen päättäjä"),
)
"""(name in the address, code of the organisation, role, side, what they are)."""
SHOWN = ("koordinaattori-hva", "kunta-2", "varautuja-kunta", "paattaja")
"""Whose sign-in links are printed."""


@dataclass(frozen=True)
class Stage:
    """The region and its people. `today`: the real day; the story ends on it."""

    region: Region
    today: date
    users: dict[str, User]

    @cached_property
    def orgs(self) -> dict[str, Org]:
        """By code: E1 the county, E01 to E08 the municipalities; "area", "kela"."""
        view = atlas().view(REGION, self.today)
        found = {o.code: o for o in view.both_sides}
        return found | {"area": view.employment_areas[0], "kela": view.by_actor["kela"][0]}

    @property
    def county(self) -> Org:
        """The county."""
        return self.orgs["E1"]

    @property
    def towns(self) -> list[Org]:
        """The eight municipalities, the largest first."""
        return [self.orgs[f"E0{n}"] for n in range(1, 9)]

    @property
    def everybody(self) -> list[Org]:
        """The county and its municipalities."""
        return [self.county, *self.towns]

    def actor(self, name: str) -> Actor:
        """Somebody of the cast, as they act also on days before their account was made."""
        _name, code, role, side, _what = next(c for c in CAST if c[0] == name)
        region = REGION if role == "coordinator" else ""
        return Actor(
            self.users[name].public_id,
            (Standing(role, organisation=self.orgs[code].public_id, region=region, side=side),),
        )

    @property
    def keeper(self) -> Actor:
        """The county's coordinator."""
        return self.actor("koordinaattori-hva")

    @property
    def partner(self) -> Actor:
        """The municipalities' coordinator."""
        return self.actor("koordinaattori-kunnat")

    def of(self, org: Org) -> Actor:
        """An official of an organisation; Kela and the employment area speak through the coordinator, from a source."""
        if org.code == self.county.code and org.kind == "county":
            return self.actor("hva")
        return self.actor(f"kunta-{org.code[-1]}") if org.kind == "municipality" else self.keeper

    def ago(self, days: int) -> date:
        """A day before today."""
        return self.today - timedelta(days=days)

    def decision(self, org: Org, position: str = "accepted", reason: str = "") -> Words:
        """What an organisation decides today, by its own body."""
        body = {"county": "Aluehallitus", "municipality": "Kunnanhallitus"}.get(org.kind, "Johtoryhmä")
        link = "https://esimerkki.invalid/paatos"
        return Words("decision", position, clock.today(), reason=reason, body=body, section="12", link=link)


@contextmanager
def on(day: date) -> Iterator[None]:
    """As if it were noon of a day."""
    with clock.frozen(datetime(day.year, day.month, day.day, 10, tzinfo=UTC)):
        forget_all()
        yield
    forget_all()


def gather(today: date) -> Stage:
    """The people of the story, with accounts and roles."""
    region = Region.objects.get(code=REGION)
    users = {}
    for name, code, role, side, what in CAST:
        user = add_user(by=HOUSE, email=f"{name}{MAIL}", name=f"Esimerkki: {what}")
        kinds = ("county",) if code == REGION else ("municipality",)
        organisation = Organisation.objects.get(code=code, kind__in=kinds)
        where = region if role == "coordinator" else None
        give_role(by=HOUSE, user=user, role=role, organisation=organisation, region=where, side=side)
        users[name] = user
    return Stage(region, today, users)

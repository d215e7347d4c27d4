"""Made-up people of every role: an office holder, an official of the neighbouring organisation, an outsider; coordinators; an administrator."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID, uuid4

from django.test import Client

from yhdyspinta.core.accounts.actions import add_user, give_role
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.accounts.queries import actor_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor, Side, Standing
from yhdyspinta.core.common.verdict import YES
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters import cases, filing, uploads
from yhdyspinta.core.registry.actions import add_body, add_seat
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Organisation, Region, Seat
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.actions import Proposal, accept, propose
from yhdyspinta.core.themes.models import RegionAgreement
from yhdyspinta.rooms.forums import actions as forums
from yhdyspinta.rooms.forums import meeting as meetings
from yhdyspinta.rooms.forums import opening
from yhdyspinta.rooms.forums.backlog import propose as propose_point
from yhdyspinta.rooms.forums.models import Meeting
from yhdyspinta.rooms.forums.queries import of_meeting, origin_of


def org(address: str) -> Org:
    """An organisation by `space/slug`."""
    found = atlas().org_by_slug(*address.split("/"))
    if found is None:
        raise LookupError(address)
    return found


def row(address: str) -> Organisation:
    """The same as a row."""
    return Organisation.objects.get(public_id=org(address).public_id)


def actor(user: User) -> Actor:
    """A user's standing today."""
    return actor_of(user, clock.today())


def browser(user: User) -> Client:
    """A client signed in as the user."""
    client = Client(enforce_csrf_checks=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def seated(user: User, address: str, name: str, *, role: str = "member", since: date) -> Seat:
    """Somebody's seat in the council of an organisation, written by its editor."""
    names = {"name_fi": "V"}
    council = add_body(by=actor(user), organisation=row(address), kind="council", names=names, valid_from=None)
    return add_seat(
        by=actor(user), body=council, person_name=name, person=None, role=role, valid_from=since, valid_until=None
    )


def side(region: str, which: Side) -> Actor:
    """A coordinator of a region's side, without an account."""
    return Actor(uuid4(), (Standing("coordinator", region=region, side=which),))


def agreed(region: str, content: Proposal) -> RegionAgreement:
    """Proposed by the county's side of a region and confirmed by the municipalities'."""
    made = propose(by=side(region, "county"), region=Region.objects.get(code=region), content=content)
    accept(by=side(region, "municipalities"), proposal=made)
    made.refresh_from_db()
    return made


def opened(*regions: str) -> None:
    """Opens the maps of some regions to the public."""
    for region in regions:
        agreed(region, Proposal("opening"))


def gathered(by: Actor, county: Org, kuhmo: Org) -> tuple[UUID, UUID, UUID]:
    """A forum whose meeting is under way today, with a point that has been handled."""
    content = forums.Content({"fi": "Hyte-ryhmä"}, "experts", 3, ("hyte",), (county.id, kuhmo.id), county.id)
    forum = forums.found(by=by, region=Region.objects.get(slug="kainuu"), content=content)
    meeting = meetings.plan(by=by, forum=forum, plan=meetings.Plan(on=clock.today()))
    for step in ("call", "begin"):
        meetings.move(by=by, meeting=meeting, step=step)
    meetings.tell_present(by=by, meeting=meeting, parties=[county, kuhmo])
    point = meetings.add_point(by=by, meeting=meeting, point=meetings.Point({"fi": "Kohta"}, outcome="noted"))
    return forum.public_id, meeting.public_id, point.public_id


def sent_home(by: Actor, county: Org, kuhmo: Org) -> tuple[UUID, UUID]:
    """A point that was agreed in an approved meeting, and the question to Kuhmo about it."""
    content = forums.Content({"fi": "Johtajat"}, "top", 3, ("yleinen",), (county.id, kuhmo.id), county.id)
    region = Region.objects.get(slug="kainuu")
    forum = forums.found(by=by, region=region, content=content)
    meeting = meetings.plan(by=by, forum=forum, plan=meetings.Plan(on=clock.today()))
    for step in ("call", "begin"):
        meetings.move(by=by, meeting=meeting, step=step)
    meetings.tell_present(by=by, meeting=meeting, parties=[county, kuhmo])
    point = meetings.add_point(by=by, meeting=meeting, point=meetings.Point({"fi": "Painopiste"}, outcome="agreed"))
    meetings.move(by=by, meeting=meeting, step="minutes")
    meetings.move(by=by, meeting=meeting, step="approve")
    question = matters.Question(
        origin_of(point), f"/kokoukset/{meeting.public_id}/", {"fi": "Painopiste"}, {"fi": "Hyväksytään."}
    )
    made = matters.ask(by=by, allowed=YES, region=region, parties=[kuhmo], question=question)
    return point.public_id, made[0].public_id


def gathering(by: Actor, kuhmo: Actor, meeting: UUID, party: Org) -> tuple[UUID, UUID]:
    """Of a forum's meeting: a point that a party proposed, and a document that the party brought as material."""
    held = Meeting.objects.select_related("forum__region", "forum__secretary").get(public_id=meeting)
    asked = propose_point(by=kuhmo, forum=held.forum, party=party, titles={"fi": "Ehdotettu kohta"}, texts={})
    label = filing.Label({"fi": "Aineisto"}, clock.today())
    made = filing.file_document(by=kuhmo, owner=party, label=label, content="https://example.org/aineisto")
    place = filing.Place(of_meeting(held), f"/kokoukset/{meeting}/")
    filing.use(by=by, document=made, place=place, on=clock.today())
    return asked.public_id, made.public_id


def announced(by: Actor) -> UUID:
    """An event in Kainuu that is open to all."""
    said = opening.Announced({"fi": "Avoin foorumi"}, "Kainuu", clock.today())
    return opening.add_event(by=by, region=Region.objects.get(slug="kainuu"), said=said).public_id


def followed(by: Actor, owner: Org, *parties: Org) -> tuple[UUID, UUID]:
    """A matter that an organisation opened, and its document with a file."""
    subject = cases.Subject({"fi": "Perhekeskuksen tilat"}, [owner.id, *(p.id for p in parties)], ["hyte"])
    region = Region.objects.get(slug="kainuu")
    matter = cases.open_matter(by=by, region=region, owner=owner, subject=subject)
    label = filing.Label({"fi": "Tilaselvitys"}, clock.today())
    content = uploads.Upload("selvitys.txt", b"Tilat.")
    made = filing.file_document(by=by, owner=owner, label=label, content=content, matter=matter)
    return matter.public_id, made.public_id


@dataclass
class People:
    """Made on first use, so that a test pays only for whom it needs."""

    made: int = field(default=0)

    def user(self, name: str) -> User:
        """A user without rights."""
        return add_user(by=HOUSE, email=f"{name}@example.org", name=name.capitalize())

    def editor(self, name: str, address: str) -> User:
        """An editor of an organisation."""
        user = self.user(name)
        give_role(by=HOUSE, user=user, role="editor", organisation=row(address))
        return user

    def coordinator(self, name: str, region: str, side: Side, address: str) -> User:
        """A coordinator of a region's side."""
        user = self.user(name)
        give_role(
            by=HOUSE,
            user=user,
            role="coordinator",
            organisation=row(address),
            region=Region.objects.get(slug=region),
            side=side,
        )
        return user

    @cached_property
    def county(self) -> User:
        """Office holder of Kainuu county."""
        return self.editor("aino", "organisaatiot/kainuun-hyvinvointialue")

    @cached_property
    def kuhmo(self) -> User:
        """Official of the neighbouring organisation, Kuhmo."""
        return self.editor("bertta", "kunnat/kuhmo")

    @cached_property
    def outsider(self) -> User:
        """Editor of an organisation far away."""
        return self.editor("cecilia", "kunnat/kauniainen")

    @cached_property
    def county_coordinator(self) -> User:
        """Kainuu's coordinator, county side."""
        return self.coordinator("daavid", "kainuu", "county", "organisaatiot/kainuun-hyvinvointialue")

    @cached_property
    def municipal_coordinator(self) -> User:
        """Kainuu's coordinator, municipalities' side."""
        return self.coordinator("eeva", "kainuu", "municipalities", "kunnat/kajaani")

    def belonging(self, name: str, role: str, address: str = "kunnat/kuhmo") -> User:
        """Somebody who only reads in an organisation."""
        user = self.user(name)
        give_role(by=HOUSE, user=user, role=role, organisation=row(address))
        return user

    @cached_property
    def elected(self) -> User:
        """A councillor of Kuhmo."""
        return self.belonging("fanni", "elected")

    @cached_property
    def member(self) -> User:
        """Somebody of Kuhmo who reads."""
        return self.belonging("gunnar", "reader")

    @cached_property
    def responder(self) -> User:
        """Who answers for Kuhmo's preparedness."""
        return self.belonging("lauri", "responder")

    @cached_property
    def charge(self) -> User:
        """Somebody of Kuhmo who is in charge of single items of it, which `in_charge` gives."""
        return self.user("jenny")

    def in_charge(self, *items: str) -> None:
        """Puts the person in charge in charge of items of Kuhmo."""
        for item in items:
            give_role(by=HOUSE, user=self.charge, role="owner", organisation=row("kunnat/kuhmo"), item=item)

    @cached_property
    def neighbour(self) -> User:
        """Official of a municipality of the same region that is no party of what the scene is about."""
        return self.editor("kaarina", "kunnat/sotkamo")

    @cached_property
    def analyst(self) -> User:
        """The national analyst."""
        user = self.user("hilda")
        give_role(by=HOUSE, user=user, role="analyst")
        return user

    @cached_property
    def nobody(self) -> User:
        """An account without a role."""
        return self.user("ilmari")

    @cached_property
    def administrator(self) -> User:
        """The administrator."""
        user = self.user("yrsa")
        give_role(by=HOUSE, user=user, role="administrator")
        return user

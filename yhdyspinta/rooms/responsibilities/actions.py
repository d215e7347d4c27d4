"""Writes of the room, as verbs: take up a theme's division, write a task, sign, tell and confirm contacts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.audit.actions import bump, hold, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, clean, cleaned, columns
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.recording import stance_of
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.responsibilities import queries, rules
from yhdyspinta.rooms.responsibilities.matrix import ROLES, Role, by_law
from yhdyspinta.rooms.responsibilities.models import (
    Contact,
    Division,
    DivisionCost,
    DivisionParty,
    DivisionRole,
    DivisionStance,
    DivisionTask,
)
from yhdyspinta.rooms.responsibilities.queries import Sheet
from yhdyspinta.rooms.responsibilities.tasks import ORGANISERS, Task

Told = Role | Literal[""]
OWN_TASKS = 40
"""So many tasks of its own a region adds to a theme at most."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is written of a task: the role of each organisation ("" has none), and what is agreed of the costs."""

    roles: Mapping[int, Told]
    costs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """How an organisation is reached."""

    names: Mapping[str, str]
    theme: str = ""
    email: str = ""
    phone: str = ""
    person: str = ""
    deputy: str = ""
    deputy_email: str = ""
    source_url: str = ""


@transaction.atomic
def take_up(*, by: Actor, region: Region, theme: str, visibility: str = "public") -> Division:
    """Begins the division of a theme as the law has it; those who organise something by law are its parties. Raises Refused."""
    require(rules.may_keep(by, region.code))
    hold("registry")
    today = clock.today()
    if theme not in books().get(region.code, NOTHING).themes_on(today):
        raise Refused(no("responsibilities_no_theme"))
    if Division.objects.filter(region=region, theme_code=theme).exists():
        raise Refused(no("responsibilities_taken_up"))
    sheet = queries.sheet(atlas().view(region.code, today), theme, None)
    signs = sheet.organisers or sheet.orgs
    made = Division.objects.create(
        region=region,
        theme_code=theme,
        visibility=visibility,
        begun_on=today,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    DivisionParty.objects.bulk_create([DivisionParty(division=made, organisation_id=o.id) for o in signs])
    _tell("division_begun", made, by, theme=theme)
    return made


@transaction.atomic
def write_task(*, by: Actor, division: Division, version: int, task: str, written: Written) -> Division:
    """Who does what in a task, and who pays: only what differs from the law is kept. Raises Refused, EditConflict."""
    row, sheet = _open(by, division, version)
    one = next((t for t in sheet.tasks if t.code == task), None)
    if one is None:
        raise Refused(no("responsibilities_no_task"))
    _check_roles(row, [written.roles])
    if _same(sheet, task, written.roles) and _costs(row, task) == columns("text", written.costs):
        return row  # nothing differs: nobody is asked again
    _keep(row, by)
    _replace_roles(row, one, sheet, written.roles)
    DivisionCost.objects.filter(division=row, task_code=task).delete()
    if any(cleaned(written.costs).values()):
        DivisionCost.objects.create(division=row, task_code=task, **columns("text", written.costs))
    return _changed(row, by, "division_task_written", task=task)


@transaction.atomic
def write_matrix(*, by: Actor, division: Division, version: int, roles: Mapping[str, Mapping[int, Told]]) -> Division:
    """The roles of several tasks at once, as one new version; costs stay. Raises Refused, EditConflict."""
    row, sheet = _open(by, division, version)
    known = {t.code: t for t in sheet.tasks}
    if not set(roles) <= set(known):
        raise Refused(no("responsibilities_no_task"))
    _check_roles(row, roles.values())
    if all(_same(sheet, code, each) for code, each in roles.items()):
        return row  # nothing differs: nobody is asked again
    _keep(row, by)
    for code, each in roles.items():
        _replace_roles(row, known[code], sheet, each)
    return _changed(row, by, "division_imported", tasks=len(roles))


def _same(sheet: Sheet, task: str, roles: Mapping[int, Told]) -> bool:
    """Whether a task's roles are these already."""
    return all(sheet.cells.get((task, party), "") == role for party, role in roles.items())


def _costs(row: Division, task: str) -> dict[str, str]:
    """What is written of a task's costs, as columns."""
    found = next((c for c in row.costs.all() if c.task_code == task), None)
    return {f"text_{x}": getattr(found, f"text_{x}") if found else "" for x in LANGUAGES}


def _check_roles(row: Division, roles: Iterable[Mapping[int, Told]]) -> None:
    """Roles that there are, of organisations that work in the region."""
    here = {o.id for o in atlas().view(row.region.code, clock.today()).everybody()}
    for each in roles:
        if not set(each.values()) <= {"", *ROLES}:
            raise Refused(no("responsibilities_no_role"))
        if not set(each) <= here:
            raise Refused(no("responsibilities_not_here"))


def _replace_roles(row: Division, task: Task, sheet: Sheet, roles: Mapping[int, Told]) -> None:
    """Keeps what differs from the law."""
    law = by_law(task, sheet.parties)
    differs = {party: role for party, role in roles.items() if role != law.get(party, "")}
    DivisionRole.objects.filter(division=row, task_code=task.code, organisation__in=list(roles)).delete()
    DivisionRole.objects.bulk_create(
        [DivisionRole(division=row, task_code=task.code, organisation_id=p, role=r) for p, r in differs.items()]
    )


@transaction.atomic
def add_task(
    *, by: Actor, division: Division, version: int, names: Mapping[str, str], kinds: Sequence[str]
) -> DivisionTask:
    """A task of the region's own. `kinds`: who organise it. Raises Refused, EditConflict."""
    row, _sheet = _open(by, division, version)
    if not any(cleaned(names).values()):
        raise Refused(no("responsibilities_needs_name"))
    if not kinds or not set(kinds) <= set(ORGANISERS):
        raise Refused(no("responsibilities_needs_organiser"))
    count = row.tasks.count()
    if count >= OWN_TASKS:
        raise Refused(no("responsibilities_too_many_tasks"))
    _keep(row, by)
    made = DivisionTask.objects.create(
        division=row, code=f"oma-{row.pk}-{count + 1}", by=list(dict.fromkeys(kinds)), **columns("name", names)
    )
    _changed(row, by, "division_task_added", task=made.code)
    return made


@transaction.atomic
def end_task(*, by: Actor, division: Division, version: int, task: str) -> None:
    """A task of the region's own is left out; what was said of it stays in the earlier versions. Raises Refused, EditConflict."""
    row, _sheet = _open(by, division, version)
    standing = row.tasks.filter(code=task, ended_at=None)
    if not standing.exists():
        raise Refused(no("responsibilities_no_task"))
    _keep(row, by)
    standing.update(ended_at=clock.now())
    _changed(row, by, "division_task_ended", task=task)


@transaction.atomic
def say(*, by: Actor, division: Division, party: Org, version: int, words: Words) -> DivisionStance:
    """A party's view or decision of a version. Raises Refused; EditConflict when the text has changed meanwhile."""
    row = _locked(division)
    parties, keeper = queries.signers(row), rules.may_keep(by, row.region.code)
    told = stance_of(by, party, words, parties=parties, keeper=keeper, version=version, present=row.version)
    made = DivisionStance.objects.create(division=row, **told)
    _tell("division_stance", row, by, party=str(party.public_id), step=words.step, position=words.position)
    return made


@transaction.atomic
def tell_contact(*, by: Actor, organisation: Organisation, card: Card) -> Contact:
    """How an organisation is reached in a theme; what was told before of the same theme is replaced. Raises Refused."""
    require(rules.may_tell_contact(by, organisation.public_id))
    if not any(cleaned(card.names).values()):
        raise Refused(no("responsibilities_contact_needs_function"))
    if not clean(card.email) and not clean(card.phone):
        raise Refused(no("responsibilities_contact_needs_way"))
    own = organisation.public_id in by.organisations
    if not own and not card.source_url:
        raise Refused(no("stances_needs_source"))
    now = clock.now()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    ever = Contact.objects.filter(organisation=organisation).exclude(person_hidden_at=None)
    hidden = _called(card.person) in {_called(name) for name in ever.values_list("person", flat=True)}
    Contact.objects.filter(organisation=organisation, theme_code=card.theme, withdrawn_at=None).update(withdrawn_at=now)
    made = Contact.objects.create(
        organisation=organisation,
        theme_code=card.theme,
        **columns("name", card.names),
        **{n: clean(getattr(card, n)) for n in ("email", "phone", "person", "deputy", "deputy_email", "source_url")},
        confirmed_on=clock.today(),
        recorded_by=by.user,
        recorded_at=now,
        person_hidden_at=now
        if hidden and clean(card.person)
        else None,  # who has asked not to be named is not named again by a correction
    )
    _tell_contact("contact_told", made, by)
    return made


@transaction.atomic
def confirm_contact(*, by: Actor, contact: Contact) -> None:
    """It still holds. Raises Refused."""
    require(rules.may_confirm_contact(by, contact.organisation.public_id))
    if Contact.objects.filter(pk=contact.pk, withdrawn_at=None).update(confirmed_on=clock.today()):
        _tell_contact("contact_confirmed", contact, by)


@transaction.atomic
def withdraw_contact(*, by: Actor, contact: Contact) -> None:
    """It holds no longer. Raises Refused."""
    require(rules.may_tell_contact(by, contact.organisation.public_id))
    if Contact.objects.filter(pk=contact.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell_contact("contact_withdrawn", contact, by)


@transaction.atomic
def hide_person(*, by: Actor, contact: Contact) -> None:
    """Somebody asks not to be named: at once, without asking who; the function stays, and the organisation may tell it anew."""
    rows = Contact.objects.filter(pk=contact.pk, withdrawn_at=None, person_hidden_at=None).exclude(person="")
    if rows.update(person_hidden_at=clock.now()):
        _tell_contact("contact_person_hidden", contact, by)


def _called(person: str) -> str:
    """A name as it is compared."""
    return " ".join(person.casefold().split())


def _open(by: Actor, division: Division, version: int) -> tuple[Division, Sheet]:
    """The division, locked and whole, whose text the actor may change. Raises Refused, EditConflict."""
    row = _locked(division)
    require(rules.may_keep(by, row.region.code))
    if row.version != version:
        raise EditConflict(row.version)
    return row, queries.sheet(atlas().view(row.region.code, clock.today()), row.theme_code, row)


def _locked(division: Division) -> Division:
    Division.objects.select_for_update().get(pk=division.pk)
    return queries.whole(Division.objects.select_related("region")).get(pk=division.pk)


def _keep(row: Division, by: Actor) -> None:
    """The text as it was, by its version."""
    content = queries.content_of(row)
    keep_version(subject_type="division", subject_id=row.public_id, number=row.version, content=content, by=by.user)


def _changed(row: Division, by: Actor, verb: str, **data: object) -> Division:
    """A new version. Whoever organises something in it signs too."""
    now = _locked(row)
    sheet = queries.sheet(atlas().view(now.region.code, clock.today()), now.theme_code, now)
    signs = {p.organisation_id for p in now.parties.all()}
    joins = [o.id for o in sheet.organisers if o.id not in signs]
    DivisionParty.objects.bulk_create([DivisionParty(division=row, organisation_id=p) for p in joins])
    Division.objects.filter(pk=row.pk).update(version=F("version") + 1)
    row.refresh_from_db(fields=["version"])
    _tell(verb, row, by, version=row.version, **data)
    return row


def _tell(verb: str, row: Division, by: Actor, **data: object) -> None:
    told = {"region": row.region.code, **data}
    record_event(verb=verb, subject_type="division", subject_id=row.public_id, by=by.user, data=told)
    bump("responsibilities")


def _tell_contact(verb: str, row: Contact, by: Actor) -> None:
    record_event(
        verb=verb, subject_type="contact", subject_id=row.public_id, by=by.user, data={"theme": row.theme_code}
    )
    bump("contacts")

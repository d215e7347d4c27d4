"""Who may change what in the registry."""

from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.registry.models import Organisation, Origin


def may_add_organisation(actor: Actor) -> Verdict:
    """Administrators and coordinators add organisations of their region."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator or actor.regions else no("registry_only_coordinators")


def may_edit_organisation(actor: Actor, organisation: Organisation) -> Verdict:
    """Local organisations: their editors and administrators. Reference ones: nobody, their files are reviewed."""
    allowed = may_keep_bodies(actor, organisation.public_id)
    if not allowed:
        return allowed
    return no("registry_reference") if organisation.origin == Origin.REFERENCE else YES


def may_keep_bodies(actor: Actor, organisation: UUID) -> Verdict:
    """Bodies, persons and seats of an organisation: its own people and administrators."""
    if not actor.signed_in:
        return no("login_needed")
    if actor.is_administrator or organisation in actor.organisations:
        return YES
    return no("registry_not_yours")


def may_keep_persons(actor: Actor) -> Verdict:
    """Persons are entered by anybody who keeps some organisation's bodies."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator or actor.organisations else no("registry_not_yours")


def may_rename_person(actor: Actor, seated_in: frozenset[UUID]) -> Verdict:
    """Those who keep a body in which the person sits or has sat."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator or seated_in & actor.organisations else no("registry_not_yours")


def may_merge(actor: Actor) -> Verdict:
    """A merger is recorded by an administrator, from the Government's decision."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator else no("registry_only_administrator")


def may_import_boundaries(actor: Actor) -> Verdict:
    """Administrators, and the house itself from the command line."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator else no("registry_only_administrator")

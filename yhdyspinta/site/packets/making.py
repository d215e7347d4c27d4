"""Packets frozen: one at once, or every municipality's of a region as work in the background."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.accounts.queries import actor_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.jobs.models import Work
from yhdyspinta.core.jobs.queue import Step, ask
from yhdyspinta.core.publications import actions, rules
from yhdyspinta.core.publications.models import Publication
from yhdyspinta.core.registry.atlas import Org, RegionView
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.packets.document import packet
from yhdyspinta.site.packets.parts import Subject

KIND = "packets"
ADDRESSES = {"region": "/{lang}/alueet/{slug}/neuvottelupaketti/", "town": "/{lang}/kunnat/{slug}/neuvottelupaketti/"}


def keep(
    *,
    by: Actor,
    view: RegionView,
    org: Org | None,
    parts: Sequence[str],
    lang: str,
    public: bool,
    batch: UUID | None = None,
) -> Publication:
    """Freezes one packet: in public what anybody may see, for oneself what oneself may see. Raises Refused."""
    subject = Subject(view, org, lang, ANONYMOUS if public else by)
    address = ADDRESSES["town" if org else "region"].format(lang=lang, slug=(org or view.area).slug)
    if public:
        require(rules.may_publish(by, view.area.code, view.own_public_ids))
    return actions.freeze(
        by=by,
        document=packet(subject, parts, address),  # made before anything is locked
        kind="packet",
        region=Region.objects.get(code=view.area.code),
        organisation=Organisation.objects.get(pk=org.id) if org else None,
        public=public,
        own=view.own_public_ids,
        batch=batch,
    )


@transaction.atomic
def ask_all(*, by: Actor, view: RegionView, parts: Sequence[str], lang: str, public: bool) -> Work:
    """Asks for the packets of every municipality of the region: one work at a time for a person. Raises Refused."""
    if by.user is None:
        raise Refused(no("login_needed"))
    if public:
        require(rules.may_publish(by, view.area.code, view.own_public_ids))
    asked: dict[str, Any] = {"region": view.area.code, "parts": list(parts), "lang": lang, "public": public}
    asked["on"] = view.on.isoformat()
    User.objects.select_for_update().filter(public_id=by.user).first()  # two presses wait for each other
    waiting = Work.objects.filter(kind=KIND, asked_by=by.user, state__in=["queued", "running"]).first()
    if waiting is not None and waiting.asked != asked:
        raise Refused(no("packets_one_at_a_time"))
    return waiting or ask(kind=KIND, asked=asked, by=by.user)


def make_all(work: Work, step: Step) -> None:
    """Makes what is not ready yet, town by town, with the rights that the person has now. Raises Refused, Interrupted."""
    asked = work.asked
    user = User.objects.get(public_id=work.asked_by)
    by = actor_of(user, clock.today())
    view = atlas().view(asked["region"], date.fromisoformat(asked["on"]))
    ready = set(Publication.objects.filter(batch=work.public_id).values_list("organisation_id", flat=True))
    towns = view.municipalities
    for number, org in enumerate(towns):
        step(number, len(towns), org.name.get(asked["lang"]))
        if org.id not in ready:
            keep(
                by=by,
                view=view,
                org=org,
                parts=asked["parts"],
                lang=asked["lang"],
                public=asked["public"],
                batch=work.public_id,
            )
    step(len(towns), len(towns))

"""What waits for one organisation, for its own people and those who coordinate its region."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.evidence import queries as evidence
from yhdyspinta.core.matters import queries as matters
from yhdyspinta.core.registry.addresses import org_of
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import get, page
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.site.house import FACADES, unsigned


@get
@signed_in
def waiting(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """Questions of forums, forums to be accepted, what it follows up, records to confirm: of these what the reader may see."""
    who, today, org = actor(request), clock.today(), org_of(space, slug)
    if not _inside(who, org):
        raise Http404
    own = Actor(who.user, (Standing("editor", organisation=org.public_id),))
    seen = set(forums.visible_to(who).values_list("pk", flat=True))
    records = [e for facade in FACADES if "waiting" not in facade.ABSENT for e in facade.waiting(own, today)]
    known = set(evidence.visible_to(who).filter(pk__in=[e.pk for e in records]).values_list("pk", flat=True))
    context = {
        "org": org,
        "questions": matters.visible_to(who).filter(pk__in=[q.pk for q in matters.waiting_of(org.id)]).order_by("due", "id"),
        "unsigned": unsigned(own, who),
        "follow_ups": [
            p for p in forums.told_of(who, forums.followed_by(own, today), org.public_id) if p.meeting.forum_id in seen
        ],
        "waiting": [e for e in records if e.pk in known],
        "speaks": org.public_id in who.organisations,
        "crumbs": [(org.name.get(request.LANGUAGE_CODE), reverse("organisation-any", args=[org.space, org.slug])), (_("What waits"), "")],
    }  # fmt: skip
    return page(request, "site/waiting.html", context)


def _inside(who: Actor, org: Org) -> bool:
    areas = {a.code for a in atlas().regions_of(org, clock.today())}
    return who.is_administrator or org.public_id in who.belongs_to or bool(areas & who.regions)

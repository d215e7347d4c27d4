"""Pages that read: an organisation's documents, and one document."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.press.stored import restored
from yhdyspinta.core.publications import queries as publications
from yhdyspinta.core.publications.models import Publication
from yhdyspinta.core.registry.addresses import org_of, way_to
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, get, page, slow_down
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.welfare import queries, rules
from yhdyspinta.rooms.welfare.document import of_document
from yhdyspinta.rooms.welfare.models import WelfareDocument
from yhdyspinta.rooms.welfare.outlines import KINDS

FORMS = ("pdf", "docx", "pptx")


def home_of(owner: Org) -> Area | None:
    """The region of an organisation today."""
    return next(iter(atlas().regions_of(owner, clock.today())), None)


def crumbs_of(owner: Org, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to an organisation's documents."""
    own = [
        (owner.name.get(lang), reverse("organisation-any", args=[owner.space, owner.slug])),
        (_("Wellbeing reports and plans"), reverse("welfare:organisation", args=[owner.space, owner.slug])),
    ]
    area = home_of(owner)
    return way_to(area, lang, *own, *last) if area else [*own, *last]


def owner_of(space: str, slug: str) -> Org:
    """A municipality or a county. Raises Http404."""
    owner = org_of(space, slug)
    if owner.kind not in rules.OWNERS:
        raise Http404
    return owner


@get
def organisation(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """What a municipality or a county has written, is writing, and has made elsewhere; the latest term first."""
    owner, who, lang = owner_of(space, slug), actor(request), request.LANGUAGE_CODE
    area = home_of(owner)
    context = {
        "owner": owner,
        "rows": list(queries.of_organisation(who, owner.id)),
        "kinds": KINDS,
        "may": rules.may_begin(who, owner.public_id),
        "tells": rules.may_tell_elsewhere(who, owner.public_id, area.code) if area else None,
        "crumbs": [*crumbs_of(owner, lang)[:-1], (_("Wellbeing reports and plans"), "")],
    }
    return page(request, "welfare/organisation.html", context)


def shown(request: HttpRequest, public_id: UUID) -> WelfareDocument:
    """A document that the reader may see, with its parts; the reading of another organisation's draft is noted."""
    who = actor(request)
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    note(who, "welfare", row.public_id, public=row.visibility == "public", own=[row.organisation.public_id])
    return row


@get
def document(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One document: as it will be read, what is still open, who writes what; an approved one at its permanent address."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = shown(request, public_id)
    owner = atlas().orgs[row.organisation_id]
    frozen = _frozen(row, who, lang)
    tree = restored(frozen[0].content) if frozen else None
    if row.state != "approved":
        tree = of_document(row, owner, lang, ANONYMOUS)  # as it would be frozen: what everybody may see
    if (form := chosen(request, "muoto", FORMS)) and tree is not None:
        slow_down(request, 24 if form == "pptx" else 8)
        return answer(tree, form, f"hyvinvointi-{owner.slug}-{row.kind}-{row.first_year}")
    inside = owner.public_id in who.belongs_to or who.is_administrator
    goal_count = len(queries.goals_of(row, ANONYMOUS))
    context = {
        "row": row,
        "owner": owner,
        "document": tree,
        "chapters": [(c, queries.section_of(c), rules.may_write_chapter(who, row, c.public_id)) for c in row.chapters.all()],
        "inside": inside,
        "open": queries.open_points(row, goal_count, clock.today()) if row.state != "approved" and inside else [],
        "may": rules.may_write(who, row),
        "joined": queries.joined_of(queries.level_of(owner.kind)) if row.kind == "plan" else [],
        "nested": {n.code: n for n in row.nested.all()},
        "asked": list(row.statements.all()),
        "asks": row.kind != "yearly",
        "sends": rules.may_move(who, row, "send"),
        "decides": rules.may_move(who, row, "approve"),
        "withdraws": rules.may_withdraw(who, row),
        "frozen": frozen,
        "crumbs": crumbs_of(owner, lang, (queries.title_of(row).get(lang), "")),
    }  # fmt: skip
    return page(request, "welfare/document.html", context)


def _frozen(row: WelfareDocument, who: Actor, lang: str) -> list[Publication]:
    """As it was approved: in the page's language first."""
    if row.state != "approved" or row.elsewhere:
        return []
    order = (lang, *LANGUAGES)
    return sorted(publications.of_batch(who, row.public_id), key=lambda p: order.index(p.lang))

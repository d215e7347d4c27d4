"""Reading matters and documents: what one may see, what belongs to a matter, what was used where."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Prefetch, Q, QuerySet

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import Verdict, no
from yhdyspinta.core.matters import rules
from yhdyspinta.core.matters.models import (
    Document,
    DocumentReader,
    DocumentVersion,
    Matter,
    MatterParty,
    StoredFile,
    Use,
)
from yhdyspinta.core.matters.uploads import MEDIA
from yhdyspinta.core.stances.seeing import seen_by


def matters_visible_to(actor: Actor) -> QuerySet[Matter]:
    """Public ones; those of one's region, and those that concern one's organisation. An administrator sees all."""
    parties = Prefetch("parties", queryset=MatterParty.objects.select_related("organisation").order_by("id"))
    rows = Matter.objects.select_related("region", "owner").prefetch_related(parties, "themes")
    concerns = MatterParty.objects.filter(organisation__public_id__in=actor.belongs_to)
    return seen_by(rows, actor, Q(pk__in=concerns.values("matter")) | Q(owner__public_id__in=actor.belongs_to))


def linkable(actor: Actor, matter: Matter) -> Verdict:
    """Whether the actor may put something on an open matter that they see."""
    row = matters_visible_to(actor).filter(pk=matter.pk).first()
    return no("matters_not_your_matter") if row is None else _may_link(actor, row)


def linkable_in(actor: Actor, region: str) -> list[Matter]:
    """The open matters of a region that the actor sees and may put something on, the newest first. Three queries."""
    rows = matters_visible_to(actor).filter(region__code=region, closed_on=None)
    return [row for row in rows if _may_link(actor, row)]


def _may_link(actor: Actor, row: Matter) -> Verdict:
    """Of a matter that the actor sees, with whom it concerns at hand."""
    if row.closed_on is not None:
        return no("matters_closed")
    concerned = [p.organisation.public_id for p in row.parties.all()]
    return rules.may_link(actor, row.region.code, row.owner.public_id if row.owner else None, concerned)


def documents_visible_to(actor: Actor) -> QuerySet[Document]:
    """Public ones; for the parties those whose reader one's organisation is; drafts of the organisations one acts for.

    The bytes of files are not read. An administrator sees the parties' too, but nobody's drafts.
    """
    versions = Prefetch("versions", queryset=DocumentVersion.objects.select_related("file").defer("file__content"))
    rows = Document.objects.filter(withdrawn_at=None).select_related("organisation", "matter")
    rows = rows.prefetch_related(versions)
    seen = Q(visibility="public")
    if actor.is_administrator:
        seen |= Q(visibility="parties")
    if actor.organisations:
        seen |= Q(organisation__public_id__in=actor.organisations)
    if owned := actor.owned("document"):
        seen |= Q(public_id__in=owned)
    if actor.belongs_to:
        readers = DocumentReader.objects.filter(organisation__public_id__in=actor.belongs_to)
        seen |= Q(visibility="parties") & (
            Q(pk__in=readers.values("document")) | Q(organisation__public_id__in=actor.belongs_to)
        )
    return rows.filter(seen)


def versions_of(actor: Actor, document: Document) -> list[DocumentVersion]:
    """The versions that the actor may read, the first first: a party that has left reads those that it had been given."""
    rows = list(document.versions.all())
    inside = document.organisation.public_id in {*actor.belongs_to, *actor.organisations}
    inside = inside or document.public_id in actor.owned("document")
    if document.visibility == "public" or inside or actor.is_administrator:
        return rows
    until = list(document.readers.filter(organisation__public_id__in=actor.belongs_to).values_list("until", flat=True))
    last = max((n for n in until if n is not None), default=0)
    return rows if None in until else [v for v in rows if v.number <= last]


def used_at(actor: Actor, origins: Iterable[str]) -> Mapping[str, list[Use]]:
    """By origin: the documents used there that the reader may see, in the order they were brought."""
    rows = Use.objects.filter(origin__in=list(origins), withdrawn_at=None)
    rows = rows.filter(document__in=documents_visible_to(actor).order_by().values("pk"))
    found: dict[str, list[Use]] = {}
    for use in rows.select_related("document__organisation").order_by("id"):
        found.setdefault(use.origin, []).append(use)
    return found


def uses_of(actor: Actor, document: Document) -> list[Use]:
    """Where a document has been used, the latest first: told to its own people and readers only."""
    rows = Use.objects.filter(document=document, withdrawn_at=None).order_by("-id")
    readers = {document.organisation.public_id, *document.readers.values_list("organisation__public_id", flat=True)}
    mine = document.public_id in actor.owned("document")
    inside = mine or actor.is_administrator or readers & {*actor.belongs_to, *actor.organisations}
    return list(rows) if inside else []


def latest_files(documents: Iterable[int], kind: str) -> Iterator[bytes]:
    """The bytes of the documents' latest files of a kind, the newest first, read one by one."""
    rows = DocumentVersion.objects.filter(document__in=list(documents), file__isnull=False, media=MEDIA[kind])
    for pk in rows.order_by("-recorded_at", "-id").values_list("file", flat=True):
        yield bytes(StoredFile.objects.values_list("content", flat=True).get(pk=pk))

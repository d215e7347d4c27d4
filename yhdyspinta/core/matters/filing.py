"""Writes of documents, as verbs: file, bring a new version, change what is told of it, withdraw, use."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import clean, cleaned, columns
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.matters import rules, shelf, uploads
from yhdyspinta.core.matters.models import Document, DocumentReader, DocumentVersion, Matter, StoredFile, Use
from yhdyspinta.core.matters.uploads import Upload
from yhdyspinta.core.registry.atlas import Org

Role = Literal["material", "memo"]


@dataclass(frozen=True, slots=True)
class Label:
    """What is told of a document. `ground`: by which law it is not public, in part or whole; `retention`: years."""

    titles: Mapping[str, str]
    dated: date
    visibility: str = "public"
    publicity: str = "public"
    ground: str = ""
    retention: str = ""
    retention_ground: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What uses a document: its origin, the address of its page, and as what."""

    origin: str
    back: str
    role: Role = "material"


@transaction.atomic
def file_document(
    *,
    by: Actor,
    owner: Org,
    label: Label,
    content: Upload | str,
    readers: Sequence[int] = (),
    matter: Matter | None = None,
) -> Document:
    """Files a document of an organisation that one acts for: a file, or a link. `readers`: registry ids. Raises Refused."""
    require(rules.may_file(by, owner.public_id))
    if matter is not None:
        Matter.objects.select_for_update().get(pk=matter.pk)
        require(shelf.linkable(by, matter))
    _check(label)
    row = Document.objects.create(
        organisation_id=owner.id, matter=matter, **_columns(label), recorded_by=by.user, recorded_at=clock.now()
    )
    DocumentReader.objects.bulk_create(
        [DocumentReader(document=row, organisation_id=i) for i in dict.fromkeys(readers)]
    )
    _keep(row, 1, content, by)
    _tell("document_filed", row, by)
    return row


@transaction.atomic
def bring_version(*, by: Actor, document: Document, version: int, content: Upload | str) -> DocumentVersion:
    """A new version; the earlier ones stay. Raises Refused; EditConflict when somebody brought one first."""
    row = _locked(by, document, version)
    Document.objects.filter(pk=row.pk).update(version=F("version") + 1)
    last = row.versions.order_by("-number").values_list("number", flat=True).first() or 0
    made = _keep(row, last + 1, content, by)
    _tell("document_version", row, by, number=made.number)
    return made


@transaction.atomic
def relabel(*, by: Actor, document: Document, version: int, label: Label) -> None:
    """Changes what is told of it. Raises Refused, EditConflict."""
    row = _locked(by, document, version)
    _check(label)
    Document.objects.filter(pk=row.pk).update(**_columns(label), version=F("version") + 1)
    _tell("document_changed", row, by)


@transaction.atomic
def withdraw(*, by: Actor, document: Document) -> None:
    """Takes a document away from the pages; what was used stays known by its checksum in the log. Raises Refused."""
    row = _locked(by, document, None)
    digests = list(row.versions.exclude(file=None).values_list("file__sha256", flat=True))
    if Document.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell("document_withdrawn", row, by, sha256=digests)


@transaction.atomic
def detach(*, by: Actor, document: Document) -> None:
    """Whoever keeps the matter takes a document off it; the document stays its organisation's. Raises Refused."""
    row = (
        Document.objects.select_for_update(of=("self",))
        .select_related("matter__region", "matter__owner")
        .get(pk=document.pk)
    )
    if row.matter is None:
        return
    owner = row.matter.owner.public_id if row.matter.owner else None
    require(rules.may_keep_matter(by, row.matter.region.code, owner))
    Document.objects.filter(pk=row.pk).update(matter=None)
    _tell("document_detached", row, by, matter=row.matter.identifier)


@transaction.atomic
def use(*, by: Actor, document: Document, place: Place, on: date) -> Use:
    """A room uses the present version; the room has asked its own rule. Used there already: the same row."""
    known = Use.objects.filter(document=document, origin=place.origin, withdrawn_at=None).first()
    if known is not None:
        return known
    latest = document.versions.order_by("-number").values_list("number", flat=True)[0]
    made = Use.objects.create(
        document=document,
        number=latest,
        origin=place.origin,
        back=place.back,
        role=place.role,
        used_on=on,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _tell("document_used", document, by, origin=place.origin, number=latest)
    return made


@transaction.atomic
def stop_using(*, by: Actor, use: Use) -> None:
    """It is no longer material there; the room has asked its own rule. The document itself stays."""
    if Use.objects.filter(pk=use.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell("document_unused", use.document, by, origin=use.origin)


def _keep(row: Document, number: int, content: Upload | str, by: Actor) -> DocumentVersion:
    """Raises Refused when the file is not one that is kept, or there is neither file nor link."""
    told: dict[str, object] = {"recorded_by": by.user, "recorded_at": clock.now()}
    if isinstance(content, str):
        if not content:
            raise Refused(no("matters_link_or_file"))
        return DocumentVersion.objects.create(document=row, number=number, link=content, **told)
    require(uploads.taken(content))
    kind = uploads.kind_of(content.body, content.name)
    digest = hashlib.sha256(content.body).hexdigest()
    kept, _made = StoredFile.objects.get_or_create(sha256=digest, defaults={"content": content.body})
    return DocumentVersion.objects.create(
        document=row,
        number=number,
        name=uploads.safe_name(content.name, kind),
        media=uploads.MEDIA[kind],
        size=len(content.body),
        file=kept,
        **told,
    )


def readers_changed(*, origins: Collection[str], left: Collection[int], back: Collection[int]) -> None:
    """Of what was used there: parties that have `left` read what they had been given, those that are `back` all of it again.

    For the verb of a room that has changed who its parties are, inside its transaction.
    """
    used = Use.objects.filter(origin__in=list(origins)).values("document")
    rows = DocumentReader.objects.filter(document__in=used)
    rows.filter(organisation__in=list(back)).update(until=None)
    newest = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number").values("number")[:1]
    rows.filter(organisation__in=list(left), until=None).update(until=Subquery(newest))
    bump("matters")


def _locked(by: Actor, document: Document, version: int | None) -> Document:
    row = Document.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=document.pk)
    require(rules.may_keep_document(by, row.organisation.public_id, row.public_id))
    if version is not None and row.version != version:
        raise EditConflict(row.version)
    return row


def _check(label: Label) -> None:
    if not any(cleaned(label.titles).values()):
        raise Refused(no("matters_needs_title"))
    if label.dated > clock.today():
        raise Refused(no("stances_future"))
    if label.publicity != "public" and not clean(label.ground):
        raise Refused(no("matters_needs_ground"))
    if label.publicity != "public" and label.visibility == "public":
        raise Refused(no("matters_not_for_everybody"))


def _columns(label: Label) -> dict[str, object]:
    return {
        **columns("title", label.titles),
        "dated": label.dated,
        "visibility": label.visibility,
        "publicity": label.publicity,
        "ground": clean(label.ground) if label.publicity != "public" else "",
        "retention": label.retention,
        "retention_ground": clean(label.retention_ground),
    }


def _tell(verb: str, row: Document, by: Actor, **data: object) -> None:
    record_event(verb=verb, subject_type="document", subject_id=row.public_id, by=by.user, data=data)
    bump("matters")

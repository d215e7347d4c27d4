"""Three things that programs may write, each with a key of its own and at most once: records, receipts, follow-up notes."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Header, Router, Schema, Status
from ninja.security import HttpBearer

from yhdyspinta.core.audit.actions import once
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence import queries as evidence_queries
from yhdyspinta.core.evidence.models import EvidenceKind, Extent, Precision
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters import queries as matter_queries
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.rooms.goals import queries as goal_queries
from yhdyspinta.rooms.goals.models import FollowUp
from yhdyspinta.site.api.door import person, who, writes
from yhdyspinta.site.api.gathering import ReceiptOut, receipt
from yhdyspinta.site.api.law import EvidenceOut, record
from yhdyspinta.site.api.law import router as records  # one address takes both methods
from yhdyspinta.site.api.paging import Day
from yhdyspinta.site.api.working import NoteOut, note_out

router = Router(tags=["writing"])
Sent = Annotated[
    UUID, Header(alias="Idempotency-Key", description="A UUID of your own making: sent again, nothing is written twice")
]


class Key(HttpBearer):
    """Writing needs a key: asked before anything that was sent is looked at."""

    def authenticate(self, request: HttpRequest, token: str) -> object:
        """The key that the door has opened with; AuthenticationError without one."""
        return person(request)


ONLY_KEY = Key()
Line = Annotated[str, Field(max_length=160)]


class Said(Schema):
    """A text in one to three languages."""

    fi: Annotated[str, Field(max_length=4000)] = ""
    sv: Annotated[str, Field(max_length=4000)] = ""
    en: Annotated[str, Field(max_length=4000)] = ""


class EvidenceIn(Schema):
    """Something that happened. `duties`: code → whole or part. `acting_for`: in whose name; null from a public source.

    A title has at most 240 letters in each language.
    """

    kind: EvidenceKind
    happened_on: Day
    precision: Precision = Precision.DAY
    holds_until: Day | None = None
    duties: Annotated[dict[str, Extent], Field(min_length=1, max_length=40)]
    parties: Annotated[list[UUID], Field(min_length=1, max_length=400)]
    title: Said
    note: Said = Said()
    source_title: Annotated[str, Field(max_length=240)] = ""
    source_url: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$")] = ""
    document_ref: Annotated[str, Field(max_length=120)] = ""
    visibility: Annotated[str, Field(pattern="^(draft|parties|public)$")] = "public"
    acting_for: UUID | None = None


class StepIn(Schema):
    """How a party has handled what it was asked. What has to be told beside the outcome: see the documentation."""

    outcome: str
    decided_on: Day
    reason: Annotated[str, Field(max_length=4000)] = ""
    body: Line = ""
    section: Annotated[str, Field(max_length=20)] = ""
    record_number: Annotated[str, Field(max_length=60)] = ""
    link: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$")] = ""


class NoteIn(Schema):
    """What has happened to a goal, or to one of its measures."""

    on: Day
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    measure: UUID | None = None


def _sent(request: HttpRequest, key: UUID, body: Schema, do: Any) -> UUID:
    """Writes once per person and key; the id of what came of it, also when the same is sent again."""
    actor = who(request)
    content = {"at": request.path, **body.model_dump(mode="json")}
    return UUID(once(actor=str(actor.user), key=key, content=content, do=do))


def _created(response: HttpResponse, name: str, public_id: UUID) -> None:
    response["Location"] = reverse(f"api:{name}", args=[public_id])


@records.post("/evidence", response={201: EvidenceOut}, operation_id="record_evidence", auth=ONLY_KEY)
def record_evidence(request: HttpRequest, response: HttpResponse, body: EvidenceIn, key: Sent) -> Status[EvidenceOut]:
    """Records what happened, by the same rules as the form."""
    actor = writes(request, "evidence")
    known = {
        o.public_id: o for o in atlas().by_public_id([*body.parties, *([body.acting_for] if body.acting_for else [])])
    }
    lost = [p for p in body.parties if p not in known]
    if lost or (body.acting_for and body.acting_for not in known):
        raise Refused(no("evidence_party_gone"))
    for lang in LANGUAGES:
        if len(getattr(body.title, lang)) > 240:
            raise Refused(no("evidence_needs_title"))
    content = evidence.Content(
        kind=body.kind.value,
        happened_on=body.happened_on,
        precision=body.precision.value,
        holds_until=body.holds_until,
        duties={code: extent.value for code, extent in body.duties.items()},
        parties=tuple(dict.fromkeys(known[p].id for p in body.parties)),
        **{f"{name}_{lang}": getattr(getattr(body, name), lang) for name in ("title", "note") for lang in LANGUAGES},
        source_title=body.source_title,
        source_url=body.source_url,
        document_ref=body.document_ref,
        visibility=body.visibility,
    )

    def do() -> str:
        acting = known[body.acting_for] if body.acting_for else None
        return str(evidence.record(by=actor, acting_for=acting, content=content).public_id)

    made = _sent(request, key, body, do)
    _created(response, "one_evidence", made)
    return Status(201, record(fetch(evidence_queries.with_details(evidence_queries.visible_to(actor)), public_id=made)))


@router.post("/receipts/{uuid:public_id}/steps", response={201: ReceiptOut}, operation_id="tell_receipt", auth=ONLY_KEY)
def tell_receipt(
    request: HttpRequest, response: HttpResponse, public_id: UUID, body: StepIn, key: Sent
) -> Status[ReceiptOut]:
    """Tells how the organisation has handled what it was asked."""
    actor = writes(request, "receipts")
    row = fetch(matter_queries.visible_to(actor).filter(withdrawn_at=None), public_id=public_id)
    told = Told(**body.model_dump())

    def do() -> str:
        matters.answer(by=actor, consultation=row, told=told)
        return str(row.public_id)

    _sent(request, key, body, do)
    _created(response, "receipt", row.public_id)
    return Status(201, receipt(fetch(matter_queries.visible_to(actor), public_id=public_id)))


@router.post("/goals/{uuid:public_id}/notes", response={201: NoteOut}, operation_id="tell_note", auth=ONLY_KEY)
def tell_note(
    request: HttpRequest, response: HttpResponse, public_id: UUID, body: NoteIn, key: Sent
) -> Status[NoteOut]:
    """Tells what has happened to a goal."""
    actor = writes(request, "notes")
    rows = goal_queries.whole(goal_queries.visible_to(actor)).filter(ended_on=None)
    row = fetch(rows, public_id=public_id)
    measure = next((m for m in row.measures.all() if m.public_id == body.measure), None)
    if body.measure and measure is None:
        require(no("goals_no_measure"))

    def do() -> str:
        return str(goals.tell(by=actor, goal=row, text=body.text, on=body.on, measure=measure).public_id)

    made = _sent(request, key, body, do)
    _created(response, "goal", row.public_id)
    return Status(201, note_out(FollowUp.objects.select_related("measure").get(public_id=made)))

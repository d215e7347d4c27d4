"""What the house may ask of this room. It is no column of the map: what it decides is recorded, and the records speak."""

from collections.abc import Iterable

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.rooms.welfare.models import WelfareDocument

BLOCK = ""
ABSENT = {
    "statuses": "approval is a record of duties, and the column of law is computed from records",
    "rules": "it has no column of its own",
    "waiting": "who writes a chapter sees it on their own page",
    "unsigned": "a document is one organisation's, decided by its council",
    "audience": "remarks are between those who write",
    "packet_sections": "the site makes a packet of several rooms' queries",
    "timeline": "a document is not part of a matter",
    "export": "each document is given out in every form at its permanent address",
    "examples": "no document of a real organisation is invented",
}


def search_documents() -> Iterable[Findable]:
    """Wellbeing reports and plans, with what their chapters tell."""
    rows = (
        WelfareDocument.objects.filter(withdrawn_at=None)
        .select_related("organisation", "region")
        .prefetch_related("chapters")
    )
    for row in rows.order_by("id").iterator(chunk_size=100):
        yield Findable(
            kind="plan",
            key=f"plan:{row.public_id}",
            title=Text.of(row, "title"),
            path=f"/hyvinvointi/{row.public_id}/",
            about=Text.of(row.organisation, "name"),
            body=" ".join(f"{c.text_fi} {c.text_sv}" for c in row.chapters.all()),
            region=row.region.code,
            themes=frozenset({"hyte"}),
            year=row.first_year,
            public=row.visibility == "public",
            regional=False,
            orgs=frozenset({row.organisation.public_id}),
        )

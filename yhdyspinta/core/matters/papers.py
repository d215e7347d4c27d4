"""What a party takes to its own case management: a cover letter to the registry, the introduction, the proposal."""

from django.utils import translation
from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.words import show_date
from yhdyspinta.core.matters.models import Consultation
from yhdyspinta.core.press.tree import Bullets, Document, Heading, Note, Paragraph
from yhdyspinta.core.registry.atlas import Org


def languages(row: Consultation) -> list[str]:
    """Languages that the question is written in."""
    return [x for x in LANGUAGES if getattr(row, f"title_{x}") and getattr(row, f"text_{x}")]


def paper(row: Consultation, org: Org, lang: str, base: str) -> Document:
    """The papers of one party in one of its `languages`. `base`: the address of the service."""
    title, name = getattr(row, f"title_{lang}"), org.name.get(lang)
    region = Text.of(row.region, "name").get(lang)
    with translation.override(lang):
        day = show_date(row.asked_on, lang)
        asked = _("The matter is asked to be handled by the organisation's own bodies.")
        if row.due:
            asked = _("The matter is asked to be handled by the organisation's own bodies by %(day)s.") % {
                "day": show_date(row.due, lang)
            }
        where, memo = f"{base}/{lang}/kasittelyt/{row.public_id}/", f"{base}/{lang}{row.back}"
        blocks = (
            Heading(_("Cover letter")),
            Paragraph(_("To the registry of %(name)s") % {"name": name}),
            Paragraph(
                _(
                    "%(region)s: a joint forum of the wellbeing services county and the municipalities has agreed on a matter that concerns you."
                )
                % {"region": region}
            ),
            Paragraph(asked),
            Paragraph(
                _("Tell how it was handled, with the body, section, day and record number, at: %(where)s")
                % {"where": where}
            ),
            Heading(_("Introduction and proposed decision")),
            Paragraph(getattr(row, f"text_{lang}")),
            Heading(_("Attachments")),
            Bullets((_("The memo of the meeting: %(memo)s") % {"memo": memo},)),
            Note(_("The official original lives in the organisation's own case management.")),
        )
        return Document(title, f"{name}, {day}", lang, row.asked_on, where, blocks)

"""An agreement or a model as a document: Word and PDF, with what each party has decided."""

from datetime import date

from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.interfaces.catalogue import LEVELS
from yhdyspinta.core.press.tree import Block, Document, Grid, Heading, Note, Paragraph
from yhdyspinta.rooms.agreements import queries, rules
from yhdyspinta.rooms.agreements.models import Agreement, AgreementStance


def document(row: Agreement, state: str, where: str, lang: str, day: date, address: str) -> Document:
    """All of it in the order of the page."""
    blocks: list[Block] = [Note(_facts(row, state, lang))]
    if text := Text.of(row, "text").get(lang):
        blocks += [Heading(_("What it is about")), *_paragraphs(text)]
    for part in row.parts.all():
        blocks.append(Heading(f"{part.number}. {Text.of(part, 'title').get(lang)}"))
        blocks += _paragraphs(Text.of(part, "text").get(lang) or _("Not written yet."))
        said = ((_("Who does it"), "who"), (_("Who is told and how"), "told"))
        blocks += [Paragraph(f"{label}: {t}") for label, name in said if (t := Text.of(part, name).get(lang))]
        if part.link:
            blocks.append(Paragraph(part.link))
    if ladder := list(row.rungs.all()):
        columns = (_("Level"), _("Days"), _("Who handles it"))
        lines = tuple((LEVELS[r.level].name.get(lang), str(r.days), Text.of(r, "who").get(lang) or "–") for r in ladder)
        blocks += [
            Heading(_("How a problem is settled")),
            Grid(_("How a problem is settled"), columns, lines, frozenset({1})),
        ]
    heads = (_("Party"), _("Decision"), _("Who decided"), _("Day"))
    parties = tuple(_party(row, p.id, p.name.get(lang), lang) for p in queries.parties_of(row))
    blocks += [Heading(_("Parties and their decisions")), Grid(_("Parties and their decisions"), heads, parties)]
    title = Text.of(row, "title").get(lang)
    return Document(title, f"{where}, {say(f'agreed:{row.kind}', lang=lang)}", lang, day, address, tuple(blocks))


def _paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(line) for line in text.splitlines() if line.strip()]


def _facts(row: Agreement, state: str, lang: str) -> str:
    told = [say(f"term:{state}", lang=lang)]
    days = (
        (_("First day in force"), row.starts),
        (_("Last day in force"), row.ends),
        (_("Looked at again by"), row.review),
    )
    told += [f"{label} {show_date(d, lang)}" for label, d in days if d]
    if row.notice and row.kind != rules.MODEL:
        told.append(f"{_('Notice, months')} {row.notice}")
    return " · ".join([*told, f"{_('version')} {row.version}"])


def _party(row: Agreement, party: int, name: str, lang: str) -> tuple[str, str, str, str]:
    said: AgreementStance | None = None
    for stance in row.stances.all():
        if stance.organisation_id == party and stance.step == "decision" and stance.version == row.version:
            said = stance
    if said is None or said.position == "withdrawn":
        return name, "–", "–", "–"
    body = f"{said.body} § {said.section}" if said.section else said.body
    return name, say(f"position:{said.position}", lang=lang), body or "–", show_date(said.said_on, lang)

"""A packet as a document: chosen parts in their order. The same reader, day and data give the same bytes."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.press.tree import Block, Document, Heading
from yhdyspinta.site.packets.parts import Subject, parts_for


def packet(of: Subject, parts: Sequence[str], address: str) -> Document:
    """Raises KeyError for a part that there is not."""
    with translation.override(of.lang):
        blocks: list[Block] = []
        for code in parts:
            try:
                blocks += [Heading(say(f"packet:{code}")), *parts_for(of)[code](of)]
            except Exception as error:
                error.add_note(f"part {code} of the packet of {of.name}")
                raise
        where = of.view.area.name.get(of.lang)
        kind = _("Negotiation packet")
        subtitle = f"{kind}, {where}, {show_date(of.on, of.lang)}" if of.org else f"{kind}, {show_date(of.on, of.lang)}"
        if of.meeting:
            name = Text.of(of.meeting.forum, "name").get(of.lang)
            subtitle = f"{kind}, {name} {show_date(of.meeting.on, of.lang)}"
        return Document(of.name, subtitle, of.lang, of.on, address, tuple(blocks))

"""The card of a disruption, to be printed and kept where it is found without power: who leads, who acts, whom to call."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import show_date
from yhdyspinta.core.press.tree import Block, Document, Grid, Heading, Note, Paragraph
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.preparedness import queries
from yhdyspinta.rooms.preparedness.models import DutyContact, Plan
from yhdyspinta.rooms.preparedness.scenarios import scenarios

WHOLE = "\u00a0"
"""A space at which no line ends: a number stays in one piece."""
ROWS = 36
"""Empty lines of the log that is kept on paper until there is power again."""


def card(plan: Plan, contacts: Sequence[DutyContact], where: str, lang: str, now: datetime, address: str) -> Document:
    """All that is needed when nothing else works. `now`: when it is printed; the circle's, never anybody else's."""
    subject, roles = scenarios().subjects[plan.subject], queries.roles_of(plan)
    here = timezone.localtime(now)
    printed = _("Printed on %(day)s at %(time)s. Version %(n)s. Print it anew when the page of the plan shows a newer version or later numbers.")  # fmt: skip
    blocks: list[Block] = [
        Note(printed % {"day": show_date(here.date(), lang), "time": here.strftime("%H.%M"), "n": plan.version}),
        Note(
            _(
                "Secret: for those who answer for preparedness (act 621/1999, 24 § 1 mom. 8 k.). Keep it where only they find it."
            )
        ),
        Heading(_("Who does what")),
        Grid(
            _("Who does what"),
            (_("Activity"), _("Leads"), _("Acts"), _("Is informed")),
            tuple(
                (
                    scenarios().functions[f].get(lang),
                    *(", ".join(o.name.get(lang) for o in each) or "–" for each in queries.by_role(roles, f).values()),
                )
                for f in subject.functions
            ),
        ),
        Heading(_("Whom to call")),
        *_numbers(plan, contacts, lang),
    ]
    for title, name in ((_("Agreed procedure"), "procedure"), (_("Flow of information"), "flow")):
        blocks.append(Heading(title))
        text = Text.of(plan, name).get(lang)
        blocks += [Paragraph(x) for x in text.splitlines() if x.strip()] or [Paragraph(_("Not written yet."))]
    columns = (_("Time"), _("Written by whom"), _("What happened, what was decided"))
    empty = tuple((f"{WHOLE}\n{WHOLE}", "", "") for _n in range(ROWS))  # two lines high: people write by hand
    blocks += [
        Heading(_("Log on paper")),
        Paragraph(
            _(
                "Write here until there is power. Copy it to the log then: nothing is told twice when each line has its time."
            )
        ),
        Grid(_("Log on paper"), columns, empty),
    ]
    return Document(subject.name.get(lang), where, lang, here.date(), address, tuple(blocks))


def _numbers(plan: Plan, contacts: Sequence[DutyContact], lang: str) -> list[Block]:
    """The contacts of its parties, in the order of the contact tree."""
    orgs, rows = atlas().orgs, []
    for c, on in queries.numbers_of(plan, contacts):
        deputy = ", ".join(x for x in (c.deputy, c.deputy_phone.replace(" ", WHOLE)) if x) or "–"
        number = "; ".join(x for x in (c.phone.replace(" ", WHOLE), c.way) if x)
        tried = show_date(on, lang) if on else _("not tried")
        rows.append((orgs[c.organisation_id].name.get(lang), c.title, number, deputy, tried))
    if not rows:
        return [Paragraph(_("No numbers have been told."))]
    columns = (_("Organisation"), _("Function"), _("Number"), _("Deputy"), _("Found to hold"))
    return [Grid(_("Whom to call"), columns, tuple(rows))]

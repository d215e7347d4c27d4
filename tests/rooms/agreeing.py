"""What the tests of agreements share: drafts, decisions, changes and problems of Kainuu."""

from datetime import date, timedelta

from tests.people import org
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.agreements import actions, queries, raising
from yhdyspinta.rooms.agreements.actions import Draft
from yhdyspinta.rooms.agreements.models import Agreement, Problem
from yhdyspinta.rooms.agreements.raising import Said, Trouble
from yhdyspinta.rooms.agreements.telling import News

TODAY = date(2026, 11, 24)
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
TYM_DUTY = "tym-yhteistyosopimus"


def draft(**more: object) -> Draft:
    """An agreement of two on wellbeing, for two years."""
    fields: dict[str, object] = {
        "titles": {"fi": "Hyte-sopimus"},
        "kind": "interface",
        "themes": ("hyte",),
        "parties": (org(COUNTY).id, org(KUHMO).id),
        "starts": TODAY - timedelta(days=30),
        "ends": TODAY + timedelta(days=700),
    }
    return Draft(**(fields | more))  # type: ignore[arg-type]  # the fields of Draft


def says(by: Actor, agreement: Agreement, address: str, position: str = "accepted", version: int = 1) -> None:
    """A party's decision."""
    words = Words("decision", position, TODAY, reason="Liian tiukka.", body="Hallitus", link="https://example.org/1")
    actions.say(by=by, agreement=agreement, party=org(address), version=version, words=words)


def again(row: Agreement) -> Agreement:
    """The agreement as it is now."""
    return queries.whole(Agreement.objects.select_related("region"), HOUSE).get(pk=row.pk)


def news(**more: object) -> News:
    """A lease of Kuhmo's that ends."""
    fields: dict[str, object] = {
        "titles": {"fi": "Terveysaseman vuokra päättyy"},
        "kind": "premises",
        "theme": "palveluverkko",
        "on": TODAY + timedelta(days=300),
        "touches": (org(COUNTY).id,),
        "notice_by": TODAY + timedelta(days=100),
    }
    return News(**(fields | more))  # type: ignore[arg-type]  # the fields of News


def trouble(**more: object) -> Trouble:
    """Of wellbeing, with the county."""
    fields: dict[str, object] = {"title": "Kutsut eivät tule", "text": "Ryhmän kutsu jäi saamatta kahdesti.", "theme": "hyte", "parties": (org(COUNTY).id,)}  # fmt: skip
    return Trouble(**(fields | more))  # type: ignore[arg-type]  # the fields of Trouble


def act(by: Actor, row: Problem, party: Org, said: Said) -> None:
    """A step by somebody who has read the latest."""
    raising.act(by=by, problem=row, org=party, said=said, seen=row.steps.count())

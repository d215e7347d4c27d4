"""Two worlds that differ only in what is not for everybody: to those outside, every answer is the same to the byte."""

import random
import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.people import People, actor, browser, org, row
from yhdyspinta.core.accounts import invitations
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import YES
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters import cases, filing
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.letters import set_address
from yhdyspinta.core.matters.models import Document, Matter
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.ui.pages import DAYS
from yhdyspinta.rooms.forums import actions as forums
from yhdyspinta.rooms.forums import backlog
from yhdyspinta.rooms.forums import meeting as meetings
from yhdyspinta.rooms.forums.models import Forum
from yhdyspinta.rooms.forums.queries import of_meeting
from yhdyspinta.site.api.door import CALLS
from yhdyspinta.site.rights.addresses import RULES
from yhdyspinta.site.rights.scene import GENERAL, Scene, scene
from yhdyspinta.site.rights.surveying import asked
from yhdyspinta.site.rights.surveying import told as survey_told
from yhdyspinta.site.search.sources import refresh

pytestmark = pytest.mark.django_db
NEW_EACH_TIME = ("mfa_activate_totp", "mfa_add_webauthn", "own-calendar-feed")
"""A key of one's own, made anew whenever the page is opened; and what is told to whoever has Kuhmo's official's address."""
SECRET = ("Salaisuus", "lakkautuslista", "erimielisyys", "kirjaamo-osoite", "luonnostelu")
"""Words of what is not for everybody."""
MASKS = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'name="key" value="[^"]*"'),
    re.compile(r"DTSTAMP:\S+"),
    re.compile(r' <span class="y-src">avattu</span>'),  # what one has opened oneself, of the way in
)


@pytest.fixture(autouse=True)
def _unhurried() -> Iterator[None]:
    """Nobody has asked too often."""
    DAYS.forget()
    yield
    DAYS.forget()


def hidden(people: People, made: Scene) -> None:
    """Drafts, parties' matters, a view in preparation, a meeting that has not been called, people's matters."""
    kuhmo, county = org("kunnat/kuhmo"), org("organisaatiot/kainuun-hyvinvointialue")
    by, pair = actor(people.kuhmo), actor(people.county_coordinator)
    for visibility in ("draft", "parties"):
        content = Content(
            kind="negotiation",
            happened_on=date(2026, 10, 1),
            duties={GENERAL: "whole"},
            parties=(county.id, kuhmo.id),
            title_fi=f"{SECRET[0]} {SECRET[1]}",
            visibility=visibility,
        )
        evidence.record(by=by, acting_for=kuhmo, content=content)
    region = Region.objects.get(slug="kainuu")
    closed = forums.Content(
        {"fi": SECRET[2]}, "top", 3, ("hyte",), (county.id, kuhmo.id), county.id, visibility="parties"
    )
    inside = forums.found(by=pair, region=region, content=closed)
    held = meetings.plan(by=pair, forum=inside, plan=meetings.Plan(on=clock.today()))
    meetings.move(by=pair, meeting=held, step="call")
    public = Forum.objects.get(public_id=made.args["forums:forum"][0])
    forums.say(
        by=by,
        forum=public,
        party=kuhmo,
        version=public.version,
        words=Words("view", "differing", clock.today(), SECRET[1]),
    )
    meetings.plan(by=pair, forum=public, plan=meetings.Plan(on=date(2026, 12, 31), place=SECRET[4]))
    subject = cases.Subject({"fi": SECRET[0]}, [county.id, kuhmo.id], ["hyte"], visibility="parties")
    matter = cases.open_matter(by=by, region=region, owner=kuhmo, subject=subject)
    assert matter.visibility == "parties"
    for visibility in ("draft", "parties"):
        label = filing.Label({"fi": SECRET[2]}, clock.today(), visibility=visibility)
        paper = filing.file_document(
            by=by,
            owner=kuhmo,
            label=label,
            content=f"https://example.org/{SECRET[3]}",
            readers=[county.id],
            matter=Matter.objects.get(public_id=made.args["matter"][0]),
        )
        filing.use(by=by, document=paper, place=filing.Place(of_meeting(held), "/kokoukset/"), on=clock.today())
    known = Document.objects.get(public_id=made.args["matters:document"][0])
    filing.use(by=by, document=known, place=filing.Place(of_meeting(held), "/kokoukset/"), on=clock.today())
    backlog.propose(by=by, forum=public, party=kuhmo, titles={"fi": SECRET[1]}, texts={})
    meetings.jot(by=pair, forum=public, on=clock.today(), notes={"fi": SECRET[4]}, present=[kuhmo])
    question = Question("secret:1", "/kokoukset/", {"fi": SECRET[0]}, {"fi": SECRET[1]}, None, "parties")
    matters.ask(by=pair, allowed=YES, region=region, parties=[kuhmo], question=question)
    invitations.invite(
        by=HOUSE, email="salaisuus@example.org", name=SECRET[0], role="reader", organisation=row("kunnat/kuhmo")
    )
    invitations.ask(name=SECRET[0], email="s@example.org", organisation=row("kunnat/kuhmo"), wish=SECRET[1])
    other = actor(people.municipal_coordinator)
    asked(pair, other, opens=False, title=SECRET[0])
    survey_told(pair, other, visibility="parties", title=SECRET[1])
    # not Kuhmo's: a corrected address ends the links that the scene opens
    set_address(by=HOUSE, organisation=row("kunnat/kajaani"), email=f"{SECRET[3]}@example.org")


def told(client: Client, addresses: list[str]) -> dict[str, tuple[int, str]]:
    """Status and body of each address, without what is new on every page."""
    found = {}
    for address in addresses:
        DAYS.forget()
        CALLS.forget()
        answer = client.get(address)
        streamed = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # what its kind of answer has
        body = streamed.decode("utf-8", "replace")
        for mask in MASKS:
            body = mask.sub("", body)
        found[address] = (answer.status_code, body)
    return found


def addresses(made: Scene) -> list[str]:
    """Every page, and searches for the hidden words, their parts and made-up ones."""
    chance = random.Random(1)  # noqa: S311  (the same words each time)
    words = {w[:n] for w in SECRET for n in range(2, len(w) + 1)}
    letters = "aeiouyäökstnlrmphvdj"
    words |= {"".join(chance.choices(letters, k=chance.randint(2, 6))) for _ in range(150)}
    with translation.override("fi"):
        read = [n for n, rule in RULES.items() if rule.read not in ("", "nobody") and n not in NEW_EACH_TIME]
        pages = [reverse(n, args=made.args.get(n, [])) for n in read]
        return [*pages, *(f"{reverse('search')}?q={word}" for word in sorted(words))]


@pytest.mark.parametrize(
    "role", ["outsider", *(pytest.param(r, marks=pytest.mark.one_database) for r in ("reader", "elected_far"))]
)
def test_what_is_hidden_changes_no_byte(people: People, role: str) -> None:
    """For an anonymous reader, an official far away and a councillor there."""
    made = scene(people)
    far = people.belonging("far", "elected", "kunnat/kauniainen")
    client = {"reader": Client(), "outsider": browser(people.outsider), "elected_far": browser(far)}[role]
    asked = addresses(made)
    refresh()
    before = told(client, asked)
    hidden(people, made)
    refresh()
    after = told(client, asked)
    assert [a for a in asked if before[a] != after[a]] == []
    assert sum(status == 200 for status, _ in before.values()) > 150
    # the test can fail: those inside do see a difference
    own = browser(people.kuhmo)
    assert any(SECRET[0] in body or SECRET[2] in body for _, body in told(own, asked).values())

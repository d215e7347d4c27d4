"""Two hundred hostile texts in every text that people write, on every page that shows them: nothing runs.

In a region that no other journey visits.
"""

import json
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from tests.hostile import CORPUS
from tests.journeys.conftest import Opener
from tests.journeys.house import House, run
from tests.journeys.test_journeys import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("pages")]

WRITE = """
import django; django.setup()
import json, sys
from uuid import UUID, uuid4
from datetime import timedelta
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.matters import cases, filing
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.themes import actions as themes
from yhdyspinta.rooms.forums import actions, backlog, homing, meeting, opening, queries
from yhdyspinta.rooms.forums.models import Forum, Meeting
texts = json.loads({texts!r})
region, today = Region.objects.get(slug="keski-pohjanmaa"), clock.today()
view = atlas().view(region.code, today)
county, towns = view.county, list(view.municipalities)
by = Actor(uuid4(), (Standing("coordinator", organisation=county.public_id, region=region.code, side="county"), Standing("analyst")))
own = Actor(uuid4(), (Standing("editor", organisation=county.public_id),))
every = lambda t, n: {{x: t[:n] for x in ("fi", "sv", "en")}}
content = actions.Content(every(texts[0], 160), "top", 3, ("hyte",), (county.id, towns[0].id), county.id, texts=every(texts[1], 2000))
forum = actions.found(by=by, region=region, content=content)
actions.say(by=own, forum=forum, party=county, version=1, words=Words("decision", "differing", today, texts[2], texts[3][:160], texts[4][:20], texts[5][:60]))
actions.compose(by=by, forum=forum, version=1, seats=[actions.Seat(county.id, texts[6][:120], 1)])
held = meeting.plan(by=by, forum=forum, plan=meeting.Plan(on=today, place=texts[7][:160]))
for step in ("call", "begin"):
    meeting.move(by=by, meeting=held, step=step)
meeting.tell_present(by=by, meeting=held, parties=[county])
for text in texts:
    point = meeting.Point(every(text, 200), every(text, 2000), outcome="agreed", section=text[:80], rapporteur=text[:120])
    last = meeting.add_point(by=by, meeting=held, point=point)
for step in ("minutes", "approve"):
    meeting.move(by=by, meeting=held, step=step)
for item in queries.items(held)[:3]:
    question = Question(queries.origin_of(item), f"/kokoukset/{{held.public_id}}/", every(item.title_fi, 200), every(item.text_fi, 2000))
    asked = homing.send_home(by=by, item=item, parties=[towns[0]], question=question)
for number, text in enumerate(texts):
    row = cases.open_matter(by=by, region=region, owner=county, subject=cases.Subject(every(text, 200), [county.id]))
    cases.tell_number(by=by, matter=row, party=county, number=text[:60])
    if number % 10 == 0:
        label = filing.Label(every(text, 200), today, visibility="parties", publicity="partly", ground=text[:200], retention_ground=text[:200])
        filing.file_document(by=own, owner=county, label=label, content=filing.Upload(text + ".txt", text.encode()), matter=row)
        backlog.propose(by=own, forum=forum, party=county, titles=every(text, 200), texts=every(text, 2000))
        meeting.jot(by=by, forum=forum, on=today, notes=every(text, 300), present=[county])
        opening.add_event(by=by, region=region, said=opening.Announced(every(text, 200), text[:160], today, place=text[:160]))
    if number % 5 == 0:
        said = evidence.Content(kind="negotiation", happened_on=today, duties={{"yleinen-neuvottelu-valtuustokausi": "part"}}, parties=(county.id,), title_fi=text[:160], title_sv=text[:160], source_title=text[:160], visibility="public")
        record = evidence.record(by=own, acting_for=county, content=said)
for number, text in enumerate(texts[:40]):
    try:
        themes.propose(by=by, region=region, content=themes.Proposal("theme", names=every(text, 120), texts=every(text, 2000)))
    except Exception as error:
        if "themes_name" not in repr(error):
            raise
print(json.dumps({{"forum": str(forum.public_id), "meeting": str(held.public_id), "matter": str(row.public_id), "asked": str(asked[0].public_id), "record": str(record.public_id)}}))
"""


def nothing_ran(page: Page, address: str) -> None:
    """The page is opened, its details too; nothing of the texts has run or become an element."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status in (200, 404), address
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(50)
    assert page.evaluate("window.__ran") is None, address
    made = page.evaluate("""[...document.querySelectorAll('main *')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))
        || /^(script|iframe|base|meta|video|math)$/i.test(e.tagName) || (e.href && String(e.href.baseVal ?? e.href).startsWith('javascript:'))).length""")
    assert made == 0, address


def test_nothing_of_what_people_write_runs(open_browser: Opener, house: House) -> None:
    """Lists, pages, forms, titles, searches, in three languages; as a stranger and as the region's coordinator."""
    assert len(CORPUS) >= 200
    assert len(set(CORPUS)) == len(CORPUS)
    made = json.loads(run(WRITE.format(texts=json.dumps(CORPUS)), house.env).splitlines()[-1])
    assert UUID(made["forum"])
    public = [
        f"foorumit/{made['forum']}/",
        f"kokoukset/{made['meeting']}/",
        "alueet/keski-pohjanmaa/foorumit/",
        "alueet/keski-pohjanmaa/asiat/",
        f"asiat/{made['matter']}/",
        "toteutumistiedot/?alue=keski-pohjanmaa",
        f"toteutumistiedot/{made['record']}/",
        "tapahtumat/",
        "alueet/keski-pohjanmaa/",
        "alueet/keski-pohjanmaa/yleinen/",
        "organisaatiot/keski-pohjanmaan-hyvinvointialue/",
    ]
    inside = [
        *public,
        f"foorumit/{made['forum']}/muuta/",
        f"foorumit/{made['forum']}/paikat/",
        f"asiat/{made['matter']}/muuta/",
        f"kasittelyt/{made['asked']}/",
        "alueet/keski-pohjanmaa/yhdessa/",
        "odottaa/kunnat/kannus/",
        "oma/",
    ]
    stranger = open_browser().new_page()
    for lang in ("fi", "sv", "en"):
        for path in public:
            nothing_ran(stranger, f"/{lang}/{path}")
    for text in CORPUS[::9]:
        stranger.goto("/fi/haku/")
        stranger.locator("#q").fill(text[:60])
        stranger.locator("#q").press("Enter")
        stranger.wait_for_load_state()
        assert stranger.evaluate("window.__ran") is None, text
    keeper = open_browser().new_page()
    sign_in(keeper, house.pair("keski-pohjanmaa", "keski-pohjanmaan-hyvinvointialue", "kannus")[0])
    for path in inside:
        nothing_ran(keeper, f"/fi/{path}")


def test_the_examination_can_fail(chromium: Browser) -> None:
    """A page that forgets to escape is seen: something runs, or an element comes of a text."""
    page = chromium.new_page()
    seen = 0
    for text in CORPUS:
        page.set_content(f"<main>{text}</main>")
        ran = page.evaluate("window.__ran") == 1
        made = page.evaluate("[...document.querySelectorAll('main *')].length") > 0
        seen += ran or made
    page.close()
    assert seen > 120

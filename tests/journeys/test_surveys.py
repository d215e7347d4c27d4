"""Surveys by real people and by an attacker: a wave is run and its gap discussed, answering on a phone, nothing that joins a link and an answer."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.fakes.smtp import listening
from tests.journeys.conftest import Opener
from tests.journeys.examination import faults
from tests.journeys.house import ROOT, House
from tests.journeys.person import Person
from tests.journeys.test_shared import WAYS
from yhdyspinta.rooms.surveys.asking import LONGEST
from yhdyspinta.rooms.surveys.statements import statements
from yhdyspinta.site.drills import answering

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
CODES = [s.code for s in statements()]
THEMES = ("hyte", "tyollisyys")


def begun(keeper: Person, other: Person, region: str, title: str) -> str:
    """One side makes a survey about two themes, the other confirms it, it opens; its address."""
    page = keeper.page
    page.goto(f"/{keeper.lang}/alueet/{region}/kyselyt/")
    keeper.press("A new survey", role="link")
    keeper.fill("Title in Swedish" if keeper.lang == "sv" else "Title in Finnish", title)
    for box in page.locator("input[name=themes]").all():
        box.set_checked(box.get_attribute("value") in THEMES)
    keeper.press("Save")
    survey = page.url.split("?")[0]
    expect(page.get_by_role("main")).to_contain_text(keeper.says("being prepared"))
    other.page.goto(f"/{other.lang}/alueet/{region}/kyselyt/")
    expect(other.page.get_by_role("main")).to_contain_text(other.says("waits for your confirmation"))
    other.press(title, role="link")
    other.press("Confirm")
    page.goto(survey)
    keeper.press("Open the survey now")
    return survey


def carded(keeper: Person, survey: str, group: str, count: int) -> list[str]:
    """Cards for a group; their links."""
    keeper.page.goto(survey)
    keeper.page.select_option("#kortti_group", group)
    keeper.page.fill("#kortti_count", str(count))
    keeper.press("Make cards")
    return keeper.page.locator(".y-link").all_inner_texts()


def chooses(page: Page, code: str, value: int) -> None:
    """Presses a point of a statement's scale."""
    page.locator(f"input[name='{code}'][value='{value}']").check(force=True)


@WAYS
def test_a_wave_is_run_and_its_gap_discussed(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """Both sides agree on it, twenty people answer from cards, it closes, both see the gap at once and take it to a meeting."""
    first, second = house.pair(region, county, town)
    keeper, other = (Person(open_browser(**mode).new_page(), lang) for _ in "12")
    keeper.enter(first)
    other.enter(second)
    survey = begun(keeper, other, region, f"Pulssi {lang}")
    for inviter, group, point in ((other, "m_lead", 2), (keeper, "c_lead", 5)):
        links = carded(inviter, survey, group, 10)
        for link in links[:9]:
            sheet = {code: str(point) for code in (*CODES, *(f"theme:{t}" for t in THEMES))}
            assert answering.respond(house.address, link.rstrip("/").rsplit("/", 1)[1], sheet, lang) == 302
        person = Person(open_browser(**mode).new_page(), lang)
        person.page.goto(links[9].replace("/fi/", f"/{lang}/"))
        for code in CODES:
            chooses(person.page, code, point)
        person.press("Send")
        expect(person.page.get_by_role("main")).to_contain_text(person.says("Thank you"))
    keeper.page.goto(survey)
    expect(keeper.page.get_by_role("row").filter(has_text=keeper.says("Leadership of the county"))).to_contain_text(
        "10"
    )
    keeper.page.get_by_text(keeper.says("Close now"), exact=True).click()
    keeper.press("Close and open the results")
    results = keeper.page.url.split("?")[0]
    other.page.goto(results)
    main = other.page.get_by_role("main")
    expect(main).to_contain_text(
        re.compile(f"100 {'prosenttiyksikköä myönteisemmin' if lang == 'fi' else 'procentenheter mer positivt'}")
    )
    expect(main).to_contain_text(other.says("To discuss together"))
    if not mode:
        assert faults(other.page, results) == []
    other.page.goto(results)
    other.press("Take the results to a meeting: negotiation packet", role="link")
    expect(other.page.get_by_role("main")).to_contain_text(f"Pulssi {lang}")
    expect(other.page.get_by_role("main")).to_contain_text("100")
    reader = open_browser(**mode).new_page()
    reader.goto(f"/{lang}/alueet/{region}/kyselyt/")
    expect(reader.get_by_role("main")).to_contain_text(f"Pulssi {lang}")
    with reader.expect_download() as got:
        reader.goto(results)
        reader.locator("a[href='?muoto=csv']").click()
    assert "m_lead" not in Path(got.value.path()).read_text()


@WAYS
def test_an_elected_official_answers_on_a_phone_in_four_minutes(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """From a card's link, a press a question; half-way the browser is closed, and with JavaScript the rest is still there."""
    first, second = house.pair(region, county, town)
    keeper, other = (Person(open_browser(**mode).new_page(), lang) for _ in "12")
    keeper.enter(first)
    other.enter(second)
    survey = begun(keeper, other, region, f"Valtuutetut {lang}")
    link = carded(other, survey, "m_elected", 1)[0].replace("/fi/", f"/{lang}/")
    phone = open_browser(viewport={"width": 360, "height": 740}, has_touch=True, **mode)
    page = phone.new_page()
    page.goto(link)
    if not mode:
        assert faults(page, link) == []
    for code in CODES[:3]:
        chooses(page, code, 4)
    page.close()
    page = phone.new_page()
    page.goto(link)
    kept = 3 if not mode else 0
    assert page.locator("input[type=radio]:checked").count() == kept
    person = Person(page, lang)
    for code in CODES[kept:]:
        chooses(page, code, 4)
    chooses(page, "theme:hyte", 2)
    words = len(page.get_by_role("main").inner_text().split())
    assert words / 3 + 2 * 8 < LONGEST  # read at 180 words a minute, two seconds a press
    person.press("Send")
    expect(page.get_by_role("main")).to_contain_text(person.says("Thank you"))
    if not mode:
        assert page.evaluate("localStorage.length") == 0
        assert faults(page, page.url) == []
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text(person.says("Already answered"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 if not mode else True


def test_one_link_a_hundred_times_is_one_answer(open_browser: Opener, house: House) -> None:
    """At the same moment, on the database of this house; everybody else is told that it has been answered."""
    first, second = house.pair("satakunta", "satakunnan-hyvinvointialue", "pori")
    keeper, other = (Person(open_browser().new_page(), "fi") for _ in "12")
    keeper.enter(first)
    other.enter(second)
    survey = begun(keeper, other, "satakunta", "Kerran")
    link = carded(other, survey, "m_lead", 1)[0]
    told = answering.at_once(house.address, link.rstrip("/").rsplit("/", 1)[1])
    assert dict(told) == {302: 1, 200: answering.TRIES - 1}
    script = "import django; django.setup()\nfrom yhdyspinta.rooms.surveys.models import Sheet, Survey\nprint(Sheet.objects.filter(survey=Survey.objects.get(title_fi='Kerran')).count())"
    assert answering.script(script, house.env).strip() == "1"


MAILED = """
import django; django.setup()
from datetime import timedelta
from uuid import uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.surveys import actions, inviting
pair = [Actor(uuid4(), (Standing("coordinator", region="20", side=s),)) for s in ("county", "municipalities")]
today = clock.today()
made = actions.begin(by=pair[0], region=Region.objects.get(code="20"), plan=actions.Plan({"fi": "Koe"}, today, today + timedelta(days=14)))
made = actions.ask(by=pair[0], survey=made, asked=actions.Asked("text", {"fi": "Miksi?"}))
actions.confirm(by=pair[1], survey=made, version=made.version)
actions.open_now(by=pair[0], survey=made)
inviting.invite(by=pair[1], survey=made, group="m_lead", emails=[f"vastaaja{n}@kunta.example" for n in range(12)])
print(inviting.send_all())
"""


MIXED = "import django; django.setup()\nfrom yhdyspinta.rooms.surveys.mixing import mix_all\nmix_all()"


def files_of(folder: Path, log: Path, more: Path) -> dict[str, bytes]:
    """Everything that lies on the disk: databases, journals, logs, a backup made now."""
    for name in ("yhdyspinta", "trail"):
        target = more / f"{name}-copy.sqlite3"
        target.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(folder / f"{name}.sqlite3")) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
    paths = [*folder.rglob("*"), log, *more.rglob("*.sqlite3")]
    return {str(p): p.read_bytes() for p in paths if p.is_file() and "static" not in p.parts}


def hits(found: dict[str, bytes], words: list[str]) -> list[str]:
    """Which word is in which file."""
    return [f"{word} in {Path(name).name}" for name, body in found.items() for word in words if word.encode() in body]


def test_no_file_joins_a_link_and_an_answer(tmp_path: Path) -> None:
    """T11 c: databases, journals, logs, backups and letters, while the survey is open and after it has closed."""
    log, copies = tmp_path / "server.log", tmp_path / "copies"
    copies.mkdir()
    with (
        ExitStack() as stack,
        listening() as sink,
        answering.installation(
            log, YHDYSPINTA_MAIL_URL=f"smtp://127.0.0.1:{sink.port}", YHDYSPINTA_LOG_LEVEL="DEBUG"
        ) as (address, env),
    ):
        assert answering.script(MAILED, env).strip().endswith("12 letters, 0 not sent")
        tokens = [_link(letter) for letter in sink.letters]
        words = [f"Tunnusmerkki{n}Kirjoittaja" for n in range(12)]
        folder = Path(env["YHDYSPINTA_DATA"])
        journal = stack.enter_context(closing(sqlite3.connect(folder / "yhdyspinta.sqlite3")))
        journal.execute("SELECT count(*) FROM surveys_sheet").fetchone()  # as a busy house does, it keeps the journal
        for token, word in zip(tokens, words, strict=True):
            sheet = dict.fromkeys(CODES, "4") | {"own1": word}
            assert answering.respond(address, token, sheet) == 302
        found = files_of(folder, log, copies)
        assert hits(found, tokens) == []
        assert hits(found, words) == []  # sealed
        assert hits({"log": log.read_bytes()}, ["/kysely/", "kunta.example", "127.0.0.1 "]) == []
        assert not any(word.encode() in raw for raw in sink.raw for word in words)
        assert "vastaaja3@kunta.example in yhdyspinta.sqlite3-wal" in hits(found, ["vastaaja3@kunta.example"])
        answering.script(MIXED, env)  # as the worker does every minute
        wal = folder / "yhdyspinta.sqlite3-wal"
        assert not wal.exists() or wal.stat().st_size == 0  # and with it the order of commits is gone
        answering.script(answering.END, env)
        answering.script(MIXED, env)
        after = files_of(folder, log, copies)
        assert hits(after, tokens) == []
        assert hits(after, ["@kunta.example"]) == []
        told = hits(after, words)
        assert len([h for h in told if "yhdyspinta.sqlite3" in h]) >= 12
        assert _mixed(folder / "yhdyspinta.sqlite3", words)


def _link(letter: Any) -> str:
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    found = re.search(r"/fi/kysely/([\w-]+)/", body.decode())
    assert found
    return found[1]


def _mixed(path: Path, words: list[str]) -> bool:
    """Whether the words are told in another order than they were written in, and neither a sheet nor a right is left."""
    with closing(sqlite3.connect(path)) as base:
        (content,) = base.execute("SELECT results FROM surveys_survey").fetchone()
        ask = "SELECT (SELECT count(*) FROM surveys_sheet) + (SELECT count(*) FROM surveys_invitation) + (SELECT count(*) FROM surveys_answer)"
        left = base.execute(ask).fetchone()[0]
    kept = json.loads(content)["texts"]["own1"]["m"]
    return sorted(kept) == sorted(words) and kept != words and left == 0


def test_the_drill_finds_nothing_and_its_control_finds() -> None:
    """`manage.py drill anonymity`: 0 cells and exit 0; without protection cells and exit 1."""
    for more, code in (((), 0), (("--no-suppression",), 1)):
        command = [sys.executable, "manage.py", "drill", "anonymity", "--anew", "--surveys", "60", *more]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        assert ("0 cells found" in done.stdout) == (code == 0)

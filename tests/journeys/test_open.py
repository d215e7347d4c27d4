"""Open to the world, by real people: a journalist follows a theme, an analyst downloads the country, a coordinator moves 300 rows."""

import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

import httpx2
import pytest
import xlsxwriter
from lxml import etree
from playwright.sync_api import Browser, expect

from tests.fakes.feeds import service
from tests.journeys.conftest import Opener
from tests.journeys.examination import faults
from tests.journeys.house import ROOT, House, run
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("pages")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
NEWS = """
import django; django.setup()
from uuid import uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.evidence.actions import Content, record
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.queries import atlas
town = atlas().org_by_slug("kunnat", {town!r})
by = Actor(uuid4(), (Standing("editor", organisation=town.public_id),))
duty = next(d.code for d in catalogue().duties.values() if {theme!r} in d.themes and d.kind == "report" and not d.individual)
for title, visibility in (({title!r}, "public"), ("Vain osapuolille", "parties")):
    record(by=by, acting_for=town, content=Content("report", clock.today(), {{duty: "whole"}}, (town.id,), title_fi=title, visibility=visibility))
"""


def got(address: str, **headers: str) -> httpx2.Response:
    """An answer of a program's request."""
    return httpx2.get(address, headers=headers, timeout=30)


def entries(feed: str) -> dict[str, str]:
    """Title and address of a feed's entries."""
    found = etree.fromstring(got(feed).content).findall("a:entry", ATOM)
    return {str(e.findtext("a:title", namespaces=ATOM)): e.find("a:link", ATOM).get("href") for e in found}


@pytest.mark.parametrize("mode", [{}, {"java_script_enabled": False}], ids=["js", "no-js"])
def test_a_journalist_follows_a_theme(
    open_browser: Opener, chromium: Browser, house: House, mode: dict[str, Any]
) -> None:
    """From a theme's page to its feed; what happens comes to it and nothing else; a list of it stands in the paper's own page."""
    town, region = ("laukaa", "keski-suomi") if mode else ("muurame", "keski-suomi")
    page = open_browser(**mode).new_page()
    page.goto(f"/fi/alueet/{region}/hyte/")
    feed = page.get_by_role("link", name="Uutiset syötteenä").first.get_attribute("href") or ""
    assert feed == page.locator('link[type="application/atom+xml"]').get_attribute("href")
    before = entries(house.address + feed)
    title = f"Hyvinvointikertomus annettiin valtuustolle {town}"
    run(NEWS.format(town=town, theme="hyte", title=title), house.env)
    after = entries(house.address + feed)
    assert after.keys() - before.keys() == {title}
    page.goto(re.sub(r"^https?://[^/]+", house.address, after[title]))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)

    page.goto("/fi/upota/")
    form = page.locator("form").filter(has=page.locator('[name=mika][value="luettelo"]'))
    form.locator("[name=luettelo]").select_option("kirjaukset")
    form.locator("[name=alue]").select_option(region)
    form.get_by_role("button").click()
    code = page.locator("textarea").input_value()
    assert title in page.frame_locator("iframe").get_by_role("main").inner_text()
    # On the paper's own page, on another origin, the code works as it was given; pages of the house themselves do not.
    own = re.sub(r'src="https?://[^/]+', f'src="{house.address}', code)
    with service() as paper:
        paper.says(
            "/", f'<title>Lehti</title>{own}<iframe title="etusivu" src="{house.address}/fi/"></iframe>', "text/html"
        )
        elsewhere = chromium.new_context(**mode).new_page()
        elsewhere.goto(paper.base.replace("127.0.0.1", "localhost"))
        expect(elsewhere.frame_locator("iframe >> nth=0").get_by_role("link", name=title)).to_be_visible()
        assert elsewhere.frame_locator("iframe >> nth=1").locator("header.y-top").count() == 0
        elsewhere.context.close()


def test_an_analyst_downloads_the_country(house: House) -> None:
    """The catalogue of data sets leads to all of it: regions, organisations, the map, records, every figure; again only what is new."""
    began, base = time.monotonic(), house.address

    def every(path: str) -> list[Any]:
        found, cursor = [], ""
        while True:
            answer = (got(f"{base}{path}{'&' if '?' in path else '?'}limit=200{cursor}")).json()
            found += answer["items"]
            if not answer["next"]:
                return found
            cursor = f"&cursor={answer['next']}"

    catalogue = got(f"{base}/api/dcat.jsonld").json()
    addresses = set(re.findall(r'"(https?://[^"]+)"', json.dumps(catalogue)))
    listed = {re.sub(r"^https?://[^/]+", "", a) for a in addresses if "/api/" in a}
    assert {"/api/v1/regions", "/api/v1/organisations"} & {a.split("?")[0] for a in listed}
    regions, organisations, records = (
        every("/api/v1/regions"),
        every("/api/v1/organisations"),
        every("/api/v1/evidence"),
    )
    assert len(regions) == 22
    assert sum(o["kind"] == "municipality" for o in organisations) >= 292
    assert len({r["id"] for r in records}) == len(records) > 0
    cells = got(f"{base}/api/v1/map").json()["items"]
    assert "keski-suomi" in {c["region"] for c in cells}  # its map is open
    figures = [i for i in every("/api/v1/indicators") if i["version"]]
    assert len(figures) > 40
    lines = 0
    for one in figures:
        answer = got(f"{base}/api/v1/indicators/{one['code']}/series.csv")
        lines += len(answer.text.splitlines()) - 1
        assert got(str(answer.url), **{"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert lines > 20_000
    assert time.monotonic() - began < 120
    chart = [sys.executable, "docs/examples/draw_chart.py", base, "sotkanet-127", "410,850"]
    drawn = subprocess.run(chart, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert etree.fromstring(drawn.encode()).get("role") == "img"
    assert "Laukaa" in drawn
    assert "CC BY 4.0" in drawn


def workbook(rows: Sequence[tuple[str, ...]]) -> bytes:
    """A spreadsheet as somebody has kept it: a title, then headings of their own."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Toimenpiteet")
        for number, row in enumerate([("Yhdyspintasuunnitelman toimenpiteet 2026",), (), *rows]):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


HEAD = ("Tavoite", "Mitä tehdään", "Vastuuorganisaatio", "Alkaa", "Päättyy", "Vaihe")
GOAL = """
import django; django.setup()
from uuid import uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.goals import actions as goals
region = Region.objects.get(slug={region!r})
view = atlas().view(region.code, clock.today())
by = Actor(uuid4(), (Standing("coordinator", organisation=view.county.public_id, region=region.code, side="county"),))
made = goals.begin(by=by, region=region, plan=goals.Plan({{"fi": "Suunnitelma"}}, "interface", 2026, 2029))
goals.propose(by=by, programme=made, aim=goals.Aim({{"fi": "Yhteinen tavoite"}}, ("hyte",), tuple(o.id for o in view.both_sides[:3])))
"""


@pytest.mark.parametrize(
    ("region", "county", "town", "lang", "mode"),
    [
        pytest.param("kainuu", "kainuun-hyvinvointialue", "kajaani", "fi", {}, id="fi-js"),
        pytest.param(
            "lappi", "lapin-hyvinvointialue", "rovaniemi", "sv", {"java_script_enabled": False}, id="sv-no-js"
        ),
    ],
)
def test_a_coordinator_moves_300_rows(
    open_browser: Opener, house: House, region: str, county: str, town: str, lang: str, mode: dict[str, Any]
) -> None:
    """Six rows are wrong: told by their cells; 294 come; the mended file brings the six; the whole is undone and is gone."""
    run(GOAL.format(region=region), house.env)
    keeper = Person(open_browser(**mode).new_page(), lang)
    keeper.enter(house.pair(region, county, town)[0])
    page = keeper.page
    rows = [
        ("Yhteinen tavoite", f"Toimenpide {n}", town.capitalize(), "1.1.2027", "31.12.2027", "suunniteltu")
        for n in range(300)
    ]
    bad = {
        7: (1, ""),
        50: (0, "Ei tällaista"),
        51: (2, "Helsinki"),
        120: (3, "pian"),
        121: (4, "1.1.2026"),
        299: (5, "ehkä"),
    }
    sent = [
        tuple(bad[n][1] if n in bad and bad[n][0] == at else cell for at, cell in enumerate(row))
        for n, row in enumerate(rows)
    ]

    def bring(table: Sequence[tuple[str, ...]]) -> None:
        page.goto(f"/{lang}/tuo/?mika=measures&alue={region}")
        page.locator("[name=file]").set_input_files(
            {"name": "toimenpiteet.xlsx", "mimeType": "application/octet-stream", "buffer": workbook([HEAD, *table])}
        )
        keeper.press("Look it through")
        page.locator('[name="col:title_fi"]').select_option("1")  # a heading of their own
        page.locator('[name="col:state"]').select_option("5")
        keeper.press("Look it through again")

    bring(sent)
    main = page.get_by_role("main")
    for cell in ("A54", "C55", "D124", "F303"):
        expect(main).to_contain_text(cell)
    if not mode:
        assert faults(page, page.url) == []
    page.locator('form[action$="/aloita/"] button').click()
    house.work()
    page.reload()
    expect(main).to_contain_text("294")
    assert measures(house, region) == 294
    bring(rows)
    expect(main.locator(".y-nums")).to_contain_text("294")
    page.locator('form[action$="/aloita/"] button').click()
    house.work()
    page.reload()
    assert measures(house, region) == 300
    page.goto(f"/{lang}/tuo/")
    main.get_by_role("link", name="toimenpiteet.xlsx").last.click()
    page.locator('form[action$="/kumoa/"] button').click()
    house.work()
    page.reload()
    expect(main).to_contain_text(f"294 {keeper.says('undone')}")
    assert measures(house, region) == 6


def measures(house: House, region: str) -> int:
    """Standing measures of a region."""
    script = f"""
import django; django.setup()
from yhdyspinta.rooms.goals.models import Measure
print(Measure.objects.filter(withdrawn_at=None, goal__programme__region__slug={region!r}).count())
"""
    return int(run(script, house.env))

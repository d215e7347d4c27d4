"""The invented region: built by the verbs that people use, told as an example on every page, without a change to a real region."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import start
from tests.journeys.house import own_database
from tests.revisions import BESIDE, REVISIONS, SHOWN

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.real_clock, pytest.mark.xdist_group("example")]

TABLES = """
import json
import django; django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS.append("testserver")
from tests.house.test_kept import paths
from tests.revisions import Tables
from yhdyspinta.core.common.memo import forget_all
reader, heard = Client(), Tables()
with heard.listen():
    for path in paths(region="aavaniemi", town="kuusirinne", area="aavaniemen-seutu").values():
        forget_all()
        assert reader.get(path).status_code == 200, path
print(json.dumps(sorted(heard.read)))
"""
WALK = """
import json, re, sys
import django; django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS.append("testserver")
reader, seen, faults = Client(), set(), []
todo = [f"/{lang}/alueet/aavaniemi/" for lang in ("fi", "sv", "en")] + ["/fi/", "/fi/kunnat/kuusirinne/", "/fi/tilastot/kunnat/kuusirinne/", "/fi/tilastot/alueet/aavaniemi/", "/sv/tilastot/maa/suomi/", "/fi/ei-ole/"]
while todo and len(seen) < 120:
    path = todo.pop(0)
    if path in seen:
        continue
    seen.add(path)
    answer = reader.get(path)
    if answer.status_code == 302 and "kirjaudu" in answer["Location"]:
        continue
    if answer.status_code not in (200, 404) or (answer.status_code == 404) != path.endswith("ei-ole/"):
        faults.append(f"{answer.status_code} {path}")
    if not answer["Content-Type"].startswith("text/html"):
        continue
    body = answer.content.decode()
    if 'class="y-demo"' not in body:
        faults.append(f"no banner {path}")
    for href in re.findall(r'href="(/[^"#?]*)"', body):
        if re.search(r"aavaniemi|kuusirinne|[0-9a-f]{8}-", href) and not href.endswith(".ics"):
            todo.append(href)
print(json.dumps({"seen": len(seen), "faults": faults}))
"""
COUNTS = """
import json
import django; django.setup()
from django.apps import apps
empty = [m.__name__ for m in apps.get_models() if m.__module__.startswith("yhdyspinta.rooms.") and not m.objects.exists()]
from yhdyspinta.core.registry.models import Person
from yhdyspinta.core.indicators.axes import COUNTRY, axis
from yhdyspinta.core.indicators.queries import figures
along = axis()
found = figures(["statfin-vaesto"])["statfin-vaesto"]
def last(place):
    return float(found.totals[-1, along.index[place]])
print(json.dumps({"empty": empty, "persons": Person.objects.count(), "country": last(COUNTRY), "county": last(("county", "E1")), "town": last(("municipality", "E02")), "sum": sum(last(p) for p in along.places if p[0] == "municipality" and along.county[p[1]] not in along.invented)}))
"""


def settings_of(data: Path, *, demo: bool) -> dict[str, str]:
    """The settings of an installation of its own."""
    return {**start.environment(data), **own_database(f"yhdyspinta_{'demo' if demo else 'plain'}"), "YHDYSPINTA_DATA": str(data), **({"YHDYSPINTA_DEMO": "1"} if demo else {})}  # fmt: skip


def manage(env: dict[str, str], *command: str) -> str:
    """Runs a command of the installation."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation as anybody starts it."""
    env = settings_of(tmp_path_factory.mktemp("plain"), demo=False)
    manage(env, "manage.py", "prepare")
    return env


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The example."""
    env = settings_of(tmp_path_factory.mktemp("demo"), demo=True)
    manage(env, "manage.py", "prepare")
    assert "built: Aavaniemi" in manage(env, "manage.py", "example")
    return env


@pytest.mark.one_database
def test_real_regions_are_untouched_byte_for_byte(plain: dict[str, str], demo: dict[str, str]) -> None:
    """The map of the plain installation is the same before and after, and the real regions of the example are as in it."""
    before = manage(plain, "manage.py", "map", "--json")
    shown = json.loads(manage(demo, "manage.py", "map", "--json"))
    assert manage(plain, "manage.py", "map", "--json") == before
    real = [c for c in shown if c["region"] != "aavaniemi"]
    assert json.dumps(real, ensure_ascii=False, indent=1) == json.dumps(
        json.loads(before), ensure_ascii=False, indent=1
    )
    own = {(c["theme"], c["block"]): c["situation"] for c in shown if c["region"] == "aavaniemi"}
    for block in ("law", "picture", "goals", "roles", "models", "forums"):
        assert any(s not in ("unknown", "not_applicable") for (_t, b), s in own.items() if b == block), block
    assert set(own.values()) >= {"in_place", "partly", "under_preparation", "unknown", "not_applicable"}  # fmt: skip


@pytest.mark.one_database
def test_kept_pages_read_only_what_gives_a_revision(demo: dict[str, str]) -> None:
    """Where every room has content, the pages that are kept read the tables that are watched, and all of them are read."""
    read = set(json.loads(manage(demo, "-c", TABLES).splitlines()[-1]))
    assert read - {REVISIONS} - BESIDE - SHOWN == set()
    assert SHOWN - read == {"registry_person", "registry_seat"}  # the example seats nobody


@pytest.mark.one_database
def test_every_page_says_that_it_is_an_example(demo: dict[str, str]) -> None:
    """Links are followed from the region through every room, in three languages; each page opens and has the banner."""
    found = json.loads(manage(demo, "-c", WALK).splitlines()[-1])
    assert found["faults"] == []
    assert found["seen"] == 120


@pytest.mark.one_database
def test_every_room_is_at_work_and_the_country_is_not_enlarged(demo: dict[str, str]) -> None:
    """No table of a room but a few is empty; nobody is named; invented residents are no part of the country."""
    found = json.loads(manage(demo, "-c", COUNTS).splitlines()[-1])
    waits = {"OpenEvent", "RegionDay", "Answer"}  # an answer is kept only while it waits
    outside = {"WatchedStatute", "ChangedSection", "ServicePoint", "PointReading"}  # read from Finlex and PTV
    assert set(found["empty"]) <= waits | outside
    assert found["persons"] == 0
    assert found["sum"] == found["country"]
    assert 90_000 < found["county"] < 110_000
    assert 13_000 < found["town"] < 17_000


def test_it_is_built_once_and_nowhere_else(plain: dict[str, str], demo: dict[str, str], tmp_path: Path) -> None:
    """Again it prints new links only; an ordinary installation refuses; start.py keeps the two apart."""
    again = manage(demo, "manage.py", "example", "--link", "http://x")
    assert "built" not in again
    assert again.count("PERSON ") == 4
    refused = subprocess.run(
        [sys.executable, "manage.py", "example"], cwd=ROOT, env=plain, text=True, capture_output=True, check=False
    )
    assert refused.returncode == 1
    assert "start.py --demo" in refused.stderr
    (tmp_path / "yhdyspinta.sqlite3").touch()
    with pytest.raises(start.Stop, match="another installation"):
        start.prepare(tmp_path, "http://x", demo=True)
    (tmp_path / "demo").touch()
    with pytest.raises(start.Stop, match="is an example"):
        start.prepare(tmp_path, "http://x", demo=False)
    assert "YHDYSPINTA_DEMO" not in os.environ  # fmt: skip

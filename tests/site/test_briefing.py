"""The briefing: five minutes of what the reader may see, the way in, the start of a term, links, calls; in plain language."""

import re
import shutil
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import People, actor, agreed, browser, gathered, opened, org, seated
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import YES
from yhdyspinta.core.evidence.actions import Content, record
from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.actions import Proposal
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.visits.looking import looked
from yhdyspinta.rooms.forums.models import Meeting
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.site.briefing import texts
from yhdyspinta.site.briefing.choosing import ASKED
from yhdyspinta.site.briefing.five import Five, Reader, five
from yhdyspinta.site.map.access import Seen

pytestmark = pytest.mark.django_db
KAINUU = "/fi/alueet/kainuu/viisi-minuuttia/"
TODAY = date(2026, 11, 24)
MONTH_AGO = TODAY - timedelta(days=30)


def told(
    who: Actor = ANONYMOUS, *, since: date = MONTH_AGO, theme: str = "", town: str = "", shown: bool = True
) -> Five:
    """Kainuu's five minutes."""
    view = atlas().view("20", TODAY)
    seen = Seen(view.area, view, books().get("20", NOTHING), shown, shown, "")
    return five(Reader(seen, org(f"kunnat/{town}") if town else None, who, "fi", since, theme))


def test_nothing_recorded_is_said_and_the_law_has_its_days() -> None:
    """Five sections; three questions, each of another column and theme; the coming days are in order."""
    found = told()
    assert found.minutes >= 1
    assert len(found.asked) == ASKED
    assert len({line.source.split(":")[0] for line in found.asked}) == ASKED
    assert len({line.href for line in found.asked}) == ASKED
    days = [line.on for line in found.coming if line.on]
    assert days == sorted(days)
    assert all(TODAY <= day <= TODAY + timedelta(days=400) for day in days)
    assert all("{" not in line.text for line in found.asked)


def test_a_closed_map_is_not_told_through_the_questions() -> None:
    """Until the region opens its map its cells are not told; general questions instead."""
    closed = told(shown=False)
    assert all(not line.source for line in closed.asked)
    assert not any("→" in line.text for line in closed.changed)
    assert not any(line.flag for line in closed.late)


def test_each_reader_is_told_what_they_may_see(people: People) -> None:
    """A forum's meeting is told to all; a goal between the parties to theirs only."""
    by, county, kuhmo = (
        actor(people.county_coordinator),
        org("organisaatiot/kainuun-hyvinvointialue"),
        org("kunnat/kuhmo"),
    )
    gathered(by, county, kuhmo)
    plan = goals.Plan({"fi": "Suunnitelma"}, "interface", 2026, 2029, visibility="parties")
    programme = goals.begin(by=by, region=Region.objects.get(slug="kainuu"), plan=plan)
    aim = goals.Aim({"fi": "Salainen tavoite"}, ("hyte",), (county.id, kuhmo.id))
    goals.propose(by=by, programme=programme, aim=aim)
    everybody = told()
    assert "Hyte-ryhmä" in [line.text for line in everybody.coming]
    assert "Salainen" not in repr(everybody)


def test_a_change_of_the_map_is_told_from_what_to_what(people: People) -> None:
    """What both sides have agreed since then; nothing when one asks since today's morning of an unchanged day."""
    with clock.frozen(clock.now() - timedelta(days=10)):
        agreed("20", Proposal("need", "asuminen", texts={"fi": "Sovitaan arjessa"}, not_needed=("forums",)))
    found = told(since=TODAY - timedelta(days=20))
    assert [line.text for line in found.changed] == [
        "Asuminen, foorumit: Ei kirjattua tietoa → Yhdessä todettu: ei tarvita"
    ]
    assert told(since=TODAY - timedelta(days=5)).changed == ()
    assert told(since=TODAY - timedelta(days=20), theme="hyte").changed == ()


def test_a_municipality_and_a_theme_narrow_it(people: People) -> None:
    """Only its own records; only the theme's questions and duties."""
    whole, theme = told(), told(theme="varautuminen")
    assert all("Varautuminen" in line.text for line in theme.asked)
    assert len(theme.asked) == ASKED
    assert set(theme.coming) != set(whole.coming)
    assert told(town="kuhmo").asked == whole.asked


def test_the_page_keeps_the_choice_and_refuses_what_is_not_there(reader: Client) -> None:
    """Municipality, role, theme and day are in the address."""
    opened("20")
    page = reader.get(f"{KAINUU}?kunta=kuhmo&rooli=both&teema=hyte&alkaen=2026-01-01").content.decode()
    assert '<option value="kuhmo" selected>' in page
    assert '<option value="both" selected>' in page
    assert '<option value="hyte" selected>' in page
    assert 'value="2026-01-01"' in page
    assert texts.OFFICIALS["both"].does[0].fi in page
    for wrong, status in (("kunta=laukaa", 404), ("kunta=ei-ole", 404), ("rooli=outo", 400), ("teema=outo", 400), ("alkaen=eilen", 400)):  # fmt: skip
        assert reader.get(f"{KAINUU}?{wrong}").status_code == status, wrong


def test_ones_municipality_leads_to_its_region(reader: Client) -> None:
    """The choice without an account."""
    answer = reader.get("/sv/viisi-minuuttia/?kunta=kuhmo&rooli=municipal")
    assert answer["Location"] == "/sv/alueet/kainuu/viisi-minuuttia/?kunta=kuhmo&rooli=municipal"
    assert "Kuhmo" in reader.get("/fi/viisi-minuuttia/").content.decode()
    assert reader.get("/fi/viisi-minuuttia/?kunta=maarianhamina").status_code == 404


def test_since_is_when_one_last_looked(people: People) -> None:
    """The same all day; on the next day, the day before."""
    user = people.elected.public_id
    assert looked(user=user, subject="five:20", on=TODAY) is None
    assert looked(user=user, subject="five:20", on=TODAY) is None
    later = TODAY + timedelta(days=9)
    assert looked(user=user, subject="five:20", on=later) == TODAY
    assert looked(user=user, subject="five:20", on=later) == TODAY
    assert looked(user=user, subject="five:09", on=later) is None


def test_an_elected_official_reads_it_on_their_own_page(people: People) -> None:
    """Others have a link; whoever belongs nowhere has neither."""
    page = browser(people.elected).get("/fi/oma/").content.decode()
    assert "Kolme kysymystä, jotka kannattaa esittää" in page
    assert texts.OFFICIALS["municipal"].name.fi in page
    official = browser(people.kuhmo).get("/fi/oma/").content.decode()
    assert "Kolme kysymystä" not in official
    assert "/fi/alueet/kainuu/viisi-minuuttia/?kunta=kuhmo" in official
    assert "viisi-minuuttia/?kunta" not in browser(people.administrator).get("/fi/oma/").content.decode()


def test_an_elected_official_tells_their_bodies(people: People) -> None:
    """Of their own organisations only; shown as tags; taken away again; others are not asked."""
    seat = seated(people.kuhmo, "kunnat/kuhmo", "Nimi", since=date(2025, 6, 1))
    body, by = seat.body, browser(people.elected)
    page = by.get("/fi/oma/").content.decode()
    assert f'name="toimielin" value="{body.public_id}"' in page
    assert by.post("/fi/oma/toimielimet/", {"key": KEY, "toimielin": [str(body.public_id)]}).status_code == 302
    page = by.get("/fi/oma/").content.decode()
    assert f"{body.name_fi}, Kuhmo</span>" in page
    assert f'value="{body.public_id}" checked' in page
    foreign = seated(people.neighbour, "kunnat/sotkamo", "Toinen", since=date(2025, 6, 1)).body
    assert by.post("/fi/oma/toimielimet/", {"key": KEY2, "toimielin": [str(foreign.public_id)]}).status_code == 403
    by.post("/fi/oma/toimielimet/", {"key": KEY3})
    assert f"{body.name_fi}, Kuhmo</span>" not in by.get("/fi/oma/").content.decode()
    assert "toimielin" not in browser(people.kuhmo).get("/fi/oma/").content.decode()


KEY, KEY2, KEY3 = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))


def test_its_queries_do_not_grow(people: People) -> None:
    """One forum's meeting or three: the same number of queries."""
    by, county, kuhmo = (
        actor(people.county_coordinator),
        org("organisaatiot/kainuun-hyvinvointialue"),
        org("kunnat/kuhmo"),
    )

    def asked() -> int:
        told()
        with CaptureQueriesContext(connection) as queries:
            told()
        return len(queries)

    gathered(by, county, kuhmo)
    one = asked()
    gathered(by, county, kuhmo)
    gathered(by, county, kuhmo)
    assert asked() == one


def test_the_way_in_answers_from_the_map_and_remembers(people: People, reader: Client) -> None:
    """Every page opens; the questions of an open region have cells; what one has opened is marked for oneself only."""
    for page in texts.PATH:
        assert reader.get(f"/fi/perehdytys/{page.slug}/").status_code == 200
    assert "y-s s-" not in reader.get("/fi/perehdytys/sisote/?alue=kainuu").content.decode().split("<main")[1]
    opened("20")
    assert "y-s s-" in reader.get("/fi/perehdytys/sisote/?alue=kainuu").content.decode().split("<main")[1]
    own = browser(people.elected)
    assert 'value="kainuu" selected' in own.get("/fi/perehdytys/hyte/").content.decode()
    assert own.get("/fi/perehdytys/").content.decode().count("avattu") == 1
    assert "avattu" not in reader.get("/fi/perehdytys/").content.decode().split("<main")[1]
    assert reader.get("/fi/perehdytys/ei-ole/").status_code == 404
    assert reader.get("/fi/perehdytys/?alue=ei-ole").status_code == 404


def test_the_start_of_a_term_counts_the_map(reader: Client) -> None:
    """Each step that a column tells has as many cells as the region has themes, once the map is open."""
    page = reader.get("/fi/alueet/kainuu/uusi-valtuustokausi/").content.decode()
    assert "Kartta ei ole avoin, joten tilanne ei näy tässä." in page
    opened("20")
    page = reader.get("/fi/alueet/kainuu/uusi-valtuustokausi/").content.decode()
    assert "Kartta ei ole avoin, joten tilanne ei näy tässä." not in page
    numbers = [int(n) for n in re.findall(r"<b>(\d+)</b></li>", page)]
    whole = sum(len(s.themes or books()["20"].themes_on(TODAY)) * len(s.blocks) for s in texts.TERM)
    assert sum(numbers) == whole


def test_links_are_chosen_by_theme_and_role(reader: Client) -> None:
    """And say when they were seen."""
    page = reader.get("/fi/aineistot/?teema=opiskeluhuolto").content.decode()
    assert page.count("kuin se kerrottiin 27.5.2025") == 1
    page = reader.get("/fi/aineistot/?rooli=county").content.decode()
    assert "aluevaltuutettujen-perehdytysvideot" in page
    assert "kuntaliitto.fi/valtuutettu" not in page
    assert "Tästä teemasta ei ole vielä" in reader.get("/fi/aineistot/?teema=asuminen").content.decode()


def test_a_call_is_coming_open_and_closed_and_in_a_calendar(reader: Client) -> None:
    """Both of its days belong to it."""
    (call,) = texts.CALLS
    day = timedelta(days=1)
    states = [call.state(d) for d in (call.opens - day, call.opens, call.closes, call.closes + day)]
    assert states == ["coming", "open", "open", "closed"]
    page = reader.get("/fi/hyte/avustukset/").content.decode()
    assert "12.5.2025–13.6.2025" in page
    assert "9,6 miljoonaa" in page
    feed = reader.get("/fi/hyte/avustukset.ics").content.decode()
    assert feed.count("BEGIN:VEVENT") == 2
    assert "20250613" in feed


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("questions.toml", "{theme}: miten", "miten", "law is missing or has no {theme}"),
        ("questions.toml", "[forums]", "[outo]", "no 'outo'"),
        ("roles.toml", "[both]", "[kaikki]", "no 'kaikki'"),
        ("glossary.toml", 'sv = "Kontaktyta", ', "", "lacks fi, sv or en"),
        ("term.toml", 'blocks = ["goals"]', 'blocks = ["tavoite"]', "goals: there is no 'tavoite'"),
        ("materials.toml", "https://www.kuntaliitto.fi/valtuutettu", "javascript:alert(1)", "is no https address"),
        ("path.toml", '["hyte-opas"', '["opas"', "hyte: there is no 'opas'"),
        ("path.toml", '[["hyte", "goals"]]', '[["hyte", "maali"]]', "hyte: there is no 'maali'"),
        ("grants.toml", "closes = 2025-06-13", "closes = 2025-05-01", "closes before it opens"),
        ("grants.toml", "[terveyden", "[[terveyden", "grants.toml"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    """When it is read, not when somebody opens the page."""
    for each in texts.HERE.glob("*.toml"):
        shutil.copy(each, tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    read = {"questions.toml": texts.questions, "roles.toml": texts.roles, "glossary.toml": texts.glossary, "term.toml": texts.term, "materials.toml": texts.materials, "path.toml": texts.path, "grants.toml": texts.calls}[file]  # fmt: skip
    with pytest.raises(InvalidFile, match=re.escape(fault)):
        read(tmp_path)


def written() -> Iterable[Text]:
    """Everything that an elected official reads of these pages."""
    yield from texts.QUESTIONS.values()
    for role in texts.OFFICIALS.values():
        yield from role.does
    yield from (w.means for w in texts.GLOSSARY)
    for page in texts.PATH:
        yield from (*page.text, *(c.text for c in page.checks))
    for step in texts.TERM:
        yield from (step.name, step.text)


@pytest.mark.parametrize(("lang", "letters"), [("fi", 8.6), ("sv", 6.6), ("en", 5.6)])
def test_it_is_said_plainly(lang: str, letters: float) -> None:
    """No sentence of more than 26 words; on the average 14 at most, and words as long as everyday text has."""
    sentences = [s.split() for text in written() for s in re.split(r"(?<=[.!?:])\s+", text.get(lang)) if s.strip()]
    words = [re.sub(r"\W", "", w) for s in sentences for w in s]
    assert [" ".join(s) for s in sentences if len(s) > 26] == []
    assert sum(map(len, sentences)) / len(sentences) <= 14
    assert sum(map(len, words)) / len(words) <= letters
    assert lang in LANGUAGES


def test_what_is_late_and_what_has_been_met(people: People) -> None:
    """A measure whose day has passed and a question that has waited a season are late; a meeting whose memo is approved and a
    duty that one's own organisation has met are not to come any more."""
    by, county, kuhmo = (
        actor(people.county_coordinator),
        org("organisaatiot/kainuun-hyvinvointialue"),
        org("kunnat/kuhmo"),
    )
    region = Region.objects.get(slug="kainuu")
    gathered(by, county, kuhmo)
    with clock.frozen(clock.now() - timedelta(days=120)):
        plan = goals.Plan({"fi": "Suunnitelma"}, "interface", 2026, 2029)
        programme = goals.begin(by=by, region=region, plan=plan)
        goal = goals.propose(
            by=by, programme=programme, aim=goals.Aim({"fi": "Tavoite"}, ("hyte",), (county.id, kuhmo.id))
        )
        goals.add_measure(by=by, goal=goal, work=goals.Work({"fi": "Myöhäinen toimi"}, owner=county.id, ends=TODAY - timedelta(days=9)))  # fmt: skip
        question = matters.Question("late:1", "/kokoukset/", {"fi": "Asia"}, {"fi": "Päätetään."}, visibility="public")
        matters.ask(by=by, allowed=YES, region=region, parties=[kuhmo], question=question)
    found = told()
    late = {line.text: line for line in found.late}
    assert late["Myöhäinen toimi"].source == "Toimenpide, määräpäivä oli 15.11.2026"
    assert "1 käsittelytieto puuttuu." in [line.text for line in told(actor(people.kuhmo)).late]
    assert not any("puuttuu" in text for text in late)  # what nobody has answered yet is between its parties
    assert "Myöhäinen toimi" not in [line.text for line in told(town="kuhmo").late]
    assert "Hyte-ryhmä" in [line.text for line in found.coming]
    Meeting.objects.update(state="approved")
    assert "Hyte-ryhmä" not in [line.text for line in told().coming]
    title = catalogue().duties["hyte-kunta-vuosiraportti"].title.fi
    assert title in [line.text for line in told(town="kuhmo").coming]
    made = Content(
        "report", TODAY - timedelta(days=3), {"hyte-kunta-vuosiraportti": "whole"}, (kuhmo.id,), title_fi="Raportti"
    )
    record(by=actor(people.kuhmo), acting_for=kuhmo, content=made)
    assert title not in [line.text for line in told(town="kuhmo").coming]
    assert title in [line.text for line in told(town="sotkamo").coming]

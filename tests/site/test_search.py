"""Finding: inflected, compound, mistyped, in two languages; by the judged queries; only what one may see; both databases alike."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.people import People, actor, browser, org
from tests.site.api.calls import Program
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.finding import engine, stems
from yhdyspinta.core.finding.actions import tell
from yhdyspinta.core.finding.models import Indexed
from yhdyspinta.core.finding.queries import Narrowed, find
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.site.rights.scene import GENERAL, scene
from yhdyspinta.site.search.judging import judge, names, read, recall
from yhdyspinta.site.search.sources import SEEN, SOURCES, refresh, seen_now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("yksinäisyyden", "yksinäisyys"),
        ("hyvinvointikertomuksen", "hyvinvointikertomus"),
        ("lautakunnille", "lautakunta"),
        ("kuntien", "kunnan"),
        ("oppilaitosten", "oppilaitos"),
        ("nuorten", "nuoret"),
        ("sopimuksia", "sopimus"),
        ("terveyttä", "terveyden"),
        ("lasten", "lapset"),
        ("välfärdsområdenas", "välfärdsområde"),
        ("kommunernas", "kommun"),
        ("avtalet", "avtal"),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    """Finnish and Swedish inflection."""
    assert set(stems.stems(one)) & set(stems.stems(other))


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("hyvinvointikertomus", "kertomus"),
        ("opiskeluhuollon", "huolto"),
        ("lastensuojelulautakunta", ""),
        ("yhteistyösopimus", "sopimus"),
    ],
)
def test_compounds_are_opened(word: str, part: str) -> None:
    """By the list of usual parts; a word with an unknown part is left whole."""
    assert (stems.finnish(part) in stems.opened(word)) if part else stems.opened(word) == ()


@given(st.text(max_size=60))
def test_any_text_has_stems_of_letters_and_numbers(text: str) -> None:
    """Nothing of an asking can be understood as the engine's own language."""
    for stem in (*stems.kept(text), *stems.grams(text)):
        assert stem
        assert all(c.isalnum() for c in stem), stem


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE x", '"', "a OR b AND (", "* : NEAR", "\\' & | !", "% _", "a" * 5000, "§ 5 mom.", "٣ ²"]
)
def test_hostile_words_are_only_words(words: str) -> None:
    """No error, and the table is there."""
    find(words, ANONYMOUS)
    assert Indexed.objects.exists()


def test_the_judged_queries(capsys: pytest.CaptureFixture[str]) -> None:
    """At least 95 % of what is relevant is among the first ten, also of those held apart; each relevant thing is there."""
    queries = read()
    known = {names(k, t) for k, t in Indexed.objects.values_list("key", "title_fi")}
    assert {r for q in queries for r in q.relevant} <= known
    assert (len(queries), sum(q.held for q in queries)) == (120, 40)
    for held in (False, True):
        assert recall(judge(q for q in queries if q.held == held)) >= 0.95
    call_command("search_judge", "--misses")
    assert "held apart" in capsys.readouterr().out


def test_judging_says_what_is_wrong(tmp_path: Any) -> None:
    """A file that cannot be used; and the judge can fail."""
    with pytest.raises(CommandError, match="nowhere"):
        call_command("search_judge", "--file", str(tmp_path / "nowhere.toml"))
    (tmp_path / "bad.toml").write_text('[[query]]\nask = "kuhmo"\nrelevant = ["duty:none"]\nheld = false\n')
    with pytest.raises(SystemExit):
        call_command("search_judge", "--file", str(tmp_path / "bad.toml"))


def test_what_comes_goes_and_changes_is_followed(people: People) -> None:
    """A new record is found after the next refresh, by its new title after a correction, and not at all once withdrawn."""
    by, kuhmo = actor(people.kuhmo), org("kunnat/kuhmo")
    content = Content(
        "negotiation", date(2026, 10, 1), {GENERAL: "whole"}, (kuhmo.id,), title_fi="Sinivalaan neuvottelu"
    )
    row = evidence.record(by=by, acting_for=kuhmo, content=content)
    assert not [h for h in find("sinivalas", ANONYMOUS) if h.row.kind == "record"]
    assert refresh() == "1 changed"
    assert [h.row.kind for h in find("sinivalaita", ANONYMOUS)][:1] == ["record"]
    assert refresh() == "0 changed"
    other = Content("negotiation", date(2026, 10, 1), {GENERAL: "whole"}, (kuhmo.id,), title_fi="Merinorsun neuvottelu")
    evidence.correct(by=by, acting_for=kuhmo, evidence=row, version=1, content=other)
    refresh()
    assert find("merinorsu", ANONYMOUS)
    assert not [h for h in find("sinivalas", ANONYMOUS) if h.row.kind == "record" and h.score > 1]
    evidence.withdraw(by=by, evidence=Evidence.objects.get(pk=row.pk), reason="x")
    refresh()
    assert not [h for h in find("merinorsu", ANONYMOUS) if h.row.key == f"record:{row.public_id}"]


def test_only_what_one_may_see_now(people: People, reader: Client) -> None:
    """Parties' things only for the parties; and a thing that was public a moment ago is not shown although the index has it."""
    by, kuhmo = actor(people.kuhmo), org("kunnat/kuhmo")
    content = Content(
        "negotiation", date(2026, 10, 1), {GENERAL: "whole"}, (kuhmo.id,), title_fi="Sinivalaan neuvottelu", visibility="parties"
    )  # fmt: skip
    row = evidence.record(by=by, acting_for=kuhmo, content=content)
    refresh()
    assert "Sinivalaan" not in reader.get("/fi/haku/?q=sinivalas").content.decode()
    assert "Sinivalaan" not in browser(people.outsider).get("/fi/haku/?q=sinivalas").content.decode()
    assert "Sinivalaan" in browser(people.kuhmo).get("/fi/haku/?q=sinivalas").content.decode()
    Indexed.objects.filter(key=f"record:{row.public_id}").update(facets="apublic krecord")
    engine.put(
        [
            (
                Indexed.objects.get(key=f"record:{row.public_id}").pk,
                engine.Words(["sinipal"], [], [], ["apublic", "krecord"]),
            )
        ]
    )
    assert seen_now(ANONYMOUS, [f"record:{row.public_id}"]) == set()
    assert "Sinivalaan" not in reader.get("/fi/haku/?q=sinivalas").content.decode()


def test_every_source_and_kind_is_there(people: People) -> None:
    """The scene has something of each kind that rooms tell; each that is not for all has its question of who may see it."""
    scene(people)
    refresh()
    kinds = set(Indexed.objects.values_list("kind", flat=True))
    assert kinds >= {"region", "organisation", "theme", "duty", "task", "figure", "goal", "agreement", "forum", "meeting", "decision", "matter", "document", "record"}  # fmt: skip
    hidden = {r.kind for r in Indexed.objects.exclude(facets__contains="apublic")}
    assert hidden <= set(SEEN)
    assert set(SOURCES) >= {"registry", "evidence", "matters", "goals", "agreements", "forums"}


def test_narrowed_and_paged(people: People, reader: Client) -> None:
    """By kind, region, theme and year; a page tells how many of each kind; a bad limit is a 400."""
    scene(people)
    refresh()
    assert {h.row.kind for h in find("neuvottelu", ANONYMOUS, Narrowed(kind="duty"))} == {"duty"}
    assert {h.row.region for h in find("kainuu", ANONYMOUS, Narrowed(region="20"))} == {"20"}
    assert all("thyte" in h.row.facets for h in find("hyvinvointi", ANONYMOUS, Narrowed(theme="hyte")))
    page = reader.get("/fi/haku/?q=suunnitelma&laji=duty").content.decode()
    assert "sivu=2" in page
    assert reader.get("/fi/haku/?q=suunnitelma&laji=duty&sivu=2").status_code == 200
    assert reader.get("/fi/haku/?q=x&laji=kala").status_code == 400
    told = Program().get("/search?q=suunnitelma&kind=duty").json()
    assert told["total"] == told["kinds"]["duty"]
    assert {i["kind"] for i in told["items"]} == {"duty"}
    assert Program().get("/search?q=").status_code == 422


def test_a_search_is_a_handful_of_queries() -> None:
    """However much is found."""
    for words in ("kuhmo", "suunnitelma", "zzzzz qqqq"):
        with CaptureQueriesContext(connection) as queries:
            find(words, ANONYMOUS)
        assert len(queries) <= 4


def test_many_at_once_and_again(django_assert_max_num_queries: Any) -> None:
    """Two thousand are kept in few statements; told again nothing is written."""
    things = [Findable("page", f"page:{n}", Text(f"Sivu numero {n}"), f"/{n}/") for n in range(2000)]
    with django_assert_max_num_queries(80):
        assert tell("made", things, "1") == 2000
    with django_assert_max_num_queries(10):
        assert tell("made", things, "2") == 0
    assert tell("made", things[:10], "3") == 1990
    assert Indexed.objects.filter(source="made").count() == 10

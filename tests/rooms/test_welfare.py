"""Wellbeing documents: written by several, heard, decided, frozen, recorded; nothing that is written is lost."""

import io
import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from docx import Document as Word

from tests.people import People, actor, browser, org, row, side
from yhdyspinta.core.accounts.actions import give_role
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, HOUSE
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence.models import Evidence, EvidenceDuty
from yhdyspinta.core.indicators.actions import publish
from yhdyspinta.core.indicators.arrays import table
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.core.publications.models import Publication
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.rooms.welfare import actions, deciding, queries
from yhdyspinta.rooms.welfare.actions import Approval, Draft
from yhdyspinta.rooms.welfare.document import of_document
from yhdyspinta.rooms.welfare.models import Chapter, WelfareDocument
from yhdyspinta.rooms.welfare.outlines import HERE, JOINED, SECTIONS, joined, sections
from yhdyspinta.rooms.welfare.states import MOVES, STATES, STEPS

pytestmark = pytest.mark.django_db
DUTY = "hyte-kunta-kertomus-ja-suunnitelma"
COUNCIL = Approval(date(2026, 11, 20), "Kunnanvaltuusto", "§ 12", "https://example.org/1")
KEYS = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(10)]


def begun(people: People, kind: Any = "report", **more: Any) -> WelfareDocument:
    """Kuhmo's document of 2026–2029."""
    draft = Draft(kind, 2026, 2026 if kind == "yearly" else 2029, {"fi": f"Kuhmon {kind}"}, **more)
    region = Region.objects.get(slug="kainuu")
    return actions.begin(by=actor(people.kuhmo), owner=org("kunnat/kuhmo"), region=region, draft=draft)


def chapter(made: WelfareDocument, code: str) -> Chapter:
    """One of its chapters."""
    return made.chapters.get(code=code)


def decided(people: People, made: WelfareDocument) -> WelfareDocument:
    """Sent to the council and approved."""
    actions.move(by=actor(people.kuhmo), document=made, step="send")
    return deciding.approve(by=actor(people.kuhmo), document=made, approval=COUNCIL)


def situation() -> str:
    """What the law's column says of Kuhmo's duty today."""
    found = obligations.of_organisation(obligations.desk(), org("kunnat/kuhmo"), clock.today())
    return next(a.situation for a in found if a.duty.code == DUTY)


def test_it_begins_from_the_outline_with_its_proposed_figures(people: People) -> None:
    """Sections of its kind in their order; the figures of their themes."""
    made = begun(people)
    codes = [c.code for c in made.chapters.all()]
    assert codes == [s.code for s in SECTIONS.values() if "report" in s.kinds]
    assert codes[0] == "tiivistelma"
    children = queries.codes_of(chapter(made, "lapset-nuoret"), "municipality")
    known = catalogue().indicators
    assert children
    assert all(known[c].proposed and {"lapset-nuoret", "opiskeluhuolto"} & set(known[c].themes) for c in children)
    with pytest.raises(Refused, match="welfare_one_of_a_kind"):
        begun(people)
    begun(people, "plan")


def test_only_the_organisations_own_people_begin(people: People) -> None:
    """Not the neighbour, not the coordinator, not an elected official; years and a name are asked."""
    draft, region = Draft("report", 2026, 2029, {"fi": "K"}), Region.objects.get(slug="kainuu")
    for who in (people.neighbour, people.county_coordinator, people.elected, people.administrator):
        with pytest.raises(Refused, match="welfare_not_yours"):
            actions.begin(by=actor(who), owner=org("kunnat/kuhmo"), region=region, draft=draft)
    for wrong, code in (
        (Draft("report", 2029, 2026, {"fi": "K"}), "welfare_years"),
        (Draft("report", 2020, 2026, {"fi": "K"}), "welfare_years"),
        (Draft("report", 2026, 2029, {"fi": " "}), "welfare_needs_title"),
    ):
        with pytest.raises(Refused, match=code):
            actions.begin(by=actor(people.kuhmo), owner=org("kunnat/kuhmo"), region=region, draft=wrong)


def test_two_editors_never_lose_text(people: People) -> None:
    """The later one gets a page with both texts; sending again replaces, and the version before is kept."""
    made = begun(people)
    one = chapter(made, "tiivistelma")
    address = f"/fi/hyvinvointi/luku/{one.public_id}/"
    first, second = browser(people.kuhmo), browser(people.kuhmo)
    assert first.post(address, {"key": KEYS[0], "version": "1", "text_fi": "Ensimmäinen"}).status_code == 302
    clash = second.post(address, {"key": KEYS[1], "version": "1", "text_fi": "Toinen"})
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "Ensimmäinen" in page
    assert "Toinen</textarea>" in page
    assert 'name="version" value="2"' in page
    assert second.post(address, {"key": KEYS[2], "version": "2", "text_fi": "Molemmat"}).status_code == 302
    one.refresh_from_db()
    assert (one.text_fi, one.version) == ("Molemmat", 3)
    with pytest.raises(EditConflict):
        actions.write(by=actor(people.kuhmo), chapter=one, version=1, texts={"fi": "x"})


def test_a_colleague_of_another_house_writes_only_their_chapter(people: People) -> None:
    """By being asked to; they see the draft, write, remark and choose figures of it, and nothing else."""
    made = begun(people)
    mine, other = chapter(made, "ikaihmiset"), chapter(made, "tausta")
    friend = people.user("apuri")
    give_role(by=HOUSE, user=friend, role="owner", organisation=row("kunnat/kuhmo"), item=f"chapter:{mine.public_id}")
    by = browser(friend)
    assert by.get(f"/fi/hyvinvointi/{made.public_id}/").status_code == 200
    page = by.get(f"/fi/hyvinvointi/{made.public_id}/").content.decode()
    assert f"/fi/hyvinvointi/luku/{mine.public_id}/" in page
    assert f"/fi/hyvinvointi/luku/{other.public_id}/" not in page
    assert by.get(f"/fi/hyvinvointi/luku/{mine.public_id}/").status_code == 200
    assert by.get(f"/fi/hyvinvointi/luku/{other.public_id}/").status_code == 403
    actions.write(by=actor(friend), chapter=mine, version=1, texts={"fi": "Ikäihmisistä"})
    actions.remark(by=actor(friend), chapter=mine, text="Tarkistatko luvun?")
    with pytest.raises(Refused, match="welfare_not_yours"):
        actions.write(by=actor(friend), chapter=other, version=1, texts={"fi": "x"})
    with pytest.raises(Refused, match="welfare_not_yours"):
        actions.move(by=actor(friend), document=made, step="send")
    assert browser(people.neighbour).get(f"/fi/hyvinvointi/{made.public_id}/").status_code == 404
    assert Client().get(f"/fi/hyvinvointi/{made.public_id}/").status_code == 404


def test_a_left_out_figure_asks_why_and_the_reason_is_printed(people: People) -> None:
    """Taken back in it is shown again; one beyond the proposed can be added and taken away without a reason."""
    made = begun(people)
    one, by = chapter(made, "tausta"), actor(people.kuhmo)
    code = queries.codes_of(one, "municipality")[0]
    with pytest.raises(Refused, match="welfare_needs_reason"):
        actions.leave_out(by=by, chapter=one, indicator=code, reason=" ")
    with pytest.raises(Refused, match="welfare_not_of_these"):
        actions.leave_out(by=by, chapter=one, indicator="ei-ole", reason="x")
    actions.leave_out(by=by, chapter=one, indicator=code, reason="Luku on liian pieni kertomaan mitään")
    one = Chapter.objects.get(pk=one.pk)
    assert code not in queries.codes_of(one, "municipality")
    fresh = queries.whole(WelfareDocument.objects.filter(pk=made.pk)).get()
    text = repr(of_document(fresh, org("kunnat/kuhmo"), "fi", ANONYMOUS).blocks)
    assert "Luku on liian pieni kertomaan mitään" in text
    actions.take_in(by=by, chapter=one, indicator=code)
    every = [i.code for i in catalogue().indicators.values() if "municipality" in i.levels]
    other = next(c for c in every if c not in queries.codes_of(one, "municipality"))
    actions.take_in(by=by, chapter=one, indicator=other)
    one = Chapter.objects.get(pk=one.pk)
    assert queries.codes_of(one, "municipality")[0] == code
    assert queries.codes_of(one, "municipality")[-1] == other
    actions.leave_out(by=by, chapter=one, indicator=other, reason="")
    assert other not in queries.codes_of(Chapter.objects.get(pk=one.pk), "municipality")


def bring(code: str, by_period: Mapping[str, float]) -> None:
    """Figures of every municipality but Kuhmo, whose own are `by_period`; NaN where there is none."""
    values = np.full((1, len(by_period), len(axis())), np.nan)
    for n, value in enumerate(by_period.values()):
        values[0, n, axis().spans["municipality"]] = 6.0
        values[0, n, axis().index["municipality", "290"]] = value
    publish(by=HOUSE, indicator=catalogue().indicators[code], found=table(list(by_period), ["total"], values), fetched_at=clock.now())  # fmt: skip


def test_missing_figures_say_why() -> None:
    """Nothing brought, or brought but not told of this area; what is there has its change from years before."""
    at = org("kunnat/kuhmo")
    codes = [i.code for i in catalogue().indicators.values() if i.source == "sotkanet" and "municipality" in i.levels][
        :2
    ]
    none, some = codes
    nan = float("nan")
    bring(some, {"2018": 5.0, "2019": 4.0, "2021": nan, "2023": 7.5})
    lines = {line.indicator.code: line for line in queries.lines([none, some], at, "20")}
    assert (lines[some].value, lines[some].period, lines[some].before, lines[some].before_period) == (
        7.5,
        "2023",
        5.0,
        "2018",
    )
    assert lines[some].change == 2.5
    assert lines[some].country is None
    assert (lines[none].value, lines[none].why) == (None, "nothing_brought")
    bring(some, {"2018": nan, "2019": nan, "2021": nan, "2023": nan})
    (line,) = queries.lines([some], at, "20")
    assert (line.value, line.why) == (None, "not_told")


def test_what_is_open_is_told_and_does_not_stop_the_council(people: People) -> None:
    """Sections without text, unsettled remarks, statements not asked; then it is approved all the same."""
    made, by = begun(people), actor(people.kuhmo)
    actions.remark(by=by, chapter=chapter(made, "tausta"), text="Kesken")
    fresh = queries.whole(WelfareDocument.objects.filter(pk=made.pk)).get()
    codes = [f.code for f in queries.open_points(fresh, 0, clock.today())]
    assert codes.count("welfare_empty") == made.chapters.count()
    assert "welfare_remarks" in codes
    assert {c for c in codes if c.startswith("welfare_statement")} == {f"welfare_statement_not_asked:{b}" for b in ("older", "disabled", "youth")}  # fmt: skip
    actions.move(by=by, document=made, step="send")
    page = browser(people.kuhmo).get(f"/fi/hyvinvointi/{made.public_id}/hyvaksy/").content.decode()
    assert "Kohdasta puuttuu teksti: Tiivistelmä" in page
    assert decided_state(made) == "council"
    deciding.approve(by=by, document=made, approval=COUNCIL)
    assert decided_state(made) == "approved"


def decided_state(made: WelfareDocument) -> str:
    """As it is kept."""
    return WelfareDocument.objects.get(pk=made.pk).state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_states_are_a_table(people: People, state: Any, step: Any) -> None:
    """Each step from each state: what the table lacks is refused and changes nothing."""
    made, by = begun(people), actor(people.kuhmo)
    if state != "writing":
        actions.move(by=by, document=made, step="send")
    if state == "approved":
        deciding.approve(by=by, document=made, approval=COUNCIL)

    def go() -> None:
        if step == "approve":
            deciding.approve(by=by, document=made, approval=COUNCIL)
        else:
            actions.move(by=by, document=made, step=step)

    if step in MOVES[state]:
        go()
        assert decided_state(made) == MOVES[state][step]
    else:
        with pytest.raises(Refused):
            go()
        assert decided_state(made) == state


def test_before_the_council_nothing_is_changed_under_it(people: People) -> None:
    """Neither texts nor figures nor statements; taken back it is written on."""
    made, by = begun(people), actor(people.kuhmo)
    one = chapter(made, "tausta")
    actions.move(by=by, document=made, step="send")
    for try_ in (
        lambda: actions.write(by=by, chapter=one, version=1, texts={"fi": "x"}),
        lambda: actions.remark(by=by, chapter=one, text="x"),
        lambda: actions.ask_statement(by=by, document=made, body="older", asked_on=clock.today(), due=None),
        lambda: actions.join(by=by, document=made, code="liikunta", how="included"),
    ):
        with pytest.raises(Refused, match="welfare_closed"):
            try_()
    actions.move(by=by, document=made, step="back")
    actions.write(by=by, chapter=one, version=1, texts={"fi": "x"})


def test_approval_freezes_publishes_and_records(people: People) -> None:
    """The report alone is a part of the duty; with the plan of the same term it is whole; each plan included is its own."""
    report, by = begun(people), actor(people.kuhmo)
    actions.write(by=by, chapter=chapter(report, "tiivistelma"), version=1, texts={"fi": "Asukkaat voivat hyvin", "sv": "Invånarna mår bra"})  # fmt: skip
    assert situation() == "unknown"
    decided(people, report)
    assert situation() == "partly"
    frozen = Publication.objects.filter(batch=report.public_id).order_by("lang")
    assert [p.lang for p in frozen] == ["fi", "sv"]
    page = Client().get(f"/fi/pysyva/asiakirja/{frozen[0].public_id}/")
    assert "Asukkaat voivat hyvin" in page.content.decode()
    assert Client().get(f"/fi/hyvinvointi/{report.public_id}/").status_code == 200
    plan = begun(people, "plan")
    actions.join(by=by, document=plan, code="lasten-ja-nuorten", how="included")
    actions.join(by=by, document=plan, code="ikaantyneiden", how="apart", link="https://example.org/i")
    decided(people, plan)
    assert situation() == "in_place"
    told = dict(EvidenceDuty.objects.filter(evidence__origin=f"welfare.document:{plan.public_id}").values_list("duty_code", "extent"))  # fmt: skip
    assert told == {DUTY: "whole", "lanu-suunnitelma-kunta": "whole"}
    deciding.withdraw(by=by, document=plan)
    assert situation() == "partly"
    assert Client().get(f"/fi/hyvinvointi/{plan.public_id}/").status_code == 404
    assert not Evidence.objects.filter(origin=f"welfare.document:{plan.public_id}", withdrawn_at=None).exists()


def test_made_elsewhere_is_a_full_choice(people: People) -> None:
    """By its own people, or from the public decision by the region's coordinator; the link leads there."""
    region, owner = Region.objects.get(slug="kainuu"), org("kunnat/kuhmo")
    draft = Draft("report", 2025, 2025, {"fi": "Kertomus"})
    bare = Approval(date(2026, 6, 1), "Valtuusto")
    with pytest.raises(Refused, match="welfare_needs_link"):
        deciding.made_elsewhere(by=actor(people.county_coordinator), owner=owner, region=region, draft=draft, elsewhere="https://example.org/k", approval=bare)  # fmt: skip
    made = deciding.made_elsewhere(by=actor(people.county_coordinator), owner=owner, region=region, draft=draft, elsewhere="https://example.org/k", approval=COUNCIL)  # fmt: skip
    assert situation() == "partly"
    page = Client().get(f"/fi/hyvinvointi/{made.public_id}/").content.decode()
    assert 'href="https://example.org/k"' in page
    with pytest.raises(Refused, match="welfare_future"):
        deciding.made_elsewhere(by=actor(people.kuhmo), owner=owner, region=region, draft=Draft("plan", 2026, 2029, {"fi": "S"}), elsewhere="https://example.org/s", approval=Approval(date(2027, 1, 1), "Valtuusto"))  # fmt: skip
    for who in (people.neighbour, people.elected):
        with pytest.raises(Refused):
            deciding.made_elsewhere(by=actor(who), owner=owner, region=region, draft=Draft("plan", 2026, 2029, {"fi": "S"}), elsewhere="https://example.org/s", approval=COUNCIL)  # fmt: skip


def test_the_plan_is_the_goals_of_its_programme(people: People) -> None:
    """Public goals with their measures are in the frozen plan; goals between the parties are not."""
    kuhmo, region = org("kunnat/kuhmo"), Region.objects.get(slug="kainuu")
    county = org("organisaatiot/kainuun-hyvinvointialue")
    keeper = actor(people.county_coordinator)
    shared = goals.begin(by=keeper, region=region, plan=goals.Plan({"fi": "Ohjelma"}, "wellbeing", 2026, 2029))
    aim = goals.Aim({"fi": "Yksinäisyys vähenee"}, ("hyte",), (county.id, kuhmo.id), priority=True)
    goal = goals.propose(by=keeper, programme=shared, aim=aim)
    goals.add_measure(by=keeper, goal=goal, work=goals.Work({"fi": "Kyläkahvila"}))
    plan = begun(people, "plan", programme=shared)
    decided(people, plan)
    row_ = Publication.objects.get(batch=plan.public_id)
    assert "Yksinäisyys vähenee (yhteinen painopiste)" in repr(row_.content)
    assert "Kyläkahvila" in repr(row_.content)
    elsewhere = Region.objects.get(slug="keski-suomi")
    foreign = goals.begin(
        by=side("15", "county"), region=elsewhere, plan=goals.Plan({"fi": "Muu"}, "wellbeing", 2026, 2029)
    )
    for wrong in (foreign, hidden_from(people)):
        with pytest.raises(Refused, match="welfare_programme"):
            begun(people, "yearly", programme=wrong)


def hidden_from(people: People) -> Any:
    """A neighbour's own programme, between its parties."""
    plan = goals.Plan({"fi": "P"}, "local", 2026, 2029, visibility="parties", owner=org("kunnat/sotkamo").id)
    return goals.begin(by=actor(people.neighbour), region=Region.objects.get(slug="kainuu"), plan=plan)


def test_the_last_terms_text_stands_beside(people: People) -> None:
    """The same section of what it follows."""
    first = begun(people)
    actions.write(
        by=actor(people.kuhmo), chapter=chapter(first, "tausta"), version=1, texts={"fi": "Viime kauden tausta"}
    )
    decided(people, first)
    draft = Draft("report", 2030, 2033, {"fi": "Uusi"}, follows=first)
    region = Region.objects.get(slug="kainuu")
    second = actions.begin(by=actor(people.kuhmo), owner=org("kunnat/kuhmo"), region=region, draft=draft)
    page = browser(people.kuhmo).get(f"/fi/hyvinvointi/luku/{chapter(second, 'tausta').public_id}/").content.decode()
    assert "Viime kauden tausta" in page


def test_statements_are_asked_given_and_printed(people: People) -> None:
    """Days in their order; what was said is in the document."""
    made, by, today = begun(people), actor(people.kuhmo), clock.today()
    with pytest.raises(Refused, match="welfare_statement_days"):
        actions.ask_statement(by=by, document=made, body="older", asked_on=date(2027, 1, 1), due=None)
    asked = actions.ask_statement(by=by, document=made, body="older", asked_on=date(2026, 11, 1), due=today)
    with pytest.raises(Refused, match="welfare_statement_days"):
        actions.give_statement(by=by, statement=asked, version=1, given_on=date(2026, 10, 1), text="x")
    with pytest.raises(Refused, match="welfare_needs_text"):
        actions.give_statement(by=by, statement=asked, version=1, given_on=today, text=" ")
    actions.give_statement(by=by, statement=asked, version=1, given_on=today, text="Kannatamme penkkejä")
    fresh = queries.whole(WelfareDocument.objects.filter(pk=made.pk)).get()
    found = repr(of_document(fresh, org("kunnat/kuhmo"), "fi", ANONYMOUS).blocks)
    assert "Kannatamme penkkejä" in found
    assert "Vanhusneuvosto" in found


def test_the_county_has_its_own_outline_and_duty(people: People) -> None:
    """The same room for both sides."""
    county, region = org("organisaatiot/kainuun-hyvinvointialue"), Region.objects.get(slug="kainuu")
    by = actor(people.county)
    made = actions.begin(
        by=by, owner=county, region=region, draft=Draft("plan", 2026, 2029, {"fi": "Alueen suunnitelma"})
    )
    assert "neuvola" in {j.code for j in queries.joined_of("county")}
    assert "neuvola" not in {j.code for j in queries.joined_of("municipality")}
    actions.join(by=by, document=made, code="neuvola", how="included")
    actions.move(by=by, document=made, step="send")
    deciding.approve(by=by, document=made, approval=COUNCIL)
    told = set(EvidenceDuty.objects.filter(evidence__origin=f"welfare.document:{made.public_id}").values_list("duty_code", flat=True))  # fmt: skip
    assert told == {"hyte-hva-kertomus-ja-suunnitelma", "alueellinen-neuvolasuunnitelma"}


def test_every_form_opens_and_is_the_same_twice(people: People) -> None:
    """PDF, Word and slides of a draft, in the page's language; the reader's headings are the sections."""
    made = begun(people)
    by = browser(people.kuhmo)
    for form in ("pdf", "docx", "pptx"):
        first = by.get(f"/sv/hyvinvointi/{made.public_id}/?muoto={form}").content
        assert first == by.get(f"/sv/hyvinvointi/{made.public_id}/?muoto={form}").content
    word = Word(io.BytesIO(by.get(f"/sv/hyvinvointi/{made.public_id}/?muoto=docx").content))
    headings = [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == [s.title.sv for s in SECTIONS.values() if "report" in s.kinds]


def test_pages_of_an_organisation_list_and_refuse(people: People, reader: Client) -> None:
    """Drafts for its people only; what is not there is 404; forms tell what is wrong and keep what was written."""
    made = begun(people)
    address = "/fi/hyvinvointi/kunnat/kuhmo/"
    assert str(made.public_id) in browser(people.kuhmo).get(address).content.decode()
    assert str(made.public_id) not in reader.get(address).content.decode()
    assert "Tänne ei ole kirjattu mitään." in reader.get(address).content.decode()
    assert reader.get("/fi/hyvinvointi/kunnat/ei-ole/").status_code == 404
    answer = browser(people.kuhmo).post(f"{address}uusi/", {"key": KEYS[0], "kind": "plan", "first_year": "1900", "title_fi": "Säilyvä nimi"})  # fmt: skip
    assert answer.status_code == 422
    assert "Säilyvä nimi" in answer.content.decode()
    assert "2021" in answer.content.decode()


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("outlines.toml", 'themes = ["ikaihmiset"]', 'themes = ["vanhat"]', "ikaihmiset: there is no 'vanhat'"),
        ("outlines.toml", 'holds = ["nested"]', 'holds = ["muut"]', "muut-suunnitelmat: there is no 'muut'"),
        ("outlines.toml", 'sv = "Sammanfattning", ', "", "tiivistelma lacks fi, sv or en"),
        ("nested.toml", '"lanu-suunnitelma-kunta"', '"ei-ole"', "lasten-ja-nuorten: there is no 'ei-ole'"),
        ("nested.toml", 'levels = ["county"]', 'levels = ["maa"]', "neuvola: there is no 'maa'"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    """When it is read, with its place."""
    for name in ("outlines.toml", "nested.toml"):
        shutil.copy(HERE / name, tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidFile, match=re.escape(fault)):
        (sections if file == "outlines.toml" else joined)(tmp_path)
    assert atlas().areas
    assert JOINED

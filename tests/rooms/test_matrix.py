"""The matrix of tasks and organisations: what the law gives, what differs, what nobody or two organise. Properties and cases."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import THEMES, InvalidFile
from yhdyspinta.rooms.responsibilities import matrix, tasks
from yhdyspinta.rooms.responsibilities.matrix import LACKS, ROLES, Party
from yhdyspinta.rooms.responsibilities.situation import ROLE_RULES, Look, situation
from yhdyspinta.rooms.responsibilities.tasks import ORGANISERS, Task

TODAY = date(2026, 11, 24)
COUNTY, AREA, JOINT = Party(1, "county", frozenset({10, 11, 12})), Party(20, "area", frozenset({10, 11})), Party(30, "other", frozenset({10, 11, 12}))  # fmt: skip
TOWNS = tuple(Party(i, "municipality", frozenset({i})) for i in (10, 11, 12))
PARTIES = (COUNTY, *TOWNS, AREA, JOINT)
told_of = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from([p.id for p in PARTIES])),
    st.sampled_from(["", *ROLES]),
)
by_kinds = st.lists(st.sampled_from(ORGANISERS), min_size=1, max_size=3, unique=True).map(tuple)


def task(code: str, *by: str) -> Task:
    """A task."""
    return Task(code, "hyte", by, Text(code))  # type: ignore[arg-type]  # plain words in a table


def found(task_: Task, told: dict[tuple[str, int], str], **more: object) -> dict[str, matrix.Lack]:
    """What is lacking of one task, by code."""
    cells = matrix.cells([task_], PARTIES, told)  # type: ignore[arg-type]  # plain words in a table
    contacts = more.get("contacts", {p.id: TODAY for p in PARTIES})
    disputed = more.get("disputed", ())
    every = matrix.lacks([task_], PARTIES, cells, contacts, disputed, TODAY)  # type: ignore[arg-type]  # as above
    return {x.code: x for x in every}


def test_the_law_alone_leaves_nothing_to_settle() -> None:
    """One organiser each, shared ones by all their kinds."""
    assert found(task("a", "county"), {}) == {}
    assert found(task("a", "municipality"), {}) == {}
    assert found(task("a", "county", "municipality"), {}) == {}


def test_nobody_organises_where_the_county_has_given_it_away() -> None:
    """Everywhere but where somebody else took it; who acts are those whom the law names."""
    told = {("a", 1): "", ("a", 11): "organises"}
    lack = found(task("a", "county"), told)["gap"]
    assert (lack.where, lack.acts) == ((10, 12), (1,))
    town = found(task("a", "municipality"), {("a", 10): "takes_part"})["gap"]
    assert (town.where, town.acts) == ((10,), (10,))
    area = found(task("a", "area"), {})["gap"]
    assert (area.where, area.acts) == ((12,), (20,))


def test_two_who_organise_the_whole_overlap_and_sharers_do_not() -> None:
    """Where both serve the same municipality."""
    lack = found(task("a", "county"), {("a", 11): "organises"})["overlap"]
    assert (lack.where, lack.acts) == ((11,), (1, 11))
    assert "overlap" not in found(task("a", "county", "municipality"), {})


def test_a_shared_task_needs_each_of_its_kinds() -> None:
    """One side alone is a gap; a joint authority may stand in for the missing one."""
    alone = {("a", i): "" for i in (10, 11, 12)}
    assert found(task("a", "county", "municipality"), alone)["gap"].where == (10, 11, 12)
    assert "gap" not in found(task("a", "county", "municipality"), {**alone, ("a", 30): "organises"})


def test_contacts_are_of_those_who_organise() -> None:
    """Missing, and older than a year to the day; of others nothing is asked."""
    year = date(2025, 11, 24)
    assert found(task("a", "county"), {}, contacts={})["no_contact"].acts == (1,)
    assert found(task("a", "county"), {}, contacts={1: year})["contact_old"].acts == (1,)
    assert found(task("a", "county"), {}, contacts={1: year + timedelta(days=1)}) == {}


def test_differing_views_are_told_once_first_of_all_tasks() -> None:
    """Everybody settles them."""
    lack = found(task("a", "county"), {}, disputed=(11,))["disputed"]
    assert (lack.task, lack.where, lack.acts) == ("", (11,), tuple(p.id for p in PARTIES))


@given(st.tuples(by_kinds, by_kinds, by_kinds), told_of)
def test_every_cell_is_the_law_or_what_was_told(
    kinds: tuple[tuple[str, ...], ...], told: dict[tuple[str, int], str]
) -> None:
    """Nothing else; lacks name only tasks and organisations that there are, each municipality in one gap or overlap at most."""
    every = [task(code, *by) for code, by in zip("abc", kinds, strict=True)]
    cells = matrix.cells(every, PARTIES, told)  # type: ignore[arg-type]  # plain words in a table
    for one in every:
        for party in PARTIES:
            said = told.get((one.code, party.id))
            law = "organises" if party.kind in one.by else None
            assert cells.get((one.code, party.id)) == ((said or None) if said is not None else law)
    lacks = matrix.lacks(every, PARTIES, cells, {}, (), TODAY)
    assert [LACKS.index(x.code) for x in lacks] == sorted(LACKS.index(x.code) for x in lacks)
    for one in every:
        mine = [x for x in lacks if x.task == one.code]
        gap = {m for x in mine if x.code == "gap" for m in x.where}
        overlap = {m for x in mine if x.code == "overlap" for m in x.where}
        assert not gap & overlap
        for town in TOWNS:
            serving = [p for p in PARTIES if cells.get((one.code, p.id)) == "organises" and town.id in p.serves]
            if not one.shared:
                assert (town.id in gap, town.id in overlap) == (not serving, len(serving) > 1)
            if not serving:
                assert town.id in gap


@given(st.booleans(), st.integers(0, 5), st.integers(0, 5))
def test_the_first_rule_that_holds_decides(signed: bool, reached: int, organisers: int) -> None:
    """Signed and everybody reached; signed; taken up."""
    look = Look(signed, reached, organisers)
    says = situation(look)
    assert says == next(r.says for r in ROLE_RULES if r.holds(look))
    assert (says == "in_place") == (signed and organisers > 0 and reached == organisers)
    assert (says == "under_preparation") == (not signed)


def test_the_catalogue_has_what_the_deck_lists() -> None:
    """Services of the county, of the municipality and those of both; every theme has tasks; three languages each."""
    known = tasks.tasks()
    for code in ("neuvola", "kouluterveydenhuolto", "kuraattoripalvelut", "vammaispalvelut", "lastensuojelu", "perhetyo", "kuntoutus", "pelastustoimi"):  # fmt: skip
        assert known[code].by == ("county",)
    for code in ("varhaiskasvatus", "esi-ja-perusopetus", "lukiokoulutus", "ammatillinen-koulutus", "vapaa-sivistystyo", "nuorisopalvelut", "liikuntapalvelut", "kirjastopalvelut", "kulttuuripalvelut", "kaavoitus"):  # fmt: skip
        assert known[code].by == ("municipality",)
    assert known["tyovoimapalvelut"].by == ("area",)
    assert known["yhteisollinen-opiskeluhuolto"].shared
    assert {t.theme for t in known.values()} == set(THEMES)
    assert len(known) >= 60
    assert known["neuvola"].act.sv == "Hälso- och sjukvårdslag (1326/2010)"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('theme = "outo"', "theme 'outo'"),
        ('by = ["ministry"]', "by"),
        ('name = { fi = "X" }', "name in fi, sv or en"),
        ('statute = "1/1900"', "1/1900"),
        ('only = "moon"', "moon"),
    ],
)
def test_a_spoiled_catalogue_stops_with_its_place(tmp_path: object, line: str, reason: str) -> None:
    """File, number of the task, what is wrong."""
    fields = {"code": '"x"', "theme": '"hyte"', "by": '["county"]', "name": '{ fi = "X", sv = "X", en = "X" }'}
    key, _, value = line.partition(" = ")
    path = tmp_path / "tasks.toml"  # type: ignore[operator]  # a Path
    path.write_text("[[task]]\n" + "\n".join(f"{k} = {v}" for k, v in {**fields, key: value}.items()))
    with pytest.raises(InvalidFile, match=f"tasks.toml: task 1: .*{reason}"):
        tasks.read(path)

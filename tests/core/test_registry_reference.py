"""Our reference files against the counts and sums of the sources."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.core.registry.files import FOLDER, rows, sources
from yhdyspinta.core.registry.loading import load_reference
from yhdyspinta.core.registry.models import Organisation, OrganisationLink
from yhdyspinta.core.registry.queries import atlas

TODAY = date(2026, 11, 24)
SIZES = {
    "01": 7, "02": 6, "03": 10, "04": 2, "05": 27, "06": 16, "07": 11, "08": 23, "09": 10, "10": 6, "11": 9,
    "12": 11, "13": 19, "14": 13, "15": 22, "16": 18, "17": 14, "18": 8, "19": 30, "20": 8, "21": 21, "90": 1,
}  # fmt: skip
CROSSING = {"etelainen-keski-suomi", "kainuu-koillismaa", "kerava-sipoo", "keski-savo", "suupohja"}


@pytest.mark.django_db
def test_counts() -> None:
    """308 municipalities of 2026 (292 mainland, 16 Åland), 21 counties and Helsinki, 45 areas in models 39/4/2."""
    house = atlas()
    towns = house.of_kind("municipality", TODAY)
    assert len(towns) == 308
    assert len(house.areas) == 22
    assert len(house.of_kind("county", TODAY)) == 21
    areas = house.of_kind("employment_area", TODAY)
    assert len(areas) == 45
    models = [a.model for a in areas]
    assert [models.count(m) for m in ("responsible_municipality", "alone", "joint_authority")] == [39, 4, 2]
    assert {code: len(house.view(code, TODAY).municipalities) for code in house.areas} == SIZES
    assert sum(SIZES.values()) == 292
    assert len(house.of_kind("regional_council", TODAY)) == 18


@pytest.mark.django_db
def test_languages_and_population() -> None:
    """259 fi, 18 fi-sv, 15 sv-fi, 16 sv; 5 652 881 residents on 31.12.2025."""
    towns = atlas().of_kind("municipality", TODAY)
    statuses = [t.language_status for t in towns]
    assert [statuses.count(s) for s in ("fi", "fi-sv", "sv-fi", "sv")] == [259, 18, 15, 16]
    assert sum(t.population or 0 for t in towns) == 5_652_881
    assert {t.name.fi for t in towns if t.sami_homeland} == {"Enontekiö", "Inari", "Sodankylä", "Utsjoki"}


@pytest.mark.django_db
def test_boundaries_do_not_nest() -> None:
    """Five employment areas cross a county border; the relation is many to many (51 pairs with Helsinki's own)."""
    house = atlas()
    reach = {a.slug: house.regions_of(a, TODAY) for a in house.of_kind("employment_area", TODAY)}
    assert {slug for slug, regions in reach.items() if len(regions) > 1} == CROSSING
    assert sum(len(r) for r in reach.values()) == 50
    assert max(len(house.view(code, TODAY).employment_areas) for code in house.areas) == 4


@pytest.mark.django_db
def test_pertunmaa_became_part_of_mantyharju() -> None:
    """It exists on 31.12.2024 and not on 1.1.2025; its successor is known with its source."""
    house = atlas()
    pertunmaa = house.org_by_slug("kunnat", "pertunmaa")
    assert pertunmaa is not None
    assert pertunmaa in house.view("12", date(2024, 12, 31)).municipalities
    assert pertunmaa not in house.view("12", date(2025, 1, 1)).municipalities
    assert len(house.of_kind("municipality", date(2024, 12, 31))) == 309
    found = house.successor(pertunmaa)
    assert found is not None
    assert (found[0].slug, found[1].valid_from) == ("mantyharju", date(2025, 1, 1))
    assert "304/2024" in found[1].source


@pytest.mark.django_db
def test_employment_areas_begin_in_2025() -> None:
    """Before the reform there are none."""
    house = atlas()
    assert house.view("15", date(2024, 12, 31)).employment_areas == ()
    assert len(house.view("15", date(2025, 1, 1)).employment_areas) == 3


@pytest.mark.django_db
def test_unknown_authorities_stay_unknown() -> None:
    """Only areas whose authority was read in a source have one."""
    house = atlas()
    known = [a for a in house.of_kind("employment_area", TODAY) if house.linked_from(a, "authority", TODAY)]
    assert {a.slug for a in known} == {
        "etelainen-keski-suomi", "helsinki", "kouvola", "lahti", "pohjanmaa", "paijat-hame", "turku", "vantaa",
    }  # fmt: skip
    assert OrganisationLink.objects.filter(kind="authority", source="").count() == 0


@pytest.mark.django_db
def test_loading_again_changes_nothing() -> None:
    """The files are loaded by content; a forced second load makes no new rows."""
    assert load_reference() is False
    before = (Organisation.objects.count(), OrganisationLink.objects.filter(withdrawn_at=None).count())
    from yhdyspinta.core.registry.models import LoadedFile  # noqa: PLC0415  (only this test touches the stamp)

    LoadedFile.objects.filter(name="reference").update(digest="other")
    assert load_reference() is True
    assert (Organisation.objects.count(), OrganisationLink.objects.filter(withdrawn_at=None).count()) == before


def test_every_file_names_its_source() -> None:
    """Source, licence and day for each group of facts."""
    assert len(sources()) == 7
    assert all(g.source and g.licence and g.facts.fi and g.facts.sv and g.facts.en for g in sources())


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("municipalities.csv", ("005,alajarvi,", "005,alajarvi,extra,"), r"municipalities.csv, line 2: 12 values"),
        ("municipalities.csv", (",8982,", ",many,"), r"line 2: population 'many'"),
        ("counties.csv", ("2021-07-01", "1.7.2021"), r"counties.csv, line 2: valid_from '1.7.2021'"),
        ("region_tiles.csv", ("01,3,6", "01,three,6"), r"region_tiles.csv, line 2: col 'three'"),
        ("region_tiles.csv", ("02,2,5", "01,2,5"), r"region_tiles.csv, line 3: code '01' is empty or there twice"),
        ("counties.csv", ("code,slug", "slug,code"), r"counties.csv, line 1: columns"),
        ("regions.csv", ("02,keski-uusimaa", "02,ita-uusimaa"), r"regions.csv, line 3: slug 'ita-uusimaa'"),
    ],
)
def test_a_bad_file_says_file_line_and_reason(tmp_path: Path, name: str, change: tuple[str, str], message: str) -> None:
    """One fault stops the reading with where and why."""
    shutil.copytree(FOLDER, tmp_path / "reference")
    path = tmp_path / "reference" / name
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(InvalidFile, match=message):
        rows(name, tmp_path / "reference")

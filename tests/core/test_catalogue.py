"""The catalogue of duties: counts against the source, and what a bad file says."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES, InvalidFile
from yhdyspinta.core.law.citations import cite
from yhdyspinta.core.law.duties import CATALOGUE, catalogue, read


def test_counts_of_the_source() -> None:
    """152 entries of 48 statutes; 19 with a statutory day, 17 about single clients (research notes §9)."""
    duties = catalogue().duties.values()
    assert len(duties) == 152
    assert len(catalogue().statutes) == 48
    assert Counter(d.clock.basis for d in duties) == {"none": 105, "interpretation": 28, "statute": 19}
    assert sum(d.individual for d in duties) == 17
    assert Counter(d.binding for d in duties) == {"shall": 141, "may": 7, "informative": 4}
    assert Counter(d.priority for d in duties) == {"supplementary": 76, "important": 52, "core": 24}
    assert Counter(d.status for d in duties)["in_force"] == 145


def test_every_theme_has_duties_and_every_language_its_words() -> None:
    """Eleven themes, six blocks; titles are unique in each language."""
    duties = catalogue().duties.values()
    assert len(THEMES) == 11
    assert list(BLOCKS) == ["law", "picture", "goals", "roles", "models", "forums"]
    assert {t for d in duties for t in d.themes} == set(THEMES)
    for lang in ("fi", "sv", "en"):
        assert len({d.title.get(lang) for d in duties}) == 152
        assert max(len(d.title.get(lang)) for d in duties) <= 80
        assert all(e.pick(lang)[1] == lang for d in duties for e in d.examples)


def test_language_and_culture_have_their_own_theme_too() -> None:
    """The language duties of the general theme are also under linguistic and cultural rights."""
    found = {d.code for d in catalogue().duties.values() if "kieli-ja-kulttuuri" in d.themes}
    assert {"saamen-kielilaki", "kielilautakunnan-vuosikertomus", "kaksikielisten-alueiden-sopimus"} <= found
    assert "yleinen" in catalogue().duties["saamen-kielilaki"].themes


@pytest.mark.parametrize(
    ("finnish", "swedish", "english"),
    [
        ("6 §:n 3 mom.", "6 § 3 mom.", "6 § (3)"),
        ("12 §:n viimeinen mom.", "12 § sista mom.", "12 §, last subsection"),
        ("6 §:n 3 ja 5 mom.", "6 § 3 och 5 mom.", "6 § (3 and 5)"),
        ("50 §; VNA 308/2023 1 §", "50 §; SRF 308/2023 1 §", "50 §; Government Decree 308/2023 1 §"),
    ],
)
def test_sections_in_each_language(finnish: str, swedish: str, english: str) -> None:
    """The catalogue keeps the Finnish form; pages cite in their own language."""
    assert (cite(finnish, "fi"), cite(finnish, "sv"), cite(finnish, "en")) == (finnish, swedish, english)


def test_no_finnish_is_left_in_foreign_citations() -> None:
    """Every section of the catalogue is turned."""
    for duty in catalogue().duties.values():
        for lang in ("sv", "en"):
            assert not any(w in cite(duty.sections, lang) for w in ("§:n", "kohta", " ja ", "laki", "VNA"))


BAD = [
    ('kind = "negotiation"', 'kind = "party"', r"yleinen\.toml, line 3 .*kind = 'party'"),
    ('statute = "611/2021"', 'statute = "1/1900"', r"line 3 .*statute 1/1900 is not in statutes.toml"),
    ('themes = ["yleinen"]', 'themes = ["nowhere"]', r"line 3 .*theme nowhere"),
    ('responsible = ["hyvinvointialue", "kunta"]', 'responsible = ["king"]', r"actor king"),
    ("in_force_from = 2021-07-01", "in_force_from = 2021-13-01", r"yleinen\.toml: .*"),
    ("title = {", "titel = {", r"line 3 .*titel"),
    ('rule = "council_term"', 'rule = "sometimes"', r"rule = 'sometimes'"),
]


@pytest.mark.parametrize(("good", "bad", "message"), BAD)
def test_a_bad_file_says_file_line_and_reason(tmp_path: Path, good: str, bad: str, message: str) -> None:
    """One fault in a copy of the catalogue stops the reading with where and why."""
    folder = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE, folder)
    path = folder / "yleinen.toml"
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(InvalidFile, match=message):
        read(folder)


def test_a_repeated_code_is_refused(tmp_path: Path) -> None:
    """The same duty in two files."""
    folder = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE, folder)
    shutil.copyfile(folder / "asuminen.toml", folder / "tyollisyys.toml")
    with pytest.raises(InvalidFile, match="used twice"):
        read(folder)

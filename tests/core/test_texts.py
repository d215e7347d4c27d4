"""Texts, slugs and search keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common.texts import Text, search_key, slugify, sort_key


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Jyväskylä", "jyvaskyla"),
        ("Åland", "aland"),
        ("Hanko-Inkoo-Raasepori", "hanko-inkoo-raasepori"),
        ("Tunturi-Lappi - Pello", "tunturi-lappi-pello"),
        ("Sápmi đ Š", "sapmi-d-s"),
        ("  ", ""),
    ],
)
def test_slugs_as_people_type_them(name: str, slug: str) -> None:
    """Finnish, Swedish and Sámi letters become plain ones."""
    assert slugify(name) == slug


@given(st.text(max_size=60))
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    """Only a-z, 0-9 and single inner hyphens."""
    slug = slugify(text)
    assert slugify(slug) == slug
    assert "--" not in slug


def test_a_fallback_tells_its_language() -> None:
    """The asked language first, then fi, sv, en."""
    assert Text("suomeksi", "", "in English").pick("sv") == ("suomeksi", "fi")
    assert Text("", "på svenska", "").pick("en") == ("på svenska", "sv")
    assert not Text()


def test_search_keys_ignore_case_and_accents() -> None:
    """A word can be found by its beginning."""
    assert " jyv" in search_key("JYVÄSKYLÄ")


def test_names_are_in_the_order_of_a_finnish_index() -> None:
    """Å, ä and ö come after z; a Sámi letter beside its plain one; capitals do not matter."""
    names = ["Äänekoski", "Åbo", "Öja", "Zürich", "Akaa", "ähtäri", "Šamšal", "Sonkajärvi", "Saa"]
    wanted = ["Akaa", "Saa", "Šamšal", "Sonkajärvi", "Zürich", "Åbo", "ähtäri", "Äänekoski", "Öja"]
    assert sorted(names, key=sort_key) == sorted(wanted, key=sort_key)
    assert [n for n in sorted(names, key=sort_key) if n[0] in "ÅÄäÖ"] == ["Åbo", "ähtäri", "Äänekoski", "Öja"]
    assert sorted(names, key=sort_key)[:2] == ["Akaa", "Saa"]

"""Slides: nothing of the document is lost, nothing runs over, charts can be changed, the same tree gives the same bytes."""

import io
import zipfile
from datetime import date
from typing import Any

import pptx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.test_press import CHART, EVIL, document
from yhdyspinta.core.press.office import plain
from yhdyspinta.core.press.packing import LETTERS, LINES, TABLE, row_heights, slides
from yhdyspinta.core.press.slides import slideshow
from yhdyspinta.core.press.tree import Bullets, Document, Grid, Heading, Note, Paragraph, Picture, Sources
from yhdyspinta.core.ui.charts import Series, bar_chart, line_chart

DAY = date(2026, 11, 24)


def opened(found: Document) -> Any:
    """The slides as a program reads them."""
    return pptx.Presentation(io.BytesIO(slideshow(found)))


def said(slide: Any) -> str:
    """Every text of a slide."""
    texts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
    texts += [c.text for s in slide.shapes if s.has_table for r in s.table.rows for c in r.cells]
    return " ".join(texts)


@given(text=st.text(min_size=1, max_size=60).filter(lambda t: t.strip()))
@example(EVIL)
@example("\x00\x0b\ufffe rivi")
@settings(max_examples=15)
def test_slides_hold_every_text_as_text(text: str) -> None:
    """They open, and say the same words without what XML cannot hold."""
    words = plain(text).split()
    whole = " ".join(said(s) for s in opened(document(text)).slides)
    assert all(w in whole for w in words)


words = st.text("abcäö ", min_size=1, max_size=900).filter(lambda t: t.strip() == t)
blocks = st.lists(
    st.one_of(
        st.builds(Heading, words.map(lambda t: t[:60])),
        st.builds(Paragraph, words),
        st.builds(Note, words),
        st.lists(words, min_size=1, max_size=12).map(lambda t: Bullets(tuple(t))),
        st.lists(st.tuples(words, words), max_size=30).map(lambda r: Grid("t", ("a", "b"), tuple(r))),
    ),
    max_size=8,
)


@given(blocks)
@settings(max_examples=60)
def test_everything_is_on_a_slide_in_its_order_and_fits(found: list[Any]) -> None:
    """Words and rows come out as they went in; texts have their lines, tables their inches, unless one row is larger."""
    made = slides(found, "otsikko")
    texts = " ".join(line.text for s in made if isinstance(s.content, tuple) for line in s.content)
    given_ = " ".join(
        t for b in found for t in ([b.text] if isinstance(b, Paragraph | Note) else getattr(b, "items", ()))
    )
    assert texts.split() == given_.split()
    rows = [r for s in made if isinstance(s.content, Grid) for r in s.content.rows]
    assert rows == [r for b in found if isinstance(b, Grid) for r in b.rows]
    for each in made:
        if isinstance(each.content, tuple):
            lines = sum(-(-len(line.text) // LETTERS) + 0.35 for line in each.content)
            assert lines <= LINES or len(each.content) == 1
        elif isinstance(each.content, Grid):
            assert sum(row_heights(each.content)) <= TABLE + 1e-9 or len(each.content.rows) == 1


def test_headings_numbers_and_sources() -> None:
    """A lower heading tells whose it is; a long table goes on under its number; sources are in the notes of their part."""
    rows = tuple((f"Rivi {n}", str(n)) for n in range(40))
    tree = (
        Heading("Tilannekuva"),
        Heading("Luvut", 2),
        Grid("Luvut", ("Nimi", "Luku"), rows, frozenset({1})),
        Sources(("Tilastokeskus, CC BY 4.0",)),
        Heading("Muuta"),
        Paragraph("Teksti"),
    )
    deck = opened(Document("Asiakirja", "alaotsikko", "sv", DAY, "https://esimerkki.fi/x", tree))
    titles = [s.shapes.title.text for s in deck.slides]
    assert titles == ["Asiakirja", *(f"Tilannekuva: Luvut ({n}/4)" for n in (1, 2, 3, 4)), "Muuta"]
    notes = [s.notes_slide.notes_text_frame.text for s in deck.slides]
    assert all("Tilastokeskus, CC BY 4.0" in n for n in notes[1:5])
    assert "Tilastokeskus" not in notes[5]
    assert all("https://esimerkki.fi/x" in n for n in notes)
    table = next(s for s in deck.slides[2].shapes if s.has_table)
    assert table.table.cell(0, 0).text == "Nimi"
    assert table._element.xpath(".//p:cNvPr")[0].get("descr") == "Luvut"
    xml = zipfile.ZipFile(io.BytesIO(slideshow(document(lang="sv")))).read("ppt/slides/slide2.xml")
    assert b'lang="sv-FI"' in xml


@pytest.mark.parametrize("made", [line_chart, bar_chart])
def test_a_chart_without_marks_can_be_changed(made: Any) -> None:
    """It is the program's own, with its figures and its words; one with a break stays a picture, or the cut would be lost."""
    series = Series("Äänekoski", (1.0, None, 3.5))
    chart = made(
        "Väkiluku", "Kolme vuotta", "henkilöä", ["2023", "2024", "2025"], [series] if made is line_chart else series
    )
    tree = (Heading("Kuvat"), Picture(chart), Picture(CHART))
    found = Document("x", "", "fi", DAY, "", tree)
    deck = opened(found)
    frame = next(s for s in deck.slides[1].shapes if s.has_chart)
    assert list(frame.chart.plots[0].categories) == ["2023", "2024", "2025"]
    assert tuple(frame.chart.plots[0].series[0].values) == (1.0, None, 3.5)
    assert "Kolme vuotta" in frame._element.xpath(".//p:cNvPr")[0].get("descr")
    (drawn,) = [s for s in deck.slides[2].shapes if s.shape_type == 13]
    assert "Väkiluku" in drawn._element.xpath(".//p:cNvPr")[0].get("descr")
    assert slideshow(found) == slideshow(found)
    files = zipfile.ZipFile(io.BytesIO(slideshow(found)))
    (book,) = [n for n in files.namelist() if n.endswith(".xlsx")]
    core = zipfile.ZipFile(io.BytesIO(files.read(book))).read("docProps/core.xml")
    assert core.count(b">1980-01-01T00:00:00Z<") == 2  # or a second later it would be another file

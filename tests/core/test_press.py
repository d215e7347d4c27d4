"""Documents: one tree, every form; text is never markup; the same tree gives the same bytes; a heading skips no level."""

import io
import re
import zipfile
from datetime import date

import docx as word_files
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from yhdyspinta.core.press.files import answer, html, sheets
from yhdyspinta.core.press.office import plain
from yhdyspinta.core.press.packing import widths
from yhdyspinta.core.press.pdf import pdf
from yhdyspinta.core.press.pictures import map_png, map_svg, png, svg
from yhdyspinta.core.press.tree import Bullets, Document, Grid, Heading, Map, Note, Paragraph, Picture, Sources, Tile
from yhdyspinta.core.press.word import docx
from yhdyspinta.core.ui.charts import Marks, Series, line_chart

EVIL = '#panic("x") *b* $x$ <script>alert(1)</script> = @ref \\ "[{ =1+1'
CHART = line_chart(
    "Väkiluku",
    "Tilastokeskus, 11ra",
    "henkilöä",
    ["2022", "2023", "2024", "2025"],
    [Series("Äänekoski", (1.0, 2.5, None, 4.0)), Series("Koko maa", (2.0, 3.0, 2.0, 3.0), "maa")],
    marks=Marks(breaks=((2, "Lähde vaihtuu"),), revised=frozenset({(0, 1)}), ahead=(3, "ennuste")),
)


def document(text: str = "Teksti", lang: str = "fi") -> Document:
    """One of every block."""
    blocks = (
        Heading(text),
        Paragraph(text),
        Heading(text, 2),
        Bullets((text, text)),
        Grid(text, ("Alue", "2025"), ((text, "1 234"), ("Kuhmo", "–")), frozenset({1})),
        Picture(CHART),
        Map(
            text,
            text,
            (0.0, 0.0, 10.0, 8.0),
            (Tile("M0 0H5V8H0Z", 5, text, "1,5"), Tile("M5 0H10V8H5Z", 0, "Kuhmo", "–")),
        ),
        Note(text),
        Sources((text,)),
    )
    return Document(text or "x", text, lang, date(2026, 11, 24), "https://esimerkki.fi/x", blocks)


def test_the_same_tree_gives_the_same_pdf() -> None:
    """Accessible (it would not be set otherwise), tagged, with its language and title; byte for byte the same again."""
    made = pdf(document())
    assert made == pdf(document())
    assert made != pdf(document(lang="sv"))
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid:part>1<" in made.replace(b" ", b"")
    assert b"/Lang" in made


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_text_is_never_markup(lang: str) -> None:
    """What would run in typst, HTML or a spreadsheet is shown as it was written."""
    found = document(EVIL, lang)
    assert pdf(found)
    page = html(found)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheets(found)))
    cells = [c for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row]
    assert EVIL in cells
    files = zipfile.ZipFile(io.BytesIO(sheets(found)))
    assert not any(b"<f>" in files.read(n) for n in files.namelist())


@settings(max_examples=25, deadline=None)
@example("emoji 😀 漢字 \ue000 عربي")
@given(st.text(max_size=40).filter(lambda t: t.strip()))
def test_any_text_can_be_set(text: str) -> None:
    """Whatever people write is set; a letter that the font lacks is told by its number."""
    page = html(document(text))
    assert page.count("<h2>") == 1
    assert pdf(document(text)).startswith(b"%PDF-")
    assert sheets(document(text))


def test_a_chart_as_a_file_needs_nothing_else() -> None:
    """Title, unit, notes and source are in it; what is ahead, broken and revised is drawn; nothing of it runs."""
    text = svg(CHART, "fi")
    assert all(part in text for part in ("Väkiluku", "henkilöä", "1) 2024: Lähde vaihtuu", "Tilastokeskus, 11ra", 'class="brk"', 'class="ahead"', "pk rev", "lm f"))  # fmt: skip
    assert 'xmlns="http://www.w3.org/2000/svg"' in text
    assert "var(" not in text
    assert "2,5" in text or "2.5" not in re.sub(r"<style>.*?</style>|[xyd]=\"[^\"]*\"|cx=\"[^\"]*\"|cy=\"[^\"]*\"|r=\"[^\"]*\"", "", text)  # fmt: skip
    assert png(CHART, "fi").startswith(b"\x89PNG")


def test_long_numbers_of_an_axis_are_inside_the_picture() -> None:
    """Millions need more room at the left than the axis leaves; the picture is as much wider."""
    chart = line_chart("Väkiluku", "", "", ["2024", "2025"], [Series("Koko maa", (5_600_000.0, 5_650_000.0), "maa")])
    box = [float(n) for n in re.search(r'viewBox="([^"]*)"', svg(chart, "fi"))[1].split()]  # type: ignore[index]  # there is one
    longest = max(len(s.text or f"{s.value:,.0f}") for s in chart.shapes if s.kind == "text" and s.anchor == "end")
    reach = min(s.x for s in chart.shapes if s.kind == "text" and s.anchor == "end") - longest * 7
    assert box[0] <= reach < 0
    assert box[0] + box[2] == chart.width


def test_a_map_tells_the_same_to_those_who_do_not_see_it() -> None:
    """In words beside the picture in every form; nothing of it runs; a tone that there is not is refused."""
    drawn = next(b for b in document(EVIL).blocks if isinstance(b, Map))
    text = map_svg(drawn)
    assert "<script>" not in text
    assert text.count("<path ") == 2
    assert map_png(drawn).startswith(b"\x89PNG")
    page = html(document("Teksti"))
    assert '<th scope="row">Kuhmo</th><td class="r">–</td>' in page
    made = zipfile.ZipFile(io.BytesIO(docx(document("Teksti")))).read("word/document.xml").decode()
    assert "Teksti: 1,5; Kuhmo: –" in made
    with pytest.raises(ValueError, match="has tone 6"):
        Map("x", "", (0.0, 0.0, 1.0, 1.0), (Tile("M0 0", 6, "y", ""),))


def test_faults_of_a_document_are_told() -> None:
    """A row with a cell too few; a heading that skips a level."""
    with pytest.raises(ValueError, match="row 2 has 1 cells for 2"):
        Grid("x", ("a", "b"), (("1", "2"), ("1",)))
    with pytest.raises(ValueError, match="skips from level 0 to 2"):
        Document("x", "", "fi", date(2026, 1, 1), "", (Heading("y", 2),))
    assert widths(Grid("x", ("a b", "Hyvinvointialueyhteistyö"), (("1", "2" * 60),))) == [4, 26]


@pytest.mark.parametrize(
    ("form", "kind"), [("pdf", "application/pdf"), ("html", "text/html"), ("xlsx", "spreadsheetml")]
)
def test_every_form_is_an_answer_with_a_name(form: str, kind: str) -> None:
    """To be kept: type and name."""
    made = answer(document(), form, "asiakirja")
    assert kind in made["Content-Type"]
    assert made["Content-Disposition"] == f'attachment; filename="asiakirja.{form}"'


@given(text=st.text(min_size=1, max_size=60))
@example(EVIL)
@example("\x00\x0b\ufffe rivi")
@settings(max_examples=25)
def test_word_holds_every_text_as_text(text: str) -> None:
    """It opens, says the same words without what XML cannot hold, and its tables have a heading row."""
    made = docx(document(text))
    opened = word_files.Document(io.BytesIO(made))
    said = " ".join(p.text for p in opened.paragraphs)
    assert plain(text).split() == [] or plain(text).split()[0] in said
    (table,) = opened.tables
    assert table.rows[0]._tr.trPr is not None
    assert b"w:tblHeader" in zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml")


def test_word_is_the_same_bytes_and_speaks_its_language() -> None:
    """From the same tree; Swedish is Finland's."""
    assert docx(document()) == docx(document())
    styles = zipfile.ZipFile(io.BytesIO(docx(document(lang="sv")))).read("word/styles.xml")
    assert b'w:val="sv-FI"' in styles

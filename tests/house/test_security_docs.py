"""The security documents say what is there: every requirement once, every test that they name exists."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "security"
STATES = {"met", "not applicable", "operator", "not met"}
CHAPTERS = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}
"""How many requirements of ASVS 5.0.0 each chapter has at level 2."""
ROW = re.compile(r"^\| (V(\d+)\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`((?:tests|yhdyspinta|config|deploy|docs|tools)/[\w./-]+?)(?:::(\w+))?`")


def test_asvs_has_every_requirement_once() -> None:
    """253 rows, each with a state; what is met names what shows it."""
    rows = ROW.findall((FOLDER / "asvs.md").read_text(encoding="utf-8"))
    assert Counter(int(chapter) for _id, chapter, *_ in rows) == CHAPTERS
    assert len({row[0] for row in rows}) == 253
    assert {row[2].strip() for row in rows} <= STATES
    assert [row[0] for row in rows if row[2].strip() == "met" and "`" not in row[4]] == []
    assert [row[0] for row in rows if len(row[3].strip()) < 5] == []


def test_what_the_documents_name_is_there() -> None:
    """Files and tests; a test that has been renamed is found here."""
    missing = []
    for page in [*FOLDER.glob("*.md"), ROOT / "SECURITY.md"]:
        for path, test in NAMED.findall(page.read_text(encoding="utf-8")):
            place = ROOT / path
            if not place.exists() or (test and f"def {test}(" not in place.read_text(encoding="utf-8")):
                missing.append(f"{page.name}: {path} {test}")
    assert missing == []

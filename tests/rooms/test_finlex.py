"""The watch on statutes: citations, Akoma Ntoso, what has changed, flags on duties, a person's word; a stand-in of Finlex."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.server import Server, running
from tests.people import People, actor, browser
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.law.sections import WHOLE, between, cited
from yhdyspinta.rooms.obligations import finlex, watching
from yhdyspinta.rooms.obligations.models import ChangedSection, WatchedStatute

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def act(sections: dict[str, str], version: str = "20250391", number: str = "2021/612") -> bytes:
    """A consolidated statute as Finlex writes it."""
    base = f"/akn/fi/act/statute-consolidated/{number}"
    rows = "".join(
        f'<section eId="chp_1__sec_{n}"><num>{label} §</num><heading>Otsikko</heading><subsection><content><p>{text}</p>'
        "</content></subsection></section>"
        for n, (label, text) in enumerate(sections.items())
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><akomaNtoso xmlns="{AKN}"><act contains="multipleVersions"><meta><identification>'
        f'<FRBRWork><FRBRthis value="{base}"/></FRBRWork><FRBRExpression><FRBRthis value="{base}/fin@{version}"/>'
        f'</FRBRExpression></identification></meta><body><chapter eId="chp_1"><num>1 luku</num>{rows}</chapter></body></act>'
        "</akomaNtoso>"
    ).encode()


class Finlex:
    """What the stand-in answers: number → body; everything else has three quiet sections."""

    def __init__(self, server: Server) -> None:
        self.server, self.says = server, dict[str, bytes]()

    def answer(self, path: str) -> tuple[int, bytes]:
        """A statute by its address."""
        year, serial = path.split("/")[-3:-1]
        body = self.says.get(f"{serial}/{year}")
        if body == b"gone":
            return 404, b""
        quiet = {"1": "Soveltamisala.", "14": "Neuvottelu.", "6": "Edistäminen.", "12 a": "Muuta."}
        return 200, body or act(quiet, number=f"{year}/{serial}")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Finlex]:
    """Finlex on loopback."""
    made: list[Finlex] = []
    with running(lambda _method, path, _query, _sent, _headers: made[0].answer(path)) as server:
        made.append(Finlex(server))
        monkeypatch.setattr(settings, "FINLEX_URL", f"{server.url}/avoindata")
        monkeypatch.setattr(settings, "OUTSIDE_ALSO", [server.url.removeprefix("http://")])
        yield made[0]


@pytest.mark.parametrize(
    ("sections", "places"),
    [
        ("14 §", {("612/2021", "14")}),
        ("12 a §:n 3–4 mom.", {("612/2021", "12 a")}),
        ("4–5 §, 13 §, 25–26 §", {("612/2021", n) for n in ("4", "5", "13", "25", "26")}),
        ("50 a–50 c §, 51 §:n 2 mom. (EV 66/2025)", {("612/2021", n) for n in ("50 a", "50 b", "50 c", "51")}),
        ("20 §; 1301/2014 7 b §", {("612/2021", "20"), ("1301/2014", "7 b")}),
        ("15 §; VNA 1393/2022", {("612/2021", "15"), ("1393/2022", WHOLE)}),
        ("koko laki", {("612/2021", WHOLE)}),
        ("27 §:n 3 mom. (vanha)", {("612/2021", "27")}),
    ],
)
def test_citations(sections: str, places: set[tuple[str, str]]) -> None:
    """What a duty rests on, as the catalogue writes it."""
    assert cited("612/2021", sections) == places


@given(a=st.integers(1, 200), b=st.integers(1, 200))
def test_ranges_hold_their_ends(a: int, b: int) -> None:
    """However it is written, both ends are in it."""
    assert {str(a), str(b)} <= set(between(str(a), str(b)))


def test_every_duty_rests_on_something() -> None:
    """Each citation of the catalogue gives at least one place, of a statute that has a number."""
    assert all(cited(d.statute, d.sections) for d in catalogue().duties.values())
    assert len(watching.numbers()) >= 48


def test_a_statute_is_read() -> None:
    """Version and sections; spaces mean nothing, words do; several versions of a section are one text."""
    one = finlex.read(act({"1": "A b.", "12 a": "C."}))
    assert (one.version, finlex.amended_by(one.version)) == ("20250391", "391/2025")
    assert set(one.sections) == {"1", "12 a"}
    spaced = finlex.read(act({"1": "A\n   b.", "12 a": "C!"}))
    assert finlex.changed(one.sections, spaced.sections) == {"12 a": "changed"}
    more = finlex.read(act({"1": "A b.", "2": "D."}))
    assert finlex.changed(one.sections, more.sections) == {"12 a": "removed", "2": "added"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Huolto</body></html>",
        b"not xml",
        b"<akomaNtoso/>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><akomaNtoso><section><num>&b;</num></section></akomaNtoso>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><akomaNtoso><section><num>1 &#167;</num>&a;</section>',
    ],
)
def test_what_is_no_statute_is_refused(body: bytes) -> None:
    """Pages of errors, entities and pieces: nothing is taken for a statute."""
    with pytest.raises(finlex.NotAStatute):
        finlex.read(body)


@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    """Whatever comes, it is read or refused."""
    try:
        finlex.read(body)
    except finlex.NotAStatute:
        return


@pytest.mark.django_db
def test_a_change_is_flagged_and_looked_at(people: People, stand_in: Finlex) -> None:
    """The first night is the ground; the next flags what is cited and no more; duties say it until somebody has looked."""
    section = next(label for number, label in sorted(watching.places()) if number == "612/2021" and label != WHOLE)
    duty = watching.places()["612/2021", section][0]
    stand_in.says["612/2021"] = act({"200": "Soveltamisala.", section: "Neuvottelu."})
    assert "0 failed, 0 changed" in watching.watch()
    assert ChangedSection.objects.count() == 0
    stand_in.says["612/2021"] = act({"200": "Soveltamisala muuttui.", section: "Neuvottelu kahdesti."}, "20260700")
    assert "0 failed" in watching.watch()
    found = ChangedSection.objects.get(section=section)
    assert (found.kind, found.version, found.statute.number) == ("changed", "20260700", "612/2021")
    assert not ChangedSection.objects.filter(statute__number="612/2021", section="200").exists()  # nobody cites it
    assert watching.watch().endswith(" 0 changed sections")  # the same is not flagged twice
    page = Client().get(f"/fi/velvoitteet/{duty.code}/").content.decode()
    assert f"612/2021 {section} §" in page
    shown = Client().get("/fi/velvoitteet/lait/").content.decode()
    assert "700/2026" in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]
    with pytest.raises(Refused):
        watching.look(by=actor(people.kuhmo), change=found, outcome="no_effect", note="")
    keeper = browser(people.administrator)
    told = {"outcome": "no_effect", "note": "Vain kielenhuoltoa.", "key": "6a3c7f6e-3a46-4df6-9b0e-1c7f6f1c9d11"}
    assert keeper.post(f"/fi/velvoitteet/lait/{found.public_id}/", told).status_code == 302
    assert f"612/2021 {section} §" not in Client().get(f"/fi/velvoitteet/{duty.code}/").content.decode()
    assert "Vain kielenhuoltoa." in Client().get("/fi/velvoitteet/lait/").content.decode()
    with pytest.raises(Refused):
        watching.look(by=actor(people.administrator), change=found, outcome="mended", note="")


@pytest.mark.django_db
def test_what_fails_leaves_the_last_reading(stand_in: Finlex) -> None:
    """A statute that is not given, and one that is no statute: the reason is kept, the reading too, the others go on."""
    watching.watch()
    before = WatchedStatute.objects.get(number="612/2021").sections
    stand_in.says |= {"612/2021": b"gone", "611/2021": b"<html/>"}
    assert "2 failed" in watching.watch()
    rows = {w.number: w for w in WatchedStatute.objects.all()}
    assert (rows["612/2021"].fault, rows["612/2021"].sections) == ("outside_status", before)
    assert rows["611/2021"].fault == "watch_not_a_statute"
    assert rows["617/2021"].fault == ""
    assert "palvelin ei antanut" in Client().get("/fi/velvoitteet/lait/").content.decode().casefold()
    stand_in.says.clear()
    assert " 0 failed, 0 changed" in watching.watch()

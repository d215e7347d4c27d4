"""Pages of the house: front page, search, organisations, upkeep; headers and errors."""

import gzip
import math
import re
from datetime import date
from itertools import combinations
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from tests.people import People, browser, opened, row
from yhdyspinta.core.interfaces.catalogue import BLOCKS
from yhdyspinta.core.registry.models import Body, Organisation, Seat, SlugAlias
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.map.queries import changes, interface_map
from yhdyspinta.site.map.tiles import WIDTH, broken, region_map

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
LIGHT = (
    "/fi/", "/fi/?nayta=hyte", "/fi/alueet/", "/fi/alueet/pirkanmaa/", "/fi/alueet/varsinais-suomi/hyte/",
    "/fi/alueet/keski-suomi/puolivuosittain/", "/fi/kunnat/", "/fi/kunnat/kuhmo/", "/fi/velvoitteet/",
    "/fi/kalenteri/", "/fi/toteutumistiedot/", "/fi/organisaatiot/", "/fi/ui/", "/fi/nain-kartta-lasketaan/",
    "/fi/alueet/pirkanmaa/velvoitteet/",
)  # fmt: skip


def text(client: Client, path: str, status: int = 200) -> str:
    """A page's text."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_the_root_leads_to_a_language(reader: Client) -> None:
    """Finnish unless the browser asks for another of the three."""
    assert reader.get("/", headers={"accept-language": "sv"})["Location"] == "/sv/"
    assert reader.get("/", headers={"accept-language": "de"})["Location"] == "/fi/"


def test_from_the_front_page_to_my_municipality_in_one_search(reader: Client) -> None:
    """Task 1: one search, one click."""
    page = text(reader, "/fi/haku/?q=kuhmo")
    assert "/fi/kunnat/kuhmo/" in page
    assert reader.get("/fi/kunnat/kuhmo/").status_code == 200


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kuhmo", "Kuhmo"),
        ("KESKI-SUOMI", "Keski-Suomi"),
        ("åbo", "Turku"),
        ("lastensuojelulaki", "lanu-suunnitelma-kunta"),
        ("612/2021", "612/2021, 7 §"),
        ("opiskeluhuolto", "Opiskeluhuolto"),
        ("koululääkäri zzz", "Mitään ei löytynyt"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("%", "Mitään ei löytynyt"),
        ("'; drop table", "Mitään ei löytynyt"),
    ],
)
def test_search(reader: Client, words: str, found: str) -> None:
    """Names, Swedish names, statutes, themes; nonsense is harmless and gets a way on."""
    answer = reader.get("/fi/haku/", {"q": words})
    assert answer.status_code == 200
    assert found in answer.content.decode()


def test_an_empty_search_is_just_the_page(reader: Client) -> None:
    """No hits are claimed."""
    assert "osumaa" not in text(reader, "/fi/haku/")


def test_hard_headers(reader: Client) -> None:
    """No inline style or script, no framing, no sniffing, no referrer to others."""
    answer = reader.get("/fi/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    page = answer.content.decode()
    assert " style=" not in page
    scripts = re.findall(r"<script[^>]*>[^<]*", page)
    assert all(re.fullmatch(r'<script src="/static/ui/[^"]+" defer>', tag) for tag in scripts)


def test_a_page_is_light(reader: Client) -> None:
    """Compressed, a page is at most 25 kB, all styles 35 kB, all script 20 kB; nothing is asked from elsewhere."""
    opened(*atlas().areas)
    for path in LIGHT:
        assert len(gzip.compress(reader.get(path).content, 9)) <= 25_000, path
    static = ROOT / "yhdyspinta/core/ui/static/ui"
    styles = [*static.glob("*.css"), *static.glob("vendor/*/*.css")]
    assert sum(len(gzip.compress(f.read_bytes(), 9)) for f in styles) <= 35_000
    assert sum(len(gzip.compress(f.read_bytes(), 9)) for f in static.rglob("*.js")) <= 20_000


def test_an_old_address_answers_301(reader: Client) -> None:
    """An alias leads to the present one; in each language the same path."""
    SlugAlias.objects.create(space="kunnat", alias="vanha-kuhmo", organisation=row("kunnat/kuhmo"))
    answer = reader.get("/sv/kunnat/vanha-kuhmo/")
    assert (answer.status_code, answer["Location"]) == (301, "/sv/kunnat/kuhmo/")


def test_every_organisations_page_opens(reader: Client) -> None:
    """One of each kind, in each language."""
    seen = set()
    pages = {"kunnat": "kunnat", "tyollisyysalueet": "tyollisyysalueet", "organisaatiot": "organisaatiot"}
    for org in Organisation.objects.order_by("kind", "slug"):
        if org.kind in seen:
            continue
        seen.add(org.kind)
        for lang in ("fi", "sv", "en"):
            assert reader.get(f"/{lang}/{pages[org.space]}/{org.slug}/").status_code == 200
    assert len(seen) == 7


def test_the_ended_municipality_tells_who_carries_on(reader: Client) -> None:
    """Pertunmaa → Mäntyharju, with the source; and back."""
    assert "Mäntyharju" in text(reader, "/fi/kunnat/pertunmaa/")
    assert "304/2024" in text(reader, "/fi/kunnat/pertunmaa/")
    assert "Pertunmaa" in text(reader, "/fi/kunnat/mantyharju/")


def test_keeping_bodies_and_seats_by_pages(people: People, reader: Client) -> None:
    """An editor adds a council and a chair; the public sees them; a typing error keeps the form."""
    client = browser(people.kuhmo)
    kuhmo = row("kunnat/kuhmo").public_id
    bad = client.post(f"/fi/yllapito/organisaatiot/{kuhmo}/toimielimet/uusi/", {"key": str(uuid4()), "kind": "council"})
    assert bad.status_code == 422
    assert "ainakin yhdellä kielellä" in bad.content.decode()
    data = {"key": str(uuid4()), "kind": "council", "name_fi": "Kaupunginvaltuusto"}
    assert client.post(f"/fi/yllapito/organisaatiot/{kuhmo}/toimielimet/uusi/", data).status_code == 302
    body = Body.objects.get()
    seat = {
        "key": str(uuid4()),
        "person_name": "Esimerkki",
        "role": "chair",
        "valid_from": "1.6.2025",
        "valid_until": "31.5.2029",
    }
    assert client.post(f"/fi/yllapito/toimielimet/{body.public_id}/paikat/uusi/", seat).status_code == 302
    page = text(reader, "/fi/kunnat/kuhmo/")
    assert "Kaupunginvaltuusto" in page
    assert "Esimerkki" in page
    assert "Esimerkki" not in text(reader, "/fi/kunnat/kuhmo/?on=2025-05-31")
    back = {**seat, "key": str(uuid4()), "valid_until": "1.1.2020"}
    assert client.post(f"/fi/yllapito/toimielimet/{body.public_id}/paikat/uusi/", back).status_code == 422
    assert Seat.objects.count() == 1


def test_merging_by_pages_shows_what_will_happen_first(people: People) -> None:
    """Preview changes nothing; the second press does."""
    client = browser(people.administrator)
    old, new = row("kunnat/kuhmo"), row("kunnat/kajaani")
    path = f"/fi/yllapito/organisaatiot/{old.public_id}/yhdista/"
    data = {"into": str(new.public_id), "on": "2027-01-01", "source": "esimerkkipäätös", "key": str(uuid4())}
    preview = client.post(path, data)
    assert "Näin tapahtuu" in preview.content.decode()
    old.refresh_from_db()
    assert old.valid_until is None
    assert client.post(path, {**data, "act": "1"}).status_code == 302
    old.refresh_from_db()
    assert str(old.valid_until) == "2026-12-31"
    assert client.post(path, {**data, "key": str(uuid4()), "act": "1"}).status_code == 422


def test_signing_out_and_open_redirects(people: People) -> None:
    """Out by POST only; `next` never leads elsewhere."""
    client = browser(people.kuhmo)
    assert client.get("/fi/poistu/").status_code == 405
    assert client.post("/fi/poistu/").status_code == 302
    assert client.get("/fi/oma/")["Location"].startswith("/fi/kirjaudu/?next=")


def test_health(reader: Client) -> None:
    """Both databases answer."""
    assert reader.get("/terveys/").json() == {"ok": True}


def test_the_small_map_has_each_region_once(reader: Client) -> None:
    """Every region of the registry has one tile of its own, and the front page links to each of them."""
    tiles, width, height = region_map()
    assert set(tiles) == set(atlas().areas)
    assert len({(t.x, t.y) for t in tiles.values()}) == 22
    assert all(0 < t.x < width and 0 < t.y < height for t in tiles.values())
    near = min(math.dist((a.x, a.y), (b.x, b.y)) for a, b in combinations(tiles.values(), 2))
    assert near >= WIDTH - 0.2, "no two overlap"
    text = reader.get("/sv/").content.decode()
    picture = text[text.index("y-country") : text.index("</svg>", text.index("y-country"))]
    for area in atlas().areas.values():
        assert f'href="/sv/alueet/{area.slug}/"' in picture
    for number in re.findall(r' (?:x|y|cx|cy)="([^"]*)"', picture):
        float(number)


def test_long_names_are_broken_once() -> None:
    """A name takes at most two lines."""
    assert broken("Pohjois-Pohjanmaa") == ["Pohjois-", "Pohjanmaa"]
    assert broken("Vantaa ja Kerava") == ["Vantaa ja", "Kerava"]
    assert broken("Lappi") == ["Lappi"]


def test_the_overview_tells_the_cells_of_the_map(reader: Client) -> None:
    """A number of the table is the count of recorded cells of that region and theme."""
    opened("15")
    on = date(2025, 10, 31)
    cells = interface_map(on)
    known = sum(cells["15", "yleinen", block].known for block in BLOCKS)
    text = reader.get("/fi/?on=2025-10-31").content.decode()
    link = text.index('href="/fi/alueet/keski-suomi/yleinen/?on=2025-10-31"')
    assert known
    assert f"</svg>{known}/6</a>" in text[link : text.index("</td>", link)]


def test_two_days_compared(reader: Client) -> None:
    """`?vs=` lists exactly the cells that differ, earlier day first whichever way it is asked, and says when none do."""
    opened("15", "20")
    early, late = date(2023, 6, 1), date(2025, 10, 31)
    expected = changes(interface_map(early), interface_map(late), "15")
    assert expected
    one = text(reader, "/fi/alueet/keski-suomi/?on=2025-10-31&vs=2023-06-01")
    other = text(reader, "/fi/alueet/keski-suomi/?on=2023-06-01&vs=2025-10-31")
    for page in (one, other):
        part = page[page.index('id="changes"') : page.index("</section>", page.index('id="changes"'))]
        assert part.count('<th scope="row">') == len(expected)
        assert part.index("1.6.2023") < part.index("31.10.2025")
    assert "Mikään kartan ruutu ei eroa" in text(reader, "/fi/alueet/kainuu/?on=2024-02-01&vs=2024-01-31")
    assert "?vs=" in text(reader, "/fi/alueet/kainuu/?vs=eilen", 400)
    assert text(reader, "/fi/alueet/kainuu/?vs=1999-01-01", 400)

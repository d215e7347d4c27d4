"""Pages that are kept whole: every one is known here, none holds anything of one reader, a write makes them anew."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.people import People, browser, org, row
from yhdyspinta.core.accounts.actions import end_grant, give_role
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.registry import actions as registry
from yhdyspinta.core.registry.models import Region

KEPT = {
    "country": "", "regions": "alueet/", "region": "alueet/{region}/", "interface": "alueet/{region}/tyollisyys/",
    "half-years": "alueet/{region}/puolivuosittain/", "five-minutes": "alueet/{region}/viisi-minuuttia/",
    "municipalities": "kunnat/", "municipality": "kunnat/{town}/", "employment-areas": "tyollisyysalueet/",
    "employment-area": "tyollisyysalueet/{area}/", "organisations": "organisaatiot/", "organisation": "organisaatiot/kela/",
    "obligations:duties": "velvoitteet/", "obligations:region": "alueet/{region}/velvoitteet/",
    "obligations:calendar": "kalenteri/", "responsibilities:counterpart": "vastinpari/?q=opiskeluhuolto&kunta={town}",
    "statistics:index": "tilastot/", "statistics:indicator": "tilastot/luku/statfin-vaesto/",
    "statistics:profile": "tilastot/kunnat/{town}/", "statistics:picture": "alueet/{region}/tilannekuva/tyollisyys/",
    "statistics:compare": "tilastot/vertaa/?luku=statfin-vaesto", "hyte": "hyte/",
    "embed-country": "upota/kartta/", "embed-region": "upota/kartta/{region}/", "embed-list": "upota/luettelo/kirjaukset/{region}/",
    "embed-chart": "upota/luku/statfin-vaesto/",
}  # fmt: skip
"""Each kept page by the name of its address, and where it is."""
REAL = {"region": "keski-suomi", "town": "laukaa", "area": "jyvaskyla-muurame"}


def paths(lang: str = "fi", **places: str) -> dict[str, str]:
    """The addresses of kept pages by their names."""
    return {name: f"/{lang}/{path.format(**places)}" for name, path in KEPT.items()}


def named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Names of addresses whose view is kept."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif _kept(pattern.callback):
            yield f"{space}{pattern.name}"


def _kept(view: object) -> bool:
    """Whether a view, under its other decorators, is kept."""
    while view is not None:
        if getattr(view, "kept", False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_kept_page_is_known_here() -> None:
    """The example region is asked which tables these pages read: one that is not listed would not be asked."""
    assert set(named(get_resolver().url_patterns)) == set(KEPT)


@pytest.mark.django_db
def test_none_holds_anything_of_one_reader(reader: Client) -> None:
    """Two readers get the same bytes, without a cookie, with one query: that of the revisions (and of what is asked beside)."""
    for name, path in paths(**REAL).items():
        first = reader.get(path)
        assert (first.status_code, dict(first.cookies)) == (200, {}), path
        with CaptureQueriesContext(connection) as asked:
            again = Client().get(path)
        assert again.content == first.content, path
        assert len(asked) == (2 if name == "region" else 1), path


@pytest.mark.django_db
def test_a_pair_is_shown_as_it_is(reader: Client, people: People) -> None:
    """Who coordinates has no revision: a region's page asks it each time."""
    region, county = Region.objects.get(slug="kainuu"), row("organisaatiot/kainuun-hyvinvointialue")
    before = reader.get("/fi/alueet/kainuu/").content
    grant = give_role(by=HOUSE, user=people.nobody, role="coordinator", organisation=county, region=region, side="county")  # fmt: skip
    assert reader.get("/fi/alueet/kainuu/").content != before
    end_grant(by=HOUSE, grant=grant)
    assert reader.get("/fi/alueet/kainuu/").content == before


@pytest.mark.django_db
def test_whoever_is_signed_in_gets_their_own(reader: Client, people: People) -> None:
    """Neither is their page shown to others, nor the others' to them."""
    mine = browser(people.kuhmo).get("/fi/kunnat/kuhmo/").content
    everybodys = reader.get("/fi/kunnat/kuhmo/").content
    assert mine != everybodys
    assert b"csrfmiddlewaretoken" not in everybodys
    assert b"csrfmiddlewaretoken" in browser(people.kuhmo).get("/fi/kunnat/kuhmo/").content
    assert reader.get("/fi/kunnat/kuhmo/").content == everybodys


@pytest.mark.django_db
def test_a_write_without_a_revision_is_found(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of every request bites: the same write passes with its revision, and without is named with its table."""
    body = {"kind": "council", "name_fi": "Valtuusto", "key": str(uuid4())}
    path = reverse("add-body", args=[org("kunnat/kuhmo").public_id])
    assert browser(people.administrator).post(path, body).status_code == 302
    monkeypatch.setattr(registry, "bump", lambda _name: None)
    with pytest.raises(AssertionError, match="registry_body"):
        browser(people.administrator).post(path, {**body, "key": str(uuid4())})

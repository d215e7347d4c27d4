"""Service points from PTV: the shape of v11, paging, what fails, and the page; a stand-in on loopback."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.server import Server, running
from tests.people import org
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.outside import Outside
from yhdyspinta.rooms.responsibilities import points, ptv
from yhdyspinta.rooms.responsibilities.models import PointReading, ServicePoint

KUHMO = "290"


def channel(number: int, code: str = KUHMO, **more: Any) -> dict[str, Any]:
    """A place as v11 writes it, with fields that are not read and some that are null."""
    street = {
        "street": [{"language": "fi", "value": "Koulukatu"}, {"language": "sv", "value": "Skolgatan"}],
        "streetNumber": "1",
        "postalCode": "88900",
        "postOffice": [{"language": "fi", "value": "KUHMO"}],
        "municipality": {"code": code, "name": [{"language": "fi", "value": "Kuhmo"}]},
        "latitude": "7111111",
    }
    made = {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "serviceChannelType": "ServiceLocation",
        "organizationId": "org-1",
        "serviceChannelNames": [
            {"language": "fi", "value": "Toinen nimi", "type": "AlternativeName"},
            {"language": "fi", "value": f"Terveysasema {number}", "type": "Name"},
        ],
        "addresses": [{"type": "Postal", "streetAddress": None}, {"type": "Location", "subType": "Single", "streetAddress": street}],
        "phoneNumbers": [{"type": "Fax", "number": "1"}, {"prefixNumber": "+358", "number": "8 123", "language": "fi", "type": "Phone"}],
        "supportEmails": None,
        "webPages": [{"url": "https://example.org/ta", "language": "fi"}],
        "services": [{"service": {"id": "s1", "name": "Avosairaanhoito"}}, {"service": {"id": "s2", "name": "Neuvola"}}],
        "publishingStatus": "Published",
        "modified": "2026-10-01T10:00:00",
    }  # fmt: skip
    return {**made, **more}


class Ptv:
    """What the stand-in has: channels by municipality, a page holds three."""

    def __init__(self, server: Server) -> None:
        self.server, self.channels, self.status = server, dict[str, list[dict[str, Any]]](), 200

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        """As v11 does."""
        if self.status != 200:
            return self.status, b"huolto"
        if path.endswith("/Organization/list"):
            ids = query["guids"][0].split(",")
            return 200, [{"id": i, "organizationNames": [{"language": "fi", "value": f"Organisaatio {i}", "type": "Name"}]} for i in ids]  # fmt: skip
        rows, page = self.channels.get(path.rsplit("/", 1)[-1], []), int(query["page"][0])
        found = rows[(page - 1) * 3 : page * 3]
        return 200, {
            "pageNumber": page,
            "pageSize": 3,
            "pageCount": max(1, -(-len(rows) // 3)),
            "itemList": found or None,
        }


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ptv]:
    """PTV on loopback."""
    made: list[Ptv] = []
    with running(lambda _method, path, query, _sent, _headers: made[0].answer(path, query)) as server:
        made.append(Ptv(server))
        monkeypatch.setattr(settings, "PTV_URL", f"{server.url}/api/v11")
        monkeypatch.setattr(settings, "OUTSIDE_ALSO", [server.url.removeprefix("http://")])
        yield made[0]


def test_a_channel_is_read() -> None:
    """The name before an alternative, the address by language, the phone that is no fax, services once; other places are left."""
    channels, pages = ptv.page(json.dumps({"pageCount": 2, "itemList": [
        channel(1), channel(2, "205"), channel(3, serviceChannelType="EChannel"), channel(4, publishingStatus="Draft"),
        channel(5, serviceChannelNames=[]), channel(6, addresses=None),
    ]}).encode())  # fmt: skip
    (one,) = ptv.points(channels, KUHMO)
    assert pages == 2
    assert (one.name.fi, one.name.sv) == ("Terveysasema 1", "")
    assert (one.address.fi, one.phone, one.email) == ("Koulukatu 1, 88900 KUHMO", "+358 8 123", "")
    assert one.address.sv.startswith("Skolgatan 1")
    assert one.services == ("Avosairaanhoito", "Neuvola")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"itemList": [{"id": 5}]}', b'{"itemList": "x"}'])
def test_another_answer_is_refused(body: bytes) -> None:
    """Nothing is guessed of what is not v11."""
    with pytest.raises(ptv.NotPtv):
        ptv.page(body)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=8), lambda x: st.lists(x, max_size=4) | st.dictionaries(st.sampled_from(["id", "itemList", "pageCount", "addresses", "type"]), x, max_size=4)))  # fmt: skip
def test_any_json(told: Any) -> None:
    """Whatever comes, it is read or refused."""
    try:
        found, _pages = ptv.page(json.dumps(told).encode())
        list(ptv.points(found, KUHMO))
    except ptv.NotPtv:
        return


@pytest.mark.django_db
def test_points_are_read_kept_and_shown(stand_in: Ptv) -> None:
    """Over several pages; read again they are as they are then; a municipality that fails keeps what it has."""
    kuhmo = org("kunnat/kuhmo")
    assert kuhmo.code == KUHMO
    stand_in.channels[KUHMO] = [channel(n) for n in range(8)]
    assert points.read(kuhmo) == 8
    page = Client().get("/fi/palvelupaikat/kuhmo/").content.decode()
    for word in ("Organisaatio org-1", "Terveysasema 7", "Koulukatu 1, 88900 KUHMO", "CC BY 4.0", "8 palvelupaikkaa"):
        assert word in page
    assert "1 palvelupaikka " in Client().get("/fi/palvelupaikat/kuhmo/?q=terveysasema+7").content.decode().replace(
        "\n", " "
    )
    assert "Ei palvelupaikkaa tällä sanalla" in Client().get("/fi/palvelupaikat/kuhmo/?q=zzz").content.decode()
    assert Client().get("/fi/palvelupaikat/kuhmo/?muoto=csv").content.decode().count("\r\n") == 9
    stand_in.channels[KUHMO] = [channel(n) for n in range(2, 4)]
    assert points.read(kuhmo) == 2
    stand_in.status = 500
    with pytest.raises(Outside):
        points.read(kuhmo)
    assert ServicePoint.objects.filter(municipality=kuhmo.id).count() == 2
    assert "/fi/palvelupaikat/kuhmo/" in Client().get("/fi/kunnat/kuhmo/").content.decode()


@pytest.mark.django_db
def test_a_night_reads_those_whose_turn_it_is(stand_in: Ptv) -> None:
    """Forty-eight a night, the longest unread first; one that fails waits for its next turn and hinders no other."""
    stand_in.channels[KUHMO] = [channel(1)]
    assert points.read_due() == "48 municipalities, 0 failed, 0 service points" or ServicePoint.objects.exists()
    first = set(PointReading.objects.values_list("municipality", flat=True))
    with clock.frozen(clock.now() + timedelta(days=1)):
        points.read_due()
    assert PointReading.objects.count() == 96
    assert first < set(PointReading.objects.values_list("municipality", flat=True))
    stand_in.status = 503
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert "48 failed" in points.read_due()
    assert PointReading.objects.filter(fault="outside_status").count() == 48
    page = Client().get("/fi/palvelupaikat/kuhmo/").content.decode()
    assert "palvelupaik" in page

"""What open data there is, as DCAT-AP tells it (JSON-LD): data sets with licence, publisher, language and where each is got."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.interfaces.catalogue import full_text, text_of, toml_of
from yhdyspinta.core.ui.pages import get

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority"
LANGUAGE_CODES = {"fi": "FIN", "sv": "SWE", "en": "ENG"}
LICENCES = {
    "CC BY 4.0": f"{EU}/licence/CC_BY_4_0",
    "CC0 1.0": f"{EU}/licence/CC0",
    "EUPL-1.2": f"{EU}/licence/EUPL_1_2",
}
Node = dict[str, Any]


def _texts(text: Text) -> list[Node]:
    return [{"@language": lang, "@value": text.get(lang)} for lang in LANGUAGES]


def _ours(path: str) -> str:
    return f"{settings.ADDRESS}{path}"


def _licence(name: str) -> Node:
    """A known licence by its address in the EU's list, another by its name."""
    known = LICENCES.get(name)
    return {"@id": known} if known else {"@type": "dct:LicenseDocument", "dct:title": name}


def _distribution(path: str, licence: str) -> Node:
    return {
        "@type": "dcat:Distribution",
        "@id": _ours(path) + "#jakelu",
        "dcat:accessURL": {"@id": _ours(path)},
        "dct:format": {"@id": f"{EU}/file-type/JSON"},
        "dct:license": _licence(licence),
    }


def _dataset(code: str, title: Text, about: Text, licence: str, paths: Iterable[str]) -> Node:
    return {
        "@type": "dcat:Dataset",
        "@id": _ours(reverse("dcat")) + f"#{code}",
        "dct:title": _texts(title),
        "dct:description": _texts(about),
        "dct:identifier": code,
        "dct:publisher": {"@id": _ours("/#julkaisija")},
        "dct:language": [{"@id": f"{EU}/language/{c}"} for c in LANGUAGE_CODES.values()],
        "dct:spatial": {"@id": f"{EU}/country/FIN"},
        "dcat:theme": [{"@id": f"{EU}/data-theme/GOVE"}],
        "dct:accrualPeriodicity": {"@id": f"{EU}/frequency/CONT"},
        "dcat:distribution": [_distribution(path, licence) for path in paths],
    }


@cache
def told() -> dict[str, Any]:
    """The sets as the package tells them. Raises InvalidFile when a text lacks a language."""
    data = toml_of(Path(__file__).with_name("datasets.toml"))
    for row in (data["catalogue"], *data["set"]):
        for name in ("title", "about"):
            full_text(row[name], f"datasets.toml: {row.get('code', 'catalogue')} {name}")
    return data


def datasets() -> list[Node]:
    """Each set of open data. Figures are sets of their own by source, because licences are by source."""
    found = [
        _dataset(s["code"], text_of(s["title"]), text_of(s["about"]), s["licence"], s["paths"]) for s in told()["set"]
    ]
    return [*found, *(_figures(code) for code in sorted({i.source for i in law().indicators.values()}))]


def _figures(code: str) -> Node:
    source = law().sources[code]
    about = text_of(told()["figures"]["about"])
    made = _dataset(f"figures-{code}", source.name, about, source.licence, [f"/api/v1/indicators?source={code}"])
    return {**made, "dct:source": {"@id": source.url}}


@get
def show(request: HttpRequest) -> JsonResponse:
    """The catalogue."""
    node = {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "@id": _ours(reverse("dcat")),
        "dct:title": _texts(text_of(told()["catalogue"]["title"])),
        "dct:description": _texts(text_of(told()["catalogue"]["about"])),
        "dct:publisher": {"@type": "foaf:Agent", "@id": _ours("/#julkaisija"), "foaf:name": "Yhdyspinta"},
        "dct:language": [{"@id": f"{EU}/language/{c}"} for c in LANGUAGE_CODES.values()],
        "foaf:homepage": {"@id": _ours("/")},
        "dcat:dataset": datasets(),
    }
    return JsonResponse(node, content_type="application/ld+json")

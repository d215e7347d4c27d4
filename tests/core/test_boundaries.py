"""Real shapes from GeoJSON: common borders stay common, bad files change nothing and say what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common import clock
from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.core.registry.boundaries import WIDTH, middle, shapes_of
from yhdyspinta.core.registry.models import Boundaries
from yhdyspinta.core.registry.queries import atlas, boundaries
from yhdyspinta.core.registry.tiles import centres


def square(code: str, x: float, y: float, size: float = 10_000.0) -> dict[str, Any]:
    """A municipality as a square, its south-west corner at x, y metres."""
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Feature", "properties": {"kunta": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def country() -> str:
    """Every municipality as a square around its centre."""
    features = [square(c, e * 1000 - 4000, n * 1000 - 4000, 8000) for c, (e, n) in centres().items()]
    return json.dumps({"type": "FeatureCollection", "features": features})


def collection(*features: object) -> str:
    """A GeoJSON text."""
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_neighbours_keep_their_border() -> None:
    """Two squares side by side share the same points in the picture; the picture is as wide as asked."""
    paths, width, height = shapes_of(collection(square("001", 0, 0), square("002", 10_000, 0)), ["001", "002"])
    assert (width, height) == (WIDTH, WIDTH // 2)
    assert paths["001"] == "M0 240l240 0 0 -240 -240 0z"
    assert paths["002"] == "M240 240l240 0 0 -240 -240 0z"
    assert middle(paths["002"]) == (360, 120)


def test_degrees_and_multipolygons() -> None:
    """WGS 84 is accepted; islands too small to see are left out, the largest stays."""
    ring = [[25.0, 60.0], [26.0, 60.0], [26.0, 61.0], [25.0, 61.0], [25.0, 60.0]]
    speck = [[25.5, 61.5], [25.5001, 61.5], [25.5001, 61.5001], [25.5, 61.5]]
    feature = {"properties": {"koodi": 5}, "geometry": {"type": "MultiPolygon", "coordinates": [[ring], [speck]]}}
    paths, width, height = shapes_of(collection(feature), ["005"])
    assert paths["005"].count("M") == 1
    assert height > width


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "FeatureCollection"),
        ('{"features": []}', "FeatureCollection"),
        (collection("x"), "feature 1: no municipality code"),
        (collection({"properties": {}, "geometry": None}), "feature 1"),
        (collection({"properties": {"kunta": "001"}, "geometry": {"type": "Point"}}), "expected Polygon"),
        (
            collection({"properties": {"kunta": "001"}, "geometry": {"type": "Polygon", "coordinates": [["x"]]}}),
            "pairs",
        ),
        (collection({"properties": {"kunta": "001"}, "geometry": {"type": "Polygon", "coordinates": [[]]}}), "four"),
        (collection(square("001", 0, 0, 0)), "same place"),
        (collection(square("777", 0, 0)), "unknown municipality codes: 777"),
        (collection(square("001", 0, 0)).replace("001", "002"), "1 municipalities are missing: 001"),
    ],
)
def test_a_bad_file_says_what_and_where(text: str, reason: str) -> None:
    """One sentence each."""
    with pytest.raises(InvalidFile, match=reason):
        shapes_of(text, ["001", "002"] if "missing" in reason else ["001"])


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=4),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(["features", "properties", "geometry", "type", "coordinates", "kunta"]), x, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused(value: object) -> None:
    """Never another error."""
    try:
        shapes_of(json.dumps(value), ["001"])
    except InvalidFile:
        return


def test_a_municipality_in_two_features_has_both_parts() -> None:
    """Mainland and island as features of their own are one shape."""
    whole, _, _ = shapes_of(
        collection(square("001", 0, 0), square("002", 50_000, 0), square("001", 0, 50_000)), ["001", "002"]
    )
    assert (whole["001"].count("M"), whole["002"].count("M")) == (2, 1)


@pytest.mark.django_db
def test_the_command_draws_real_shapes_and_goes_back(
    tmp_path: Path, reader: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    """Imported shapes are on the pages at once; a bad file changes nothing; --remove brings the tiles back."""
    file = tmp_path / "kunnat.geojson"
    file.write_text(country())
    tiles = reader.get("/fi/kunnat/").content.decode()
    call_command("import_boundaries", str(file))
    assert "308 municipalities" in capsys.readouterr().out
    shaped = reader.get("/fi/kunnat/").content.decode()
    found = boundaries()
    assert found is not None
    assert found.paths["290"] in shaped
    assert found.paths["290"] not in tiles
    assert "Tilastokeskus, kuntarajat" in shaped
    assert "Jokainen kunta on yksi ruutu" not in shaped
    front = reader.get("/fi/").content.decode()
    assert "Tilastokeskus, kuntarajat" in front
    assert "jokainen yhtä suuri" not in front
    file.write_text(collection(square("290", 0, 0)))
    with pytest.raises(CommandError, match="307 municipalities are missing"):
        call_command("import_boundaries", str(file))
    with pytest.raises(CommandError, match="no file"):
        call_command("import_boundaries")
    assert boundaries() == found
    call_command("import_boundaries", remove=True)
    assert boundaries() is None
    assert reader.get("/fi/kunnat/").content.decode() == tiles
    assert Boundaries.objects.count() == 1
    assert len(atlas().of_kind("municipality", clock.today())) == 308

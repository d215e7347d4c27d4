"""Where the invented region lies: beside the real ones, in an installation that says so (`YHDYSPINTA_DEMO`)."""

from pathlib import Path

from yhdyspinta.core.indicators.axes import lay_also
from yhdyspinta.core.registry.files import read_also

HERE = Path(__file__).parent
REGION = "E1"
PLACES: tuple[tuple[str, str], ...] = (
    ("county", REGION),
    ("employment_area", REGION),
    *(("municipality", f"E0{n}") for n in range(1, 9)),
)


def settle() -> None:
    """Reads the invented region's files beside the real ones, from now on."""
    read_also(HERE / "registry")
    lay_also(HERE / "esim.csv")

"""What the setting of pages needs: fonts that lie in a package, so that every machine sets the same; one file as bytes."""

from pathlib import Path

import font_source_sans_pro

FONTS: list[str] = [str(Path(font_source_sans_pro.__file__).parent / "files")]


def one_file(made: bytes | list[bytes] | None) -> bytes:
    """What the setting gave, as one file. Raises RuntimeError when it is not one."""
    if isinstance(made, list) and len(made) == 1:
        return made[0]
    if not isinstance(made, bytes):
        raise RuntimeError("the setting gave no single file")
    return made

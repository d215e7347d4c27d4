"""A link as a QR code, drawn as SVG."""

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(address: str) -> SafeString:
    """The code of an address as an SVG element, without colours of its own: the page's ink on white."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(
        scale=4, border=2, omitsize=True, dark="#000", light="#fff", svgclass="y-qr", lineclass=None
    )
    return mark_safe(drawing)  # noqa: S308  (of our own address, drawn by the library)

"""Texts that would run something where a page forgot to escape: every vector in every place it could break out of. Made here."""

from itertools import product

RUNS = "window.__ran=1"
VECTORS = (
    f"<script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f"<svg onload={RUNS}>",
    f"<svg><script>{RUNS}</script></svg>",
    f"<body onload={RUNS}>",
    f"<details open ontoggle={RUNS}>",
    f"<input autofocus onfocus={RUNS}>",
    f"<video><source onerror={RUNS}></video>",
    f"<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>",  # noqa: F541  (one of a row of alike)
    f"<a href='javascript:{RUNS}' autofocus>x</a>",
    f"<math><mi xlink:href='javascript:{RUNS}'>x</mi></math>",
    f"<style>@import 'javascript:{RUNS}'</style>",
    f"<base href='javascript:{RUNS}//'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUNS}'>",
    f"javascript:{RUNS}",
    f"{{{{ '{RUNS}' }}}}{{% debug %}}",
    f"&lt;script&gt;{RUNS}&lt;/script&gt;",
    f"<scr\u200bipt>{RUNS}</scr\u200bipt>",
    f"<SCRIPT/x>{RUNS}</SCRIPT>",
    f"<img src=x oneonerrorrror={RUNS}>",
)
BREAKS = (
    "",
    '">',
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "-->",
    "]]>",
    '" autofocus onfocus=window.__ran=1 x="',
    "`}",
)
"""Out of text, of an attribute, of a title, a field, a script, a comment, CDATA, an unclosed attribute, a template."""
CORPUS = tuple(f"{before}{vector}" for before, vector in product(BREAKS, VECTORS))

"""The handbook's pages, and the pictures of this installation, where `tools/take_handbook.py` has taken them."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from yhdyspinta.core.ui.pages import get, page
from yhdyspinta.site.handbook.chapters import Chapter, Part, chapters

SUFFIX = ".png"


def place(lang: str, name: str) -> Path:
    """Where a picture is kept."""
    return Path(settings.DATA_DIR) / "handbook" / lang / f"{name}{SUFFIX}"


@get
def contents(request: HttpRequest) -> HttpResponse:
    """All chapters; the first is for everybody."""
    found = chapters(request.LANGUAGE_CODE)
    return page(request, "site/handbook.html", {"chapters": found, "crumbs": [(_("Handbook"), "")]})


@get
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter, with the one before and the one after."""
    found = chapters(request.LANGUAGE_CODE)
    here = next((number for number, c in enumerate(found) if c.slug == slug), None)
    if here is None:
        raise Http404
    context = {
        "here": found[here],
        "parts": _shown(found[here], request.LANGUAGE_CODE),
        "before": found[here - 1] if here else None,
        "next": found[here + 1] if here + 1 < len(found) else None,
        "crumbs": [(_("Handbook"), reverse("handbook")), (found[here].title, "")],
    }
    return page(request, "site/handbook_chapter.html", context)


@get
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture in the language of the address; the mark while it has not been taken. Raises Http404 for other names."""
    lang = request.LANGUAGE_CODE
    if name not in {p for c in chapters(lang) for p in c.pictures}:
        raise Http404
    if not place(lang, name).is_file():
        return redirect(static("ui/mark.svg"))
    answer = HttpResponse(place(lang, name).read_bytes(), content_type="image/png")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


def _shown(here: Chapter, lang: str) -> list[dict[str, object]]:
    return [_part(p, lang) for p in here.parts if p.html or place(lang, p.picture).is_file()]


def _part(part: Part, lang: str) -> dict[str, object]:
    """The text is our own file's, rendered without HTML of its own."""
    if part.html:
        return {"html": mark_safe(part.html)}  # noqa: S308  (a file of the package)
    return {"src": reverse("handbook-picture", args=[part.picture]), "alt": part.alt}

"""What has happened in a region as Atom (RFC 4287) or RSS 2.0, of a theme or all; only what is public."""

from datetime import datetime, time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import get
from yhdyspinta.site.standards.happenings import of_region

SHOWN = 50
FORMS = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
MEDIA = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}


@get
def region(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest of a region; `?teema=` narrows it to a theme."""
    area, lang, today = area_of(slug), request.LANGUAGE_CODE, clock.today()
    book, theme = books().get(area.code, NOTHING), request.GET.get("teema", "")
    if theme and theme not in book.themes_on(today):
        raise Http404
    title = area.name.get(lang) + (f": {book.name_of(theme).get(lang)}" if theme else "")
    here = settings.ADDRESS + reverse("region", args=[slug])
    feed = FORMS[form](
        title=title,
        link=here,
        description=_("What has been agreed, decided and done."),
        language=lang,
        feed_url=settings.ADDRESS + request.get_full_path(),
        feed_guid=f"{here}?teema={theme}",
        author_name="Yhdyspinta",
    )
    for one in of_region(ANONYMOUS, area, today, theme)[:SHOWN]:
        at = datetime.combine(one.on, time(12), tzinfo=clock.HELSINKI)
        feed.add_item(
            title=one.title.get(lang),
            link=settings.ADDRESS + one.href,
            description=say(f"happening:{one.kind}", lang=lang),
            unique_id=f"{settings.ADDRESS}/#{one.key}",
            unique_id_is_permalink=False,
            pubdate=at,
            updateddate=at,
            categories=sorted(book.name_of(t).get(lang) for t in one.themes if t in book.themes_on(today)),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=MEDIA[form])

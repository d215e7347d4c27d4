"""What every template knows."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yhdyspinta.core.common import clock
from yhdyspinta.core.ui.pages import asked_day


def frame(request: HttpRequest) -> dict[str, Any]:
    """Language, today, version, the same page's address in each language, a fresh form key, and the day that links keep."""
    path = request.get_full_path()
    languages = []
    for code, name in settings.LANGUAGES:
        rest = path.split("/", 2)[2] if path.count("/") >= 2 else ""
        languages.append({"code": code, "name": name, "href": f"/{code}/{rest}"})
    asked = asked_day(request)
    return {
        "when": f"?on={asked}" if asked else "",
        "when_and": f"&on={asked}" if asked else "",
        "lang": request.LANGUAGE_CODE,
        "today": clock.today(),
        "demo": settings.DEMO,
        "version": settings.VERSION,
        "languages": languages,
        "form_key": uuid.uuid4(),
    }

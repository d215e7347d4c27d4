"""What somebody wrote on a form that could not be saved: it stands on the page that says so, to be sent again or copied."""

import re
from typing import Any

from django.http import HttpRequest

SECRET = re.compile(r"passw|secret|code|otp|token|credential", re.IGNORECASE)
"""Names of fields that are never written back on a page."""
CSRF = "csrfmiddlewaretoken"


def kept_form(request: HttpRequest) -> dict[str, Any]:
    """The context of the page: `action`, `fields` (name, value) to be sent again, `texts` to be read, `files` names that are lost.

    The form's own key goes along, so that sending again saves once even if the first did get through. A form with a secret
    among its fields is not written back: it is short and is filled in anew.
    """
    if request.method != "POST":
        return {}
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    if not pairs or any(SECRET.search(name) for name, _value in pairs if name != CSRF):
        return {}
    return {
        "action": request.get_full_path(),
        "fields": pairs,
        "texts": [value for name, value in pairs if name != CSRF and (" " in value.strip() or "\n" in value)],
        "files": sorted(file.name or "" for files in dict(request.FILES.lists()).values() for file in files),
    }

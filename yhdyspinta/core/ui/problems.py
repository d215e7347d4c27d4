"""What went wrong as RFC 9457 tells it (application/problem+json), for programs."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpResponse


def problem(
    status: int,
    code: str,
    detail: str,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer. `code` names the reason; `errors`: `where` and `what` of each thing that is wrong with what was sent."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, "code": code}
    body = json.dumps({**told, "errors": list(errors)}, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/problem+json", headers=headers)

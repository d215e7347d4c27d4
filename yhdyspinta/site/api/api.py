"""The interface put together: version 1, its subjects, its description (OpenAPI 3.1) and its errors."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from yhdyspinta.site.api import figures, finding, gathering, house, law, maps, working, writing
from yhdyspinta.site.api.problems import Problem, not_found, told_by

ABOUT = """Everything that one may see as data, with its source. Without a key: what is public. With a personal key
(Authorization: Bearer yp_…, made on one's own page): what its owner may see, and what the key was made to write.

Texts are told in Finnish, Swedish and English; null is what has not been said. Days are Finnish calendar days.
Lists are walked with `cursor`: give the `next` of one answer to the following request. Answers carry an ETag; send it
back in If-None-Match. Errors are application/problem+json (RFC 9457)."""

READS = {
    400: "What was asked cannot be understood",
    401: "The key is unknown, revoked or has expired",
    404: "Nothing there, or nothing that you may see",
    422: "Something that was sent cannot be used",
    429: "Asked too often: see Retry-After",
}
WRITES = {403: "The key or its owner may not do this", 409: "The key of the request came before with other content"}


class Interface(NinjaAPI):
    """Tells of every operation which errors it may answer with: all alike, so they are told in one place."""

    _told: OpenAPISchema | None = None

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """The description, with errors. Made once."""
        if self._told is not None and not asked.get("path_prefix"):
            return self._told
        schema = super().get_openapi_schema(**asked)
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        schema["components"]["schemas"] |= schema["components"]["schemas"]["Problem"].pop("$defs", {})
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for methods in schema["paths"].values():
            for method, told in methods.items():
                errors = READS | (WRITES if method == "post" else {})
                told["responses"] |= {c: {"description": text, "content": content} for c, text in errors.items()}
        self._told = schema
        return schema

    def get_operation_url_name(self, operation: Operation, router: Router) -> str:
        """Addresses are called as operations are."""
        return str(operation.operation_id)


api = Interface(
    title="Yhdyspinta",
    version="1",
    description=ABOUT,
    docs_url=None,
    docs_decorator=require_safe,
    urls_namespace="api",
    servers=[{"url": settings.ADDRESS}],
    openapi_extra={
        "info": {"license": {"name": "EUPL 1.2", "identifier": "EUPL-1.2"}},
        "security": [{}, {"Key": []}],
    },
)
for _subject in (house, finding, maps, law, figures, working, gathering, writing):
    api.add_router("", _subject.router)
told_by(api)


@csrf_exempt
def lost(request: HttpRequest) -> HttpResponse:
    """Any other address under /api/."""
    return not_found()


def operations() -> list[dict[str, Any]]:
    """Every operation as the documentation tells it: method, path, what for, parameters, in the order of subjects."""
    found = []
    schema = api.get_openapi_schema()
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            found.append({"path": path, "method": method.upper(), **told})
    return found

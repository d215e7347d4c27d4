"""All addresses: /<language>/<the same Finnish path in every language>/; programs' at /api/."""

from django.urls import include, path, re_path

from yhdyspinta.core.accounts.doors import callback
from yhdyspinta.core.ui.addresses import in_every_language
from yhdyspinta.site.api.api import api, lost
from yhdyspinta.site.info.health import health, live, ready
from yhdyspinta.site.info.metrics import metrics

handler400 = "yhdyspinta.core.ui.failing.refused"
handler500 = "yhdyspinta.core.ui.failing.failed"
urlpatterns = [
    path("terveys/", health, name="health"),
    path("health/live", live, name="health-live"),
    path("health/ready", ready, name="health-ready"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", api.urls),
    path("", include("yhdyspinta.site.standards.urls")),
    re_path(r"^api/", lost, name="api-lost"),
    *callback,
    *in_every_language(
        path("", include("yhdyspinta.core.accounts.urls")),
        path("", include("yhdyspinta.core.accounts.doors")),
        path("", include("yhdyspinta.core.ui.urls")),
        path("", include("yhdyspinta.core.publications.urls")),
        path("", include("yhdyspinta.core.matters.urls")),
        path("", include("yhdyspinta.core.bringing.urls")),
        path("", include("yhdyspinta.rooms.obligations.urls")),
        path("", include("yhdyspinta.rooms.statistics.urls")),
        path("", include("yhdyspinta.rooms.goals.urls")),
        path("", include("yhdyspinta.rooms.agreements.urls")),
        path("", include("yhdyspinta.rooms.responsibilities.urls")),
        path("", include("yhdyspinta.rooms.forums.urls")),
        path("", include("yhdyspinta.rooms.surveys.urls")),
        path("", include("yhdyspinta.rooms.employment.urls")),
        path("", include("yhdyspinta.rooms.preparedness.urls")),
        path("", include("yhdyspinta.rooms.welfare.urls")),
        path("", include("yhdyspinta.site.urls")),
    ),
]

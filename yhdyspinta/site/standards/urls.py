"""Addresses of the standards: those of programs, outside languages."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from yhdyspinta.site.standards import dcat, oparl, popolo
from yhdyspinta.site.standards.maps_of_site import SITEMAPS, robots

LISTS = ("organizations", "persons", "meetings", "papers", "agendaitems", "consultations", "files", "memberships", "terms", "locations")  # fmt: skip

oparl_patterns = [
    path("system", oparl.show_system, name="system"),
    path("bodies", oparl.bodies, name="bodies"),
    path("body/<slug:slug>", oparl.show_body, name="body"),
    *(path(f"body/<slug:slug>/{name}", oparl.listed, {"name": name}, name=name) for name in LISTS),
    path("body/<slug:slug>/party/<uuid:public_id>", oparl.show_party, name="party"),
    *(path(f"{kind}/<uuid:public_id>", oparl.show, {"kind": kind}, name=kind) for kind in ("forum", "meeting", "agendaitem", "paper", "consultation")),
]  # fmt: skip

XML = {"sitemaps": SITEMAPS, "content_type": "application/xml; charset=utf-8"}

urlpatterns = [
    path("api/oparl/1.1/", include((oparl_patterns, "oparl"))),
    path("api/popolo/<slug:slug>.json", popolo.region, name="popolo"),
    path("api/dcat.jsonld", dcat.show, name="dcat"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", require_safe(index), {**XML, "sitemap_url_name": "sitemap-part"}, name="sitemap"),
    path("sitemap-<slug:section>.xml", require_safe(sitemap), XML, name="sitemap-part"),
]

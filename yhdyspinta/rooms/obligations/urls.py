"""Addresses of the room. Included before the site's, so that fixed words win over slugs."""

from django.urls import path

from yhdyspinta.rooms.obligations import by_link, views, watch_pages, writing

app_name = "obligations"

urlpatterns = [
    path("velvoitteet/", views.duties, name="duties"),
    path("velvoitteet/lait/", watch_pages.statutes, name="statutes"),
    path("velvoitteet/lait/<uuid:public_id>/", watch_pages.look, name="look"),
    path("velvoitteet/<slug:code>/", views.duty, name="duty"),
    path("alueet/<slug:slug>/velvoitteet/", views.region_duties, name="region"),
    path("alueet/<slug:slug>/velvoitteet/<slug:code>/paiva/", writing.region_day, name="region-day"),
    path("alueet/paiva/<uuid:public_id>/hyvaksy/", writing.accept_day, name="accept-day"),
    path("alueet/paiva/<uuid:public_id>/peru/", writing.withdraw_day, name="withdraw-day"),
    path("kalenteri/", views.calendar_page, name="calendar"),
    path("kalenteri/alueet/<slug:slug>.ics", views.region_feed, name="region-feed"),
    path("kalenteri/<slug:space>/<slug:slug>.ics", views.organisation_feed, name="organisation-feed"),
    path("toteutumistiedot/", views.evidence_list, name="evidence-list"),
    path("toteutumistiedot/uusi/", writing.record, name="record"),
    path("toteutumistiedot/<uuid:public_id>/", views.evidence, name="evidence"),
    path("toteutumistiedot/<uuid:public_id>/korjaa/", writing.correct, name="correct"),
    path("toteutumistiedot/<uuid:public_id>/vahvista/", writing.confirm, name="confirm"),
    path("toteutumistiedot/<uuid:public_id>/peru/", writing.withdraw, name="withdraw"),
    path("toteutumistiedot/<uuid:public_id>/palauta/", writing.restore, name="restore"),
    path("vahvista/<str:token>/", by_link.confirm, name="confirm-by-link"),
    path("taydellisyys/<slug:space>/<slug:slug>/", writing.declare, name="declare"),
]

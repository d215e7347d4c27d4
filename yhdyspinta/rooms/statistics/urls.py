"""Addresses of the room. Included before the site's, so that fixed words win over slugs."""

from django.urls import path

from yhdyspinta.rooms.statistics import comparing, freezing, importing, owning, views

app_name = "statistics"

urlpatterns = [
    path("tilastot/", views.index, name="index"),
    path("tilastot/vertaa/", comparing.compare, name="compare"),
    path("tilastot/avaa/", views.open_profile, name="open"),
    path("tilastot/tuo/", importing.import_figures, name="import"),
    path("tilastot/lahteet/", views.sources, name="sources"),
    path("tilastot/luku/<slug:code>/", views.indicator, name="indicator"),
    path("tilastot/luku/<slug:code>/paata/", owning.end, name="end-own"),
    path("alueet/<slug:slug>/omat-luvut/", owning.own, name="own"),
    path("alueet/<slug:slug>/omat-luvut/uusi/", owning.define_own, name="define"),
    path("alueet/<slug:slug>/tilannekuva/<slug:theme>/", freezing.picture, name="picture"),
    path("alueet/<slug:slug>/tilannekuva/<slug:theme>/jaadyta/", freezing.freeze, name="freeze"),
    path("pysyva/<uuid:public_id>/", freezing.snapshot, name="snapshot"),
    path("pysyva/<uuid:public_id>/peru/", freezing.withdraw, name="withdraw-snapshot"),
    path("tilastot/<slug:space>/<slug:slug>/", views.profile, name="profile"),
]

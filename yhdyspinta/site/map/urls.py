"""Addresses of the map. Fixed words come before slugs."""

from django.urls import path

from yhdyspinta.site.map import agreeing, interface, picture, views

urlpatterns = [
    path("", views.country, name="country"),
    path("alueet/", views.regions, name="regions"),
    path("alueet/sovittu/<uuid:public_id>/vahvista/", agreeing.accept, name="agree-accept"),
    path("alueet/sovittu/<uuid:public_id>/kanta/", agreeing.say_stance, name="agree-say"),
    path("alueet/sovittu/<uuid:public_id>/paata/", agreeing.end, name="agree-end"),
    path("alueet/<slug:slug>/", views.region, name="region"),
    path("alueet/<slug:slug>/kartta.svg", picture.region_picture, name="region-picture"),
    path("alueet/<slug:slug>/puolivuosittain/", views.half_year_maps, name="half-years"),
    path("alueet/<slug:slug>/yhdessa/", agreeing.agreeing, name="region-agree"),
    path("alueet/<slug:slug>/yhdessa/avaa/", agreeing.propose_opening, name="agree-opening"),
    path("alueet/<slug:slug>/yhdessa/teema/", agreeing.propose_theme, name="agree-theme"),
    path("alueet/<slug:slug>/yhdessa/tarve/<slug:theme>/", agreeing.propose_need, name="agree-need"),
    path("alueet/<slug:slug>/yhdessa/luvut/<slug:theme>/", agreeing.propose_picture, name="agree-picture"),
    path("alueet/<slug:slug>/<slug:theme>/", interface.interface, name="interface"),
]

"""Addresses of the map."""

from django.urls import path

from yhdyspinta.site.map import views

urlpatterns = [
    path("", views.country, name="country"),
    path("alueet/", views.regions, name="regions"),
    path("alueet/<slug:slug>/", views.region, name="region"),
    path("alueet/<slug:slug>/<slug:theme>/", views.interface, name="interface"),
]

"""Addresses of the room. The page of an area is the site's (`tym`), for it sets several rooms beside each other."""

from django.urls import path

from yhdyspinta.rooms.employment import views

app_name = "employment"

urlpatterns = [
    path("tyollisyysalueet/kuntouttava-tyotoiminta/", views.rehabilitative, name="rehabilitative"),
    path("tyollisyysalueet/<slug:slug>/tym/johtoryhma/", views.group, name="group"),
    path("tyollisyysalueet/<slug:slug>/tym/vuosi/<int:year>/", views.year, name="year"),
    path("tyollisyysalueet/<slug:slug>/tym/vastinparit/<slug:space>/<slug:org>/", views.people, name="people"),
    path("tym/johtoryhma/<uuid:public_id>/pois/", views.withdraw_group, name="withdraw-group"),
    path("tym/vuosi/<uuid:public_id>/pois/", views.withdraw_year, name="withdraw-year"),
]

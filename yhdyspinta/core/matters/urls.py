"""Addresses of the way home."""

from django.urls import path

from yhdyspinta.core.matters import views

app_name = "matters"

urlpatterns = [
    path("vastaa/<str:token>/", views.by_link, name="by-link"),
    path("kasittelyt/osoite/<uuid:public_id>/", views.address, name="address"),
    path("kasittelyt/<uuid:public_id>/", views.consultation, name="consultation"),
    path("kasittelyt/<uuid:public_id>/kerro/", views.answer, name="answer"),
]

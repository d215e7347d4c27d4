"""Addresses of frozen documents."""

from django.urls import path

from yhdyspinta.core.publications import views

app_name = "publications"

urlpatterns = [
    path("pysyva/asiakirja/<uuid:public_id>/", views.publication, name="publication"),
    path("pysyva/asiakirja/<uuid:public_id>/peru/", views.withdraw, name="withdraw"),
]

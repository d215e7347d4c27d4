"""Addresses of bringing."""

from django.urls import path

from yhdyspinta.core.bringing import pages

app_name = "bringing"

urlpatterns = [
    path("tuo/", pages.bring, name="bring"),
    path("tuo/pohja/<slug:kind>/<slug:slug>/", pages.template, name="template"),
    path("tuo/<uuid:public_id>/", pages.look, name="look"),
    path("tuo/<uuid:public_id>/sarakkeet/", pages.columns, name="columns"),
    path("tuo/<uuid:public_id>/aloita/", pages.start, name="start"),
    path("tuo/<uuid:public_id>/kumoa/", pages.undo, name="undo"),
    path("tuo/<uuid:public_id>/uudelleen/", pages.retry, name="retry"),
    path("tuo/<uuid:public_id>/hylkaa/", pages.throw_away, name="throw-away"),
]

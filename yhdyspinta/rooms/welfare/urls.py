"""Addresses of the room."""

from django.urls import path

from yhdyspinta.rooms.welfare import deciding_pages, views, writing

app_name = "welfare"

urlpatterns = [
    path("hyvinvointi/<uuid:public_id>/", views.document, name="document"),
    path("hyvinvointi/<uuid:public_id>/muuta/", writing.change, name="change"),
    path("hyvinvointi/<uuid:public_id>/suunnitelma/<slug:code>/", writing.join, name="join"),
    path("hyvinvointi/<uuid:public_id>/lausunto/", writing.ask, name="ask"),
    path("hyvinvointi/<uuid:public_id>/vaihe/", deciding_pages.move, name="move"),
    path("hyvinvointi/<uuid:public_id>/hyvaksy/", deciding_pages.approve, name="approve"),
    path("hyvinvointi/<uuid:public_id>/pois/", deciding_pages.withdraw, name="withdraw"),
    path("hyvinvointi/luku/<uuid:public_id>/", writing.chapter, name="chapter"),
    path("hyvinvointi/luku/<uuid:public_id>/luvut/", writing.figure, name="figure"),
    path("hyvinvointi/luku/<uuid:public_id>/huomautus/", writing.remark, name="remark"),
    path("hyvinvointi/luku/<uuid:public_id>/kirjoittaja/", writing.charge, name="charge"),
    path("hyvinvointi/luku/<uuid:public_id>/kirjoittaja/pois/", writing.end_charge, name="end-charge"),
    path("hyvinvointi/huomautus/<uuid:public_id>/", writing.settle, name="settle"),
    path("hyvinvointi/lausunto/<uuid:public_id>/", writing.statement, name="statement"),
    # What begins with slugs comes last: a slug is also a fixed word or a UUID.
    path("hyvinvointi/<slug:space>/<slug:slug>/", views.organisation, name="organisation"),
    path("hyvinvointi/<slug:space>/<slug:slug>/uusi/", writing.begin, name="begin"),
    path("hyvinvointi/<slug:space>/<slug:slug>/muualla/", deciding_pages.elsewhere, name="elsewhere"),
]

"""Addresses of the way home."""

from django.urls import path

from yhdyspinta.core.matters import case_pages, feed_pages, file_pages, owner_pages, views

app_name = "matters"

urlpatterns = [
    path("vastaa/<str:token>/", views.by_link, name="by-link"),
    path("kasittelyt/osoite/<uuid:public_id>/", views.address, name="address"),
    path("kasittelyt/syotteet/<uuid:public_id>/", feed_pages.feeds, name="feeds"),
    path("kasittelyt/syotteet/<uuid:public_id>/lopeta/", feed_pages.end_feed, name="end-feed"),
    path("kasittelyt/ehdotus/<uuid:public_id>/muu/", feed_pages.dismiss, name="dismiss"),
    path("kasittelyt/<uuid:public_id>/", views.consultation, name="consultation"),
    path("kasittelyt/<uuid:public_id>/kerro/", views.answer, name="answer"),
    path("vastuu/<slug:kind>/<uuid:public_id>/", owner_pages.charge, name="charge"),
    path("vastuu/<slug:kind>/<uuid:public_id>/pois/", owner_pages.end, name="end-charge"),
    path("alueet/<slug:slug>/asiat/uusi/", case_pages.open_matter, name="open"),
    path("asiat/<uuid:public_id>/muuta/", case_pages.change, name="change"),
    path("asiat/<uuid:public_id>/vaihe/", case_pages.close, name="close"),
    path("asiat/<uuid:public_id>/tunnus/<uuid:party>/", case_pages.number, name="number"),
    path("asiat/<uuid:public_id>/asiakirja/", file_pages.file_to_matter, name="file"),
    path("asiakirjat/<uuid:public_id>/", file_pages.document, name="document"),
    path("asiakirjat/<uuid:public_id>/muuta/", file_pages.relabel, name="relabel"),
    path("asiakirjat/<uuid:public_id>/versio/", file_pages.bring, name="bring"),
    path("asiakirjat/<uuid:public_id>/pois/", file_pages.withdraw, name="withdraw-document"),
    path("asiakirjat/<uuid:public_id>/irrota/", file_pages.detach, name="detach"),
    path("asiakirjat/<uuid:public_id>/tiedosto/<int:number>/", file_pages.take, name="take"),
]

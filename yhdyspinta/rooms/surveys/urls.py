"""Addresses of the room."""

from django.urls import path

from yhdyspinta.rooms.surveys import answer_pages, organising, view_pages, views

app_name = "surveys"

urlpatterns = [
    path("kyselyt/", views.country, name="country"),
    path("kyselyt/uusi/", organising.begin_many, name="begin-many"),
    path("kyselyt/<uuid:public_id>/", views.survey, name="survey"),
    path("kyselyt/<uuid:public_id>/muuta/", organising.change, name="change"),
    path("kyselyt/<uuid:public_id>/kysymys/", organising.ask, name="ask"),
    path("kyselyt/<uuid:public_id>/kysymys/pois/", organising.leave_out, name="leave-out"),
    path("kyselyt/<uuid:public_id>/vaihe/", organising.move, name="move"),
    path("kyselyt/<uuid:public_id>/kutsut/", organising.invite, name="invite"),
    path("kyselyt/<uuid:public_id>/kutsut/pois/", organising.take_back, name="take-back"),
    path("kyselyt/<uuid:public_id>/kortit/", organising.cards, name="cards"),
    path("kyselyt/<uuid:public_id>/muistuta/", organising.remind, name="remind"),
    path("kyselyt/<uuid:public_id>/esikatselu/", answer_pages.preview, name="preview"),
    path("kyselyt/<uuid:public_id>/pois/", organising.hide, name="hide"),
    path("nakemykset/<uuid:public_id>/pois/", view_pages.withdraw_view, name="withdraw-view"),
    path("alueet/<slug:slug>/kyselyt/", views.region, name="region"),
    path("alueet/<slug:slug>/kyselyt/uusi/", organising.begin, name="begin"),
    path("alueet/<slug:slug>/nakemykset/", view_pages.views, name="views"),
    path("alueet/<slug:slug>/nakemykset/<slug:space>/<slug:org>/", view_pages.tell_view, name="tell-view"),
    # Answering: middleware takes the visitor's session away here, and no line is logged.
    path("kysely/kiitos/", answer_pages.thanks, name="thanks"),
    path("kysely/<str:token>/", answer_pages.answer_page, name="answer"),
]

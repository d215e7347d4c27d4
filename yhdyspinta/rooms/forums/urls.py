"""Addresses of the room."""

from django.urls import path

from yhdyspinta.rooms.forums import backlog_pages, event_pages, home, material, meetings, points, views

app_name = "forums"

urlpatterns = [
    path("alueet/<slug:slug>/foorumit/", views.region, name="region"),
    path("alueet/<slug:slug>/foorumit/uusi/", views.found, name="found"),
    path("alueet/<slug:slug>/foorumit/kalenteri.ics", event_pages.region_feed, name="region-feed"),
    path("foorumit/<uuid:public_id>/kalenteri.ics", event_pages.forum_feed, name="feed"),
    path("tapahtumat/", event_pages.events, name="events"),
    path("tapahtumat/kalenteri.ics", event_pages.event_feed, name="event-feed"),
    path("tapahtumat/uusi/", event_pages.add_event, name="add-event"),
    path("tapahtumat/<uuid:public_id>/pois/", event_pages.withdraw_event, name="withdraw-event"),
    path("foorumit/<uuid:public_id>/", views.forum, name="forum"),
    path("foorumit/<uuid:public_id>/muuta/", views.change, name="change"),
    path("foorumit/<uuid:public_id>/paata/", views.end, name="end"),
    path("foorumit/<uuid:public_id>/kanta/<uuid:party>/", views.say_stance, name="stance"),
    path("foorumit/<uuid:public_id>/kokous/", meetings.plan, name="plan"),
    path("foorumit/<uuid:public_id>/paikat/", backlog_pages.seats, name="seats"),
    path("foorumit/<uuid:public_id>/ehdota/", backlog_pages.propose, name="propose"),
    path("foorumit/<uuid:public_id>/vapaamuotoinen/", backlog_pages.jot, name="jot"),
    path("foorumit/ehdotukset/<uuid:public_id>/vastaa/", backlog_pages.answer_proposal, name="answer-proposal"),
    path("kokoukset/<uuid:public_id>/", meetings.meeting, name="meeting"),
    path("kokoukset/<uuid:public_id>/aineisto/", material.attach, name="attach"),
    path("kokoukset/<uuid:public_id>/aineisto/<uuid:document>/pois/", material.drop, name="drop"),
    path("kokoukset/<uuid:public_id>/muistio/", material.bring_memo, name="bring-memo"),
    path("kokoukset/<uuid:public_id>/muistio/poimi/", material.mark, name="mark"),
    path("kokoukset/<uuid:public_id>/muuta/", meetings.replan, name="replan"),
    path("kokoukset/<uuid:public_id>/vaihe/", meetings.move, name="move"),
    path("kokoukset/<uuid:public_id>/lasna/", meetings.present, name="present"),
    path("kokoukset/<uuid:public_id>/kohta/", points.add_point, name="add-point"),
    path("kokoukset/kohdat/<uuid:public_id>/", points.write_point, name="point"),
    path("kokoukset/kohdat/<uuid:public_id>/kirjoittajat/", points.writers, name="writers"),
    path("kokoukset/kohdat/<uuid:public_id>/kotiin/", home.ask, name="ask"),
    path("kokoukset/kysymykset/<uuid:public_id>/peru/", home.take_back, name="take-back"),
    path("kokoukset/kohdat/<uuid:public_id>/pois/", points.withdraw_point, name="withdraw-point"),
]

"""Addresses of the room. The steps of partnership are the site's (`preparedness-steps`), for they set several rooms side by side."""

from django.urls import path

from yhdyspinta.rooms.preparedness import log_pages, training_pages, views, writing

app_name = "preparedness"

urlpatterns = [
    path("alueet/<slug:slug>/valmius/", views.region, name="region"),
    path("alueet/<slug:slug>/valmius/tyonjako/", views.matrix, name="matrix"),
    path("alueet/<slug:slug>/valmius/kayttoon/", writing.join, name="join"),
    path("varautuminen/kaytto/<uuid:public_id>/pois/", writing.leave, name="leave"),
    path("alueet/<slug:slug>/valmius/kumppani/", writing.partner, name="partner"),
    path("varautuminen/kumppani/<uuid:public_id>/pois/", writing.withdraw_partner, name="withdraw-partner"),
    path("alueet/<slug:slug>/valmius/suunnitelma/<slug:subject>/", writing.begin, name="begin"),
    path("varautuminen/suunnitelma/<uuid:public_id>/", views.plan, name="plan"),
    path("varautuminen/suunnitelma/<uuid:public_id>/kortti/", views.card, name="card"),
    path("varautuminen/suunnitelma/<uuid:public_id>/osapuolet/", writing.parties, name="parties"),
    path("varautuminen/suunnitelma/<uuid:public_id>/roolit/<slug:function>/", writing.roles, name="roles"),
    path("varautuminen/suunnitelma/<uuid:public_id>/menettely/", writing.secret, name="secret"),
    path("varautuminen/suunnitelma/<uuid:public_id>/kanta/<uuid:party>/", writing.stance, name="stance"),
    path("varautuminen/suunnitelma/<uuid:public_id>/paata/", writing.end, name="end"),
    path("alueet/<slug:slug>/valmius/yhteystiedot/", training_pages.contacts, name="contacts"),
    path("alueet/<slug:slug>/valmius/yhteystiedot/<slug:space>/<slug:org>/", training_pages.contact, name="contact"),
    path("varautuminen/yhteystieto/<uuid:public_id>/vahvista/", training_pages.confirm, name="confirm-contact"),
    path("varautuminen/yhteystieto/<uuid:public_id>/pois/", training_pages.withdraw, name="withdraw-contact"),
    path("alueet/<slug:slug>/valmius/harjoitus/", training_pages.plan_exercise, name="plan-exercise"),
    path("varautuminen/harjoitus/<uuid:public_id>/", training_pages.exercise, name="exercise"),
    path("varautuminen/harjoitus/<uuid:public_id>/muuta/", training_pages.change_exercise, name="change-exercise"),
    path("varautuminen/harjoitus/<uuid:public_id>/pidetty/", training_pages.held, name="held"),
    path("varautuminen/harjoitus/<uuid:public_id>/peru/", training_pages.call_off, name="call-off"),
    path("varautuminen/harjoitus/<uuid:public_id>/oppi/", training_pages.learn, name="learn"),
    path("varautuminen/harjoitus/<uuid:public_id>/soitto/<uuid:contact>/", training_pages.tried, name="tried"),
    path("varautuminen/oppi/<uuid:public_id>/pois/", training_pages.forget, name="forget-lesson"),
    path("alueet/<slug:slug>/valmius/hairiot/", log_pages.incidents, name="incidents"),
    path("alueet/<slug:slug>/valmius/hairiot/avaa/", log_pages.open_log, name="open-log"),
    path("varautuminen/hairio/", log_pages.logs, name="logs"),
    path("varautuminen/hairio/palvelu.js", log_pages.worker, name="worker"),
    path("varautuminen/hairio/loki.webmanifest", log_pages.manifest, name="manifest"),
    path("varautuminen/hairio/<uuid:public_id>/", log_pages.incident, name="incident"),
    path("varautuminen/hairio/<uuid:public_id>/kuori/", log_pages.shell, name="shell"),
    path("varautuminen/hairio/<uuid:public_id>/kirjaa/", log_pages.write, name="write"),
    path("varautuminen/hairio/<uuid:public_id>/tila/", log_pages.state, name="state"),
    path("varautuminen/hairio/<uuid:public_id>/laheta/", log_pages.send, name="send"),
    path("varautuminen/hairio/<uuid:public_id>/paata/", log_pages.close, name="close"),
]

"""Addresses of the room."""

from django.urls import path

from yhdyspinta.rooms.agreements import change_pages, problem_pages, views, writing

app_name = "agreements"

urlpatterns = [
    path("alueet/<slug:slug>/sopimukset/", views.region, name="region"),
    path("alueet/<slug:slug>/sopimukset/uusi/", writing.propose, name="propose"),
    path("sopimukset/<uuid:public_id>/", views.agreement, name="agreement"),
    path("sopimukset/<uuid:public_id>/muuta/", writing.rewrite, name="rewrite"),
    path("sopimukset/<uuid:public_id>/osa/", writing.part, name="part"),
    path("sopimukset/<uuid:public_id>/osa/<uuid:part_id>/pois/", writing.drop_part, name="drop-part"),
    path("sopimukset/<uuid:public_id>/osa/<uuid:part_id>/ylos/", writing.raise_part, name="raise-part"),
    path("sopimukset/<uuid:public_id>/ratkaisupolku/", writing.ladder, name="ladder"),
    path("sopimukset/<uuid:public_id>/kanta/<uuid:party>/", writing.stance, name="stance"),
    path("sopimukset/<uuid:public_id>/asiakirja/", writing.attach, name="attach"),
    path("sopimukset/<uuid:public_id>/asiakirja/<uuid:document>/pois/", writing.drop, name="drop"),
    path("sopimukset/<uuid:public_id>/julkaise/", writing.publish, name="publish"),
    path("sopimukset/<uuid:public_id>/uudista/", writing.renew, name="renew"),
    path("sopimukset/<uuid:public_id>/paata/", writing.end, name="end"),
    path("alueet/<slug:slug>/muutokset/", change_pages.changes, name="changes"),
    path("alueet/<slug:slug>/muutokset/uusi/", change_pages.tell, name="tell-change"),
    path("muutokset/<uuid:public_id>/", change_pages.change, name="change"),
    path("muutokset/<uuid:public_id>/muuta/", change_pages.correct, name="correct-change"),
    path("muutokset/<uuid:public_id>/pois/", change_pages.withdraw, name="withdraw-change"),
    path("alueet/<slug:slug>/ongelmat/", problem_pages.problems, name="problems"),
    path("alueet/<slug:slug>/ongelmat/uusi/", problem_pages.raise_problem, name="raise"),
    path("ongelmat/<uuid:public_id>/", problem_pages.problem, name="problem"),
    path("ongelmat/<uuid:public_id>/<slug:way>/", problem_pages.step, name="step"),
    path("ongelmat/<uuid:public_id>/<slug:way>/<uuid:party>/", problem_pages.answer, name="answer"),
]

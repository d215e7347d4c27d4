"""Addresses of the room."""

from django.urls import path

from yhdyspinta.rooms.goals import views, working, writing

app_name = "goals"

urlpatterns = [
    path("alueet/<slug:slug>/tavoitteet/", views.region, name="region"),
    path("alueet/<slug:slug>/tavoitteet/ohjelma/", writing.begin, name="begin"),
    path("ohjelmat/<uuid:public_id>/muuta/", writing.change, name="change"),
    path("ohjelmat/<uuid:public_id>/tavoite/", writing.propose, name="propose"),
    path("tavoitteet/<uuid:public_id>/", views.goal, name="goal"),
    path("tavoitteet/<uuid:public_id>/muuta/", writing.rewrite, name="rewrite"),
    path("tavoitteet/<uuid:public_id>/paata/", writing.end, name="end"),
    path("tavoitteet/<uuid:public_id>/kanta/<uuid:party>/", writing.stance, name="stance"),
    path("tavoitteet/<uuid:public_id>/luku/", writing.target, name="target"),
    path("tavoitteet/<uuid:public_id>/luku/<slug:indicator>/pois/", writing.leave_out, name="leave-out"),
    path("tavoitteet/<uuid:public_id>/toimenpide/", working.add, name="add-measure"),
    path("tavoitteet/<uuid:public_id>/kerro/", working.tell, name="tell"),
    path("toimenpiteet/<uuid:public_id>/", working.write, name="measure"),
    path("toimenpiteet/<uuid:public_id>/pois/", working.withdraw, name="withdraw-measure"),
    path("toimenpiteet/<uuid:public_id>/vastuu/", working.own, name="own"),
    path("seurannat/<uuid:public_id>/pois/", working.withdraw_note, name="withdraw-note"),
]

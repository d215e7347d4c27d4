"""Addresses of the room."""

from django.urls import path

from yhdyspinta.rooms.goals import follow_pages, strategy_pages, views, working, writing

app_name = "goals"

urlpatterns = [
    path("alueet/<slug:slug>/tavoitteet/", views.region, name="region"),
    path("alueet/<slug:slug>/tavoitteet/ohjelma/", writing.begin, name="begin"),
    path("alueet/<slug:slug>/tavoitteet/seuranta/", follow_pages.follow, name="follow"),
    path("alueet/<slug:slug>/strategiat/", strategy_pages.strategies, name="strategies"),
    path("alueet/<slug:slug>/strategiat/uusi/", strategy_pages.tell, name="tell-cycle"),
    path("strategiat/<uuid:public_id>/muuta/", strategy_pages.correct, name="correct-cycle"),
    path("strategiat/<uuid:public_id>/pois/", strategy_pages.withdraw, name="withdraw-cycle"),
    path("ohjelmat/<uuid:public_id>/vuosi/", follow_pages.freeze, name="freeze"),
    path("vuosikatsaukset/<uuid:public_id>/", follow_pages.review, name="review"),
    path("vuosikatsaukset/<uuid:public_id>/pois/", follow_pages.withdraw_review, name="withdraw-review"),
    path("ohjelmat/<uuid:public_id>/muuta/", writing.change, name="change"),
    path("ohjelmat/<uuid:public_id>/tavoite/", writing.propose, name="propose"),
    path("tavoitteet/<uuid:public_id>/", views.goal, name="goal"),
    path("tavoitteet/<uuid:public_id>/muuta/", writing.rewrite, name="rewrite"),
    path("tavoitteet/<uuid:public_id>/paata/", writing.end, name="end"),
    path("tavoitteet/<uuid:public_id>/kanta/<uuid:party>/", writing.stance, name="stance"),
    path("tavoitteet/<uuid:public_id>/osuus/<uuid:party>/", working.share, name="share"),
    path("tavoitteet/<uuid:public_id>/luku/", writing.target, name="target"),
    path("tavoitteet/<uuid:public_id>/luku/<slug:indicator>/pois/", writing.leave_out, name="leave-out"),
    path("tavoitteet/<uuid:public_id>/toimenpide/", working.add, name="add-measure"),
    path("tavoitteet/<uuid:public_id>/kerro/", working.tell, name="tell"),
    path("toimenpiteet/<uuid:public_id>/", working.write, name="measure"),
    path("toimenpiteet/<uuid:public_id>/pois/", working.withdraw, name="withdraw-measure"),
    path("toimenpiteet/<uuid:public_id>/henkilo/", working.charge, name="charge"),
    path("toimenpiteet/<uuid:public_id>/henkilo/pois/", working.end_charge, name="end-charge"),
    path("toimenpiteet/<uuid:public_id>/vastuu/", working.own, name="own"),
    path("seurannat/<uuid:public_id>/pois/", working.withdraw_note, name="withdraw-note"),
]

"""Addresses of the room."""

from django.urls import path

from yhdyspinta.rooms.responsibilities import contacts, point_pages, views, writing

app_name = "responsibilities"

urlpatterns = [
    path("alueet/<slug:slug>/tyonjako/", views.region, name="region"),
    path("alueet/<slug:slug>/tyonjako/tuo/", writing.bring, name="bring"),
    path("alueet/<slug:slug>/tyonjako/<slug:theme>/", views.theme, name="theme"),
    path("alueet/<slug:slug>/tyonjako/<slug:theme>/aloita/", writing.begin, name="begin"),
    path("alueet/<slug:slug>/tyonjako/<slug:theme>/tarkistus/", writing.check, name="check"),
    path("tyonjaot/<uuid:public_id>/tehtava/", writing.add_task, name="add-task"),
    path("tyonjaot/<uuid:public_id>/tehtava/<slug:task>/", writing.task, name="task"),
    path("tyonjaot/<uuid:public_id>/tehtava/<slug:task>/pois/", writing.end_task, name="end-task"),
    path("tyonjaot/<uuid:public_id>/kanta/<uuid:party>/", writing.stance, name="stance"),
    path("palvelupaikat/<slug:slug>/", point_pages.of_municipality, name="points"),
    path("vastinpari/", contacts.counterpart, name="counterpart"),
    path("yhteystiedot/<uuid:public_id>/vahvista/", contacts.confirm, name="confirm-contact"),
    path("yhteystiedot/<uuid:public_id>/pois/", contacts.withdraw, name="withdraw-contact"),
    path("yhteystiedot/<uuid:public_id>/nimi-pois/", contacts.hide, name="hide-person"),
    path("yhteystiedot/<slug:space>/<slug:slug>/", contacts.of_organisation, name="contacts"),
    path("yhteystiedot/<slug:space>/<slug:slug>/kerro/", contacts.tell, name="tell-contact"),
]

"""Addresses of the upkeep pages."""

from django.urls import path

from yhdyspinta.site.manage import inviting, users, views
from yhdyspinta.site.people import views as people

urlpatterns = [
    path("kutsut/", inviting.invitations, name="invitations"),
    path("kutsut/<uuid:public_id>/peru/", inviting.withdraw, name="withdraw-invitation"),
    path("pyynnot/<uuid:public_id>/ohita/", inviting.decline, name="decline-request"),
    path("kayttajat/<uuid:public_id>/kirjautumiset/", users.end_sign_ins, name="end-sign-ins"),
    path("kayttajat/<uuid:public_id>/tunnisteet/", users.reset_factors, name="reset-factors"),
    path("", views.home, name="manage"),
    path("organisaatiot/uusi/", views.add_organisation, name="add-organisation"),
    path("organisaatiot/<uuid:public_id>/", views.edit_organisation, name="edit-organisation"),
    path("organisaatiot/<uuid:public_id>/arkisto/", views.archive_organisation, name="archive-organisation"),
    path("organisaatiot/<uuid:public_id>/yhdista/", views.merge_organisation, name="merge-organisation"),
    path("organisaatiot/<uuid:public_id>/toimielimet/uusi/", views.add_body, name="add-body"),
    path("toimielimet/<uuid:public_id>/", views.edit_body, name="edit-body"),
    path("toimielimet/<uuid:public_id>/peru/", views.withdraw_body, name="withdraw-body"),
    path("toimielimet/<uuid:public_id>/paikat/uusi/", views.add_seat, name="add-seat"),
    path("paikat/<uuid:public_id>/paata/", views.end_seat, name="end-seat"),
    path("henkilot/<uuid:public_id>/", views.person, name="person"),
    path("henkilot/<uuid:public_id>/poista/", views.erase_person, name="erase-person"),
    path("roolit/paattyvat/", people.term_end, name="term-end"),
    path("kayttajat/<uuid:public_id>/poista/", people.erase_user, name="erase-user"),
    path("kayttajat/", users.users, name="users"),
    path("kayttajat/uusi/", users.add_user, name="add-user"),
    path("kayttajat/<uuid:public_id>/", users.user, name="user"),
    path("kayttajat/<uuid:public_id>/linkki/", users.make_link, name="make-link"),
    path("roolit/<uuid:public_id>/paata/", users.end_grant, name="end-grant"),
]

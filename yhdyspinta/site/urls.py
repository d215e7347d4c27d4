"""Addresses of the house as a whole. Fixed words come before slugs."""

from django.urls import include, path, re_path

from yhdyspinta.site.api import pages as programs
from yhdyspinta.site.briefing import views as briefing
from yhdyspinta.site.calendars import views as calendars
from yhdyspinta.site.embeds import building
from yhdyspinta.site.embeds import views as embeds
from yhdyspinta.site.employment import views as employment
from yhdyspinta.site.following import views as following
from yhdyspinta.site.handbook import views as handbook
from yhdyspinta.site.hyte import views as hyte
from yhdyspinta.site.info import statement
from yhdyspinta.site.info import views as info
from yhdyspinta.site.matters import views as matters
from yhdyspinta.site.meetings import views as meetings
from yhdyspinta.site.organisations import views as organisations
from yhdyspinta.site.packets import country, freezing
from yhdyspinta.site.packets import views as packets
from yhdyspinta.site.people import views as people
from yhdyspinta.site.preparedness import views as preparedness
from yhdyspinta.site.pulse import views as pulse
from yhdyspinta.site.search import views as search
from yhdyspinta.site.standards import feeds
from yhdyspinta.site.waiting import views as waiting

urlpatterns = [
    path("haku/", search.search, name="search"),
    path("oma/", info.mine, name="mine"),
    path("rajapinta/", programs.about, name="interface-for-programs"),
    path("upota/", building.build, name="embed"),
    path("upota/kartta/", embeds.country, name="embed-country"),
    path("upota/kartta/<slug:slug>/", embeds.region, name="embed-region"),
    path("upota/luettelo/<slug:what>/<slug:slug>/", embeds.listing, name="embed-list"),
    path("upota/luku/<slug:code>/", embeds.chart, name="embed-chart"),
    path("oma/avaimet/", programs.keys, name="own-keys"),
    path("oma/avaimet/<uuid:public_id>/lopeta/", programs.revoke, name="revoke-key"),
    path("oma/tiedot/", people.own_data, name="own-data"),
    path("oma/tiedot/lataa/", people.take, name="own-data-take"),
    path("oma/tiedot/poista/", people.erase_own, name="own-data-erase"),
    path("oma/seuratut/", following.followed, name="followed"),
    path("seuraa/", following.follow_thing, name="follow-thing"),
    path("oma/webhookit/", following.webhooks, name="webhooks"),
    path("oma/webhookit/<uuid:public_id>/", following.webhook, name="webhook"),
    path("oma/webhookit/<uuid:public_id>/kokeile/", following.try_webhook, name="try-webhook"),
    path("oma/webhookit/<uuid:public_id>/jatka/", following.resume_webhook, name="resume-webhook"),
    path("oma/webhookit/<uuid:public_id>/lopeta/", following.end_webhook, name="end-webhook"),
    path("oma/toimielimet/", briefing.choose_seats, name="choose-seats"),
    path("oma/ilmoitukset/", info.choose_notices, name="choose-notices"),
    path("ilmoitukset/<str:token>/", info.end_notices, name="end-notices"),
    path("nain-kartta-lasketaan/", info.how, name="how"),
    path("lahteet/", info.sources, name="sources"),
    path("opas/", handbook.contents, name="handbook"),
    path("opas/<slug:slug>/", handbook.chapter, name="handbook-chapter"),
    path("opas/kuvat/<slug:name>.png", handbook.picture, name="handbook-picture"),
    path("saavutettavuus/", statement.accessibility, name="accessibility"),
    path("saavutettavuus/palaute/", statement.give, name="feedback"),
    path("yllapito/palaute/", statement.given, name="feedback-given"),
    path("yllapito/palaute/<uuid:public_id>/", statement.handle, name="handle-feedback"),
    path("kunnat/", organisations.municipalities, name="municipalities"),
    re_path(r"^kunnat/(?P<code>\d{3})/$", organisations.municipality_by_code, name="municipality-code"),
    path("kunnat/<slug:slug>/", organisations.municipality, name="municipality"),
    path("tyollisyysalueet/", organisations.employment_areas, name="employment-areas"),
    path("tyollisyysalueet/<slug:slug>/", organisations.employment_area, name="employment-area"),
    path("organisaatiot/", organisations.organisations, name="organisations"),
    path("organisaatiot/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisaatio/<slug:space>/<slug:slug>/", organisations.organisation_any, name="organisation-any"),
    path("odottaa/<slug:space>/<slug:slug>/", waiting.waiting, name="waits"),
    path("oma/kalenteri/", calendars.own, name="own-calendar"),
    path("oma/kalenteri/<str:token>.ics", calendars.feed, name="own-calendar-feed"),
    path("alueet/<slug:slug>/syote.atom", feeds.region, {"form": "atom"}, name="region-atom"),
    path("alueet/<slug:slug>/syote.rss", feeds.region, {"form": "rss"}, name="region-rss"),
    path("alueet/<slug:slug>/asiat/", matters.of_region, name="matters-of-region"),
    path("asiat/<uuid:public_id>/", matters.matter, name="matter"),
    path("kokoukset/<uuid:public_id>/tilannekuva/", meetings.picture, name="meeting-picture"),
    path("kokoukset/<uuid:public_id>/neuvottelupaketti/", packets.of_meeting, name="packet-meeting"),
    path("tyollisyysalueet/<slug:slug>/tym/", employment.tym, name="tym"),
    path("alueet/<slug:slug>/valmius/askeleet/", preparedness.steps, name="preparedness-steps"),
    path("varautuminen/oppi/<uuid:public_id>/toimenpide/", preparedness.measure, name="lesson-measure"),
    path("alueet/<slug:slug>/kotoutuminen/", employment.integration, name="integration"),
    path("kyselyt/<uuid:public_id>/tulokset/", pulse.results, name="survey-results"),
    path("yhteistyon-tila/", country.state, name="state-of-cooperation"),
    path("alueet/<slug:slug>/neuvottelupaketti/", packets.of_region, name="packet-region"),
    path("kunnat/<slug:slug>/neuvottelupaketti/", packets.of_municipality, name="packet-municipality"),
    path("alueet/<slug:slug>/neuvottelupaketti/jaadyta/", freezing.freeze_region, name="packet-region-freeze"),
    path(
        "kunnat/<slug:slug>/neuvottelupaketti/jaadyta/", freezing.freeze_municipality, name="packet-municipality-freeze"
    ),
    path("neuvottelupaketit/<uuid:public_id>/", freezing.progress, name="packets-made"),
    path("neuvottelupaketit/<uuid:public_id>/uudelleen/", freezing.retry, name="packets-retry"),
    path("viisi-minuuttia/", briefing.choose, name="five-choose"),
    path("alueet/<slug:slug>/viisi-minuuttia/", briefing.five_minutes, name="five-minutes"),
    path("alueet/<slug:slug>/viisi-minuuttia/seuraa/", briefing.follow, name="follow"),
    path("alueet/<slug:slug>/uusi-valtuustokausi/", briefing.term_start, name="term-start"),
    path("perehdytys/", briefing.way_in, name="way-in"),
    path("perehdytys/<slug:slug>/", briefing.way_page, name="way-page"),
    path("aineistot/", briefing.material, name="material"),
    path("hyte/avustukset/", briefing.grants, name="grants"),
    path("hyte/avustukset.ics", briefing.grants_feed, name="grants-feed"),
    path("hyte/", hyte.index, name="hyte"),
    path("hyte/<slug:space>/<slug:slug>/", hyte.area, name="hyte-area"),
    path("yllapito/", include("yhdyspinta.site.manage.urls")),
    path("", include("yhdyspinta.site.map.urls")),
]

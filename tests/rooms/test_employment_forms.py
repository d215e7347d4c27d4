"""Forms of employment: what was typed stays, what somebody saved meanwhile is shown beside it."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.people import People, browser, org
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.rooms.employment import actions, queries
from yhdyspinta.site.rights.working import group_told

TODAY = date(2026, 11, 24)
AREA = "tyollisyysalueet/kainuu-koillismaa"


PEOPLE_PAGE = "/fi/tyollisyysalueet/kainuu-koillismaa/tym/vastinparit/organisaatiot/kainuun-hyvinvointialue/"
GROUP_PAGE = "/fi/tyollisyysalueet/kainuu-koillismaa/tym/johtoryhma/"


def sent_again(client: Client, page: str, **changed: str) -> Any:
    """The form as it is shown now, sent with changes: (the reply)."""
    shown = client.get(page)
    return client.post(page, {**filled(shown.content.decode()), **changed})


def filled(html: str) -> dict[str, str]:
    """Fields of the page's form with their values, as a browser would send them."""
    form = html[html.index('<form class="y-form'):]  # fmt: skip
    form = form[: form.index("</form>")]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        if name and 'type="submit"' not in tag:
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = unescape(value[1]) if value else ""
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', inner)
        found[name] = chosen[1] if chosen else ""
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = unescape(inner).strip()
    return found


@pytest.mark.django_db
def test_a_number_that_no_table_holds_is_told_at_its_field(people: People) -> None:
    """Below nothing or beyond all sense: 422 with what was typed, in both forms."""
    client = browser(people.county)
    for typed in ("-1", "10000"):
        reply = sent_again(client, PEOPLE_PAGE, kuntoutus=typed, nuoret="3")
        assert reply.status_code == 422
        assert 'value="3"' in reply.content.decode()
    page = f"/fi/tyollisyysalueet/kainuu-koillismaa/tym/vuosi/{TODAY.year}/"
    county = org("organisaatiot/kainuun-hyvinvointialue").public_id
    for bad in ({f"agreed-{county}": "200000"}, {f"agreed-{county}": "-5"}, {f"now-{county}": "5"}):
        assert sent_again(client, page, text_fi="Tavoite", **bad).status_code == 422


@pytest.mark.django_db
def test_two_people_of_one_county_do_not_undo_each_other(people: People) -> None:
    """The second form was filled from numbers that are no more: 409 with them, and the next press goes through."""
    client = browser(people.county)
    stale = filled(client.get(PEOPLE_PAGE).content.decode())
    assert sent_again(client, PEOPLE_PAGE, nuoret="2").status_code == 302
    reply = client.post(PEOPLE_PAGE, {**stale, "terveys": "4"})
    assert reply.status_code == 409
    assert "Nuorten tuki: 2" in reply.content.decode()
    again = {**filled(reply.content.decode()), "nuoret": "2"}
    assert client.post(PEOPLE_PAGE, again).status_code == 302
    own, area = org("organisaatiot/kainuun-hyvinvointialue"), org(AREA)
    assert queries.own_resources(area.id, own.id) == {"nuoret": Decimal(2), "terveys": Decimal(4)}


@pytest.mark.django_db
def test_a_year_saved_meanwhile_is_shown_beside(people: People) -> None:
    """Both texts on one page, the numbers of the saved one too; the next press goes through."""
    client = browser(people.county)
    page = f"/fi/tyollisyysalueet/kainuu-koillismaa/tym/vuosi/{TODAY.year}/"
    own = org("organisaatiot/kainuun-hyvinvointialue").public_id
    stale = filled(client.get(page).content.decode())
    assert sent_again(client, page, text_fi="Heidän tavoitteensa", **{f"agreed-{own}": "7.5"}).status_code == 302
    reply = client.post(page, {**stale, "text_fi": "Meidän tavoitteemme"})
    text = reply.content.decode()
    assert reply.status_code == 409
    for words in ("Heidän tavoitteensa", "Meidän tavoitteemme", "7,5"):
        assert words in text
    assert client.post(page, filled(text)).status_code == 302


@pytest.mark.django_db
def test_a_group_form_is_of_its_group(people: People, county: Actor) -> None:
    """Sent after somebody corrected or withdrew it: 409 with all that was typed; sent again it is saved."""
    client = browser(people.county)
    made = group_told(county, org(AREA))
    stale = filled(client.get(GROUP_PAGE).content.decode())
    sent_again(client, GROUP_PAGE, function0="Uusi nimike")
    reply = client.post(GROUP_PAGE, {**stale, "function1": "Oma nimike"})
    text = reply.content.decode()
    assert reply.status_code == 409
    assert "Uusi nimike" in text
    assert "Oma nimike" in text
    assert client.post(GROUP_PAGE, filled(text)).status_code == 302
    stale = filled(client.get(GROUP_PAGE).content.decode())
    actions.withdraw_group(by=county, group=made)
    reply = client.post(GROUP_PAGE, stale)
    assert reply.status_code == 409
    assert "Oma nimike" in reply.content.decode()
    assert queries.group_of(org(AREA).id, TODAY) is None
    assert client.post(GROUP_PAGE, filled(reply.content.decode())).status_code == 302
    assert queries.group_of(org(AREA).id, TODAY) is not None

"""Signing in as people do it: an invitation, a second factor, a passkey; also without JavaScript."""

from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener
from tests.journeys.house import House

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
WORDS = "kolme hirveä lumisateessa"


def press(page: Page, name: str) -> None:
    """Presses a button of the page's own content; the next page has come when it returns."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_a_passkey_replaces_the_password(open_browser: Opener, house: House) -> None:
    """Added once, used from then on; the browser's own key store is a virtual one."""
    link = house.links(("Avain Aino", "kunnat", "kuhmo"))[0]
    port = urlsplit(house.address).port
    here = f"http://localhost:{port}"  # a passkey needs a name, not a number
    page = open_browser(base_url=here).new_page()
    store = page.context.new_cdp_session(page)
    store.send("WebAuthn.enable")
    store.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(link.replace(house.address, here))
    press(page, "Kirjaudu sisään")
    page.goto("/fi/oma/turvallisuus/avaimet/uusi/")
    page.get_by_label("Avaimen nimi").fill("Kannettava")
    page.get_by_label("Käytä myös ilman salasanaa").check()
    press(page, "Lisää avain")
    page.wait_for_url("**/varakoodit/")
    assert page.locator("main li code").count() == 10
    page.goto("/fi/oma/turvallisuus/avaimet/")
    expect(page.get_by_role("heading", name="Kannettava")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Kirjaudu ulos").click()
    page.goto("/fi/kirjaudu/")
    press(page, "Kirjaudu pääsyavaimella")
    page.wait_for_url("**/fi/oma/?tehty=tervetuloa")
    expect(page.get_by_role("heading", name="Avain Aino")).to_be_visible()


def test_a_colleague_is_invited_and_signs_in_with_an_app(open_browser: Opener, house: House) -> None:
    """Without JavaScript: the invitation's link, a password, the app, then both when signing in again."""
    host = open_browser(java_script_enabled=False).new_page()
    host.goto(house.links(("Kutsuja Kaija", "kunnat", "kuhmo"))[0])
    press(host, "Kirjaudu sisään")
    host.goto("/fi/yllapito/kutsut/")
    host.get_by_label("Sähköposti").fill("uusi.kollega@example.org")
    host.get_by_label("Nimi").fill("Uusi Kollega")
    host.get_by_label("Organisaatio").select_option(label="Kuhmo")
    press(host, "Kutsu")
    invitation = host.locator("#link").input_value()
    page = open_browser(java_script_enabled=False).new_page()
    page.goto(invitation)
    press(page, "Ota kutsu vastaan")
    page.goto("/fi/oma/turvallisuus/salasana/uusi/")
    page.get_by_label("Uusi salasana", exact=True).fill(WORDS)
    page.get_by_label("Uusi salasana uudelleen").fill(WORDS)
    press(page, "Tallenna")
    if "/kirjaudu/" in page.url:
        page.get_by_label("Sähköposti").fill("uusi.kollega@example.org")
        page.get_by_label("Salasana").fill(WORDS)
        press(page, "Kirjaudu sisään")
    page.goto("/fi/oma/turvallisuus/sovellus/")
    secret = page.locator("main code").inner_text()
    page.get_by_label("Koodi").fill(shown(secret))
    press(page, "Ota käyttöön")
    page.wait_for_url("**/varakoodit/")
    spare = page.locator("main li code").first.inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="Kirjaudu ulos").click()
    page.goto("/fi/kirjaudu/?next=/fi/yllapito/")
    page.get_by_label("Sähköposti").fill("uusi.kollega@example.org")
    page.get_by_label("Salasana").fill(WORDS)
    press(page, "Kirjaudu sisään")
    page.get_by_label("Koodi").fill(spare)
    press(page, "Kirjaudu sisään")
    page.wait_for_url("**/fi/yllapito/**")


def shown(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))

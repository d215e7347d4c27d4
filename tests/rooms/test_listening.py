"""Who is consulted or informed is told of coming changes; old contacts are asked again; checklists of the roles."""

from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from uuid import uuid4

import pytest

from tests.people import People, actor, browser, org, row
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.agreements import telling
from yhdyspinta.rooms.agreements.telling import News
from yhdyspinta.rooms.responsibilities import actions, checking, facade, queries
from yhdyspinta.rooms.responsibilities.actions import Card, Written
from yhdyspinta.rooms.responsibilities.conditions import CODES, ROLE_LISTS, read
from yhdyspinta.rooms.responsibilities.matrix import Role
from yhdyspinta.rooms.responsibilities.models import Contact, RoleCheck
from yhdyspinta.site.concerning import concerning
from yhdyspinta.site.notices import waiting_lines

TODAY = date(2026, 11, 24)
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
pytestmark = pytest.mark.django_db


def test_the_matrix_is_read_by_the_letters(people: People, keeper: Actor, region: Region) -> None:
    """Kuhmo is consulted, the neighbour informed: each is told of a public change as its role says, once it is in the matrix."""
    news = News(
        {"fi": "Koulun tilat"},
        "premises",
        "opiskeluhuolto",
        TODAY + timedelta(days=300),
        (),
        statements_by=TODAY + timedelta(days=40),
        visibility="public",
        link="https://example.org/1",
    )
    telling.tell(by=actor(people.county), region=region, owner=org(COUNTY), news=news)
    kuhmo, neighbour = actor(people.kuhmo), actor(people.neighbour)
    assert list(concerning(kuhmo, TODAY)) == []
    divided = actions.take_up(by=keeper, region=region, theme="opiskeluhuolto")
    home = next(iter(neighbour.organisations))
    town = next(
        o
        for o in (
            org(f"kunnat/{s}")
            for s in ("sotkamo", "kajaani", "hyrynsalmi", "paltamo", "puolanka", "ristijarvi", "suomussalmi")
        )
        if o.public_id == home
    )
    roles: dict[int, Role | Literal[""]] = {org(KUHMO).id: "consulted", town.id: "informed"}
    actions.write_task(by=keeper, division=divided, version=1, task="kuraattoripalvelut", written=Written(roles, {}))
    told = facade.audience("20", "opiskeluhuolto", TODAY)
    assert told == {org(KUHMO).id: frozenset({"consulted"}), town.id: frozenset({"informed"})}
    assert [(c.why, c.day) for c in concerning(kuhmo, TODAY)] == [("consulted", TODAY + timedelta(days=40))]
    assert [(c.why, c.day) for c in concerning(neighbour, TODAY)] == [("informed", TODAY + timedelta(days=300))]
    assert list(concerning(neighbour, TODAY + timedelta(days=31))) == []
    assert [c.why for c in concerning(kuhmo, TODAY + timedelta(days=41))] == []
    assert list(concerning(actor(people.county), TODAY)) == []
    assert any("Koulun tilat" in line.title for line in waiting_lines(kuhmo, TODAY, "fi"))
    assert "Koulun tilat" in browser(people.kuhmo).get("/fi/oma/").content.decode()  # fmt: skip


def test_an_old_contact_is_asked_by_letter(people: People) -> None:
    """A year after it was confirmed, once; confirmed on one's own page with a press."""
    kuhmo = actor(people.kuhmo)
    card = Card({"fi": "Sivistystoimi"}, email="sivistys@example.org")
    made = actions.tell_contact(by=kuhmo, organisation=row(KUHMO), card=card)
    assert queries.old_contacts(kuhmo, TODAY) == []
    Contact.objects.filter(pk=made.pk).update(confirmed_on=date(2025, 11, 24))
    assert queries.old_contacts(kuhmo, TODAY) == [made]
    assert any("Sivistystoimi" in line.title for line in waiting_lines(kuhmo, TODAY, "fi"))
    page = browser(people.kuhmo)
    assert "Pitävätkö nämä yhteystiedot vielä paikkansa?" in page.get("/fi/oma/").content.decode()
    assert page.post(f"/fi/yhteystiedot/{made.public_id}/vahvista/", {"key": str(uuid4())}).status_code == 302
    assert queries.old_contacts(kuhmo, TODAY) == []


def test_checklists_of_the_roles(people: People, region: Region) -> None:
    """Each organisation for itself; numbers once three have answered, never who said what; a colleague's answer is not lost."""
    kuhmo, county, keeper = actor(people.kuhmo), actor(people.county), actor(people.municipal_coordinator)
    checking.say(
        by=kuhmo,
        region=region,
        theme="hyte",
        org=org(KUHMO),
        answers={"tarve": "yes", "tahto": "partly", "arki": ""},
        were={},
    )
    checking.say(by=county, region=region, theme="hyte", org=org(COUNTY), answers={"tarve": "no"}, were={})

    def first() -> list[tuple[str, int, int, int, str, bool]]:
        (_name, decides), *_others = checking.lines("20", "hyte", org(KUHMO))
        return [(x.code, x.yes, x.partly, x.no, x.own, x.told) for x in decides[:2]]

    assert first() == [("tarve", 0, 0, 0, "yes", False), ("tahto", 0, 0, 0, "partly", False)]
    checking.say(by=keeper, region=region, theme="hyte", org=org(KAJAANI), answers={"tarve": "yes"}, were={})
    assert first()[0] == ("tarve", 2, 0, 1, "yes", True)
    with pytest.raises(EditConflict):
        checking.say(by=kuhmo, region=region, theme="hyte", org=org(KUHMO), answers={"tarve": "no"}, were={})
    checking.say(
        by=kuhmo, region=region, theme="hyte", org=org(KUHMO), answers={"tarve": "", "tahto": ""}, were={"tarve": "yes"}
    )
    assert set(RoleCheck.objects.values_list("condition", "answer")) == {
        ("tahto", "partly"),
        ("tarve", "no"),
        ("tarve", "yes"),
    }
    for bad, code in (({"outo": "yes"}, "roles_no_answer"), ({"tarve": "ehkä"}, "roles_no_answer")):
        with pytest.raises(Refused, match=code):
            checking.say(by=kuhmo, region=region, theme="hyte", org=org(KUHMO), answers=bad, were={})
    with pytest.raises(Refused, match="roles_no_theme"):
        checking.say(by=kuhmo, region=region, theme="outo", org=org(KUHMO), answers={}, were={})
    with pytest.raises(Refused, match="roles_not_your_checklist"):
        checking.say(by=kuhmo, region=region, theme="hyte", org=org(COUNTY), answers={}, were={})
    page = browser(people.kuhmo)
    sent = {"org": str(org(KUHMO).public_id), "answer-mandaatit": "yes", "was-mandaatit": "", "key": str(uuid4())}
    assert page.post("/fi/alueet/kainuu/tyonjako/hyte/tarkistus/", sent).status_code == 302
    assert RoleCheck.objects.get(condition="mandaatit").answer == "yes"
    assert "Mitä hyvä yhteistyö edellyttää eri rooleissa" in page.get("/fi/alueet/kainuu/tyonjako/hyte/").content.decode()  # fmt: skip


def test_conditions_say_what_is_wrong(tmp_path: Path) -> None:
    """Three roles in three languages; a broken file is told with its place."""
    assert [len(r.items) for r in ROLE_LISTS.values()] == [4, 3, 4]
    assert len(CODES) == 11
    bad = tmp_path / "conditions.toml"
    for text, why in (
        ("[x\n", "conditions"),
        ("[x]\n", "x: "),
        ('[x]\nname = { fi = "A" }\nitems = []\n', "lacks a language"),
        (
            '[x]\nname = { fi = "A", sv = "A", en = "A" }\nitems = [{ code = "a", text = { fi = "A", sv = "A", en = "A" } }, { code = "a", text = { fi = "A", sv = "A", en = "A" } }]\n',
            "twice",
        ),
    ):
        bad.write_text(text)
        with pytest.raises(InvalidFile, match=why):
            read(bad)  # fmt: skip

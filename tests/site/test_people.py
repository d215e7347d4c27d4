"""One's own data taken, corrected, erased; what is forgotten by rule; roles that end together."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import router
from django.test import Client

from tests.people import People, actor, browser, org
from yhdyspinta.core.accounts import calendars, following, leaving, tokens
from yhdyspinta.core.accounts.models import AccessRequest, Grant, User
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.registry.models import Person, Region, Seat
from yhdyspinta.site.people.own import everything
from yhdyspinta.site.people.retaining import SAT, forget
from yhdyspinta.site.rights.scene import scene

pytestmark = pytest.mark.django_db


def settled(people: People) -> User:
    """Kuhmo's official with everything that an account can have."""
    user = people.kuhmo
    calendars.make(user=user)
    tokens.make(by=user, name="Taulukko", scopes=[], days=30)
    following.follow(user=user, region=Region.objects.get(slug="kainuu"), theme="hyte")
    return user


def where(word: str) -> list[str]:
    """Every column of either database in which a word stands."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.using(router.db_for_read(model)).values():
            found += [f"{model.__name__}.{k}" for k, v in row.items() if word in str(v)]
    return found


def test_one_takes_everything(people: People) -> None:
    """Roles, choices, sign-ins, what one has done; no secret; the log tells; nobody else's."""
    user = settled(people)
    client = browser(user)
    page = client.get("/fi/oma/tiedot/").content.decode()
    assert user.email in page
    answer = client.post("/fi/oma/tiedot/lataa/")
    told = json.loads(answer.content)
    assert answer["Cache-Control"] == "no-store"
    assert told["account"]["email"] == user.email
    assert [r["role"] for r in told["roles"]] == ["editor"]
    assert told["follows"] == [{"region": "kainuu", "theme": "hyte"}]
    assert [k["name"] for k in told["api_keys"]] == ["Taulukko"]
    assert "token_made" in {e["verb"] for e in told["events"]}
    assert "hash" not in answer.content.decode()
    assert people.outsider.email not in answer.content.decode()
    assert AuditEvent.objects.filter(verb="own_data_taken", actor=user.public_id).count() == 1
    assert client.get("/fi/oma/tiedot/lataa/").status_code == 405


def test_one_corrects_ones_name(people: People) -> None:
    """And a nameless one is refused with what was typed kept."""
    client = browser(people.kuhmo)
    made = client.get("/fi/oma/tiedot/").content.decode()
    key = made.split('name="key" value="')[1].split('"')[0]
    assert client.post("/fi/oma/tiedot/", {"name": "Uusi Nimi", "key": key}).status_code == 302
    people.kuhmo.refresh_from_db()
    assert people.kuhmo.name == "Uusi Nimi"
    with pytest.raises(Refused):
        leaving.rename(user=people.kuhmo, name=" \n ")


def test_an_erased_account_leaves_no_word(people: People) -> None:
    """Name and address are in no column of either database; roles, keys, links and sign-ins are gone; what was recorded stays."""
    scene(people)
    user = settled(people)
    email, name = user.email, "Erikoinen Nimeläinen"
    leaving.rename(user=user, name=name)
    client = browser(User.objects.get(pk=user.pk))
    assert client.post("/fi/oma/tiedot/poista/").status_code == 302
    assert User.objects.get(pk=user.pk).is_active
    assert client.post("/fi/oma/tiedot/poista/", {"sure": "1"})["Location"].endswith("tehty=poistettu")
    assert [c for c in where(email) if not c.startswith("Letter")] == []
    assert where(name) == []
    row = User.objects.get(pk=user.pk)
    assert (row.is_active, row.name) == (False, "")
    assert row.erased_at is not None
    assert not Grant.objects.filter(user=user, withdrawn_at=None).exists()
    assert everything(row)["api_keys"] == []
    assert AuditEvent.objects.filter(actor=user.public_id).exists()
    assert client.get("/fi/oma/").status_code == 302
    leaving.erase(by=HOUSE, user=row)  # again: nothing more
    assert AuditEvent.objects.filter(verb="erased", subject_id=str(user.public_id)).count() == 1


def test_who_may_erase(people: People) -> None:
    """Oneself and an administrator; never the last administrator."""
    with pytest.raises(Refused):
        leaving.erase(by=actor(people.county), user=people.kuhmo)
    last = people.administrator
    Grant.objects.filter(role="administrator").exclude(user=last).update(withdrawn_at=clock.now())
    with pytest.raises(Refused) as refused:
        leaving.erase(by=actor(last), user=last)
    assert refused.value.verdict.code == "accounts_last_administrator"
    leaving.erase(by=actor(last), user=people.outsider)
    assert User.objects.get(pk=people.outsider.pk).name == ""
    page = browser(last).get("/fi/oma/tiedot/").content.decode()
    assert "sure" not in page


def test_what_grows_old_is_forgotten(people: People) -> None:
    """An account without a role for a year, an old request, a name whose last seat ended two years ago; nothing else."""
    scene(people)
    idle = people.user("kauan-poissa")
    old = clock.now() - timedelta(days=800)
    User.objects.filter(pk=idle.pk).update(created_at=old)
    request = AccessRequest.objects.create(
        name="Kysyjä", email="k@example.org", organisation_id=org("kunnat/kuhmo").id, recorded_at=old, handled_at=old
    )
    seat = Seat.objects.filter(withdrawn_at=None).select_related("person").order_by("id").first()
    assert seat is not None
    Seat.objects.filter(person=seat.person).update(
        valid_from=old.date(), valid_until=clock.today() - SAT - timedelta(days=1)
    )
    told = forget()
    assert "1 accounts erased, 1 requests" in told
    assert told.endswith("1 names of former members removed")
    assert not AccessRequest.objects.filter(pk=request.pk).exists()
    assert Person.objects.get(pk=seat.person.pk).name == ""
    assert User.objects.get(pk=people.kuhmo.pk).name
    assert forget().startswith("0 accounts")


def test_roles_end_together(people: People) -> None:
    """Elected officials of one's own organisation on the last day of the term; not others', not in the past."""
    scene(people)
    one = people.belonging("valtuutettu-1", "elected", "kunnat/kuhmo")
    other = people.belonging("valtuutettu-2", "elected", "kunnat/kauniainen")
    by = actor(people.kuhmo)
    mine = [g.public_id for g in leaving.ending(by, ["elected"])]
    theirs = Grant.objects.get(user=other, role="elected").public_id
    assert theirs not in mine
    with pytest.raises(Refused) as refused:
        leaving.end_together(by=by, grants=[*mine, theirs], on=clock.today())
    assert refused.value.verdict.code == "accounts_not_yours_to_end"
    with pytest.raises(Refused):
        leaving.end_together(by=by, grants=mine, on=clock.today() - timedelta(days=1))
    client = browser(people.kuhmo)
    page = client.get("/fi/yllapito/roolit/paattyvat/").content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    form = {"grants": [str(g) for g in mine], "on": str(clock.today() + timedelta(days=7)), "key": key}
    assert client.post("/fi/yllapito/roolit/paattyvat/", form).status_code == 302
    held = Grant.objects.get(user=one, role="elected")
    assert held.valid_until == clock.today() + timedelta(days=7)
    assert Client().get("/fi/yllapito/roolit/paattyvat/").status_code == 302
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert actor(one).standings == ()

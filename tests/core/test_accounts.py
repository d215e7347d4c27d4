"""Users, roles, one-time links."""

from datetime import date, timedelta

import pytest

from tests.people import People, actor, row
from yhdyspinta.core.accounts.actions import (
    carry_grants,
    end_grant,
    first_administrator,
    give_role,
    make_link,
    use_link,
)
from yhdyspinta.core.accounts.models import Grant
from yhdyspinta.core.accounts.queries import grants, open_link
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.registry.models import Region

pytestmark = pytest.mark.django_db


def test_a_link_works_once(people: People) -> None:
    """Then it is spent; a newer one ends the older; after a day it is too old."""
    user = people.user("linkki")
    older = make_link(by=HOUSE, user=user)
    token = make_link(by=HOUSE, user=user)
    assert open_link(older) is None
    assert use_link(token=token) == user
    with pytest.raises(Refused, match="accounts_link_spent"):
        use_link(token=token)
    late = make_link(by=HOUSE, user=user)
    with clock.frozen(clock.now() + timedelta(hours=25)), pytest.raises(Refused, match="accounts_link_spent"):
        use_link(token=late)
    with pytest.raises(Refused, match="accounts_link_spent"):
        use_link(token="made-up")


def test_a_grant_ends_with_the_council_term(people: People) -> None:
    """31.5.2029; an administrator's does not."""
    assert Grant.objects.get(user=people.kuhmo).valid_until == date(2029, 5, 31)
    assert Grant.objects.get(user=people.administrator).valid_until is None


def test_two_coordinators_a_region_one_from_each_side(people: People) -> None:
    """The second of a side is refused; so is one from elsewhere or from the wrong side."""
    assert people.county_coordinator
    assert people.municipal_coordinator
    kainuu = Region.objects.get(slug="kainuu")
    other = people.user("toinen")
    for address, side, code in (
        ("organisaatiot/kainuun-hyvinvointialue", "county", "accounts_pair_taken"),
        ("kunnat/kuhmo", "municipalities", "accounts_pair_taken"),
        ("kunnat/kauniainen", "municipalities", "accounts_not_in_region"),
        ("kunnat/kuhmo", "county", "accounts_not_in_region"),
    ):
        with pytest.raises(Refused) as caught:
            give_role(by=HOUSE, user=other, role="coordinator", organisation=row(address), region=kainuu, side=side)  # type: ignore[arg-type]  # plain words in a table
        assert caught.value.verdict.code == code


def test_one_person_is_never_both_sides(people: People) -> None:
    """Somebody who speaks for one side of a region is not given the other; in Helsinki one city is both."""
    kainuu, user = Region.objects.get(slug="kainuu"), people.county_coordinator
    with pytest.raises(Refused) as caught:
        give_role(by=HOUSE, user=user, role="coordinator", organisation=row("kunnat/kajaani"), region=kainuu, side="municipalities")  # fmt: skip
    assert caught.value.verdict.code == "accounts_both_sides"


def test_in_helsinki_the_city_is_both_sides(people: People) -> None:
    """One city, two sides."""
    helsinki = Region.objects.get(slug="helsinki")
    for name, side in (("h1", "county"), ("h2", "municipalities")):
        give_role(by=HOUSE, user=people.user(name), role="coordinator", organisation=row("kunnat/helsinki"), region=helsinki, side=side)  # type: ignore[arg-type]  # plain words in a table  # fmt: skip
    assert grants(clock.today()).filter(region=helsinki).count() == 2


def test_a_removed_right_is_gone_at_once(people: People) -> None:
    """The next look at the person's standing lacks it."""
    user = people.kuhmo
    assert actor(user).organisations
    end_grant(by=HOUSE, grant=Grant.objects.get(user=user))
    assert not actor(user).organisations


def test_the_last_administrator_stays(people: People) -> None:
    """Otherwise nobody could mend anything."""
    first = first_administrator()
    assert first_administrator() == first
    with pytest.raises(Refused, match="accounts_last_administrator"):
        end_grant(by=HOUSE, grant=Grant.objects.get(user=first, role="administrator"))
    assert people.administrator
    end_grant(by=HOUSE, grant=Grant.objects.get(user=first, role="administrator"))


def test_only_administrators_manage(people: People) -> None:
    """An editor cannot give roles."""
    with pytest.raises(Refused, match="accounts_only_administrator"):
        give_role(by=actor(people.kuhmo), user=people.kuhmo, role="administrator")


def test_after_a_merger_people_act_for_the_new_one(people: People) -> None:
    """From the day; until then for the old."""
    user, day = people.kuhmo, date(2027, 1, 1)
    assert carry_grants(by=HOUSE, old=row("kunnat/kuhmo"), new=row("kunnat/kajaani"), on=day) == 1
    held = {
        g.organisation.slug: (g.valid_from, g.valid_until) for g in Grant.objects.filter(user=user) if g.organisation
    }
    assert held == {"kuhmo": (date(2026, 11, 24), date(2026, 12, 31)), "kajaani": (day, date(2029, 5, 31))}


def test_the_start_never_signs_in_as_a_person(people: People) -> None:
    """The installation's own account is used, whoever else is an administrator; ended, it gets no link."""
    own = first_administrator()
    assert own is not None
    assert people.administrator.name < own.name or people.administrator != own
    other = people.user("aaro")
    give_role(by=HOUSE, user=other, role="administrator")
    assert first_administrator() == own
    end_grant(by=HOUSE, grant=Grant.objects.get(user=own, role="administrator"))
    assert first_administrator() is None


def test_a_back_dated_merger_carries_everybody(people: People) -> None:
    """Also who got the role after the day."""
    assert people.kuhmo
    day = date(2026, 11, 20)
    assert carry_grants(by=HOUSE, old=row("kunnat/kuhmo"), new=row("kunnat/kajaani"), on=day) == 1
    assert set(actor(people.kuhmo).organisations) == {row("kunnat/kajaani").public_id}

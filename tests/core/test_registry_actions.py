"""Keeping organisations, bodies, persons and seats; mergers."""

from datetime import date

import pytest

from tests.people import People, actor, org, row, seated
from yhdyspinta.core.audit.queries import versions_of
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.registry import actions, queries
from yhdyspinta.core.registry.loading import load_reference
from yhdyspinta.core.registry.models import LoadedFile, Organisation, Person, Seat
from yhdyspinta.core.registry.queries import atlas

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def provider(people: People) -> Organisation:
    """An education provider added by Kainuu's coordinator."""
    return actions.add_organisation(
        by=actor(people.county_coordinator),
        kind="education_provider",
        name_fi="Kainuun esimerkkiopisto",
        regions=["20"],
    )


def test_a_local_provider_is_bound_like_the_municipalities(people: People) -> None:
    """It appears among its region's education providers at once."""
    added = provider(people)
    bound = atlas().view("20", TODAY).by_actor["koulutuksen_jarjestaja"]
    assert added.pk in {o.id for o in bound}
    assert len(bound) == 9


def test_reference_organisations_are_not_edited_here(people: People) -> None:
    """Their files are."""
    with pytest.raises(Refused, match="registry_reference"):
        actions.edit_organisation(
            by=actor(people.administrator),
            organisation=row("kunnat/kuhmo"),
            version=1,
            names={"name_fi": "X"},
            website="",
        )
    with pytest.raises(Refused, match="registry_reference"):
        actions.add_organisation(by=HOUSE, kind="municipality", name_fi="Uusi", regions=[])


def test_editing_archiving_restoring(people: People) -> None:
    """With a version; archived ones leave the atlas and come back."""
    added = provider(people)
    who = actor(people.administrator)
    names = {"name_fi": "Kainuun opisto", "name_sv": "", "name_en": ""}
    actions.edit_organisation(by=who, organisation=added, version=1, names=names, website="https://example.org")
    with pytest.raises(EditConflict):
        actions.edit_organisation(by=who, organisation=added, version=1, names=names, website="")
    actions.archive_organisation(by=who, organisation=added)
    assert added.pk not in atlas().orgs
    actions.restore_organisation(by=who, organisation=added)
    assert atlas().orgs[added.pk].name.fi == "Kainuun opisto"


def test_the_same_name_twice_is_refused(people: People) -> None:
    """Addresses are permanent and unique."""
    provider(people)
    with pytest.raises(Refused, match="registry_slug_taken"):
        provider(people)


def test_one_person_sits_in_several_bodies(people: People) -> None:
    """A dual role is two seats of one person."""
    county, kuhmo = actor(people.county), actor(people.kuhmo)
    council = actions.add_body(
        by=county,
        organisation=row("organisaatiot/kainuun-hyvinvointialue"),
        kind="council",
        names={"name_fi": "Aluevaltuusto"},
        valid_from=None,
    )
    town = actions.add_body(
        by=kuhmo, organisation=row("kunnat/kuhmo"), kind="council", names={"name_fi": "Valtuusto"}, valid_from=None
    )
    first = actions.add_seat(
        by=county,
        body=council,
        person_name="Esimerkki Henkilö",
        person=None,
        role="member",
        valid_from=date(2025, 6, 1),
        valid_until=None,
    )
    actions.add_seat(
        by=kuhmo,
        body=town,
        person_name="",
        person=first.person.public_id,
        role="chair",
        valid_from=date(2025, 6, 1),
        valid_until=None,
    )
    assert Person.objects.count() == 1
    assert queries.seats_of(first.person, TODAY).count() == 2
    actions.end_seat(by=county, seat=first, on=date(2026, 1, 31))
    assert queries.seats_of(first.person, TODAY).count() == 1
    assert queries.seats_of(first.person, date(2026, 1, 31)).count() == 2
    with pytest.raises(Refused, match="registry_not_yours"):
        actions.end_seat(by=actor(people.outsider), seat=first, on=TODAY)


def test_erasure_leaves_a_tombstone(people: People) -> None:
    """The name goes, the seat stays."""
    seat = seated(people.kuhmo, "kunnat/kuhmo", "Poistuva", since=TODAY)
    actions.erase_person(by=actor(people.administrator), person=seat.person)
    person = Person.objects.get(pk=seat.person.pk)
    assert (person.name, person.erased_at is None) == ("", False)
    assert Seat.objects.filter(pk=seat.pk, withdrawn_at=None).exists()
    with pytest.raises(Refused, match="registry_erased"):
        actions.rename_person(by=actor(people.kuhmo), person=person, version=person.version, name="X")


def test_a_merger(people: People) -> None:
    """Preview, then the act: the old ends the day before, bodies end, history stays, a reload does not undo it."""
    old, new, day = row("kunnat/kuhmo"), row("kunnat/kajaani"), date(2027, 1, 1)
    actions.add_body(by=actor(people.kuhmo), organisation=old, kind="council", names={"name_fi": "V"}, valid_from=None)
    assert actions.preview_merge(old=old, new=old, on=day).refusal == "registry_merge_self"
    assert actions.preview_merge(old=old, new=row("organisaatiot/kela"), on=day).refusal == "registry_merge_kind"
    preview = actions.preview_merge(old=old, new=new, on=day)
    assert (len(preview.bodies), preview.refusal) == (1, "")
    actions.merge_organisations(by=actor(people.administrator), old=old, new=new, on=day, source="esimerkkipäätös")
    house = atlas()
    assert len(house.view("20", date(2026, 12, 31)).municipalities) == 8
    assert len(house.view("20", day).municipalities) == 7
    successor = house.successor(org("kunnat/kuhmo"))
    assert successor is not None
    assert successor[0].slug == "kajaani"
    LoadedFile.objects.filter(name="reference").update(digest="other")
    load_reference()
    assert len(atlas().view("20", day).municipalities) == 7
    old.refresh_from_db()
    assert actions.preview_merge(old=old, new=new, on=day).refusal == "registry_merge_ended"


def test_searching(people: People) -> None:
    """Every word at the start of one of the name's; Swedish names too; accents do not matter."""
    assert [o.slug for o in queries.search("jyvas")] == ["jyvaskyla", "jyvaskyla-muurame"]
    assert "turku" in {o.slug for o in queries.search("åbo")}
    assert [o.slug for o in queries.search("hyvinvointialue kainuun")] == ["kainuun-hyvinvointialue"]
    assert list(queries.search("zzzz")) == []


def chair(people: People, name: str = "Kauniaisten puheenjohtaja") -> Person:
    """Somebody who sits in the outsider's council."""
    return seated(people.outsider, "kunnat/kauniainen", name, role="chair", since=TODAY).person


def test_a_person_is_renamed_only_where_they_sit(people: People) -> None:
    """Not by any editor of the country; the earlier name is kept until it is erased."""
    person = chair(people)
    with pytest.raises(Refused, match="registry_not_yours"):
        actions.rename_person(by=actor(people.kuhmo), person=person, version=1, name="X")
    actions.rename_person(by=actor(people.outsider), person=person, version=1, name="Uusi Nimi")
    assert versions_of("person", person.public_id).get().content == {"name": "Kauniaisten puheenjohtaja"}
    actions.erase_person(by=actor(people.administrator), person=person)
    assert versions_of("person", person.public_id).get().content == {}
    assert list(queries.persons(of=actor(people.kuhmo).organisations)) == []


def test_a_coordinator_adds_only_in_the_own_region(people: People) -> None:
    """Not to all regions of the country."""
    with pytest.raises(Refused, match="registry_only_own_regions"):
        actions.add_organisation(
            by=actor(people.county_coordinator), kind="education_provider", name_fi="Laaja", regions=["20", "21"]
        )


@pytest.mark.parametrize("name", ["Общество", "ä" * 160, "Sana " * 32])
def test_any_name_gets_an_address(people: People, name: str) -> None:
    """Without Latin letters, or very long."""
    made = actions.add_organisation(by=actor(people.administrator), kind="company", name_fi=name[:160], name_sv=name[:160], name_en=name[:160], regions=["20"])  # fmt: skip
    assert made.slug
    assert len(made.slug) <= 90
    assert len(made.search_key) <= 400


def test_a_merger_has_a_sensible_day(people: People) -> None:
    """Not the year one."""
    refusal = actions.preview_merge(old=row("kunnat/kuhmo"), new=row("kunnat/kajaani"), on=date(1, 1, 1)).refusal
    assert refusal == "registry_merge_after_start"
    assert people.made == 0

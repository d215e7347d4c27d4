"""The person in charge of one item: named or invited, may that and nothing else, in the name of the organisation."""

from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from tests.people import People, actor, browser, org, row, sent_home
from yhdyspinta.core.accounts import invitations, owning, rules
from yhdyspinta.core.accounts.actions import carry_grants, give_role
from yhdyspinta.core.accounts.models import Grant, Invitation, User
from yhdyspinta.core.accounts.queries import owners
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.matters import actions, filing, queries, shelf
from yhdyspinta.core.matters.filing import Label
from yhdyspinta.core.matters.models import Consultation, Document
from yhdyspinta.core.matters.rules import Told

pytestmark = pytest.mark.django_db
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"


@pytest.fixture
def question(people: People) -> Consultation:
    """What Kuhmo is asked."""
    _, asked = sent_home(actor(people.county_coordinator), org(COUNTY), org(KUHMO))
    return Consultation.objects.get(public_id=asked)


def named(people: People, item: str, email: str = "gunnar@example.org", name: str = "Gunnar") -> object:
    """Kuhmo's editor names somebody."""
    assert people.member
    return owning.name_owner(by=actor(people.kuhmo), organisation=row(KUHMO), item=item, email=email, name=name)


def told() -> Told:
    """How it was handled."""
    return Told("accepted", clock.today(), body="Kunnanhallitus", section="12")


def test_a_colleague_is_in_charge_at_once_of_that_question_only(people: People, question: Consultation) -> None:
    """Answers it in Kuhmo's name, sees it among what waits, and may nothing else there."""
    before = actor(people.member)
    with pytest.raises(Refused, match="matters_not_yours"):
        actions.answer(by=before, consultation=question, told=told())
    assert named(people, f"consultation:{question.public_id}") is None
    by = actor(people.member)
    assert by.writes
    assert not by.organisations
    assert queries.waiting(by) == [question]
    made = actions.answer(by=by, consultation=question, told=told())
    assert (made.on_behalf, made.recorded_by) == (False, by.user)
    assert queries.waiting(by) == []
    _, second = sent_home(actor(people.county_coordinator), org(COUNTY), org(KUHMO))
    other = Consultation.objects.get(public_id=second)
    with pytest.raises(Refused, match="matters_not_yours"):
        actions.answer(by=by, consultation=other, told=told())
    with pytest.raises(Refused, match="accounts_owner_already"):
        named(people, f"consultation:{question.public_id}")


def test_a_stranger_is_invited_by_a_link_and_joins_the_organisation_so_far(
    people: People, question: Consultation
) -> None:
    """The link gives that item; the invitation is seen and can be taken back by those who made it."""
    item = f"consultation:{question.public_id}"
    made = named(people, item, "uusi@example.org", "Uusi")
    assert isinstance(made, tuple)
    user = invitations.accept(token=made[1], signed_in=None)
    by = actor(user)
    assert by.owned("consultation") == {question.public_id}
    assert by.belongs_to == frozenset()  # in charge of one item, and reads no other of the organisation's
    assert list(queries.visible_to(by)) == [question]
    assert actions.answer(by=by, consultation=question, told=told()).on_behalf is False
    again = named(people, item, "toinen@example.org", "Toinen")
    assert isinstance(again, tuple)
    invitations.withdraw(by=actor(people.kuhmo), invitation=again[0].public_id)
    with pytest.raises(Refused, match="accounts_invitation_spent"):
        invitations.accept(token=again[1], signed_in=None)


def test_who_names_and_ends(people: People, question: Consultation) -> None:
    """The organisation itself and its side's coordinator; the right ends with the grant."""
    item = f"consultation:{question.public_id}"
    for user in (people.county, people.county_coordinator, people.elected, people.outsider, people.member):
        assert not rules.may_invite(actor(user), "owner", row(KUHMO))
    named(people, item)
    grant = owners(item, clock.today()).get()
    with pytest.raises(Refused, match="accounts_may_not_invite"):
        owning.end_owner(by=actor(people.member), grant=grant)
    owning.end_owner(by=actor(people.municipal_coordinator), grant=grant)
    assert not owners(item, clock.today()).exists()
    with pytest.raises(Refused, match="matters_not_yours"):
        actions.answer(by=actor(people.member), consultation=question, told=told())


@pytest.mark.parametrize("item", ["", "meeting:1", "consultation"])
def test_an_item_of_no_known_kind_has_no_owner(people: People, item: str) -> None:
    """Nor does any other role carry an item."""
    if item == "consultation":
        give_role(by=HOUSE, user=people.member, role="reader", organisation=row(KUHMO), item=item)
        assert not Grant.objects.exclude(item="").exists()
        return
    with pytest.raises(Refused, match="accounts_owner_shape"):
        named(people, item)


def test_a_document_is_kept_by_who_is_in_charge_of_it(people: People) -> None:
    """Also a draft; another document is not."""
    by = actor(people.kuhmo)
    label = Label({"fi": "Luonnos"}, clock.today(), visibility="draft")
    mine, other = (
        filing.file_document(by=by, owner=org(KUHMO), label=label, content=f"https://example.org/{n}") for n in "12"
    )
    named(people, f"document:{mine.public_id}")
    owner: Actor = actor(people.member)
    assert list(shelf.documents_visible_to(owner)) == [mine]
    filing.bring_version(by=owner, document=mine, version=1, content="https://example.org/3")
    with pytest.raises(Refused, match="matters_not_your_document"):
        filing.bring_version(by=owner, document=other, version=1, content="https://example.org/3")
    assert Document.objects.get(pk=mine.pk).versions.count() == 2


def test_a_merger_carries_who_is_in_charge(people: People, question: Consultation) -> None:
    """The item stays theirs."""
    named(people, f"consultation:{question.public_id}")
    carry_grants(by=HOUSE, old=row(KUHMO), new=row(KAJAANI), on=clock.today())
    carried = Grant.objects.get(role="owner", organisation=row(KAJAANI))
    assert carried.item == f"consultation:{question.public_id}"


def test_the_page_names_shows_and_ends(people: People, question: Consultation) -> None:
    """A colleague at once; a stranger by a link that is shown once; the question tells its own people who it is."""
    page = reverse("matters:charge", args=["kasittely", question.public_id])
    own = reverse("matters:consultation", args=[question.public_id])
    editor, county = browser(people.kuhmo), browser(people.county_coordinator)
    assert people.member
    assert "Nimeä vastuuhenkilö" in editor.get(own).content.decode()
    answer = editor.post(page, {"name": "Gunnar", "email": "GUNNAR@example.org "})
    assert answer.status_code == 302
    assert "Gunnar" in editor.get(own).content.decode()
    assert "Gunnar" not in county.get(own).content.decode()
    invited = editor.post(page, {"name": "Uusi", "email": "uusi@example.org"})
    assert invited.status_code == 200
    token = invited.content.decode().split("/kutsu/")[1].split("/")[0]
    assert Invitation.objects.get(email="uusi@example.org").item == f"consultation:{question.public_id}"
    assert mail.outbox == []
    assert invitations.accept(token=token, signed_in=None) == User.objects.get(email="uusi@example.org")
    wrong = editor.post(page, {"name": "", "email": "x"})
    assert wrong.status_code == 422
    end = reverse("matters:end-charge", args=["kasittely", question.public_id])
    grant = owners(f"consultation:{question.public_id}", clock.today()).get(user=people.member)
    editor.post(end, {"person": str(grant.public_id), "key": str(uuid4())})
    assert "Gunnar" not in editor.get(own).content.decode()
    assert editor.get(reverse("matters:charge", args=["muu", question.public_id])).status_code == 404

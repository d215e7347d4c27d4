"""What a region agrees about its map: two sides, dated, replaced and ended; who sees a map that is not open."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from tests.people import People, actor, agreed, browser, opened, org, side
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, HOUSE, Actor, Standing
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES, InvalidFile
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.themes import actions, background, queries
from yhdyspinta.core.themes.actions import Proposal
from yhdyspinta.core.themes.models import RegionAgreement
from yhdyspinta.core.themes.rules import may_preview
from yhdyspinta.core.themes.sides import spoken, standing
from yhdyspinta.site.map.queries import interface_map

pytestmark = pytest.mark.django_db
NEED = Proposal("need", "asuminen", texts={"fi": "Tavataan keväällä"}, not_needed=("models", "forums"))
TODAY = date(2026, 11, 24)


def region(code: str = "20") -> Region:
    """A region's row."""
    return Region.objects.get(code=code)


def refused(content: Proposal, by: Actor | None = None, code: str = "20") -> str:
    """The reason why a proposal is refused."""
    with pytest.raises(Refused) as caught:
        actions.propose(by=by or side(code, "county"), region=region(code), content=content)
    return caught.value.verdict.code


def test_one_side_is_not_enough() -> None:
    """A proposal changes nothing on the map until the other side has confirmed it; then it holds from today."""
    made = actions.propose(by=side("20", "county"), region=region(), content=NEED)
    assert queries.books() == {}
    assert interface_map(TODAY)["20", "asuminen", "models"].situation == "unknown"
    with pytest.raises(Refused) as caught:
        actions.accept(by=side("20", "county"), proposal=made)
    assert caught.value.verdict.code == "sides_own_proposal"
    actions.accept(by=side("20", "municipalities"), proposal=made)
    cell = interface_map(TODAY)["20", "asuminen", "models"]
    assert cell.situation == "not_applicable"
    assert [f.code for f in cell.findings] == ["agreed_not_needed"]
    assert interface_map(TODAY)["20", "asuminen", "goals"].situation == "unknown"
    assert interface_map(date(2026, 11, 23))["20", "asuminen", "models"].situation == "unknown"
    verbs = list(
        AuditEvent.objects.filter(subject_type="regionagreement").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["agreement_proposed", "agreement_accepted"]


def test_two_signatures_are_two_people() -> None:
    """One who proposed for one side does not confirm it for the other, whatever roles they have been given since."""
    who = side("20", "county")
    made = actions.propose(by=who, region=region(), content=Proposal("opening"))
    moved = Actor(who.user, side("20", "municipalities").standings)
    with pytest.raises(Refused) as caught:
        actions.accept(by=moved, proposal=made)
    assert caught.value.verdict.code == "sides_same_person"
    assert queries.waiting(moved) == []
    actions.accept(by=side("20", "municipalities"), proposal=made)
    assert queries.books()["20"].is_open(TODAY)


def test_helsinki_has_one_side() -> None:
    """One city is both county and municipality: its coordinator may confirm what it proposed."""
    made = actions.propose(by=side("90", "county"), region=region("90"), content=Proposal("opening"))
    actions.accept(by=side("90", "county"), proposal=made)
    assert queries.books()["90"].is_open(TODAY)


def test_a_new_agreement_replaces_the_old_and_history_stays() -> None:
    """The map of the day before the change still shows what was agreed then."""
    with clock.frozen(datetime(2026, 3, 1, 10, tzinfo=UTC)):
        agreed("20", NEED)
    with clock.frozen(datetime(2026, 9, 1, 10, tzinfo=UTC)):
        agreed("20", Proposal("need", "asuminen", texts={"fi": "Toisin"}, not_needed=("goals",)))
    june, today = interface_map(date(2026, 6, 1)), interface_map(TODAY)
    assert (june["20", "asuminen", "models"].situation, june["20", "asuminen", "goals"].situation) == (
        "not_applicable",
        "unknown",
    )
    assert (today["20", "asuminen", "models"].situation, today["20", "asuminen", "goals"].situation) == (
        "unknown",
        "not_applicable",
    )
    assert RegionAgreement.objects.filter(ended_at=None).count() == 1


def test_a_theme_of_its_own_is_a_row_from_the_day_it_is_agreed_until_it_ends() -> None:
    """Only in its own region; what ends is gone from that day on."""
    with clock.frozen(datetime(2026, 3, 1, 10, tzinfo=UTC)):
        made = agreed("20", Proposal("theme", names={"fi": "Järvien tila", "sv": ""}))
    assert made.theme_code == "oma-jarvien-tila"
    assert ("20", "oma-jarvien-tila", "law") in interface_map(date(2026, 3, 1))
    assert ("20", "oma-jarvien-tila", "law") not in interface_map(date(2026, 2, 28))
    assert ("15", "oma-jarvien-tila", "law") not in interface_map(TODAY)
    with clock.frozen(datetime(2026, 9, 1, 10, tzinfo=UTC)):
        actions.end(by=side("20", "municipalities"), agreement=made)
    assert ("20", "oma-jarvien-tila", "law") in interface_map(date(2026, 8, 31))
    assert ("20", "oma-jarvien-tila", "law") not in interface_map(TODAY)
    with pytest.raises(Refused):
        actions.end(by=side("20", "county"), agreement=made)


def test_what_no_longer_fits_is_not_confirmed() -> None:
    """A theme that ended takes its needs and proposals with it; what was agreed meanwhile is not agreed again."""
    theme = agreed("20", Proposal("theme", names={"fi": "Järvet"}))
    need = agreed("20", Proposal("need", "oma-jarvet", texts={"fi": "Tavataan"}))
    waits = actions.propose(
        by=side("20", "county"), region=region(), content=Proposal("need", "oma-jarvet", texts={"fi": "Toisin"})
    )
    actions.end(by=side("20", "county"), agreement=theme)
    assert not RegionAgreement.objects.filter(ended_at=None).exists()
    with pytest.raises(Refused) as caught:
        actions.accept(by=side("20", "municipalities"), proposal=waits)
    assert caught.value.verdict.code == "sides_decided"
    told = AuditEvent.objects.filter(subject_id=str(need.public_id)).order_by("-id").values_list("verb", flat=True)
    assert told[0] == "agreement_ended"
    RegionAgreement.objects.filter(pk=waits.pk).update(ended_at=None, ended_by=None)  # as an older version left it
    with pytest.raises(Refused) as caught:
        actions.accept(by=side("20", "municipalities"), proposal=waits)
    assert caught.value.verdict.code == "themes_unknown"


def test_long_names_are_different_themes() -> None:
    """Names that begin alike are two themes; the same name is one."""
    start = "Yhteinen varautuminen pitkiin sähkökatkoihin ja häiriöihin "
    first = agreed("20", Proposal("theme", names={"fi": start + "taajamissa"}))
    second = agreed("20", Proposal("theme", names={"fi": start + "haja-asutusalueella"}))
    assert first.theme_code != second.theme_code
    assert max(len(first.theme_code), len(second.theme_code)) <= 60
    assert refused(Proposal("theme", names={"fi": start + "Taajamissa"})) == "themes_name_taken"


def test_invisible_characters_are_left_out() -> None:
    """What no XML can hold never gets in; lines and tabs of a text stay."""
    made = agreed("20", Proposal("theme", names={"fi": "Jär\x0bvet\x1b"}, texts={"fi": "a\nb\x07\tc\ud800"}))
    assert (made.name_fi, made.text_fi) == ("Järvet", "a\nb\tc")


def test_what_cannot_be_proposed() -> None:
    """Each refusal has its reason."""
    assert refused(NEED, ANONYMOUS) == "login_needed"
    assert refused(NEED, side("15", "county")) == "sides_only_coordinators"
    assert refused(Proposal("theme", names={"fi": " – "})) == "themes_name_missing"
    assert refused(Proposal("need", "ei-ole", texts={"fi": "X"})) == "themes_unknown"
    assert refused(Proposal("need", "hyte", texts={"fi": "  "})) == "themes_text_missing"
    assert refused(Proposal("need", "hyte", texts={"fi": "X"}, not_needed=("law",))) == "themes_law_always"
    agreed("20", Proposal("theme", names={"fi": "Oma"}))
    assert refused(Proposal("theme", names={"fi": "OMA"})) == "themes_name_taken"
    opened("20")
    assert refused(Proposal("opening")) == "themes_already_open"


def test_a_newer_proposal_takes_the_place_of_a_waiting_one() -> None:
    """Whoever proposed it; the one that gave way cannot be confirmed any more."""
    first = actions.propose(by=side("20", "county"), region=region(), content=NEED)
    second = actions.propose(by=side("20", "municipalities"), region=region(), content=NEED)
    with pytest.raises(Refused) as caught:
        actions.accept(by=side("20", "municipalities"), proposal=first)
    assert caught.value.verdict.code == "sides_decided"
    assert AuditEvent.objects.filter(subject_id=str(first.public_id), verb="agreement_replaced").count() == 1
    assert [p.pk for p in queries.proposals("20")] == [second.pk]
    both = Actor(uuid4(), side("20", "county").standings + side("15", "county").standings)
    assert [p.pk for p in queries.waiting(both)] == [second.pk]
    assert queries.waiting(side("20", "municipalities")) == []


def test_proposals_are_between_the_coordinators() -> None:
    """What has been agreed is public; what waits is not."""
    made = actions.propose(by=side("20", "county"), region=region(), content=NEED)
    assert queries.visible_to(ANONYMOUS).filter(public_id=made.public_id).first() is None
    assert queries.visible_to(side("15", "county")).filter(public_id=made.public_id).first() is None
    assert queries.visible_to(side("20", "municipalities")).filter(public_id=made.public_id).first() == made
    actions.accept(by=side("20", "municipalities"), proposal=made)
    assert queries.visible_to(ANONYMOUS).filter(public_id=made.public_id).first() == made


def test_who_previews() -> None:
    """The region's own people and administrators."""
    kuhmo = org("kunnat/kuhmo").public_id
    editor = Actor(uuid4(), (Standing("editor", organisation=kuhmo),))
    assert may_preview(editor, "20", [kuhmo])
    assert not may_preview(editor, "15", [uuid4()])
    assert not may_preview(ANONYMOUS, "20", [kuhmo])
    assert may_preview(HOUSE, "20", [])
    assert may_preview(side("20", "county"), "20", [])
    assert not may_preview(side("15", "county"), "20", [])


def test_every_theme_has_its_background() -> None:
    """Paragraphs and questions in three languages, each question with the block that answers it."""
    assert list(background.BACKGROUNDS) == list(THEMES)
    for found in background.BACKGROUNDS.values():
        assert len(found.paragraphs) >= 2
        assert len(found.questions) >= 2
        texts = [*found.paragraphs, *(q.text for q in found.questions)]
        assert all(t.fi and t.sv and t.en for t in texts)
        assert {q.block for q in found.questions} <= set(BLOCKS)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[theme", "background.toml"),
        ('[[theme]]\ncode = "hyte"\nfi = ["a"]\nsv = ["a"]\nen = ["a", "b"]\nquestion = []\n', "hyte"),
        ('[[theme]]\ncode = "hyte"\nfi = ["a"]\nsv = ["a"]\nen = ["a"]\nquestion = []\n', "themes differ"),
        (
            (
                '[[theme]]\ncode = "hyte"\nfi = ["a"]\nsv = ["a"]\nen = ["a"]\n'
                '[[theme.question]]\nfi = "?"\nsv = "?"\nen = "?"\nblock = "x"\n'
            ),
            "no such building block: x",
        ),
    ],
)
def test_a_bad_background_stops_the_start(tmp_path: Path, text: str, reason: str) -> None:
    """File, theme, reason."""
    path = tmp_path / "background.toml"
    path.write_text(text)
    with pytest.raises(InvalidFile, match=reason):
        background.read(path)


def words(**more: object) -> Words:
    """A decision to accept."""
    fields: dict[str, object] = {"step": "decision", "position": "accepted", "said_on": TODAY, "body": "Hallitus"}
    return Words(**(fields | more))  # type: ignore[arg-type]  # the fields of Words


def test_a_view_is_no_decision_and_a_differing_one_keeps_both_texts() -> None:
    """Only the decisions of both sides make it hold; until then both are shown beside each other."""
    county, towns = side("20", "county"), side("20", "municipalities")
    made = actions.propose(by=county, region=region(), content=NEED)
    actions.say(by=towns, agreement=made, words=words(step="view"))
    assert queries.books() == {}
    with pytest.raises(Refused) as caught:
        actions.say(by=towns, agreement=made, words=words(position="differing"))
    assert caught.value.verdict.code == "stances_needs_reason"
    actions.say(by=towns, agreement=made, words=words(position="differing", reason="Rytmi on liian tiheä."))
    told = standing(made, made.stances.all())
    assert (len(told.accepted), len(told.differing), told.holds) == (1, 1, False)
    (mine, theirs) = spoken(queries.proposals("20").get())
    assert mine.decision is not None
    assert theirs.decision is not None
    assert (mine.decision.position, theirs.decision.reason) == ("accepted", "Rytmi on liian tiheä.")
    actions.say(by=towns, agreement=made, words=words(section="12", link="https://example.org/p"))
    assert queries.books()["20"].need("asuminen", TODAY) is not None
    with pytest.raises(Refused) as caught:
        actions.say(by=towns, agreement=made, words=words())
    assert caught.value.verdict.code == "sides_decided"


def test_who_takes_back_its_word_has_to_say_it_again() -> None:
    """The other side's decision waits then; one person never decides for both."""
    county, towns = side("20", "county"), side("20", "municipalities")
    made = actions.propose(by=county, region=region(), content=Proposal("opening"))
    actions.say(by=county, agreement=made, words=words(position="withdrawn", body=""))
    actions.accept(by=towns, proposal=made)
    assert queries.books() == {}
    moved = Actor(towns.user, county.standings)
    with pytest.raises(Refused) as caught:
        actions.say(by=moved, agreement=made, words=words())
    assert caught.value.verdict.code == "sides_same_person"
    actions.say(by=county, agreement=made, words=words())
    assert queries.books()["20"].is_open(TODAY)


def test_an_older_proposal_without_stances_is_confirmed_as_before() -> None:
    """Who proposed has accepted."""
    made = actions.propose(by=side("20", "county"), region=region(), content=Proposal("opening"))
    made.stances.all().delete()
    actions.accept(by=side("20", "municipalities"), proposal=made)
    assert queries.books()["20"].is_open(TODAY)


def test_the_page_shows_both_sides_and_takes_a_decision_with_its_grounds(people: People) -> None:
    """The form keeps what was typed; what holds tells who decided; strangers do not see what waits."""
    county, towns = browser(people.county_coordinator), browser(people.municipal_coordinator)
    made = actions.propose(by=actor(people.county_coordinator), region=region(), content=NEED)
    address, listed = f"/fi/alueet/sovittu/{made.public_id}/kanta/", "/fi/alueet/kainuu/yhdessa/"
    sent = {"step": "decision", "position": "differing", "said_on": "2026-11-20", "body": "Yhteistyötoimikunta"}
    bad = towns.post(address, {**sent, "key": str(uuid4())})
    assert bad.status_code == 422
    assert "Yhteistyötoimikunta" in bad.content.decode()
    assert towns.post(address, {**sent, "reason": "Harvemmin.", "key": str(uuid4())}).status_code == 302
    page = county.get(listed).content.decode()
    assert "Näkemykset eroavat" in page
    assert "Harvemmin." in page
    assert "Harvemmin." not in Client().get(listed).content.decode()
    good = {**sent, "position": "accepted", "section": "14", "key": str(uuid4())}
    assert towns.post(address, good).status_code == 302
    assert "Yhteistyötoimikunta § 14" in Client().get(listed).content.decode()
    assert browser(people.kuhmo).get(address).status_code == 403

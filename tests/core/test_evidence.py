"""Recording, confirming, correcting, withdrawing, declaring: rules, versions, audit, the map's revision."""

from dataclasses import replace
from datetime import date

import pytest
from django.db.models import F

from tests.people import People, actor, org
from yhdyspinta.core.audit.models import AuditEvent, Revision
from yhdyspinta.core.audit.queries import one_reading, revision, versions_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, HOUSE
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence import actions, queries
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.evidence.models import Confirmation, Evidence
from yhdyspinta.core.evidence.reference import read as read_reference
from yhdyspinta.core.registry.actions import add_organisation
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.core.registry.queries import atlas

pytestmark = pytest.mark.django_db
GENERAL = "yleinen-neuvottelu-valtuustokausi"


def content(**changes: object) -> Content:
    """A negotiation of Kainuu county and Kuhmo."""
    base = Content(
        kind="negotiation",
        happened_on=date(2026, 9, 1),
        duties={GENERAL: "whole"},
        parties=(org("organisaatiot/kainuun-hyvinvointialue").id, org("kunnat/kuhmo").id),
        title_fi="Neuvottelu",
        source_title="Pöytäkirja",
        source_url="https://example.org/p",
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # named fields of the dataclass


def recorded(people: People) -> Evidence:
    """The negotiation, recorded by the county."""
    return actions.record(
        by=actor(people.county), acting_for=org("organisaatiot/kainuun-hyvinvointialue"), content=content()
    )


def refusal(code: str, **changes: object) -> None:
    """The house itself is refused with a code."""
    with pytest.raises(Refused) as caught:
        actions.record(by=HOUSE, acting_for=None, content=content(**changes))
    assert caught.value.verdict.code == code


def test_recording_confirms_for_the_recorder_only(people: People) -> None:
    """The county recorded; Kuhmo has not confirmed; one event; the map's revision rose."""
    before = revision("evidence")
    row = recorded(people)
    assert [c.organisation.slug for c in row.confirmations.all()] == ["kainuun-hyvinvointialue"]
    assert row.recorded_by == people.county.public_id
    event = AuditEvent.objects.get(subject_id=str(row.public_id))
    assert (event.verb, event.actor, event.acting_for) == (
        "recorded",
        people.county.public_id,
        org("organisaatiot/kainuun-hyvinvointialue").public_id,
    )
    assert revision("evidence") != before


def test_the_other_side_confirms_once(people: People) -> None:
    """Kuhmo confirms; a second time is refused; an outsider never."""
    row = recorded(people)
    kuhmo = org("kunnat/kuhmo")
    actions.confirm(by=actor(people.kuhmo), acting_for=kuhmo, evidence=row, version=1)
    for who, code in (
        (people.kuhmo, "evidence_confirmed_already"),
        (people.outsider, "evidence_not_your_confirmation"),
    ):
        with pytest.raises(Refused) as caught:
            actions.confirm(by=actor(who), acting_for=kuhmo, evidence=row, version=1)
        assert caught.value.verdict.code == code
    assert Confirmation.objects.filter(evidence=row).count() == 2


def test_a_correction_keeps_the_version_before_and_asks_anew(people: People) -> None:
    """Kuhmo's confirmation stays with version 1; the corrector confirms version 2."""
    row = recorded(people)
    actions.confirm(by=actor(people.kuhmo), acting_for=org("kunnat/kuhmo"), evidence=row, version=1)
    changed = content(title_fi="Neuvottelu, korjattu", happened_on=date(2026, 9, 2))
    row = actions.correct(
        by=actor(people.county),
        acting_for=org("organisaatiot/kainuun-hyvinvointialue"),
        evidence=row,
        version=1,
        content=changed,
    )
    assert (row.version, row.title_fi) == (2, "Neuvottelu, korjattu")
    kept = versions_of("evidence", row.public_id).get()
    assert (kept.number, kept.content["title_fi"]) == (1, "Neuvottelu")
    current = {c.organisation.slug for c in row.confirmations.all() if c.version == 2}
    assert current == {"kainuun-hyvinvointialue"}


def test_two_editors(people: People) -> None:
    """The later one gets a conflict; nothing is written over."""
    row = recorded(people)
    county = org("organisaatiot/kainuun-hyvinvointialue")
    actions.correct(by=actor(people.county), acting_for=county, evidence=row, version=1, content=content(title_fi="A"))
    with pytest.raises(EditConflict) as caught:
        actions.correct(
            by=actor(people.kuhmo),
            acting_for=org("kunnat/kuhmo"),
            evidence=row,
            version=1,
            content=content(title_fi="B"),
        )
    assert caught.value.current == 2
    row.refresh_from_db()
    assert row.title_fi == "A"


def test_confirming_a_version_that_is_gone_is_a_conflict(people: People) -> None:
    """One confirms what one has read."""
    row = recorded(people)
    county = org("organisaatiot/kainuun-hyvinvointialue")
    actions.correct(by=actor(people.county), acting_for=county, evidence=row, version=1, content=content(title_fi="A"))
    with pytest.raises(EditConflict):
        actions.confirm(by=actor(people.kuhmo), acting_for=org("kunnat/kuhmo"), evidence=row, version=1)


def test_withdrawing_takes_it_off_the_ledger_and_restoring_brings_it_back(people: People) -> None:
    """With a reason, never deleted."""
    row = recorded(people)
    assert any(r.public_id == row.public_id for r in queries.ledger().by_duty[GENERAL])
    with pytest.raises(Refused, match="evidence_needs_reason"):
        actions.withdraw(by=actor(people.county), evidence=row, reason="  ")
    actions.withdraw(by=actor(people.county), evidence=row, reason="väärä päivä")
    assert not any(r.public_id == row.public_id for r in queries.ledger().by_duty[GENERAL])
    actions.restore(by=actor(people.county), evidence=row)
    assert any(r.public_id == row.public_id for r in queries.ledger().by_duty[GENERAL])


def test_what_cannot_be_true_is_refused() -> None:
    """Future, before the statute, no duty, no party, no title, no source, secret."""
    refusal("evidence_future", happened_on=date(2026, 11, 25))
    refusal("evidence_before_statute", happened_on=date(2021, 6, 30))
    refusal("evidence_before_statute", kind="plan", happened_on=date(2020, 6, 30))
    refusal("evidence_not_in_force", duties={"kuntouttava-tyotoiminta-siirto-kuntiin": "whole"})
    refusal("evidence_holds_order", holds_until=date(2026, 8, 31))
    refusal("evidence_needs_duty", duties={})
    refusal("evidence_needs_duty", duties={"no-such-duty": "whole"})
    refusal("evidence_needs_party", parties=())
    refusal("evidence_needs_title", title_fi="")
    refusal("evidence_needs_source", source_url="")
    refusal("evidence_secret", visibility="secret")


def test_a_body_may_be_ready_a_year_before_its_statute() -> None:
    """Counties set up their groups in 2022 for 1.1.2023."""
    group = {"alueellinen-opiskeluhuollon-yhteistyoryhma": "whole"}
    made = actions.record(
        by=HOUSE, acting_for=None, content=content(kind="body", happened_on=date(2022, 1, 1), duties=group)
    )
    assert made.pk
    refusal("evidence_before_statute", kind="body", happened_on=date(2021, 12, 31), duties=group)


def test_who_may_record(people: People) -> None:
    """Anonymous no; an outsider not; a coordinator in the region yes, also where the own organisation was not."""
    county = org("organisaatiot/kainuun-hyvinvointialue")
    for who, acting, code in (
        (ANONYMOUS, county, "login_needed"),
        (actor(people.outsider), org("kunnat/kauniainen"), "evidence_not_party"),
        (actor(people.outsider), county, "evidence_choose_organisation"),
        (actor(people.kuhmo), None, "evidence_choose_organisation"),
    ):
        with pytest.raises(Refused) as caught:
            actions.record(by=who, acting_for=acting, content=content())
        assert caught.value.verdict.code == code
    kajaani = org("kunnat/kajaani")
    row = actions.record(by=actor(people.municipal_coordinator), acting_for=kajaani, content=content())
    assert row.recorded_for_id == kajaani.id
    assert not row.confirmations.exists()


def test_what_a_meeting_made_is_corrected_there(people: People) -> None:
    """An origin closes the record here."""
    row = recorded(people)
    Evidence.objects.filter(pk=row.pk).update(origin="forums.meeting:1")
    with pytest.raises(Refused, match="evidence_has_origin"):
        actions.withdraw(by=actor(people.county), evidence=row, reason="x")


def test_visibility(people: People) -> None:
    """A draft is its organisation's; the parties' is the parties'; the ledger has only the public."""
    county = org("organisaatiot/kainuun-hyvinvointialue")
    who = actor(people.county)
    draft = actions.record(by=who, acting_for=county, content=content(visibility="draft"))
    shared = actions.record(by=who, acting_for=county, content=content(visibility="parties"))
    seen = {
        name: set(queries.visible_to(person).filter(pk__in=[draft.pk, shared.pk]).values_list("pk", flat=True))
        for name, person in (
            ("reader", ANONYMOUS),
            ("outsider", actor(people.outsider)),
            ("kuhmo", actor(people.kuhmo)),
            ("county", who),
            ("administrator", actor(people.administrator)),
        )
    }
    assert seen == {
        "reader": set(),
        "outsider": set(),
        "kuhmo": {shared.pk},
        "county": {draft.pk, shared.pk},
        "administrator": {draft.pk, shared.pk},
    }
    assert not any(r.public_id in (draft.public_id, shared.public_id) for r in queries.ledger().by_duty[GENERAL])


def test_waiting_is_what_my_organisation_has_not_confirmed(people: People) -> None:
    """It waits until confirmed."""
    row = recorded(people)
    assert row in queries.unconfirmed_for(actor(people.kuhmo))
    assert row not in queries.unconfirmed_for(actor(people.county))
    actions.confirm(by=actor(people.kuhmo), acting_for=org("kunnat/kuhmo"), evidence=row, version=1)
    assert row not in queries.unconfirmed_for(actor(people.kuhmo))


def test_declaring_complete_records(people: People) -> None:
    """Own people only; not from before 2021, not from tomorrow; a new one replaces the old."""
    kuhmo = org("kunnat/kuhmo")
    for who, day, code in (
        (people.county, date(2023, 1, 1), "evidence_not_your_organisation"),
        (people.kuhmo, date(2026, 11, 25), "declare_before_start"),
        (people.kuhmo, date(2020, 12, 31), "declare_before_start"),
    ):
        with pytest.raises(Refused) as caught:
            actions.declare_complete(by=actor(who), organisation=kuhmo, complete_from=day)
        assert caught.value.verdict.code == code
    actions.declare_complete(by=actor(people.kuhmo), organisation=kuhmo, complete_from=date(2023, 1, 1))
    actions.declare_complete(by=actor(people.kuhmo), organisation=kuhmo, complete_from=date(2024, 1, 1))
    assert queries.ledger().complete_from[kuhmo.id] == date(2024, 1, 1)
    actions.declare_complete(by=actor(people.kuhmo), organisation=kuhmo, complete_from=None)
    assert kuhmo.id not in queries.ledger().complete_from


def test_starting_evidence_is_sourced_and_unconfirmed() -> None:
    """Sixteen entries, each with its source, recorded on behalf, confirmed by nobody, in three languages."""
    rows = list(queries.with_details(Evidence.objects.filter(origin__startswith="reference:")))
    assert len(rows) == len(read_reference()) == 17
    for row in rows:
        assert row.source_title
        assert row.source_url.startswith("https://")
        assert row.title_fi
        assert row.title_sv
        assert row.title_en
        assert row.recorded_for is None
        assert not row.confirmations.all()
        assert row.duties.all()
        assert row.parties.all()


KAINUU, KUHMO = "organisaatiot/kainuun-hyvinvointialue", "kunnat/kuhmo"


def correction(people: People, row: Evidence, **changes: object) -> None:
    """Kuhmo's person corrects in Kuhmo's name."""
    actions.correct(
        by=actor(people.kuhmo), acting_for=org(KUHMO), evidence=row, version=row.version, content=content(**changes)
    )


def test_a_correction_cannot_take_the_recorder_out_nor_hide_its_record(people: People) -> None:
    """Kuhmo corrects the county's record: the county stays a party, the record stays public, Kuhmo stays too."""
    row = recorded(people)
    for changes, code in (
        ({"parties": (org(KUHMO).id,)}, "evidence_keeps_recorder"),
        ({"visibility": "draft"}, "evidence_keeps_visibility"),
        ({"parties": (org(KAINUU).id, org("kunnat/kajaani").id)}, "evidence_not_party"),
    ):
        with pytest.raises(Refused) as caught:
            correction(people, row, **changes)
        assert caught.value.verdict.code in (code, "evidence_needs_source")
    correction(people, row, title_fi="Korjattu")
    row.refresh_from_db()
    assert (row.title_fi, row.visibility) == ("Korjattu", "public")
    actions.correct(
        by=actor(people.county), acting_for=org(KAINUU), evidence=row, version=2, content=content(visibility="parties")
    )


def test_a_write_rests_on_the_registry_of_its_own_moment(people: People) -> None:
    """A party archived by somebody else while the page was open is not accepted: nothing held before is believed."""
    added = add_organisation(by=HOUSE, kind="parish", name_fi="Kuhmon seurakunta", regions=["20"])
    with one_reading():
        parish = next(o for o in atlas().orgs.values() if o.public_id == added.public_id)
        Organisation.objects.filter(pk=added.pk).update(archived_at=clock.now())  # as another process does it
        Revision.objects.filter(name="registry").update(value=F("value") + 1)
        assert parish.id in atlas().orgs
        refusal("evidence_party_gone", parties=(org("kunnat/kuhmo").id, parish.id))


def test_kela_gives_no_rights_in_other_regions(people: People) -> None:
    """Kainuu's coordinator cannot record or withdraw in Lapland because Kela was there too."""
    who = actor(people.county_coordinator)
    lapland = (org("kunnat/enontekio").id, org("organisaatiot/kela").id)
    with pytest.raises(Refused, match="evidence_not_party"):
        actions.record(by=who, acting_for=org(KAINUU), content=content(parties=lapland))
    row = actions.record(by=HOUSE, acting_for=None, content=content(parties=lapland))
    with pytest.raises(Refused, match="evidence_not_party"):
        actions.withdraw(by=who, evidence=row, reason="x")


def test_only_what_happened_is_in_the_event_stream(people: People) -> None:
    """Withdrawing twice and restoring what stands write nothing new."""
    row = recorded(people)
    who = actor(people.county)
    actions.restore(by=who, evidence=row)
    actions.withdraw(by=who, evidence=row, reason="ensin")
    actions.withdraw(by=who, evidence=row, reason="uudelleen")
    verbs = list(AuditEvent.objects.filter(subject_id=str(row.public_id)).order_by("id").values_list("verb", flat=True))
    assert verbs == ["recorded", "withdrawn"]
    row.refresh_from_db()
    assert row.withdrawn_reason == "ensin"

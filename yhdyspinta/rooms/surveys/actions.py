"""Writes of the room, as verbs: begin, change, ask more, confirm, open, cancel, hide; an organisation's own view.

Inviting is in `inviting.py`, answering in `answering.py`, closing in `closing.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.audit.actions import bump, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import Text, clean, cleaned, columns
from yhdyspinta.core.common.verdict import Refused, Verdict, no, require
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.surveys import queries, rules
from yhdyspinta.rooms.surveys.asking import KINDS, OPTIONS, OWN, SCALE, Question
from yhdyspinta.rooms.surveys.mixing import forget_journal, overwrite
from yhdyspinta.rooms.surveys.models import Invitation, OrganisationView, Survey
from yhdyspinta.rooms.surveys.results import digest_of
from yhdyspinta.rooms.surveys.sealing import new_salt
from yhdyspinta.rooms.surveys.statements import statements
from yhdyspinta.rooms.surveys.states import MOVES, Step


@dataclass(frozen=True, slots=True)
class Plan:
    """What a survey is. `themes`: codes of the region's themes, each asked by one question."""

    titles: Mapping[str, str]
    opens_on: date
    closes_on: date
    themes: Sequence[str] = ()
    pooling: str = "none"
    visibility: str = "public"


@dataclass(frozen=True, slots=True)
class Asked:
    """An own question. `options`: of a choice, each in the languages it is given in."""

    kind: str
    texts: Mapping[str, str]
    options: Sequence[Mapping[str, str]] = field(default=())


@transaction.atomic
def begin(*, by: Actor, region: Region, plan: Plan) -> Survey:
    """Begins a survey. A coordinator's waits for the other side; an analyst's does not. Raises Refused."""
    require(rules.may_organise(by, region.code))
    require(_fits(region.code, plan))
    side = by.side_in(region.code)
    made = Survey.objects.create(
        region=region,
        **_columns(plan),
        state="draft" if side else "agreed",
        begun_side=side,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    require(rules.short_enough(queries.asked(made)))
    tell("survey_begun", made, by)
    return made


@transaction.atomic
def change(*, by: Actor, survey: Survey, version: int, plan: Plan) -> Survey:
    """Another plan, before it opens; a confirmed one waits for the other side again. Raises Refused, EditConflict."""
    row = locked(survey)
    require(rules.may_change(by, row))
    if row.version != version:
        raise EditConflict(row.version)
    require(_fits(row.region.code, plan))
    return _rewritten(row, by, _columns(plan))


@transaction.atomic
def ask(*, by: Actor, survey: Survey, asked: Asked) -> Survey:
    """Adds an own question. Raises Refused."""
    row = locked(survey)
    require(rules.may_change(by, row))
    if len(row.own) >= OWN:
        raise Refused(no("surveys_own_full", count=str(OWN)))
    taken = {raw["code"] for raw in row.own}
    code = next(c for n in range(1, OWN + 1) if (c := f"own{n}") not in taken)
    return _rewritten(row, by, {"own": [*row.own, _question(code, asked).kept()]})


@transaction.atomic
def leave_out(*, by: Actor, survey: Survey, code: str) -> Survey:
    """Takes an own question away. Raises Refused."""
    row = locked(survey)
    require(rules.may_change(by, row))
    left = [raw for raw in row.own if raw["code"] != code]
    return _rewritten(row, by, {"own": left}) if len(left) < len(row.own) else row


def _rewritten(row: Survey, by: Actor, told: Mapping[str, Any]) -> Survey:
    """The new content; the one before is kept, and what the other side confirmed is confirmed anew."""
    kept = {"title": queries.title_of(row).by_language(), "themes": row.themes, "own": row.own, "pooling": row.pooling}
    keep_version(subject_type="survey", subject_id=row.public_id, number=row.version, content=kept, by=by.user)
    side = by.side_in(row.region.code)
    state = (
        "draft" if side or row.begun_side else row.state
    )  # an analyst's own change of an analyst's survey needs no word
    whose = {"begun_side": side, "recorded_by": by.user} if side else {}
    Survey.objects.filter(pk=row.pk).update(**told, **whose, state=state, version=F("version") + 1)
    row.refresh_from_db()
    require(rules.short_enough(queries.asked(row)))
    tell("survey_changed", row, by)
    return row


@transaction.atomic
def confirm(*, by: Actor, survey: Survey, version: int) -> None:
    """The other side confirms what is asked, of whom and how long. Raises Refused, EditConflict."""
    row = _moved(survey, by, "confirm", version)
    tell("survey_confirmed", row, by)


@transaction.atomic
def open_now(*, by: Actor, survey: Survey) -> None:
    """It takes answers from now on: what it asks is frozen, and its seal is made. Raises Refused."""
    row = locked(survey)
    require(rules.may_move(by, row, "open"))
    require(rules.days_fit(min(row.opens_on, clock.today()), row.closes_on, clock.today()))
    told: dict[str, object] = {"questions": [q.kept() for q in queries.asked(row)], "salt": new_salt()}
    if row.opens_on > clock.today():
        told["opens_on"] = clock.today()
    Survey.objects.filter(pk=row.pk).update(**told, state="open", version=F("version") + 1)
    tell("survey_opened", row, by)


@transaction.atomic
def cancel(*, by: Actor, survey: Survey) -> None:
    """It is not made after all: what has been answered is destroyed unread. Raises Refused."""
    row = _moved(survey, by, "cancel")
    overwrite()
    row.sheets.all().delete()
    Invitation.objects.filter(survey=row).delete()
    Survey.objects.filter(pk=row.pk).update(salt=b"")
    tell("survey_cancelled", row, by)
    transaction.on_commit(forget_journal)


@transaction.atomic
def hide(*, by: Actor, survey: Survey, question: str, digest: str) -> None:
    """Takes a free answer out of the results, for example one that names somebody; it is not kept anywhere. Raises Refused."""
    row = locked(survey)
    require(rules.may_hide(by, row))
    content = dict(row.results or {})
    for texts in content.get("texts", {}).get(question, {}).values():
        at = next((i for i, text in enumerate(texts) if digest_of(text) == digest), None)
        if at is not None:
            del texts[at]
            break
    else:
        raise Refused(no("surveys_no_text"))
    overwrite()
    Survey.objects.filter(pk=row.pk).update(results=content)
    tell("survey_text_hidden", row, by, question=question)
    transaction.on_commit(forget_journal)


@transaction.atomic
def tell_view(
    *, by: Actor, organisation: Org, region: Region, year: int, version: int, values: Mapping[str, int], text: str
) -> OrganisationView:
    """How an organisation itself sees a year: in its name, never anonymous. Raises Refused; EditConflict when a colleague saved first."""
    require(rules.may_tell_view(by, organisation.public_id))
    today = clock.today()
    if region.code not in {a.code for a in atlas().regions_of(organisation, today)}:
        raise Refused(no("surveys_not_your_organisation"))
    if year not in (today.year, today.year - 1):
        raise Refused(no("surveys_view_year"))
    known = {s.code for s in statements()}
    if not values or not set(values) <= known or not all(1 <= v <= SCALE for v in values.values()):
        raise Refused(no("surveys_view_empty"))
    row = OrganisationView.objects.select_for_update().filter(
        organisation_id=organisation.id, region=region, year=year, withdrawn_at=None
    )
    now = row.first()
    if (now.version if now else 0) != version:
        raise EditConflict(now.version if now else 0)
    told = {"values": dict(values), "text": clean(text), "told_on": today, "recorded_by": by.user, "recorded_at": clock.now()}  # fmt: skip
    if now is None:
        now = OrganisationView.objects.create(organisation_id=organisation.id, region=region, year=year, **told)
    else:
        kept = {"values": now.values, "text": now.text, "told_on": str(now.told_on)}
        keep_version(subject_type="surveyview", subject_id=now.public_id, number=now.version, content=kept, by=by.user)
        row.update(**told, version=F("version") + 1)
    _tell_view("organisation_view_told", now, by)
    return now


@transaction.atomic
def withdraw_view(*, by: Actor, view: OrganisationView) -> None:
    """The organisation takes its view back. Raises Refused."""
    require(rules.may_tell_view(by, view.organisation.public_id))
    if OrganisationView.objects.filter(pk=view.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell_view("organisation_view_withdrawn", view, by)


def _fits(region: str, plan: Plan) -> Verdict:
    if not any(cleaned(plan.titles).values()):
        return no("surveys_needs_title")
    if plan.pooling not in rules.POOLINGS:
        return no("surveys_no_pooling")
    if not set(plan.themes) <= set(books().get(region, NOTHING).themes_on(clock.today())):
        return no("surveys_no_theme")
    if plan.pooling == "themes" and len(plan.themes) < 2:
        return no("surveys_pool_needs_themes")
    return rules.days_fit(plan.opens_on, plan.closes_on, clock.today())


def _columns(plan: Plan) -> dict[str, object]:
    told = {n: getattr(plan, n) for n in ("opens_on", "closes_on", "pooling", "visibility")}
    return {**columns("title", plan.titles), **told, "themes": list(dict.fromkeys(plan.themes))}


def _question(code: str, asked: Asked) -> Question:
    """An own question that can be asked. Raises Refused."""
    texts = cleaned(asked.texts)
    if asked.kind not in KINDS or not any(texts.values()):
        raise Refused(no("surveys_needs_question"))
    choice = asked.kind in ("one", "many")
    options = tuple(t for o in asked.options if (t := Text(**cleaned(o)))) if choice else ()
    if choice and not 2 <= len(options) <= OPTIONS:
        raise Refused(no("surveys_options", count=str(OPTIONS)))
    return Question(code, asked.kind, Text(**texts), options=options)


def _moved(survey: Survey, by: Actor, step: Step, version: int | None = None) -> Survey:
    row = locked(survey)
    require(rules.may_move(by, row, step))
    if version is not None and row.version != version:
        raise EditConflict(row.version)
    after = MOVES[row.state][step]  # type: ignore[index]  # the column's choices
    Survey.objects.filter(pk=row.pk).update(state=after, version=F("version") + 1)
    return row


def locked(survey: Survey) -> Survey:
    """The row as it is now, held until the write is done."""
    return Survey.objects.select_for_update(of=("self",)).select_related("region").get(pk=survey.pk)


def tell(verb: str, row: Survey, by: Actor, **data: str) -> None:
    """To the house's event stream: what was done to a survey, never what anybody answered."""
    told = {"region": row.region.code, **data}
    record_event(verb=verb, subject_type="survey", subject_id=row.public_id, by=by.user, data=told)
    bump("surveys")


def _tell_view(verb: str, row: OrganisationView, by: Actor) -> None:
    data = {"region": row.region.code, "year": row.year}
    record_event(verb=verb, subject_type="surveyview", subject_id=row.public_id, by=by.user, data=data)

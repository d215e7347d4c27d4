"""What of this room can be brought from a spreadsheet: goals, and measures of goals that are there."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.bringing.cells import THEME, Day, Many, Named, OneOf, Organisation, Words, plain
from yhdyspinta.core.bringing.kinds import Field, Kind, Made, Scope, Values
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no
from yhdyspinta.core.interfaces.catalogue import HORIZONS, LEVELS
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.rooms.goals import actions, queries, rules
from yhdyspinta.rooms.goals.models import Goal, Measure, Programme
from yhdyspinta.rooms.goals.progress import STATES


def _may(actor: Actor, area: Area) -> Verdict:
    return rules.may_keep(actor, area.code, None)


def _programmes(scope: Scope) -> Mapping[str, Programme]:
    """Those of the region that the person keeps, by id."""
    rows = queries.programmes_visible_to(scope.by).filter(region__code=scope.area.code)
    return scope.once("programmes", lambda: {str(p.public_id): p for p in rows if queries.keeps(scope.by, p)})


def _goals(scope: Scope) -> Mapping[str, Goal]:
    """Standing goals of those programmes, by id."""
    rows = queries.of_region(scope.by, scope.area.code)
    kept = {p.pk for p in _programmes(scope).values()}
    return scope.once("goals", lambda: {str(g.public_id): g for g in rows if g.programme_id in kept})


def _names(rows: Mapping[str, Any]) -> Mapping[str, Text]:
    return {code: Text.of(row, "title") for code, row in rows.items()}


def titles_of(values: Values) -> dict[str, str]:
    """A title in the languages that the row has."""
    return {lang: values.get(f"title_{lang}", "") for lang in LANGUAGES}


def titled(values: Values) -> str:
    """A title as rows are compared."""
    return plain(next((t for t in titles_of(values).values() if t), ""))


def _aim(values: Values) -> actions.Aim:
    return actions.Aim(
        titles=titles_of(values),
        themes=values.get("themes", ()),
        parties=tuple(o.id for o in values.get("parties", ())),
        horizon=values.get("horizon", "plan"),
        texts={lang: values.get(f"text_{lang}", "") for lang in LANGUAGES},
    )


def _programme(scope: Scope, values: Values) -> Programme | None:
    """The one of the row; where it names none, the only one that there is."""
    known = _programmes(scope)
    if given := values.get("programme"):
        return known[given]
    return next(iter(known.values())) if len(known) == 1 else None


def _check_goal(scope: Scope, values: Values) -> Verdict:
    if _programme(scope, values) is None:
        return no("goals_which_programme")
    return actions.fits(scope.area.code, _aim(values))


def _there_goals(scope: Scope) -> Collection[str]:
    return {plain(t) for g in _goals(scope).values() for t in (g.title_fi, g.title_sv, g.title_en) if t}


def _bring_goals(scope: Scope, rows: Sequence[Values]) -> list[Made]:
    made = []
    for values in rows:
        programme = _programme(scope, values)
        if programme is None:
            raise Refused(no("goals_which_programme"))
        goal = actions.propose(by=scope.by, programme=programme, aim=_aim(values))
        made.append(Made(str(goal.public_id), reverse("goals:goal", args=[goal.public_id])))
    return made


def _undo_goal(scope: Scope, item: str, before: Sequence[Mapping[str, Any]]) -> None:
    goal = queries.whole(Goal.objects.filter(public_id=UUID(item), ended_on=None)).first()
    if (
        goal is None
        or goal.version > 1
        or goal.stances.all()
        or goal.measures.all()
        or goal.notes.all()
        or goal.shares.all()
    ):
        raise Refused(no("bring_changed_since"))
    actions.end(by=scope.by, goal=goal)


def _titles(fi: str, sv: str, en: str) -> tuple[Field, ...]:
    """The titles, and what a table would call them."""
    return (
        Field("title_fi", _("Title in Finnish"), Words(200), words=("otsikko", "nimi", fi)),
        Field("title_sv", _("Title in Swedish"), Words(200), words=("rubrik", "namn", sv)),
        Field("title_en", _("Title in English"), Words(200), words=("title", "name", en)),
    )


GOALS = Kind(
    code="goals",
    label=_("Goals"),
    about=_("A goal: its title, themes, parties and horizon. Its parties accept it afterwards."),
    fields=(
        *_titles("tavoite", "mål", "goal"),
        Field("themes", _("Themes"), Many(THEME), needed=True, words=("teema", "tema", "theme")),
        Field("parties", _("Parties"), Many(Organisation()), needed=True, words=("osapuoli", "parter", "organisaatiot")),
        Field("horizon", _("Horizon"), Named("horizons", lambda scope: {c: h.name for c, h in HORIZONS.items()})),
        Field("programme", _("Programme"), Named("programmes", lambda scope: _names(_programmes(scope)))),
        Field("text_fi", _("Reasons in Finnish"), Words(4000), words=("perustelu", "kuvaus")),
        Field("text_sv", _("Reasons in Swedish"), Words(4000), words=("motivering", "beskrivning")),
        Field("text_en", _("Reasons in English"), Words(4000), words=("description",)),
    ),
    may=_may,
    key=titled,
    mark=titled,
    there=_there_goals,
    check=_check_goal,
    bring=_bring_goals,
    undo=_undo_goal,
)  # fmt: skip


def _work(values: Values) -> actions.Work:
    owner = values.get("owner")
    return actions.Work(
        titles=titles_of(values),
        owner=owner.id if owner else None,
        partners=tuple(o.id for o in values.get("partners", ())),
        **{
            n: values[n] for n in ("function", "starts", "ends", "cost", "budget_line", "state", "level") if n in values
        },
    )


def _mark_measure(values: Values) -> str:
    return f"{values.get('goal', '')} {titled(values)}"


def _there_measures(scope: Scope) -> Collection[str]:
    known = {g.pk: code for code, g in _goals(scope).items()}
    rows = Measure.objects.filter(withdrawn_at=None, goal__in=list(known))
    return {f"{known[m.goal_id]} {plain(t)}" for m in rows for t in (m.title_fi, m.title_sv, m.title_en) if t}


def _check_measure(scope: Scope, values: Values) -> Verdict:
    try:
        actions.check_work(_goals(scope)[values["goal"]], _work(values))
    except Refused as refused:
        return refused.verdict
    return YES


def _bring_measures(scope: Scope, rows: Sequence[Values]) -> list[Made]:
    made = []
    for values in rows:
        measure = actions.add_measure(by=scope.by, goal=_goals(scope)[values["goal"]], work=_work(values))
        made.append(Made(str(measure.public_id), reverse("goals:goal", args=[values["goal"]])))
    return made


def _undo_measure(scope: Scope, item: str, before: Sequence[Mapping[str, Any]]) -> None:
    rows = Measure.objects.filter(public_id=UUID(item), withdrawn_at=None, version=1, refused_on=None)
    measure = rows.select_related("goal__programme", "owner").first()
    touched = measure is None or measure.notes.filter(withdrawn_at=None).exists()
    own = measure is not None and measure.owner is not None and measure.owner.public_id in scope.by.organisations
    if measure is None or touched or (measure.accepted_on is not None and not own):
        raise Refused(no("bring_changed_since"))
    actions.withdraw_measure(by=scope.by, measure=measure)


MEASURES = Kind(
    code="measures",
    label=_("Measures"),
    about=_("A measure of a goal that is here already: what is done, who is in charge, from when until when."),
    fields=(
        Field(
            "goal",
            _("Goal"),
            Named("goals", lambda scope: _names(_goals(scope))),
            needed=True,
            words=("tavoite", "mål", "goal"),
        ),
        *_titles("toimenpide", "åtgärd", "measure"),
        Field("owner", _("In charge"), Organisation(), words=("vastuutaho", "vastuuorganisaatio", "vastuu", "ansvarig")),
        Field("function", _("Function in charge"), Words(120), words=("vastuuhenkilö", "vastuutehtävä")),
        Field("partners", _("Partners"), Many(Organisation()), words=("kumppanit", "yhteistyökumppanit")),
        Field("starts", _("Begins"), Day(), words=("alkaa", "aloitus", "alku", "börjar")),
        Field("ends", _("Ends"), Day(), words=("päättyy", "määräaika", "valmis", "slutar")),
        Field("state", _("State"), OneOf("work:", STATES), words=("tila", "vaihe")),
        Field("cost", _("Costs"), OneOf("cost:", tuple(c for c in rules.COSTS if c)), words=("kustannukset",)),
        Field("budget_line", _("Budget line"), Words(120), words=("talousarviokohta",)),
        Field("level", _("Level"), Named("levels", lambda scope: {c: x.name for c, x in LEVELS.items()}), words=("taso",)),
    ),
    may=_may,
    key=_mark_measure,
    mark=_mark_measure,
    there=_there_measures,
    check=_check_measure,
    bring=_bring_measures,
    undo=_undo_measure,
)  # fmt: skip

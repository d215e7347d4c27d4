"""What of this room can be brought from a spreadsheet: records of what has been done."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.bringing.cells import Day, Link, Many, Named, OneOf, Organisation, Words, plain
from yhdyspinta.core.bringing.kinds import Field, Kind, Made, Scope, Values
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no
from yhdyspinta.core.common.words import say
from yhdyspinta.core.evidence import actions, queries, rules
from yhdyspinta.core.evidence.models import Evidence, EvidenceKind, Visibility
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.atlas import Area, Org, units
from yhdyspinta.core.registry.queries import atlas

SEEN = (Visibility.PUBLIC.value, Visibility.PARTIES.value, Visibility.DRAFT.value)
"""As the form offers."""


def _may(actor: Actor, area: Area) -> Verdict:
    """Coordinators of the region, and the people of an organisation that works there."""
    if actor.is_administrator or area.code in actor.regions:
        return YES
    here = atlas().view(area.code, clock.today()).everybody()
    own = any(o.public_id in actor.organisations for o in here)
    return YES if own else no("evidence_choose_organisation")


def _duties(scope: Scope) -> Mapping[str, Text]:
    """Duties that bind somebody in the region."""
    known = catalogue().duties.values()
    return {d.code: d.title for d in known if not d.individual and d.in_force_from and units(d, scope.view)}


def _acting(scope: Scope, parties: Collection[int]) -> Org | None:
    """In whose name a row is recorded: an own organisation that took part, else an own one; an administrator's in nobody's."""
    own = [o for o in scope.view.everybody() if o.public_id in scope.by.organisations]
    return next((o for o in own if o.id in parties), own[0] if own else None)


def _content(values: Values) -> actions.Content:
    texts = {n: values[n] for n in values if n.startswith(("title_", "note_"))}
    told = {
        n: values[n] for n in ("holds_until", "source_title", "source_url", "document_ref", "visibility") if n in values
    }
    return actions.Content(
        kind=values["kind"],
        happened_on=values["happened_on"],
        duties=dict.fromkeys(values["duties"], "whole"),
        parties=tuple(o.id for o in values["parties"]),
        **texts,
        **told,
    )


def _title(values: Values) -> str:
    return plain(next((t for lang in LANGUAGES if (t := values.get(f"title_{lang}"))), ""))


def _mark(values: Values) -> str:
    return f"{values['happened_on']} {values['kind']} {_title(values)}"


def _there(scope: Scope) -> Collection[str]:
    own = frozenset(o.id for o in scope.view.everybody())
    rows = queries.of_organisations(scope.by, own, scope.on).prefetch_related(None).select_related(None).order_by()
    told = rows.values_list("happened_on", "kind", "title_fi", "title_sv", "title_en")
    return {f"{day} {kind} {plain(t)}" for day, kind, *titles in told for t in titles if t}


def _check(scope: Scope, values: Values) -> Verdict:
    content = _content(values)
    acting = _acting(scope, content.parties)
    try:
        parties, _duties = actions.check(content, on_behalf=acting is None or acting.id not in content.parties)
    except Refused as refused:
        return refused.verdict
    return rules.may_record(scope.by, acting, parties, actions.regions_of(parties, scope.on))


def _bring(scope: Scope, rows: Sequence[Values]) -> list[Made]:
    made = []
    for values in rows:
        content = _content(values)
        one = actions.record(by=scope.by, acting_for=_acting(scope, content.parties), content=content)
        made.append(Made(str(one.public_id), reverse("obligations:evidence", args=[one.public_id])))
    return made


def _undo(scope: Scope, item: str, before: Sequence[Mapping[str, Any]]) -> None:
    one = Evidence.objects.filter(public_id=UUID(item), withdrawn_at=None, version=1).first()
    others = one.confirmations.exclude(organisation_id=one.recorded_for_id or 0).exists() if one else True
    if one is None or others:
        raise Refused(no("bring_changed_since"))
    actions.withdraw(by=scope.by, evidence=one, reason=say("bring_withdrawn", lang=scope.lang))


EVIDENCE = Kind(
    code="evidence",
    label=_("Records"),
    about=_("A record of what has been done: the day, what happened, who took part, which duties it serves, the source."),
    fields=(
        Field("happened_on", _("Day"), Day(past=True), needed=True, words=("päivä", "päivämäärä", "pvm", "datum", "date")),
        Field("kind", _("What happened"), OneOf("evidence:", tuple(EvidenceKind.values)), needed=True, words=("laji", "tyyppi")),
        Field("title_fi", _("Title in Finnish"), Words(240), words=("otsikko", "nimi", "mitä tapahtui")),
        Field("title_sv", _("Title in Swedish"), Words(240), words=("rubrik",)),
        Field("title_en", _("Title in English"), Words(240), words=("title",)),
        Field("parties", _("Who took part"), Many(Organisation()), needed=True, words=("osapuolet", "osallistujat", "parter")),
        Field("duties", _("Duties"), Many(Named("duties", _duties)), needed=True, words=("velvoite", "skyldighet", "duty")),
        Field("source_title", _("Source"), Words(240), words=("lähde", "pykälä", "källa")),
        Field("source_url", _("Address of the source"), Link(), words=("linkki", "länk", "link")),
        Field("document_ref", _("Document or register number"), Words(120), words=("asianumero", "diaarinumero", "dnro")),
        Field("holds_until", _("Last day it holds"), Day(), words=("voimassa asti",)),
        Field("visibility", _("Who sees this?"), OneOf("visibility:", SEEN), needed=True, words=("näkyvyys", "julkisuus", "synlighet")),
        Field("note_fi", _("Note in Finnish"), Words(4000), words=("huomautus", "lisätieto", "muistiinpano")),
        Field("note_sv", _("Note in Swedish"), Words(4000), words=("anteckning",)),
        Field("note_en", _("Note in English"), Words(4000), words=("note",)),
    ),
    may=_may,
    key=_mark,
    mark=_mark,
    there=_there,
    check=_check,
    bring=_bring,
    undo=_undo,
)  # fmt: skip

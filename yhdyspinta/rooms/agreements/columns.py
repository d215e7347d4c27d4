"""What of this room can be brought from a spreadsheet: agreements, each proposed to its parties."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.bringing.cells import THEME, Day, Link, Many, OneOf, Organisation, Words, plain
from yhdyspinta.core.bringing.kinds import Field, Kind, Made, Scope, Values
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.verdict import Refused, Verdict, no
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.agreements import actions, queries, rules
from yhdyspinta.rooms.agreements.models import Agreement


def _may(actor: Actor, area: Area) -> Verdict:
    return rules.may_keep(actor, area.code)


def _draft(values: Values) -> actions.Draft:
    return actions.Draft(
        titles={lang: values.get(f"title_{lang}", "") for lang in LANGUAGES},
        kind=values["kind"],
        themes=values["themes"],
        parties=tuple(o.id for o in values["parties"]),
        texts={lang: values.get(f"text_{lang}", "") for lang in LANGUAGES},
        **{n: values[n] for n in ("starts", "ends", "review", "link", "visibility") if n in values},
    )


def _mark(values: Values) -> str:
    """An agreement by its title and first day: one that renews another may be called the same."""
    title = next((t for lang in LANGUAGES if (t := values.get(f"title_{lang}"))), "")
    return f"{plain(title)} {values.get('starts') or ''}"


def _there(scope: Scope) -> Collection[str]:
    rows = queries.visible_to(scope.by).filter(region__code=scope.area.code, ended_on=None)
    return {f"{plain(t)} {a.starts or ''}" for a in rows for t in (a.title_fi, a.title_sv, a.title_en) if t}


def _check(scope: Scope, values: Values) -> Verdict:
    return actions.fits(scope.area.code, _draft(values))


def _bring(scope: Scope, rows: Sequence[Values]) -> list[Made]:
    region = scope.once("region", lambda: Region.objects.get(code=scope.area.code))
    made = []
    for values in rows:
        one = actions.propose(by=scope.by, region=region, draft=_draft(values), outline=False)
        made.append(Made(str(one.public_id), reverse("agreements:agreement", args=[one.public_id])))
    return made


def _undo(scope: Scope, item: str, before: Sequence[Mapping[str, Any]]) -> None:
    one = Agreement.objects.filter(public_id=UUID(item), ended_on=None, version=1).first()
    if one is None or one.stances.exists() or one.followers.exists():
        raise Refused(no("bring_changed_since"))
    actions.end(by=scope.by, agreement=one)


AGREEMENTS = Kind(
    code="agreements",
    label=_("Agreements"),
    about=_("An agreement or an operating model: its title, kind, themes, parties and days. The parties sign it afterwards."),
    fields=(
        Field("title_fi", _("Title in Finnish"), Words(200), words=("nimi", "sopimus", "otsikko")),
        Field("title_sv", _("Title in Swedish"), Words(200), words=("avtal", "rubrik")),
        Field("title_en", _("Title in English"), Words(200), words=("agreement", "title")),
        Field("kind", _("Kind"), OneOf("agreed:", rules.KINDS), needed=True, words=("laji", "tyyppi", "typ")),
        Field("themes", _("Themes"), Many(THEME), needed=True, words=("teema", "tema")),
        Field("parties", _("Parties"), Many(Organisation()), needed=True, words=("osapuoli", "sopijapuolet", "parter")),
        Field("starts", _("Begins"), Day(), words=("alkaa", "voimaan", "voimassa alkaen", "börjar")),
        Field("ends", _("Ends"), Day(), words=("päättyy", "voimassa asti", "voimassa saakka", "slutar")),
        Field("review", _("Looked at again by"), Day(), words=("tarkistus", "tarkistetaan")),
        Field("link", _("Address"), Link(), words=("linkki", "länk", "link")),
        Field("visibility", _("Who sees this?"), OneOf("visibility:", ("public", "parties")), needed=True, words=("näkyvyys", "synlighet")),
        Field("text_fi", _("Text in Finnish"), Words(4000), words=("kuvaus", "sisältö")),
        Field("text_sv", _("Text in Swedish"), Words(4000), words=("beskrivning",)),
        Field("text_en", _("Text in English"), Words(4000), words=("description",)),
    ),
    may=_may,
    key=_mark,
    mark=_mark,
    there=_there,
    check=_check,
    bring=_bring,
    undo=_undo,
)  # fmt: skip

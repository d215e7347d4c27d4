"""What of this room can be brought from a spreadsheet: roles in tasks, one a row, and contacts of organisations."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yhdyspinta.core.bringing.cells import Link, Mail, Named, OneOf, Organisation, Words
from yhdyspinta.core.bringing.kinds import Field, Kind, Made, Scope, Values
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.models import Organisation as Row
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.responsibilities import actions, queries, rules
from yhdyspinta.rooms.responsibilities.actions import Told
from yhdyspinta.rooms.responsibilities.matrix import ROLES as TOLD
from yhdyspinta.rooms.responsibilities.models import Contact, Division

CARD = ("email", "phone", "person", "deputy", "deputy_email", "source_url")


def _sheets(scope: Scope) -> Mapping[str, queries.Sheet]:
    """Every theme's division in the region as it is now, by theme."""

    def read() -> Mapping[str, queries.Sheet]:
        rows = queries.of_region(scope.by, scope.area.code)
        themes = books().get(scope.area.code, NOTHING).themes_on(scope.on)
        return {t: queries.sheet(scope.view, t, rows.get(t)) for t in themes}

    return scope.once("sheets", read)


def _tasks(scope: Scope) -> Mapping[str, Text]:
    return {t.code: t.name for sheet in _sheets(scope).values() for t in sheet.tasks}


def _theme(scope: Scope, task: str) -> str:
    known = scope.once("task themes", lambda: {t.code: code for code, s in _sheets(scope).items() for t in s.tasks})
    return known[task]


def _role(values: Values) -> Told:
    return cast("Told", values["role"])


def _may_keep(actor: Actor, area: Area) -> Verdict:
    return rules.may_keep(actor, area.code)


def _key_role(values: Values) -> str:
    return f"{values['task']} {values['organisation'].id}"


def _mark_role(values: Values) -> str:
    return f"{_key_role(values)} {_role(values)}"


class _There:
    """Roles that are so already: those of the cells, and none where there is no cell."""

    def __init__(self, sheets: Mapping[str, queries.Sheet]) -> None:
        self.cells = {f"{task} {org}": role for s in sheets.values() for (task, org), role in s.cells.items()}

    def __contains__(self, mark: object) -> bool:
        key, _space, role = str(mark).rpartition(" ")
        return self.cells.get(key, "") == role


def _there_roles(scope: Scope) -> Collection[str]:
    return cast("Collection[str]", _There(_sheets(scope)))


def _check_role(scope: Scope, values: Values) -> Verdict:
    return rules.may_keep(scope.by, scope.area.code)


def _bring_roles(scope: Scope, rows: Sequence[Values]) -> list[Made]:
    """The rows of one theme as one new version of its division."""
    theme = _theme(scope, rows[0]["task"])
    region = scope.once("region", lambda: Region.objects.get(code=scope.area.code))
    row = Division.objects.filter(region=region, theme_code=theme).first()
    sheet, roles = _sheets(scope)[theme], dict[str, dict[int, Told]]()
    if row is not None and (sheet.row is None or sheet.row.version != row.version):
        raise EditConflict(row.version)  # somebody has written it since the rows were looked through
    if row is None:
        row = actions.take_up(by=scope.by, region=region, theme=theme)
    for values in rows:
        roles.setdefault(values["task"], {})[values["organisation"].id] = _role(values)
    now = actions.write_matrix(by=scope.by, division=row, version=row.version, roles=roles)
    href = reverse("responsibilities:theme", args=[scope.area.slug, theme])
    return [
        Made(
            str(row.public_id),
            href,
            {
                "task": v["task"],
                "org": v["organisation"].id,
                "role": sheet.cells.get((v["task"], v["organisation"].id), ""),
                "version": now.version,
            },
        )
        for v in rows
    ]


def _undo_roles(scope: Scope, item: str, before: Sequence[Mapping[str, Any]]) -> None:
    """The roles as they were, as one more version; not when the division has been written or signed since."""
    row = Division.objects.filter(public_id=UUID(item), version=before[0]["version"]).first()
    if row is None or row.stances.filter(version=row.version).exists():
        raise Refused(no("bring_changed_since"))
    roles: dict[str, dict[int, Told]] = {}
    for told in before:
        roles.setdefault(told["task"], {})[told["org"]] = told["role"]
    actions.write_matrix(by=scope.by, division=row, version=row.version, roles=roles)


ROLES = Kind(
    code="roles",
    label=_("Roles in tasks"),
    about=_("The role of one organisation in one task. The rows of a theme become one new text, which its parties sign."),
    fields=(
        Field("task", _("Task"), Named("tasks", _tasks), needed=True, words=("tehtävä", "uppgift")),
        Field("organisation", _("Organisation"), Organisation(), needed=True, words=("organisaatio", "taho")),
        Field("role", _("Role"), OneOf("role_in:", (*TOLD, "")), needed=True, words=("rooli", "roll")),
    ),
    may=_may_keep,
    key=_key_role,
    mark=_mark_role,
    there=_there_roles,
    check=_check_role,
    bring=_bring_roles,
    undo=_undo_roles,
    batch=lambda scope, values: _theme(scope, values["task"]),
)  # fmt: skip


def _national(scope: Scope) -> Mapping[str, Text]:
    """As the form of a contact offers: a region's own theme has no page of contacts."""
    return {code: theme.name for code, theme in THEMES.items()}


def _may_contacts(actor: Actor, area: Area) -> Verdict:
    """Whoever tells the contacts of some organisation of the region."""
    refusal = no("responsibilities_not_your_contact")
    here = atlas().view(area.code, clock.today()).everybody()
    return next((v for o in here if (v := rules.may_tell_contact(actor, o.public_id))), refusal)


def _key_contact(values: Values) -> str:
    return f"{values['organisation'].id} {values.get('theme', '')}"


def _mark_contact(values: Values) -> str:
    names = [values.get(f"name_{lang}", "") for lang in LANGUAGES]
    return "\n".join([_key_contact(values), *names, *(values.get(n, "") for n in CARD)])


def _there_contacts(scope: Scope) -> Collection[str]:
    here = [o.id for o in scope.view.everybody()]
    rows = Contact.objects.filter(organisation__in=here, withdrawn_at=None)
    names = [f"name_{lang}" for lang in LANGUAGES]
    return {"\n".join([f"{c.organisation_id} {c.theme_code}", *(getattr(c, n) for n in (*names, *CARD))]) for c in rows}


def _check_contact(scope: Scope, values: Values) -> Verdict:
    org: Org = values["organisation"]
    allowed = rules.may_tell_contact(scope.by, org.public_id)
    if not allowed:
        return allowed
    if not any(values.get(f"name_{lang}") for lang in LANGUAGES):
        return no("responsibilities_contact_needs_function")
    if not values.get("email") and not values.get("phone"):
        return no("responsibilities_contact_needs_way")
    if org.public_id not in scope.by.organisations and not values.get("source_url"):
        return no("stances_needs_source")
    return YES


def _card(told: Mapping[str, Any]) -> actions.Card:
    names = {lang: told.get(f"name_{lang}", "") for lang in LANGUAGES}
    return actions.Card(names=names, theme=told.get("theme", ""), **{n: told.get(n, "") for n in CARD})


def _bring_contacts(scope: Scope, rows: Sequence[Values]) -> list[Made]:
    made = []
    for values in rows:
        org = Row.objects.get(pk=values["organisation"].id)
        old = Contact.objects.filter(organisation=org, theme_code=values.get("theme", ""), withdrawn_at=None).first()
        before = {} if old is None else {n: getattr(old, n) for n in (*(f"name_{x}" for x in LANGUAGES), *CARD)}
        one = actions.tell_contact(by=scope.by, organisation=org, card=_card(values))
        made.append(Made(str(one.public_id), reverse("responsibilities:contacts", args=[org.space, org.slug]), before))
    return made


def _undo_contact(scope: Scope, item: str, before: Sequence[Mapping[str, Any]]) -> None:
    """Withdraws it; what it replaced is told again."""
    rows = Contact.objects.filter(public_id=UUID(item), withdrawn_at=None, person_hidden_at=None)
    one = rows.select_related("organisation").first()
    if one is None or one.confirmed_on > clock.date_of(one.recorded_at):
        raise Refused(no("bring_changed_since"))
    if any(before[0].get(f"name_{lang}") for lang in LANGUAGES):
        card = _card({**before[0], "theme": one.theme_code})
        actions.tell_contact(by=scope.by, organisation=one.organisation, card=card)
    else:
        actions.withdraw_contact(by=scope.by, contact=one)


CONTACTS = Kind(
    code="contacts",
    label=_("Contacts"),
    about=_("How an organisation is reached in a theme. What was told before of the same theme is replaced."),
    fields=(
        Field("organisation", _("Organisation"), Organisation(), needed=True, words=("organisaatio", "kunta", "kommun")),
        Field("theme", _("Theme"), Named("national themes", _national), words=("teema", "tema")),
        Field("name_fi", _("Function in Finnish"), Words(120), words=("tehtävänimike", "nimike", "toiminto", "tehtävä")),
        Field("name_sv", _("Function in Swedish"), Words(120), words=("funktion",)),
        Field("name_en", _("Function in English"), Words(120), words=("function",)),
        Field("email", _("E-mail"), Mail(), words=("sähköposti", "e-post", "email")),
        Field("phone", _("Telephone"), Words(40), words=("puhelin", "telefon", "phone")),
        Field("person", _("Person"), Words(120), words=("henkilö", "yhteyshenkilö", "kontaktperson")),
        Field("deputy", _("Deputy"), Words(120), words=("sijainen", "varahenkilö", "ersättare")),
        Field("deputy_email", _("E-mail of the deputy"), Mail()),
        Field("source_url", _("Address of the source"), Link(), words=("lähde", "linkki", "källa")),
    ),
    may=_may_contacts,
    key=_key_contact,
    mark=_mark_contact,
    there=_there_contacts,
    check=_check_contact,
    bring=_bring_contacts,
    undo=_undo_contact,
)  # fmt: skip

"""Inviting, as verbs: addresses, printed cards, letters and reminders."""

import base64
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.queries import token_hash
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.mail.sending import send
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.surveys import queries, rules
from yhdyspinta.rooms.surveys.actions import locked, tell
from yhdyspinta.rooms.surveys.groups import GROUPS
from yhdyspinta.rooms.surveys.models import Invitation, Survey

TOKEN = 16
"""Bytes of a link: 22 letters."""


def addresses_in(text: str) -> tuple[list[str], list[str]]:
    """(addresses, what is none) of lines, commas or semicolons; each once, in order, in lower case."""
    words = text.replace(",", " ").replace(";", " ").split()
    good, bad = dict[str, None](), []
    for word in words:
        given = word.strip("<>").lower()
        try:
            validate_email(given)
        except ValidationError:
            if "@" in word:
                bad.append(word)
            continue
        good[given] = None
    return list(good), bad


@transaction.atomic
def invite(*, by: Actor, survey: Survey, group: str, emails: Iterable[str]) -> int:
    """Invites people of a group by letters, which go once it is open; who has been invited is not invited twice. Raises Refused."""
    row = _inviting(by, survey, group)
    known = set(Invitation.objects.filter(survey=row).exclude(email="").values_list("email", flat=True))
    new = [e for e in dict.fromkeys(emails) if e not in known]
    _room_for(row, len(new))
    # Until its letter goes, a link is nobody's: it is made of the row's own random key.
    made = [Invitation(survey=row, group=group, email=e) for e in new]
    for one in made:
        one.token_hash = token_hash(token_of(one))
    Invitation.objects.bulk_create(made)
    if made:
        tell("survey_invited", row, by, group=group, count=str(len(made)))
    return len(made)


@transaction.atomic
def take_back(*, by: Actor, survey: Survey) -> int:
    """Invitations whose letters have not gone are taken back, for example wrong addresses. Returns how many. Raises Refused."""
    row = locked(survey)
    require(rules.may_invite(by, row))
    if row.reminded_on is not None:
        raise Refused(no("surveys_letters_gone"))
    own = rules.groups_for(by, row)
    waits = Invitation.objects.filter(survey=row, sent=False, used=False, group__in=own)
    gone, _each = waits.exclude(email="").delete()
    if gone:
        tell("survey_uninvited", row, by, count=str(gone))
    return gone


@transaction.atomic
def cards(*, by: Actor, survey: Survey, group: str, count: int) -> list[str]:
    """Links for printed cards, shown now and never again: nobody knows who gets which. Raises Refused."""
    row = _inviting(by, survey, group)
    if not 1 <= count <= rules.CARDS:
        raise Refused(no("surveys_cards", count=str(rules.CARDS)))
    _room_for(row, count)
    tokens = [secrets.token_urlsafe(TOKEN) for _number in range(count)]
    Invitation.objects.bulk_create([Invitation(survey=row, group=group, token_hash=token_hash(t), sent=True) for t in tokens])  # fmt: skip
    tell("survey_cards", row, by, group=group, count=str(count))
    return tokens


@transaction.atomic
def remind(*, by: Actor, survey: Survey) -> None:
    """Letters go again to everybody: whom a reminder reaches tells nobody who has answered. Raises Refused."""
    row = locked(survey)
    require(rules.may_remind(by, row, clock.today()))
    Invitation.objects.filter(survey=row).exclude(email="").update(sent=False)
    Survey.objects.filter(pk=row.pk).update(reminded_on=clock.today())
    tell("survey_reminded", row, by)


def _inviting(by: Actor, survey: Survey, group: str) -> Survey:
    """The survey, locked, to a group of which the actor may invite. Raises Refused."""
    if group not in GROUPS:
        raise Refused(no("surveys_no_group"))
    row = locked(survey)
    require(rules.may_invite(by, row, group))
    return row


def _room_for(row: Survey, count: int) -> None:
    if Invitation.objects.filter(survey=row).count() + count > rules.INVITED:
        raise Refused(no("surveys_many_invited", count=str(rules.INVITED)))


def token_of(row: Invitation) -> str:
    """The link of a letter: the same in a reminder, and not to be made without the installation's secret."""
    digest = salted_hmac("yhdyspinta.surveys.link", str(row.pk), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:TOKEN]).decode().rstrip("=")


def send_all() -> str:
    """Letters of open surveys that have not gone yet (a job). One that the server refuses is tried again."""
    if not settings.MAIL_ON:
        return "mail is not set up"
    sent = failed = 0
    waits = Invitation.objects.filter(sent=False, survey__state="open", survey__closes_on__gte=clock.today())
    for row in waits.exclude(email="").select_related("survey__region").order_by("id"):
        if _write(row):
            sent += 1
        else:
            failed += 1
    return f"{sent} letters, {failed} not sent"


def _write(row: Invitation) -> bool:
    """One letter, in both national languages. It goes once even where two workers send."""
    token = token_of(row)
    if not Invitation.objects.filter(pk=row.pk, sent=False).update(sent=True, token_hash=token_hash(token)):
        return True
    parts, subjects = [], []
    for lang in ("fi", "sv"):
        with translation.override(lang):
            survey = row.survey
            context = {
                "title": queries.title_of(survey),
                "area": atlas().areas[survey.region.code],
                "lang": lang,
                "again": survey.reminded_on is not None,
                "closes_on": survey.closes_on,
                "href": settings.ADDRESS + reverse("surveys:answer", args=[token]),
            }
            parts.append(render_to_string("surveys/mail/invitation.txt", context))
            subjects.append(_("A survey of cooperation"))
    if send(row.email, " / ".join(subjects), "\n\n".join(parts), headers={"Auto-Submitted": "auto-generated"}):
        return True
    Invitation.objects.filter(pk=row.pk).update(sent=False)
    return False

"""Letters to people of what waits for them: built when they are sent, from what the person may see then."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yhdyspinta.core.accounts import notices
from yhdyspinta.core.accounts.models import NoticeChoice, User
from yhdyspinta.core.accounts.queries import actor_of, grants
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.mail.sending import send
from yhdyspinta.core.matters.queries import waiting as questions_to
from yhdyspinta.core.themes.queries import waiting as proposals_for
from yhdyspinta.rooms.agreements.settling import asked_of as problems_asking
from yhdyspinta.rooms.goals.queries import measures_of
from yhdyspinta.rooms.responsibilities.queries import old_contacts
from yhdyspinta.site.concerning import concerning
from yhdyspinta.site.following.news import Line
from yhdyspinta.site.following.news import news as changes
from yhdyspinta.site.house import FACADES, unsigned

MONDAY, WEEK = 0, timedelta(days=7)


def waiting_lines(who: Actor, on: date, lang: str) -> Iterator[Line]:
    """What waits for a person, from every room, in the order of one's own page."""
    for proposal in proposals_for(who):
        region = Text.of(proposal.region, "name").get(lang)
        yield Line(_("%(region)s: a proposal of the other side") % {"region": region}, reverse("region-agree", args=[proposal.region.slug]))  # fmt: skip
    for row in questions_to(who):
        title = Text.of(row, "title").get(lang)
        yield Line(_("To be handled: %(title)s") % {"title": title}, reverse("matters:consultation", args=[row.public_id]))  # fmt: skip
    for asked in unsigned(who, who):
        yield Line(_("Your organisation's word is waited for: %(name)s") % {"name": asked.name.get(lang)}, asked.sign)
    measures = measures_of(who, on)
    for measure in measures.asked:
        title = Text.of(measure, "title").get(lang)
        yield Line(_("Is your organisation in charge of this: %(title)s") % {"title": title}, reverse("goals:goal", args=[measure.goal.public_id]))  # fmt: skip
    for measure in measures.left:
        title = Text.of(measure, "title").get(lang)
        yield Line(_("Who goes on with this: %(title)s") % {"title": title}, reverse("goals:charge", args=[measure.public_id]))  # fmt: skip
    for one in concerning(who, on):
        what = {"title": one.title.get(lang), "day": show_date(one.day, lang)}
        words = _("A statement by %(day)s: %(title)s") if one.why == "consulted" else _("To know, happens on %(day)s: %(title)s")  # fmt: skip
        yield Line(words % what, one.href)
    for contact in old_contacts(who, on):
        title = Text.of(contact, "name").get(lang)
        where = reverse("responsibilities:contacts", args=[contact.organisation.space, contact.organisation.slug])
        yield Line(_("Does this contact still hold: %(title)s") % {"title": title}, where)
    for problem in problems_asking(who, on):
        told = {"title": problem.row.title, "why": say(f"asks:{problem.why}", lang=lang)}
        yield Line(_("%(why)s: %(title)s") % told, reverse("agreements:problem", args=[problem.row.public_id]))
    records = [r for facade in FACADES if "waiting" not in facade.ABSENT for r in facade.waiting(who, on)]
    if records:
        text = ngettext("%(n)s record to confirm", "%(n)s records to confirm", len(records)) % {"n": len(records)}
        yield Line(text, reverse("mine"))


def send_all() -> str:
    """The letters of a morning (a job): daily when something new waits, weekly on Mondays when anything does."""
    now = _people().filter(notices__rhythm="immediate")
    return _send(_people().exclude(notices__rhythm="immediate"), now.filter(follows__isnull=False).distinct())


def send_now() -> str:
    """The letters of every few minutes (a job), to those who want to know at once when something new waits."""
    return _send(_people().filter(notices__rhythm="immediate"))


def _people() -> QuerySet[User]:
    """Everybody who has a role today, with their choice."""
    acting = {g.user_id for g in grants(clock.today())}
    return User.objects.filter(pk__in=acting, is_active=True).select_related("notices").order_by("id")


def _send(people: QuerySet[User], followers: Iterable[User] = ()) -> str:
    if not settings.MAIL_ON:
        return "mail is not set up"
    today = clock.today()
    sent = sum(tell(user, today) for user in people) + sum(tell(user, today, news_only=True) for user in followers)
    return f"{sent} letters"


def tell(user: User, today: date, lang: str = "fi", *, news_only: bool = False) -> bool:
    """One person's letter, if it is their morning and something waits, or it is Monday and what they follow has changed."""
    choice: NoticeChoice | None = getattr(user, "notices", None)
    rhythm = choice.rhythm if choice else notices.USUAL
    if rhythm == "none" or (rhythm == "weekly" and today.weekday() != MONDAY):
        return False
    who = actor_of(user, today)
    follows = today.weekday() == MONDAY and (rhythm != "immediate" or news_only) and user.follows.exists()
    if choice is None and not who.organisations and not follows:
        return False
    with translation.override(lang):
        lines = list(waiting_lines(who, today, lang)) if (choice or who.organisations) and not news_only else []
        news = list(dict.fromkeys(changes(user, who, today - WEEK, today, lang))) if follows else []
        digests = [hashlib.sha256(f"{line.href} {line.title}".encode()).hexdigest()[:16] for line in lines]
        known = set(choice.told) if choice else set()
        if news_only:
            digests = sorted(known)
        if not news and (not lines or (rhythm != "weekly" and known.issuperset(digests))):
            return False
        out = settings.ADDRESS + reverse("end-notices", args=[notices.token_of(user)])
        context = {
            "user": user,
            "lines": lines,
            "news": news,
            "base": settings.ADDRESS,
            "out": out,
            "mine": settings.ADDRESS + reverse("mine"),
        }
        text = render_to_string("site/mail/waiting.txt", context)
        subject = ngettext("%(n)s thing waits for you", "%(n)s things wait for you", len(lines)) % {"n": len(lines)}
        if not lines:
            subject = _("What has changed in what you follow")
    headers = {"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    if not send(user.email, subject, text, headers={**headers, "Auto-Submitted": "auto-generated"}):
        return False
    NoticeChoice.objects.update_or_create(
        user=user,
        defaults={"told": digests, "sent_at": clock.now()},
        create_defaults={"rhythm": rhythm, "told": digests, "sent_at": clock.now(), "recorded_at": clock.now()},
    )
    return True

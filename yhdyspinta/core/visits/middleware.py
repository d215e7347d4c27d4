"""A sign-in ends after half an hour without use, and in any case after twelve hours."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from math import inf

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from yhdyspinta.core.common import clock
from yhdyspinta.core.visits.store import AGENT, BEGAN, PERSON, SEEN, VISIT

Handler = Callable[[HttpRequest], HttpResponse]
IDLE, ABSOLUTE, NOTED = timedelta(minutes=30), timedelta(hours=12), timedelta(minutes=1)
"""Unused so long · open so long · how often use is noted."""
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux")
NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS": "macOS", "CrOS": "ChromeOS"}


def session_limits(handler: Handler) -> Handler:
    """Ends what has been open too long; notes the rest. Costs nothing for who is not signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, session = clock.now().timestamp(), request.session
            began, seen = session.get(BEGAN, 0.0), session.get(SEEN, 0.0)
            if session.get(PERSON) != str(request.user.public_id):
                begin(request)
            elif now - began > ABSOLUTE.total_seconds() or now - seen > IDLE.total_seconds():
                logout(request)
            elif now - seen > NOTED.total_seconds():
                session[SEEN] = now
        answer = handler(request)
        if request.user.is_authenticated:  # nobody between keeps it, and Back asks whether it still holds
            answer.setdefault("Cache-Control", "private, no-cache")
        return answer

    return middleware


def begin(request: HttpRequest) -> None:
    """Writes down whose the sign-in is: when it is made, or at the next request."""
    if request.user.is_authenticated:
        session = request.session
        session[BEGAN] = session[SEEN] = clock.now().timestamp()
        session[PERSON], session[VISIT] = str(request.user.public_id), str(uuid.uuid4())
        session[AGENT] = told(request.headers.get("User-Agent", ""))


def renew(request: HttpRequest) -> None:
    """The same sign-in goes on under another key; its hours do not begin anew."""
    request.session[VISIT] = str(uuid.uuid4())  # the old row still has the old one
    request.session.cycle_key()


def age(request: HttpRequest, now: datetime) -> float:
    """Seconds since the sign-in began; endless when there is none."""
    return now.timestamp() - float(request.session.get(BEGAN, -inf))


def told(agent: str) -> str:
    """A browser and a system in a few words: enough to know one's own, not enough to follow anybody."""
    found = [next((n for n in names if n in agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(NAMES.get(n, n) for n in found if n)

"""One letter at a time, by SMTP."""

import logging
from collections.abc import Mapping
from email.mime.text import MIMEText
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

log = logging.getLogger("yhdyspinta.mail")


def send(
    to: str,
    subject: str,
    text: str,
    *,
    headers: Mapping[str, str] | None = None,
    calendar: tuple[str, bytes] | None = None,
) -> bool:
    """Sends a letter, with an invitation of a calendar if one is given (its method and text); False when mail is not set up or the server refuses, with the reason in the log, without the address."""
    if not settings.MAIL_ON:
        return False
    letter = EmailMessage(" ".join(subject.split()), text, to=[to], headers=dict(headers or {}))
    if calendar is not None:
        part = MIMEText(calendar[1].decode(), "calendar", "utf-8")
        part.set_param("method", calendar[0])
        letter.attach(part)
    try:
        return letter.send() == 1
    except (SMTPException, OSError) as error:
        log.warning("a letter was not sent", extra={"reason": type(error).__name__})
        return False

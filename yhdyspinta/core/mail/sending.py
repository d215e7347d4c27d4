"""One letter at a time, by SMTP."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

log = logging.getLogger("yhdyspinta.mail")


def send(to: str, subject: str, text: str, *, headers: Mapping[str, str] | None = None) -> bool:
    """Sends a letter; False when mail is not set up or the server refuses, with the reason in the log, without the address."""
    if not settings.MAIL_ON:
        return False
    letter = EmailMessage(" ".join(subject.split()), text, to=[to], headers=dict(headers or {}))
    try:
        return letter.send() == 1
    except (SMTPException, OSError) as error:
        log.warning("a letter was not sent", extra={"reason": type(error).__name__})
        return False

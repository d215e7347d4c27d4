"""Which tables a backup holds. A table is kept unless it is named here, with the reason; a name too many fails a test."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import router
from django.db.models import Model

LINKS: Mapping[str, str] = {
    "accounts.LoginLink": "a link that has been used would sign in again",
    "accounts.Invitation": "an invitation that has been withdrawn would hold again",
    "accounts.ApiToken": "a key that has been revoked would open again",
    "accounts.CalendarLink": "an address that has been closed would answer again",
    "matters.AnswerLink": "a link that has been used would answer again",
    "evidence.ConfirmLink": "a link that has been used would confirm again",
    "account.EmailConfirmation": "a link that has been used would confirm again",
}
"""In the file, but brought back only when an installation moves (`restore --links`): what they opened may have been shut since."""
LEFT_OUT: Mapping[str, str] = {
    "contenttypes.ContentType": "made by the migrations",
    "auth.Permission": "made by the migrations",
    "auth.Group": "not used",
    "auth.Group_permissions": "not used",
    "finding.Indexed": "made anew from the records",
    "finding.Told": "made anew from the records",
    "visits.Visit": "sessions end: whoever was signed in signs in again",
    "visits.Writing": "who has something open at this moment",
}
PASSING = frozenset({"jobs.ScheduledRun", "audit.FormKey"})
"""In the file, not in the fingerprint: they change when nobody has done anything."""


def held() -> Iterator[type[Model]]:
    """Every table that a backup holds, in an order that does not change."""
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.label):
        if model._meta.label not in LEFT_OUT:
            yield model


def database_of(model: type[Model]) -> str:
    """The database that the table is in."""
    return router.db_for_write(model) or "default"

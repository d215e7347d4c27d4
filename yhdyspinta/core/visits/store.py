"""Django's sessions in our own table: what the session knows of its person is copied to columns."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from yhdyspinta.core.ui.middleware import AWAY
from yhdyspinta.core.visits.models import Visit

BEGAN, SEEN, PERSON, AGENT, VISIT = "began", "seen", "person", "agent", "visit"
"""Keys of a session: seconds since 1970, twice; the person's public id; the browser in a word or two; the row's public id."""


class SessionStore(db.SessionStore):
    """Sessions in `Visit`."""

    @classmethod
    def get_model_class(cls) -> type[Visit]:
        """Django's hook."""
        return Visit

    def create_model_instance(self, data: dict[str, Any]) -> Visit:
        """The row, with whose it is and the public id that the sign-in was given."""
        row: Visit = super().create_model_instance(data)  # type: ignore[assignment]  # of the class above
        if data.get(VISIT):
            row.public_id = UUID(data[VISIT])
        row.user = UUID(data[PERSON]) if data.get(PERSON) else None
        row.began_at, row.seen_at = _instant(data.get(BEGAN)), _instant(data.get(SEEN))
        row.agent = data.get(AGENT, "")
        return row

    def save(self, must_create: bool = False) -> None:
        """Django takes any failure for a session that has been ended meanwhile; a database that is away is told as such."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, AWAY):
                raise error.__context__ from None
            raise


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

"""A session as a row that tells whose it is, so that a person sees and ends their own."""

import uuid

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Visit(AbstractBaseSession):
    """A session. `user`: the person's public id, empty before signing in; no key, for accounts live in another database."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.UUIDField(null=True, blank=True, db_index=True)
    began_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    agent = models.CharField(max_length=60, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        ordering = ["-seen_at", "session_key"]

    def __str__(self) -> str:
        return f"visit of {self.user}"

    @classmethod
    def get_session_store_class(cls) -> type:
        """Django's hook."""
        from yhdyspinta.core.visits.store import SessionStore  # noqa: PLC0415  (Django's own pattern: each names the other)

        return SessionStore

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


class Writing(models.Model):
    """Somebody has something open for writing. `subject`: what ("forums.item:<uuid>"); `at`: when it was last told."""

    user = models.UUIDField()
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "subject"], name="visits_writing_once")]
        indexes = [models.Index(fields=["subject", "at"])]

    def __str__(self) -> str:
        return f"{self.user} {self.subject}"


class Reading(models.Model):
    """Somebody read what is not public and not their own organisation's. Kept for who keeps the installation."""

    user = models.UUIDField()
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.user} {self.subject_type} {self.subject_id}"


class Look(models.Model):
    """Somebody looked at something. `on`: last; `before`: the day before that when they did. `subject`: what ("five:20")."""

    user = models.UUIDField()
    subject = models.CharField(max_length=80)
    on = models.DateField()
    before = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "subject"], name="visits_look_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.subject}"

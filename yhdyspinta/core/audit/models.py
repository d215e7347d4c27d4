"""Events, versions, revisions, form keys. People and things are named by UUID, so nothing here blocks or leaks."""

import uuid

from django.db import models


class AuditEvent(models.Model):
    """One thing that happened: who (a user's UUID, empty for the house itself), for which organisation, what, to what.

    `seal_no` and `seal` are filled by the sealing job: a hash chain in the order of sealing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True, blank=True, db_index=True)
    acting_for = models.UUIDField(null=True, blank=True)
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    seal_no = models.BigIntegerField(null=True, blank=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_type}"


class Version(models.Model):
    """The content of a thing as it was at one version, kept when the next one replaced it."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["subject_type", "subject_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "number"], name="audit_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} v{self.number}"


class Revision(models.Model):
    """A number that every write of one kind changes in its own transaction; caches are kept by it."""

    name = models.CharField(max_length=40, unique=True)
    value = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class FormKey(models.Model):
    """A form that was sent: the same key and content again gets the first result, other content a conflict."""

    actor = models.CharField(max_length=80)
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    location = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="audit_formkey_once")]

    def __str__(self) -> str:
        return f"{self.key}"

"""Scheduled work: one row a slot of a job; the unique pair makes it run once however many workers there are.

Asked work: one row a piece that a person has asked for, with how far it is.
"""

import uuid

from django.db import models


class ScheduledRun(models.Model):
    """A slot of a job: begun, finished or failed, with its result in words for the operator."""

    name = models.CharField(max_length=60)
    slot = models.DateTimeField()
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=400, blank=True)
    failed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-slot", "name"]
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="jobs_slot_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot:%Y-%m-%d %H:%M}"


class Work(models.Model):
    """Work that a person has asked for: what (`kind`, `asked`), how far it is, where it is now or stopped.

    `beat_at`: when its worker last told of itself; a silent one's work is taken by another.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=[(s, s) for s in ("queued", "running", "done", "failed")])
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    at = models.CharField(max_length=160, blank=True)
    error = models.CharField(max_length=400, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.done}/{self.total}"

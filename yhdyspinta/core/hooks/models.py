"""Tables of webhooks: where to tell, and what has been told."""

import uuid

from django.db import models

from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.registry.models import Region


class Hook(models.Model):
    """An address of a person's program that is told what happens in public in a region, or in one theme of it.

    `paused_at`: it has not answered for so long that nothing is sent until its owner says so.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="hooks")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    theme_code = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500)
    recorded_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.url


class Telling(models.Model):
    """One happening for one hook. `key` names it at its state, so that it is told once; "known": it was there before."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="tellings")
    key = models.CharField(max_length=160)
    state = models.CharField(max_length=8, default="waiting")
    body = models.TextField(blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=40, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["hook", "key"], name="hooks_told_once")]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"

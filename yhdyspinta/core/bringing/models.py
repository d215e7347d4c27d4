"""Tables: a file that somebody brings, and what became of each of its rows."""

import uuid

from django.db import models

from yhdyspinta.core.jobs.models import Work
from yhdyspinta.core.registry.models import Region

STATES = ("looked", "bringing", "brought", "undoing", "undone")
"""looked → bringing → brought → undoing → undone."""


class Bringing(models.Model):
    """A spreadsheet that is being brought. `sheets`: its cells as they came, emptied by rule after the end; `head`: the row of
    headings, from zero; `columns`: field → column; `fixed`: field → what is the same on every row.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    lang = models.CharField(max_length=2)
    sheets = models.JSONField(default=list)
    sheet = models.PositiveSmallIntegerField(default=0)
    head = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)
    fixed = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default="looked", choices=[(s, s) for s in STATES])
    version = models.PositiveIntegerField(default=1)
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Brought(models.Model):
    """What became of a row. `outcome`: made, there (recorded before), refused, undone, or kept (made, and not undone because
    somebody has touched it since). `title`: what the row called it. `why`: code and params of a refusal; `before`: what undoing needs.
    """

    bringing = models.ForeignKey(Bringing, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8)
    title = models.CharField(max_length=160, blank=True)
    item = models.CharField(max_length=80, blank=True)
    href = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    why = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["bringing", "number"], name="bringing_row_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"

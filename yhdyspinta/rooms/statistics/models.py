"""Tables of the room: what was looked at together, frozen."""

import uuid

from django.db import models

from yhdyspinta.core.registry.models import Region


class Snapshot(models.Model):
    """Figures of an interface as they were looked at on a day: values, periods, versions, sources. Never changed.

    `content` is {columns: [...], rows: [...]}; `digest` its SHA-256. A withdrawn one stays at its address and says so.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="snapshots")
    theme_code = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    looked_on = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    taken_by = models.UUIDField(null=True)
    taken_side = models.CharField(max_length=16)
    taken_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-looked_on", "-id"]
        indexes = [models.Index(fields=["region", "theme_code", "withdrawn_at"])]

    def __str__(self) -> str:
        return f"{self.region_id} {self.theme_code} {self.looked_on}"

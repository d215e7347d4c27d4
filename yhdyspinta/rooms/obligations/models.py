"""Tables of the room: the day a region sets for itself, accepted by both sides; statutes as Finlex has them."""

import uuid

from django.db import models
from django.db.models import Q

from yhdyspinta.core.registry.models import Region


class RegionDay(models.Model):
    """A region's own earlier day for a duty. Holds only once both sides have accepted it (Helsinki has one side)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="duty_days")
    duty_code = models.CharField(max_length=80)
    day = models.DateField()
    proposed_side = models.CharField(max_length=16)
    proposed_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    accepted_by = models.UUIDField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["region", "duty_code", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "duty_code"],
                condition=Q(withdrawn_at=None, accepted_at__isnull=False),
                name="obligations_one_day",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="obligations_accepted_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.duty_code} {self.day}"


class WatchedStatute(models.Model):
    """A statute of the catalogue as it was read last. `version`: the act that amended it last, as YYYYNNNN; `sections`: label →
    digest of the text. `fault`: why the last try did not succeed; what was read before stays."""

    number = models.CharField(max_length=16, unique=True)
    version = models.CharField(max_length=8, blank=True)
    sections = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number


class ChangedSection(models.Model):
    """A section that the catalogue cites and whose text is no longer the same. A person looks at it and says what it means."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    statute = models.ForeignKey(WatchedStatute, on_delete=models.PROTECT, related_name="changes")
    section = models.CharField(max_length=8)
    kind = models.CharField(max_length=8, choices=[(k, k) for k in ("changed", "added", "removed")])
    version = models.CharField(max_length=8, blank=True)
    found_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    looked_by = models.UUIDField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-found_at", "id"]

    def __str__(self) -> str:
        return f"{self.statute_id} {self.section}"

"""Tables of the room: the day a region sets for itself, accepted by both sides."""

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

"""The table of frozen documents."""

import uuid

from django.db import models
from django.db.models import Q

from yhdyspinta.core.registry.models import Organisation, Region


class Publication(models.Model):
    """A document as it was frozen: its tree of blocks, from which every form is made. Never changed.

    `region` and `organisation`: whose it is; neither when it tells of the whole country. `visibility`: own (whoever froze
    it, as it holds what that person could see) or public (it holds what anybody could see). `batch`: frozen in one go
    with others. `digest`: SHA-256 of `content`. A withdrawn one stays at its address and says so.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=24)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="publications")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=240)
    lang = models.CharField(max_length=2)
    told_on = models.DateField()
    visibility = models.CharField(max_length=8, choices=[("own", "own"), ("public", "public")])
    batch = models.UUIDField(null=True, blank=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "organisation", "lang"], condition=Q(withdrawn_at=None), name="publications_batch_once"
            )
        ]
        indexes = [
            models.Index(fields=["region", "kind", "withdrawn_at"]),
            models.Index(fields=["batch"]),
            models.Index(fields=["made_by"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title} {self.told_on}"

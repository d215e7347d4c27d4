"""Tables of the way home: what is asked of a party, and each step of how it was handled."""

import uuid

from django.db import models
from django.db.models import Q

from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.stances.models import Decided


class Consultation(models.Model):
    """One decision of a joint forum that one party's own bodies are asked to handle.

    `origin`: what asks ("forums.item:<uuid>"); `back`: the address of its page.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consultations")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="consultations")
    origin = models.CharField(max_length=80)
    back = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    visibility = models.CharField(max_length=8, choices=[("parties", "parties"), ("public", "public")])
    asked_on = models.DateField()
    due = models.DateField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "organisation"], condition=Q(withdrawn_at=None), name="matters_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en=""), name="matters_consultation_titled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.origin}"


class Decision(Decided):
    """One step of how a party handled a consultation. The latest is in force."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=24)
    decided_on = models.DateField()

    class Meta(Decided.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.outcome}"

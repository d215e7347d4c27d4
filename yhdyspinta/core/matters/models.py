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
    by_link = models.BooleanField(default=False)
    """Told by the single-use link that went to the organisation's registered address."""

    class Meta(Decided.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.outcome}"


class RegistryAddress(models.Model):
    """Where an organisation takes letters: its registry office, as its own people or the region's coordinators have told."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(withdrawn_at=None), name="matters_one_address")
        ]

    def __str__(self) -> str:
        return f"address of {self.organisation_id}"


class Letter(models.Model):
    """A letter that went to an organisation: how many questions it told of."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    questions = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "sent_on"], name="matters_one_letter_a_day")]

    def __str__(self) -> str:
        return f"letter to {self.organisation_id} {self.sent_on}"


class AnswerLink(models.Model):
    """One question, one verb, one use. Only the hash of its token is kept; a later letter's link takes its place."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"link to {self.consultation_id}"

"""Tables of the room. No row tells who answered what, nor when: see README."""

import secrets
import uuid

from django.db import models
from django.db.models import F, Q

from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.rooms.surveys.groups import GROUPS
from yhdyspinta.rooms.surveys.states import STATES

TITLED = ~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en="")
IN_GROUPS = [(g, g) for g in GROUPS]


def anywhere() -> int:
    """A random key: rows lie in no order of time."""
    return secrets.randbits(62)


class Survey(models.Model):
    """A wave of a region. `begun_side`: "" when an analyst began it; `own`: own questions; `questions`: everything asked,
    frozen at opening; `salt`: of the seals, destroyed at closing; `mixed`: so many
    sheets were there when they were mixed last; `results`: what may be told, frozen at closing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="surveys")
    title_fi = models.CharField(max_length=160, blank=True)
    title_sv = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    themes = models.JSONField(default=list)
    own = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    pooling = models.CharField(max_length=8, choices=[("none", "none"), ("themes", "themes"), ("waves", "waves")])
    visibility = models.CharField(max_length=8, choices=[("parties", "parties"), ("public", "public")])
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="draft")
    begun_side = models.CharField(max_length=16, blank=True)
    salt = models.BinaryField(default=bytes)
    mixed = models.PositiveIntegerField(default=0)
    results = models.JSONField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-closes_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=TITLED, name="surveys_survey_titled"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="surveys_survey_days"),
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class Invitation(models.Model):
    """A right to answer once. No day, no link to an answer; gone when the survey closes. `email`: "" for a printed card."""

    id = models.BigIntegerField(primary_key=True, default=anywhere)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    group = models.CharField(max_length=10, choices=IN_GROUPS)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    sent = models.BooleanField(default=False)
    used = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "email"], condition=~Q(email=""), name="surveys_invited_once")
        ]

    def __str__(self) -> str:
        return self.group


class Sheet(models.Model):
    """What somebody answered to an open survey, sealed. Its key is random, so that rows lie in no order of time."""

    id = models.BigIntegerField(primary_key=True, default=anywhere)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sheets")
    group = models.CharField(max_length=10, choices=IN_GROUPS)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.group


class Answer(models.Model):
    """One answer to one question of a closed survey that waits to be told with the next one, written in shuffled order."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=80)
    group = models.CharField(max_length=10, choices=IN_GROUPS)
    value = models.JSONField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["survey", "question"])]

    def __str__(self) -> str:
        return self.question


class OrganisationView(models.Model):
    """How an organisation itself sees the cooperation of a year. It is named, never anonymous. `values`: by statement 1…5."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    values = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    told_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "region", "year"], condition=Q(withdrawn_at=None), name="surveys_view_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}"

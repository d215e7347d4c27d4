"""The tables of what a region's two sides have agreed about their map, and what each has said of it."""

import uuid

from django.db import models
from django.db.models import Q

from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.models import Decided, PositionChoice, StepChoice


class AgreementKind(models.TextChoices):
    """What has been agreed."""

    THEME = "theme"  # a theme of the region's own beside the national ones
    NEED = "need"  # what a theme needs with us, and which building blocks it does not need
    PICTURE = "picture"  # the figures that the parties look at together in a theme
    OPENING = "opening"  # the region's map is shown to the public


class RegionAgreement(models.Model):
    """A proposal of one side that holds once the other side confirms it; nothing is edited, only replaced or ended."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=AgreementKind.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="agreements")
    theme_code = models.CharField(max_length=60, blank=True)
    name_fi = models.CharField(max_length=120, blank=True)
    name_sv = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    not_needed = models.JSONField(default=list)
    indicators = models.JSONField(default=list)
    proposed_side = models.CharField(max_length=16)
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    accepted_by = models.UUIDField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["region", "kind", "theme_code", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "theme_code"],
                condition=Q(ended_at=None, accepted_at__isnull=False),
                name="themes_one_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AgreementKind.THEME) | ~Q(name_fi="") | ~Q(name_sv="") | ~Q(name_en=""),
                name="themes_theme_named",
            ),
            models.CheckConstraint(
                condition=Q(kind=AgreementKind.OPENING, theme_code="")
                | (~Q(kind=AgreementKind.OPENING) & ~Q(theme_code="")),
                name="themes_opening_has_no_theme",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="themes_accepted_pair",
            ),
        ]
        indexes = [models.Index(fields=["region", "ended_at"])]

    def __str__(self) -> str:
        return f"{self.region_id} {self.kind} {self.theme_code}"


class SideStance(Decided):
    """What a side of a region says of an agreement: a view in preparation or a decision. A text is never changed, so it has no version."""

    agreement = models.ForeignKey(RegionAgreement, on_delete=models.PROTECT, related_name="stances")
    side = models.CharField(max_length=16)
    step = models.CharField(max_length=8, choices=StepChoice.choices)
    position = models.CharField(max_length=24, choices=PositionChoice.choices)
    said_on = models.DateField()

    class Meta(Decided.Meta):
        constraints = [
            *Decided.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(position="differing") & ~Q(position="accepted_with_changes") | ~Q(reason=""),
                name="themes_sidestance_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.side} {self.position}"

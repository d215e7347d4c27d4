"""The columns that every table of stances has. A stance is never edited: a later one takes its place."""

import uuid

from django.db import models
from django.db.models import Q

from yhdyspinta.core.registry.models import Organisation


class StepChoice(models.TextChoices):
    """Who speaks: officials in preparation, or whoever is competent under the party's own rules."""

    VIEW = "view"
    DECISION = "decision"


class PositionChoice(models.TextChoices):
    """What is said."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted_with_changes"
    DIFFERING = "differing"
    WITHDRAWN = "withdrawn"


class Decided(models.Model):
    """How something was decided and by whom: body, section, record number, link. Rows of it are never edited.

    `on_behalf`: recorded by somebody else from a public source; the party confirms it by telling the same itself.
    """

    reason = models.TextField(blank=True)
    body = models.CharField(max_length=160, blank=True)
    section = models.CharField(max_length=20, blank=True)
    record_number = models.CharField(max_length=60, blank=True)
    link = models.URLField(max_length=500, blank=True)
    on_behalf = models.BooleanField(default=False)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(on_behalf=False) | ~Q(link=""), name="%(app_label)s_%(class)s_source")
        ]


class Stance(Decided):
    """What a party says of one version of a shared text. A decision tells who decided, and when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=8, choices=StepChoice.choices)
    position = models.CharField(max_length=24, choices=PositionChoice.choices)
    version = models.PositiveIntegerField()
    said_on = models.DateField()

    class Meta(Decided.Meta):
        abstract = True
        constraints = [
            *Decided.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(position="differing") & ~Q(position="accepted_with_changes") | ~Q(reason=""),
                name="%(app_label)s_%(class)s_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.step} {self.position} v{self.version}"

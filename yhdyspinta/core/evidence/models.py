"""Evidence and its companions. The map reads only public, unwithdrawn rows."""

import uuid

from django.db import models
from django.db.models import F, Q

from yhdyspinta.core.registry.models import Organisation


class EvidenceKind(models.TextChoices):
    """What sort of thing happened. The last two tell of a state, not of an act."""

    NEGOTIATION = "negotiation"
    PLAN = "plan"
    REPORT = "report"
    AGREEMENT = "agreement"
    BODY = "body"
    NOTIFICATION = "notification"
    ARRANGEMENT = "arrangement"
    ELSEWHERE = "elsewhere"
    PREPARATION = "preparation"
    NOT_STARTED = "not_started"


ACTS = frozenset(EvidenceKind) - {EvidenceKind.PREPARATION, EvidenceKind.NOT_STARTED}


class Precision(models.TextChoices):
    """How exactly the day is known; `happened_on` is then the last day of that month or year."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Visibility(models.TextChoices):
    """Who may see it. `secret` is reserved: nothing may be entered with it yet."""

    DRAFT = "draft"
    PARTIES = "parties"
    PUBLIC = "public"
    SECRET = "secret"  # noqa: S105  (a visibility class, not a password)


class Extent(models.TextChoices):
    """Whether the duty was met as a whole or one part of it was done."""

    WHOLE = "whole"
    PART = "part"


class Evidence(models.Model):
    """One dated thing that happened.

    `recorded_for`: the organisation in whose name it was recorded; empty when recorded from a public source on behalf
    of the parties. `origin`: what made it ("reference:…", later "forums.meeting:…"), empty when entered by hand.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=EvidenceKind.choices)
    title_fi = models.CharField(max_length=240, blank=True)
    title_sv = models.CharField(max_length=240, blank=True)
    title_en = models.CharField(max_length=240, blank=True)
    note_fi = models.TextField(max_length=4000, blank=True)
    note_sv = models.TextField(max_length=4000, blank=True)
    note_en = models.TextField(max_length=4000, blank=True)
    happened_on = models.DateField()
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    holds_until = models.DateField(null=True, blank=True)
    source_title = models.CharField(max_length=240, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    document_ref = models.CharField(max_length=120, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC)
    origin = models.CharField(max_length=120, blank=True, db_index=True)
    recorded_for = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="recorded_evidence"
    )
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["-happened_on", "-id"], name="evidence_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en=""), name="evidence_titled"
            ),
            models.CheckConstraint(
                condition=Q(holds_until=None) | Q(holds_until__gte=F("happened_on")), name="evidence_holds_after"
            ),
            models.UniqueConstraint(fields=["origin"], condition=~Q(origin=""), name="evidence_origin_once"),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.kind}"


class EvidenceDuty(models.Model):
    """A duty that an evidence speaks of, by catalogue code."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="duties")
    duty_code = models.CharField(max_length=80, db_index=True)
    extent = models.CharField(max_length=8, choices=Extent.choices, default=Extent.WHOLE)

    class Meta:
        ordering = ["evidence", "id"]
        constraints = [models.UniqueConstraint(fields=["evidence", "duty_code"], name="evidence_duty_once")]

    def __str__(self) -> str:
        return self.duty_code


class EvidenceParty(models.Model):
    """An organisation that took part."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence_parts")

    class Meta:
        ordering = ["evidence", "id"]
        constraints = [models.UniqueConstraint(fields=["evidence", "organisation"], name="evidence_party_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class Confirmation(models.Model):
    """An organisation says that a version of an evidence is right."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="confirmations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="confirmations")
    version = models.PositiveIntegerField()
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_at = models.DateTimeField()
    by_link = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["evidence", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "organisation", "version"],
                condition=Q(withdrawn_at=None),
                name="evidence_confirmed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} confirms v{self.version}"


class ConfirmLink(models.Model):
    """A single-use link of a letter, by which an organisation confirms one version of a record. Only the hash of its token is kept."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="links")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"link to confirm {self.evidence_id}"


class Completeness(models.Model):
    """An organisation declares that its records here are complete from a day on. Only then can anything be late."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="completeness")
    complete_from = models.DateField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(withdrawn_at=None), name="evidence_completeness_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} from {self.complete_from}"

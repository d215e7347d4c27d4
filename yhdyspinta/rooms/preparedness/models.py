"""Tables of the room. `secrecy.py` says of every column who may ever see it."""

import uuid

from django.db import models
from django.db.models import Q

from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.stances.models import Decided, Stance
from yhdyspinta.rooms.preparedness.picture import KINDS

PARTS = ("details", "log")
ROLES = ("leads", "acts", "informed")
EXERCISES = ("tabletop", "calls", "joint")
PARTNERS = ("authority", "company", "association", "parish", "other")


def choices(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Codes as choices; their words are in `words.py`."""
    return [(c, c) for c in codes]


class Joining(Decided):
    """An organisation has decided to use details, or the incident log, with the others of a region. Never edited but for `left_on`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=choices(PARTS))
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta(Decided.Meta):
        constraints = [
            *Decided.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "organisation", "part"], condition=Q(left_on=None), name="preparedness_joined_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part}"


class Plan(models.Model):
    """What the parties of a region have agreed about one disruption or joint work. `subject`: of the catalogue.

    `version`: of roles and texts together; a change asks every party again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40)
    procedure_fi = models.TextField(blank=True)
    procedure_sv = models.TextField(blank=True)
    procedure_en = models.TextField(blank=True)
    flow_fi = models.TextField(blank=True)
    flow_sv = models.TextField(blank=True)
    flow_en = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["region", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "subject"], condition=Q(ended_on=None), name="preparedness_plan_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.subject}"


class PlanParty(models.Model):
    """An organisation that a plan is of."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "organisation"], name="preparedness_party_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class PlanRole(models.Model):
    """What a party does for a function: leads it, acts in it, or is told."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="roles")
    function = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=choices(ROLES))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "function", "organisation"], name="preparedness_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.role}"


class PlanStance(Stance):
    """What a party says of a version of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="stances")

    class Meta(Stance.Meta):
        pass


class PlanVersion(models.Model):
    """A version of a plan as it was: kept here, never in the versions of the house, for its texts are secret."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="preparedness_version_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class Signed(models.Model):
    """From which day every party had accepted a version, and until when that held."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="signed")
    version = models.PositiveIntegerField()
    since = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "version"], condition=Q(withdrawn_on=None), name="preparedness_signed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.version} {self.since}"


class Exercise(models.Model):
    """An exercise of the region: planned, held or called off."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=choices(EXERCISES))
    subjects = models.JSONField(default=list)
    note = models.TextField(blank=True)
    planned_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-planned_on", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.planned_on}"


class ExerciseParty(models.Model):
    """An organisation that takes part."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["exercise", "organisation"], name="preparedness_trains_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class Lesson(models.Model):
    """What was learnt, for the circle. `proposal`: what is proposed to be done about it, in words that tell no secret;
    `measure`: of the goals, when it became one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="lessons")
    text = models.TextField()
    proposal = models.CharField(max_length=200, blank=True)
    measure = models.UUIDField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.exercise_id} {self.pk}"


class DutyContact(models.Model):
    """How an organisation is reached in a disruption: a function and its deputy, never a person. `function`: of the catalogue, ""
    for every; `called_by`: who passes the call on to this one, nobody at the root of the tree."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    way = models.CharField(max_length=120, blank=True)
    deputy = models.CharField(max_length=120, blank=True)
    deputy_phone = models.CharField(max_length=40, blank=True)
    called_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="calls")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["region", "id"]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.function}"


class ContactCheck(models.Model):
    """A contact was tried: by its own people who say that it holds, or by calling it in an exercise."""

    contact = models.ForeignKey(DutyContact, on_delete=models.PROTECT, related_name="checks")
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, null=True, blank=True, related_name="checks")
    tried_on = models.DateField()
    reached = models.BooleanField()
    version = models.PositiveIntegerField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.tried_on} {self.reached}"


class Partner(models.Model):
    """A strategic partner of joint preparedness: an organisation, never a person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=choices(PARTNERS))
    name = models.CharField(max_length=160)
    why = models.CharField(max_length=400, blank=True)
    told_on = models.DateField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["region", "kind", "id"]

    def __str__(self) -> str:
        return self.name


class Incident(models.Model):
    """A disruption, or an exercise of one, whose log the circle keeps together."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    rehearsal = models.BooleanField(default=False)
    opened_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return f"{self.region_id} {self.subject} {self.opened_at}"


class LogEntry(models.Model):
    """One entry of a log, as it was written: never edited, never deleted. `public_id` is made by the device that wrote it."""

    public_id = models.UUIDField(unique=True, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=choices(KINDS))
    writer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=40, blank=True)
    about = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    value = models.CharField(max_length=8, blank=True)
    text = models.TextField(blank=True)
    base = models.UUIDField(null=True, blank=True)
    of = models.UUIDField(null=True, blank=True)
    device = models.UUIDField()
    number = models.PositiveIntegerField()
    device_at = models.DateTimeField()
    server_at = models.DateTimeField()
    skew_ms = models.BigIntegerField(default=0)
    recorded_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["incident", "id"], name="preparedness_log")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

"""Tables of the room: an area's steering group and its seats, its years with goals and staff, counterparts by need."""

import uuid

from django.db import models
from django.db.models import F, Q

from yhdyspinta.core.registry.models import Organisation

ROLES = ("chair", "vice", "member", "deputy")


class SteeringGroup(models.Model):
    """The steering group of multidisciplinary support of an employment area, for a term of five years."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="steering_groups")
    set_on = models.DateField()
    ends_on = models.DateField()
    link = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["area", "-set_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("set_on")), name="employment_group_days"),
            models.UniqueConstraint(
                fields=["area", "set_on"], condition=Q(withdrawn_at=None), name="employment_group_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.set_on}"


class GroupSeat(models.Model):
    """Who sits: for which organisation, in which role. A function and never a person, so that the seat outlives its holder."""

    group = models.ForeignKey(SteeringGroup, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=[(r, r) for r in ROLES])
    function = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.role} {self.function}"


class TymYear(models.Model):
    """What an area's parties have agreed for a year: goals, and that the staff has been looked at."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tym_years")
    year = models.PositiveSmallIntegerField()
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    agreed_on = models.DateField()
    staff_on = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["area", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "year"], condition=Q(withdrawn_at=None), name="employment_year_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.year}"


class Staff(models.Model):
    """Person-years of a party for joint support in a year: agreed, and as they are now."""

    year = models.ForeignKey(TymYear, on_delete=models.CASCADE, related_name="staff")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreed = models.DecimalField(max_digits=6, decimal_places=1)
    now = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["year", "organisation"], name="employment_staff_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.agreed}"


class Resource(models.Model):
    """How many people an organisation has for a need of the area's clients, told by itself."""

    area = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tym_resources")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    need = models.CharField(max_length=40)
    persons = models.DecimalField(max_digits=6, decimal_places=1)
    told_on = models.DateField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["area", "id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "organisation", "need"], name="employment_resource_once"),
            models.CheckConstraint(condition=Q(persons__gte=0), name="employment_resource_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.need} {self.persons}"

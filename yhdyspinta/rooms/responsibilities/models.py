"""Tables of the room: a theme's division of labour and what differs in it from the law; contacts of organisations."""

import uuid

from django.db import models
from django.db.models import Q

from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.stances.models import Stance
from yhdyspinta.rooms.responsibilities.matrix import ROLES

NAMED = ~Q(name_fi="") | ~Q(name_sv="") | ~Q(name_en="")


class Division(models.Model):
    """The division of labour of a theme in a region: the text that its parties sign, version by version.

    It begins as the law has it; rows of the other tables say what differs.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="divisions")
    theme_code = models.CharField(max_length=60)
    visibility = models.CharField(max_length=8, choices=[("parties", "parties"), ("public", "public")])
    begun_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["region", "theme_code", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "theme_code"], name="responsibilities_once")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.theme_code}"


class DivisionParty(models.Model):
    """An organisation that signs a division."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["division", "organisation"], name="responsibilities_party_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class DivisionRole(models.Model):
    """Where the role of an organisation in a task differs from the law. `role` "": it has none."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="roles")
    task_code = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, blank=True, choices=[(r, r) for r in ROLES])

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["division", "task_code", "organisation"], name="responsibilities_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.task_code} {self.organisation_id} {self.role}"


class DivisionTask(models.Model):
    """A task that a region has added to a theme. `by`: kinds of organisations that organise it where nothing else is said."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="tasks")
    code = models.CharField(max_length=60)
    name_fi = models.CharField(max_length=160, blank=True)
    name_sv = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    by = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["division", "code"], name="responsibilities_task_once"),
            models.CheckConstraint(condition=NAMED, name="responsibilities_task_named"),
        ]

    def __str__(self) -> str:
        return self.code


class DivisionCost(models.Model):
    """What has been agreed of who pays in a task."""

    division = models.ForeignKey(Division, on_delete=models.CASCADE, related_name="costs")
    task_code = models.CharField(max_length=60)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["division", "task_code"], name="responsibilities_cost_once")]

    def __str__(self) -> str:
        return self.task_code


class DivisionStance(Stance):
    """What a party says of a version of a division."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="stances")

    class Meta(Stance.Meta):
        pass


class Contact(models.Model):
    """How an organisation is reached in a theme: a function first, a person only where one is given.

    `theme_code` "": in every theme. `source_url`: where it was read, when somebody else than the organisation told it.
    `person_hidden_at`: the person has asked not to be named; the function and the mailbox stay.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    theme_code = models.CharField(max_length=60, blank=True)
    name_fi = models.CharField(max_length=120, blank=True)
    name_sv = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    person = models.CharField(max_length=120, blank=True)
    deputy = models.CharField(max_length=120, blank=True)
    deputy_email = models.EmailField(blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    confirmed_on = models.DateField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    person_hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "theme_code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "theme_code"],
                condition=Q(withdrawn_at=None),
                name="responsibilities_one_contact",
            ),
            models.CheckConstraint(condition=NAMED, name="responsibilities_contact_named"),
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="responsibilities_contact_reached"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.theme_code}"


class RoleCheck(models.Model):
    """What an organisation says of a condition of good cooperation on an interface: it holds, partly, not. Only the latest stands."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="role_checks")
    theme_code = models.CharField(max_length=60)
    condition = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8)
    said_on = models.DateField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "theme_code", "condition", "organisation"], name="responsibilities_check_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme_code} {self.condition} {self.answer}"


class ServicePoint(models.Model):
    """A place where services are given in a municipality, as PTV told of it last. `organisation_*`: who gives them; `services`:
    names."""

    municipality = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ptv_id = models.CharField(max_length=36)
    name_fi = models.CharField(max_length=200, blank=True)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    organisation_fi = models.CharField(max_length=200, blank=True)
    organisation_sv = models.CharField(max_length=200, blank=True)
    organisation_en = models.CharField(max_length=200, blank=True)
    address_fi = models.CharField(max_length=200, blank=True)
    address_sv = models.CharField(max_length=200, blank=True)
    address_en = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    url = models.CharField(max_length=500, blank=True)
    services = models.JSONField(default=list)

    class Meta:
        ordering = ["municipality", "name_fi", "id"]
        constraints = [models.UniqueConstraint(fields=["municipality", "ptv_id"], name="responsibilities_point_once")]

    def __str__(self) -> str:
        return self.name_fi or self.name_sv or self.name_en


class PointReading(models.Model):
    """When the service points of a municipality were read. `fault`: why the last try did not succeed; the points stay."""

    municipality = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    tried_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["municipality"]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.tried_at:%Y-%m-%d}"

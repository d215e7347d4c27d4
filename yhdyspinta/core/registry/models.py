"""Tables of the registry. Every relation that can change is a dated link with a source."""

import uuid

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """What sort of legal person (or unit with a name of its own) an organisation is."""

    COUNTY = "county"
    MUNICIPALITY = "municipality"
    EMPLOYMENT_AREA = "employment_area"
    REGIONAL_COUNCIL = "regional_council"
    HUS = "hus"
    KELA = "kela"
    RESCUE_DEPARTMENT = "rescue_department"
    EDUCATION_PROVIDER = "education_provider"
    JOINT_AUTHORITY = "joint_authority"
    THIRD_SECTOR = "third_sector"
    PARISH = "parish"
    COMPANY = "company"
    STATE = "state"


class Space(models.TextChoices):
    """Which part of the address space an organisation's slug is unique in."""

    MUNICIPALITIES = "kunnat"
    EMPLOYMENT_AREAS = "tyollisyysalueet"
    ORGANISATIONS = "organisaatiot"


class LinkKind(models.TextChoices):
    """What a dated link says."""

    IN_REGION = "in_region"  # organisation → region
    AREA_MEMBER = "area_member"  # municipality → employment area
    COUNCIL_MEMBER = "council_member"  # municipality → regional council
    HUS_MEMBER = "hus_member"  # county or Helsinki → HUS
    AUTHORITY = "authority"  # employment area → the municipality that is its employment authority; may be unknown
    SUCCESSOR = "successor"  # an organisation that ended → the one that carries on
    HOST = "host"  # rescue department → the county or city it is part of


class BodyKind(models.TextChoices):
    """What a body is in its organisation."""

    COUNCIL = "council"
    EXECUTIVE = "executive"
    COMMITTEE = "committee"
    MANAGEMENT = "management"
    INFLUENCE = "influence"
    OTHER = "other"


class Origin(models.TextChoices):
    """Whether a row comes from our reference files or was added here."""

    REFERENCE = "reference"
    LOCAL = "local"


class Region(models.Model):
    """A cooperation region: the area of one county, or Helsinki. `collaborative_area`: YTA code 1–5."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=2, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    name_fi = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    collaborative_area = models.CharField(max_length=1, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_fi


class Organisation(models.Model):
    """A legal person. `code`: statistical code where the kind has one. `data`: facts of the kind (language status…)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    space = models.CharField(max_length=20, choices=Space.choices)
    slug = models.SlugField(max_length=90)
    code = models.CharField(max_length=8, blank=True)
    name_fi = models.CharField(max_length=160, blank=True)
    name_sv = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    language_status = models.CharField(max_length=8, blank=True)
    sami_homeland = models.CharField(max_length=8, blank=True)
    model = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.LOCAL)
    search_key = models.CharField(max_length=400, db_index=True)
    recorded_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["space", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="registry_slug_once"),
            models.CheckConstraint(
                condition=~Q(name_fi="") | ~Q(name_sv="") | ~Q(name_en=""), name="registry_organisation_named"
            ),
        ]
        indexes = [models.Index(fields=["kind", "code"])]

    def __str__(self) -> str:
        return self.name_fi or self.name_sv or self.name_en


class SlugAlias(models.Model):
    """An old or second address of an organisation; answers 301."""

    space = models.CharField(max_length=20, choices=Space.choices)
    alias = models.SlugField(max_length=90)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="aliases")

    class Meta:
        ordering = ["space", "alias"]
        constraints = [models.UniqueConstraint(fields=["space", "alias"], name="registry_alias_once")]

    def __str__(self) -> str:
        return self.alias


class OrganisationLink(models.Model):
    """A dated relation of an organisation to another one or to a region."""

    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="links")
    target = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="linked")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="links")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.LOCAL)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=True) ^ Q(region__isnull=True), name="registry_link_one_end"
            )
        ]
        indexes = [models.Index(fields=["kind", "withdrawn_at"])]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.kind} {self.target_id or self.region_id}"


class Population(models.Model):
    """Residents of a municipality on a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="populations")
    on = models.DateField()
    value = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["organisation", "-on"]
        constraints = [models.UniqueConstraint(fields=["organisation", "on"], name="registry_population_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.on}: {self.value}"


class Body(models.Model):
    """A body of an organisation: council, executive, committee, management team, influence body."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=12, choices=BodyKind.choices)
    name_fi = models.CharField(max_length=160, blank=True)
    name_sv = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["organisation", "kind", "name_fi", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_fi="") | ~Q(name_sv="") | ~Q(name_en=""), name="registry_body_named"
            )
        ]

    def __str__(self) -> str:
        return self.name_fi or self.name_sv or self.name_en


class Person(models.Model):
    """A person in a public role. Erasure leaves the row without a name (a tombstone)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(name="") & Q(erased_at__isnull=True)) | (Q(name="") & Q(erased_at__isnull=False)),
                name="registry_person_named_or_erased",
            )
        ]

    def __str__(self) -> str:
        return self.name or "–"


class Seat(models.Model):
    """A person's place in a body for a time; the same person may sit in several."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(
        max_length=12,
        choices=[("chair", "chair"), ("vice_chair", "vice_chair"), ("member", "member"), ("deputy", "deputy")],
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["body", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="registry_seat_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.body_id}"


class Boundaries(models.Model):
    """Real shapes of municipalities, imported; the newest row is drawn. `paths`: code → SVG path within `width` × `height`."""

    source = models.CharField(max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    paths = models.JSONField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "boundaries"

    def __str__(self) -> str:
        return f"{len(self.paths)} shapes of {self.recorded_at:%Y-%m-%d}"


class LoadedFile(models.Model):
    """Which reference files have been loaded, by content, so that a start need not load them again."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

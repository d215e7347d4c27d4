"""One row an indicator: its figures as one compressed matrix, replaced whole; and what each replacement changed."""

from django.db import models


class Cube(models.Model):
    """The present figures of an indicator.

    `values`, `marks`: [gender][period][area] along the axis, as `arrays.pack` packs it. `latest`: the latest total of
    each area followed by its period's index, for pages that ask of all indicators.
    """

    indicator = models.CharField(max_length=60, unique=True)
    source = models.CharField(max_length=20)
    version = models.CharField(max_length=16)
    axis = models.CharField(max_length=12)
    periods = models.JSONField()
    genders = models.JSONField()
    values = models.BinaryField()
    marks = models.BinaryField()
    latest = models.BinaryField()
    observations = models.PositiveIntegerField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    source_updated = models.DateField(null=True, blank=True)
    origin = models.JSONField(default=dict)

    class Meta:
        ordering = ["indicator"]
        indexes = [
            # what has changed is asked of all rows: from the index alone, or SQLite would walk past every matrix
            models.Index(fields=["indicator", "version", "fetched_at"], name="cube_stamps")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.version}"


class Absolute(models.Model):
    """Absolute counts that a source gives beside its rates; apart, so that pages that do not ask them read half."""

    indicator = models.CharField(max_length=60, unique=True)
    version = models.CharField(max_length=16)
    values = models.BinaryField()

    class Meta:
        ordering = ["indicator"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.version}"


class Edition(models.Model):
    """One replacement of an indicator's figures: what came, what was revised. Revisions: [period, kind, code, gender, old, new]."""

    indicator = models.CharField(max_length=60)
    version = models.CharField(max_length=16)
    at = models.DateTimeField()
    source_updated = models.DateField(null=True, blank=True)
    added = models.PositiveIntegerField()
    revised = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    revisions = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["indicator", "-id"])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.version}"


class SourceRun(models.Model):
    """One try to bring figures of an indicator: whether it went well, and why not."""

    source = models.CharField(max_length=20)
    indicator = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    ok = models.BooleanField()
    reason = models.CharField(max_length=400, blank=True)
    changed = models.BooleanField(default=False)
    took_ms = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["source", "-id"]), models.Index(fields=["indicator", "-id"])]

    def __str__(self) -> str:
        return f"{self.source} {self.indicator} {self.at:%Y-%m-%d %H:%M}"


class RawAnswer(models.Model):
    """The last answer of a source to one question, as it came. `asked` and `digest`: SHA-256 of the question and the body."""

    asked = models.CharField(max_length=64, unique=True)
    url = models.CharField(max_length=400)
    question = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    size = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        ordering = ["url", "id"]

    def __str__(self) -> str:
        return self.url


class OwnIndicator(models.Model):
    """A figure that a region follows by itself: what the catalogue's files are for everybody's. Never removed, only ended."""

    code = models.CharField(max_length=60, unique=True)
    region = models.CharField(max_length=2)
    name_fi = models.CharField(max_length=160)
    name_sv = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    theme = models.CharField(max_length=60)
    unit = models.CharField(max_length=20)
    decimals = models.PositiveSmallIntegerField()
    direction = models.CharField(max_length=10)
    every = models.CharField(max_length=10)
    additive = models.BooleanField()
    producer = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    defined_by = models.UUIDField(null=True)
    defined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["region", "code"]

    def __str__(self) -> str:
        return self.code

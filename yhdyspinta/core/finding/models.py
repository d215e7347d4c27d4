"""The table of what can be found. Beside it each database keeps an index of its own kind, made by a migration."""

from django.db import models


class Indexed(models.Model):
    """One thing that can be found, as its room told it last. `source`: who told it; `digest`: of everything told."""

    source = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=14)
    title_fi = models.CharField(max_length=300, blank=True)
    title_sv = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    about_fi = models.CharField(max_length=300, blank=True)
    about_sv = models.CharField(max_length=300, blank=True)
    about_en = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=300)
    region = models.CharField(max_length=2, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    facets = models.TextField()
    stems = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["key"]
        indexes = [models.Index(fields=["source"])]

    def __str__(self) -> str:
        return self.key


class Told(models.Model):
    """From which state of the records a source was told last: while it stands, nothing is told anew."""

    source = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=64)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source

"""Tables of the room: documents, their chapters and figures, plans that belong to them, remarks, statements."""

import uuid

from django.db import models
from django.db.models import F, Q

from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.rooms.goals.models import Programme
from yhdyspinta.rooms.welfare.outlines import BODIES, KINDS
from yhdyspinta.rooms.welfare.states import STATES


class WelfareDocument(models.Model):
    """A wellbeing report, plan or yearly follow-up of a municipality or a county.

    `programme`: whose goals are the plan. `follows`: the same of the term or year before. `elsewhere`: where it is, when it
    was made with other tools; it counts the same. Its frozen forms are publications of the batch `public_id`. `visibility`: draft (its organisation and those who write it) or public.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in KINDS])
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")
    elsewhere = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=[(s, s) for s in STATES], default="writing")
    visibility = models.CharField(max_length=8, choices=[("draft", "draft"), ("public", "public")], default="draft")
    approved_on = models.DateField(null=True, blank=True)
    body = models.CharField(max_length=160, blank=True)
    section = models.CharField(max_length=20, blank=True)
    link = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_year", "organisation", "kind", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en=""), name="welfare_document_titled"
            ),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="welfare_document_years"),
            models.UniqueConstraint(
                fields=["organisation", "kind", "first_year"],
                condition=Q(withdrawn_at=None),
                name="welfare_document_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | (Q(approved_on__isnull=False) & ~Q(body="")),
                name="welfare_document_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class Chapter(models.Model):
    """A section of a document: what people write in it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(WelfareDocument, on_delete=models.CASCADE, related_name="chapters")
    code = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "code"], name="welfare_chapter_once")]

    def __str__(self) -> str:
        return self.code


class LeftOut(models.Model):
    """A proposed figure that a chapter does not show, and why: the reason is printed."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="left_out")
    indicator = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["chapter", "indicator"], name="welfare_left_out_once")]

    def __str__(self) -> str:
        return self.indicator


class Added(models.Model):
    """A figure beyond the proposed ones that a chapter shows."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="added")
    indicator = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["chapter", "indicator"], name="welfare_added_once")]

    def __str__(self) -> str:
        return self.indicator


class Nested(models.Model):
    """A plan that belongs to this one: included in it, or apart at a link, with its own day."""

    document = models.ForeignKey(WelfareDocument, on_delete=models.CASCADE, related_name="nested")
    code = models.CharField(max_length=40)
    how = models.CharField(max_length=8, choices=[("included", "included"), ("apart", "apart")])
    link = models.URLField(max_length=500, blank=True)
    due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["document", "code"], name="welfare_nested_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.how}"


class Remark(models.Model):
    """What one of the writers says of a chapter to the others. Never edited; settled when it has been taken care of."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:40]


class Statement(models.Model):
    """A statement asked from an influence body, and what it said."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(WelfareDocument, on_delete=models.CASCADE, related_name="statements")
    body = models.CharField(max_length=8, choices=[(b, b) for b in BODIES])
    asked_on = models.DateField()
    due = models.DateField(null=True, blank=True)
    given_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "body"], name="welfare_statement_once"),
            models.CheckConstraint(
                condition=Q(given_on=None) | ~Q(text="") | ~Q(link=""), name="welfare_statement_says"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.asked_on}"

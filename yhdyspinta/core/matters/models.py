"""Tables of matters and of the way home.

A matter gathers what belongs to one subject; a question asks one party to handle a decision, each step of how it was
handled is a row; a document is a link or a file, version by version.
"""

import uuid

from django.db import models
from django.db.models import Q

from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.stances.models import Decided


class Matter(models.Model):
    """One subject that is followed through meetings, questions, decisions and documents.

    `owner`: the organisation that opened it, or none when a coordinator did. `duties`: codes of the catalogue.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="matters")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    duties = models.JSONField(default=list)
    visibility = models.CharField(max_length=8, choices=[("parties", "parties"), ("public", "public")])
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="matters_numbered"),
            models.CheckConstraint(
                condition=~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en=""), name="matters_matter_titled"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def identifier(self) -> str:
        """What people call it by."""
        return f"YP {self.number}/{self.year}"


class MatterTheme(models.Model):
    """A theme that a matter belongs to."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="themes")
    theme_code = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matter", "theme_code"], name="matters_theme_once")]

    def __str__(self) -> str:
        return self.theme_code


class MatterParty(models.Model):
    """An organisation that a matter concerns, and what the matter is called in its own register (diaarinumero).

    `asked`: it came along by being asked to handle something; who has not answered is between the parties.
    """

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    record_number = models.CharField(max_length=60, blank=True)
    asked = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matter", "organisation"], name="matters_party_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class Consultation(models.Model):
    """One decision of a joint forum that one party's own bodies are asked to handle.

    `origin`: what asks ("forums.item:<uuid>"); `back`: the address of its page.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consultations")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="consultations")
    origin = models.CharField(max_length=80)
    back = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    visibility = models.CharField(max_length=8, choices=[("parties", "parties"), ("public", "public")])
    asked_on = models.DateField()
    due = models.DateField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "organisation"], condition=Q(withdrawn_at=None), name="matters_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en=""), name="matters_consultation_titled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.origin}"


class Decision(Decided):
    """One step of how a party handled a consultation. The latest is in force."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=24)
    decided_on = models.DateField()
    by_link = models.BooleanField(default=False)
    """Told by the single-use link that went to the organisation's registered address."""

    class Meta(Decided.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.outcome}"


class RegistryAddress(models.Model):
    """Where an organisation takes letters: its registry office, as its own people or the region's coordinators have told."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(withdrawn_at=None), name="matters_one_address")
        ]

    def __str__(self) -> str:
        return f"address of {self.organisation_id}"


class Letter(models.Model):
    """A letter that went to an organisation: how many questions it told of."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    questions = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "sent_on"], name="matters_one_letter_a_day")]

    def __str__(self) -> str:
        return f"letter to {self.organisation_id} {self.sent_on}"


class AnswerLink(models.Model):
    """One question, one verb, one use. Only the hash of its token is kept; a later letter's link takes its place."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"link to {self.consultation_id}"


class Document(models.Model):
    """A document of an organisation: its latest version counts, earlier ones stay. The official original is its own.

    `visibility`: draft (its organisation), parties (`readers`), public. `publicity`: what the organisation holds it for
    by the law, with its ground. `retention`: years or "permanent", "" when unknown.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    visibility = models.CharField(
        max_length=8, choices=[("draft", "draft"), ("parties", "parties"), ("public", "public")]
    )
    publicity = models.CharField(
        max_length=8, choices=[("public", "public"), ("partly", "partly"), ("withheld", "withheld")]
    )
    ground = models.CharField(max_length=200, blank=True)
    retention = models.CharField(max_length=10, blank=True)
    retention_ground = models.CharField(max_length=200, blank=True)
    dated = models.DateField()
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-dated", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en=""), name="matters_document_titled"
            ),
            models.CheckConstraint(
                condition=Q(publicity="public") | (~Q(ground="") & ~Q(visibility="public")),
                name="matters_document_grounded",
            ),
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class DocumentReader(models.Model):
    """A party whose people may read a document that is for the parties. `until`: the last version of it that they may read,
    when the party has left since."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="readers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    until = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["document", "organisation"], name="matters_reader_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class StoredFile(models.Model):
    """The bytes of a file, kept once however often it is brought. Never opened here; read through its document only."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.sha256


class DocumentVersion(models.Model):
    """What a document was from a moment on: a link, or a file with its name, kind, size and checksum."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    link = models.URLField(max_length=500, blank=True)
    name = models.CharField(max_length=160, blank=True)
    media = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="matters_version_once"),
            models.CheckConstraint(
                condition=Q(file=None) & ~Q(link="") | Q(file__isnull=False) & Q(link=""), name="matters_link_or_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}:{self.number}"


class Use(models.Model):
    """Where a document was used, and which version. `origin`: what used it ("forums.meeting:<uuid>"); `role`: as what."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="uses")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=80)
    back = models.CharField(max_length=200)
    role = models.CharField(max_length=10, choices=[("material", "material"), ("memo", "memo")])
    used_on = models.DateField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["origin"])]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "origin"], condition=Q(withdrawn_at=None), name="matters_used_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.document_id}"


class DecisionFeed(models.Model):
    """Where an organisation's meeting system tells what its bodies have decided. `system`: which adapter reads it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="feeds")
    system = models.CharField(max_length=10)
    url = models.URLField(max_length=500)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "url"], condition=Q(ended_at=None), name="matters_feed_once"
            )
        ]

    def __str__(self) -> str:
        return self.url


class FeedEntry(models.Model):
    """An entry that has been read from a feed: kept as long as it may be the answer to something."""

    feed = models.ForeignKey(DecisionFeed, on_delete=models.CASCADE, related_name="entries")
    guid = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    link = models.URLField(max_length=500)
    on = models.DateField(null=True, blank=True)
    body = models.CharField(max_length=160, blank=True)
    section = models.CharField(max_length=20, blank=True)
    record_number = models.CharField(max_length=60, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["feed", "guid"], name="matters_entry_once")]

    def __str__(self) -> str:
        return self.title


class Resemblance(models.Model):
    """An entry that looks like how a party has handled a question: a person says whether it is. `why`: what is alike."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="resembling")
    entry = models.ForeignKey(FeedEntry, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    why = models.JSONField(default=list)
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "entry"], name="matters_resemblance_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.entry_id}"

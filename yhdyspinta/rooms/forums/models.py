"""Tables of the room: forums, their themes, parties and stances; meetings, who was there, and what was handled."""

import uuid

from django.db import models
from django.db.models import Q

from yhdyspinta.core.matters.models import Matter
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.stances.models import Stance


class Forum(models.Model):
    """A joint forum of a region: its purpose and rules are the text that the parties accept, version by version.

    `unready`: languages that are still being written ("sv en"); others are not shown them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="forums")
    name_fi = models.CharField(max_length=120, blank=True)
    name_sv = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    unready = models.CharField(max_length=8, blank=True)
    level = models.CharField(max_length=12)
    rhythm_months = models.PositiveSmallIntegerField()
    secretary = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    visibility = models.CharField(max_length=8, choices=[("parties", "parties"), ("public", "public")])
    founded_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["region", "level", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_fi="") | ~Q(name_sv="") | ~Q(name_en=""), name="forums_forum_named"
            ),
            models.CheckConstraint(condition=Q(rhythm_months__gte=1, rhythm_months__lte=24), name="forums_rhythm"),
        ]

    def __str__(self) -> str:
        return self.name_fi or self.name_sv or self.name_en


class ForumTheme(models.Model):
    """A theme that a forum serves."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="themes")
    theme_code = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["forum", "theme_code"], name="forums_theme_once")]

    def __str__(self) -> str:
        return self.theme_code


class ForumParty(models.Model):
    """An organisation that is a party of a forum."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["forum", "organisation"], name="forums_party_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class ForumSeat(models.Model):
    """Seats of a forum: how many of a party's body (or office) sit in it, by the version of the text that says so."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=120)
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["forum", "organisation", "body"], name="forums_seat_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.body}"


class ForumStance(Stance):
    """What a party says of a version of a forum's text."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="stances")

    class Meta(Stance.Meta):
        pass


class Meeting(models.Model):
    """A meeting of a forum. `duties`: codes that it serves as a negotiation; recording it is then their evidence.

    `agenda`: the points as they were when it began; outsiders see these until the memo is approved.
    `note`: what an informal meeting was about, in one line; it has no agenda and no memo.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=12)
    on = models.DateField()
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    note_fi = models.CharField(max_length=300, blank=True)
    note_sv = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, default="draft")
    duties = models.JSONField(default=list)
    agenda = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["forum", "on"])]

    def __str__(self) -> str:
        return f"{self.forum_id} {self.on}"


class Attendance(models.Model):
    """A party that was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="present")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "organisation"], name="forums_present_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class Item(models.Model):
    """A point of the agenda and what came of it. `follows`: the point that was postponed to this one.

    `unready`: languages that are still being written. `section`: its part of the agenda; `minutes`: planned for it; `asked`: whether disqualification was asked about.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    unready = models.CharField(max_length=8, blank=True)
    section = models.CharField(max_length=80, blank=True)
    rapporteur = models.CharField(max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en=""), name="forums_item_titled"
            )
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class Proposal(models.Model):
    """A point that a party proposes to a forum's agenda. `item`: the point that took it up."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="proposals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    proposed_on = models.DateField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    answer = models.CharField(max_length=300, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposed_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en=""), name="forums_proposal_titled"
            )
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class Call(models.Model):
    """A call to a meeting, its change or its cancelling, that one party is sent as an invitation of a calendar.

    `sequence` grows with each; only the latest of a meeting and party is sent. `tries`: how often the server refused.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="calls")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    cancels = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    letters = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organisation", "sequence"], name="forums_called_once")
        ]
        indexes = [models.Index(fields=["ended_at", "next_at"])]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.organisation_id} {self.sequence}"


class OpenEvent(models.Model):
    """An event that is open to all, added by somebody; the known ones are in `events.toml`. Without a region: the whole country."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    organiser = models.CharField(max_length=160)
    on = models.DateField()
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    link = models.URLField(max_length=500, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "begins", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en=""), name="forums_event_titled"
            )
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en

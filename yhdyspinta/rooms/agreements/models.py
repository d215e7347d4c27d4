"""Tables of the room: agreements with their parts, ladder and stances; changes known ahead; problems and their steps."""

import uuid

from django.db import models
from django.db.models import F, Q

from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.stances.models import Stance
from yhdyspinta.rooms.agreements.escalation import LADDER, OUTCOMES

TITLED = ~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en="")
SEEN = [("parties", "parties"), ("public", "public")]
LEVELS = [(x, x) for x in LADDER]


class Agreement(models.Model):
    """What parties have agreed: an agreement, or an operating model (`kind` "model"). Its title, text, parts, days and ladder are
    what they accept, version by version. `follows`: the agreement that it renews. `duties`: statutory ones that it fulfils."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="agreed_texts")
    kind = models.CharField(max_length=16)
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    notice = models.PositiveSmallIntegerField(null=True, blank=True)
    review = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True)
    duties = models.JSONField(default=list)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")
    visibility = models.CharField(max_length=8, choices=SEEN)
    begun_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["region", "-begun_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=TITLED, name="agreements_agreement_titled"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")), name="agreements_agreement_days"
            ),
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class AgreementTheme(models.Model):
    """A theme that an agreement covers."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="themes")
    theme_code = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["agreement", "theme_code"], name="agreements_theme_once")]

    def __str__(self) -> str:
        return self.theme_code


class AgreementParty(models.Model):
    """An organisation that is a party of an agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="agreements_party_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class AgreementStance(Stance):
    """What a party says of a version of an agreement: a decision tells the body that approved it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="stances")

    class Meta(Stance.Meta):
        pass


class Agreed(models.Model):
    """A version that every party has accepted, and since when: it holds until the next one, or until a party withdraws its word.

    `content`: the text as it was, with its days, themes, parties and ladder. Never edited but for `withdrawn_on`.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="agreed")
    version = models.PositiveIntegerField()
    since = models.DateField()
    content = models.JSONField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "version"], condition=Q(withdrawn_on=None), name="agreements_agreed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.version} {self.since}"


class Part(models.Model):
    """A section of an agreement, or a step of an operating model: what is done, by whom, who is told, with which form."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    who_fi = models.CharField(max_length=200, blank=True)
    who_sv = models.CharField(max_length=200, blank=True)
    who_en = models.CharField(max_length=200, blank=True)
    told_fi = models.CharField(max_length=200, blank=True)
    told_sv = models.CharField(max_length=200, blank=True)
    told_en = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreements_part_once"),
            models.CheckConstraint(condition=TITLED, name="agreements_part_titled"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title_fi or self.title_sv or self.title_en}"


class Rung(models.Model):
    """A level of the ladder that a problem climbs: how many days it has, and who handles problems there."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="rungs")
    level = models.CharField(max_length=12, choices=LEVELS)
    days = models.PositiveSmallIntegerField()
    who_fi = models.CharField(max_length=200, blank=True)
    who_sv = models.CharField(max_length=200, blank=True)
    who_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "level"], name="agreements_rung_once"),
            models.CheckConstraint(condition=Q(days__gte=1), name="agreements_rung_days"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.days}"


class Change(models.Model):
    """A change that is known ahead: of premises, the service network, services, zoning or staff. Between the parties until it
    has been decided publicly. `organisation`: whose change; `prepares`: the office that prepares it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="known_changes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    theme_code = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    on = models.DateField()
    notice_by = models.DateField(null=True, blank=True)
    statements_by = models.DateField(null=True, blank=True)
    prepares = models.CharField(max_length=160, blank=True)
    link = models.URLField(max_length=500, blank=True)
    visibility = models.CharField(max_length=8, choices=SEEN)
    told_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=TITLED, name="agreements_change_titled"),
            models.CheckConstraint(
                condition=Q(visibility="parties") | ~Q(link=""), name="agreements_change_public_source"
            ),
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class ChangeParty(models.Model):
    """An organisation that a change touches."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["change", "organisation"], name="agreements_touched_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class Problem(models.Model):
    """A problem of an interface that its parties settle level by level. `limits`: the ladder of the agreement as it was when
    the problem was raised: level → days. It never tells of a client."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="problems")
    theme_code = models.CharField(max_length=60)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="problems")
    limits = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="agreements_problem_titled")]

    def __str__(self) -> str:
        return self.title


class ProblemParty(models.Model):
    """An organisation that settles a problem with the others."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["problem", "organisation"], name="agreements_settler_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class ProblemStep(models.Model):
    """One thing that happened to a problem. Never edited; the order of recording decides."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=12)
    level = models.CharField(max_length=12, choices=LEVELS, blank=True)
    outcome = models.CharField(max_length=12, choices=[(x, x) for x in OUTCOMES], blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    text = models.TextField(blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.act} {self.on}"

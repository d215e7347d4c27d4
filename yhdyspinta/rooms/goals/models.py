"""Tables of the room: programmes, goals and their parties, stances and figures, measures, notes."""

import uuid

from django.db import models
from django.db.models import F, Q

from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.stances.models import Stance
from yhdyspinta.rooms.goals.progress import STATES

TITLED = ~Q(title_fi="") | ~Q(title_sv="") | ~Q(title_en="")
SEEN = [("parties", "parties"), ("public", "public")]


class Programme(models.Model):
    """What goals belong to: a strategic agreement, a wellbeing plan, an interface plan. `owner`: whose it is, none when shared."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="programmes")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16)
    title_fi = models.CharField(max_length=160, blank=True)
    title_sv = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    link = models.URLField(max_length=500, blank=True)
    visibility = models.CharField(max_length=8, choices=SEEN)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["region", "-first_year", "id"]
        constraints = [
            models.CheckConstraint(condition=TITLED, name="goals_programme_titled"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="goals_programme_years"),
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class Goal(models.Model):
    """A goal: its title and reason are the text that the parties accept, version by version. `priority`: a shared one.
    `duties`: codes of statutory ones that it serves; `national`: codes of national programmes that it belongs to."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="goals")
    horizon = models.CharField(max_length=8)
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    priority = models.BooleanField(default=False)
    duties = models.JSONField(default=list)
    national = models.JSONField(default=list)
    begun_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["programme", "id"]
        constraints = [models.CheckConstraint(condition=TITLED, name="goals_goal_titled")]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class GoalTheme(models.Model):
    """A theme that a goal serves."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="themes")
    theme_code = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["goal", "theme_code"], name="goals_theme_once")]

    def __str__(self) -> str:
        return self.theme_code


class GoalParty(models.Model):
    """An organisation that shares a goal, as an equal."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["goal", "organisation"], name="goals_party_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class GoalStance(Stance):
    """What a party says of a version of a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="stances")

    class Meta(Stance.Meta):
        pass


class GoalFigure(models.Model):
    """A figure that tells of a goal: where it starts, where it is to be and when. The figures themselves are the store's."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="figures")
    indicator = models.CharField(max_length=60)
    base_year = models.PositiveSmallIntegerField()
    baseline = models.FloatField()
    target_year = models.PositiveSmallIntegerField()
    target = models.FloatField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "indicator"], name="goals_figure_once"),
            models.CheckConstraint(
                condition=Q(target_year__gt=F("base_year")) & ~Q(target=F("baseline")), name="goals_figure_goes"
            ),
        ]

    def __str__(self) -> str:
        return self.indicator


class Measure(models.Model):
    """What is done for a goal. `owner`: who is in charge; in charge only once it has accepted, and says so each season.
    `level`: whose work it is, from the elected to those who work with clients."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="measures")
    title_fi = models.CharField(max_length=200, blank=True)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    function = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=12, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    cost = models.CharField(max_length=10, blank=True)
    budget_line = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default="planned")
    accepted_on = models.DateField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["goal", "starts", "id"]
        constraints = [
            models.CheckConstraint(condition=TITLED, name="goals_measure_titled"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")), name="goals_measure_days"
            ),
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class MeasurePartner(models.Model):
    """An organisation that takes part in a measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["measure", "organisation"], name="goals_partner_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class FollowUp(models.Model):
    """What has happened to a goal, or to one of its measures, told by an organisation on a day. Never edited."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="notes")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    text = models.TextField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.on}"


class GoalShare(models.Model):
    """What a party says is its own part in a shared goal. Its own text: the others need not accept it."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="shares")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    told_on = models.DateField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["goal", "organisation"], name="goals_share_once")]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.organisation_id}"


class Cycle(models.Model):
    """When an organisation prepares, decides and looks again at its strategy or its budget."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cycles")
    kind = models.CharField(max_length=12)
    title_fi = models.CharField(max_length=160, blank=True)
    title_sv = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    prepared_from = models.DateField()
    decided_on = models.DateField()
    reviewed_on = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["decided_on", "id"]
        constraints = [
            models.CheckConstraint(condition=TITLED, name="goals_cycle_titled"),
            models.CheckConstraint(
                condition=Q(decided_on__gte=F("prepared_from"))
                & (Q(reviewed_on=None) | Q(reviewed_on__gte=F("decided_on"))),
                name="goals_cycle_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title_fi or self.title_sv or self.title_en


class Review(models.Model):
    """A programme's year as it was when it was looked back at: what happened to each goal and measure. Never edited."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    content = models.JSONField()
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year"], condition=Q(withdrawn_at=None), name="goals_reviewed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.year}"

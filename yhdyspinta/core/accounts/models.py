"""Users and what they may do."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from yhdyspinta.core.common import clock
from yhdyspinta.core.registry.models import Body, Organisation, Region


class Users(BaseUserManager["User"]):
    """Makes users; the address is the name they are known by."""

    def create_user(self, email: str, name: str) -> "User":
        """A user without a password: they enter by link (later by SSO)."""
        user = self.model(email=self.normalize_email(email).casefold(), name=name, created_at=clock.now())
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with an account. Everything else names a user by `public_id`. Erased: the row stays without name and address."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role held for a time: an administrator's has neither end; a coordinator's region, side and home organisation;
    an editor's the organisation; an owner's the organisation and one item of it ("consultation:<uuid>")."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    side = models.CharField(max_length=16, blank=True)
    item = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["user", "id"]
        constraints = [
            models.CheckConstraint(
                name="accounts_grant_shape",
                condition=Q(role__in=["administrator", "analyst"], organisation=None, region=None, side="", item="")
                | Q(
                    role__in=["editor", "elected", "reader", "responder"],
                    organisation__isnull=False,
                    region=None,
                    side="",
                    item="",
                )
                | Q(role="owner", organisation__isnull=False, region=None, side="") & ~Q(item="")
                | Q(
                    role="coordinator",
                    item="",
                    organisation__isnull=False,
                    region__isnull=False,
                    side__in=["county", "municipalities"],
                ),
            )
        ]
        indexes = [models.Index(fields=["item"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class LoginLink(models.Model):
    """A single-use link that signs a user in. Only the hash of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="login_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"link of {self.user_id}"


class Invitation(models.Model):
    """A role that waits for a person to open its link. Only the hash of the link's token is kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=16)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    side = models.CharField(max_length=16, blank=True)
    item = models.CharField(max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"invitation to {self.role}"


class AccessRequest(models.Model):
    """Somebody asks to be let in. The answer never tells what there is."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return "access request"


class Feedback(models.Model):
    """Somebody tells what does not work for them (306/2019 8 and 9 §). Answered within 14 days; no account is needed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.CharField(max_length=2000)
    page = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    recorded_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.UUIDField(null=True, blank=True)
    done = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return "feedback"


class NoticeChoice(models.Model):
    """How often a person is mailed of what waits, and what letters have told of (a short digest of each thing that still waits)."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="notices")
    rhythm = models.CharField(max_length=12)
    told = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["user"]
        constraints = [
            models.CheckConstraint(
                name="accounts_notice_rhythm", condition=Q(rhythm__in=["immediate", "daily", "weekly", "none"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.rhythm}"


class Sitting(models.Model):
    """A body that a person sits in, as they have told themselves: what their own page speaks of. It gives no right."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sittings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "body"], name="accounts_sitting_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.body_id}"


class Follow(models.Model):
    """What a person follows: told on Mondays when something has changed.

    A theme of a region, "" for all of it; or without a region one thing, `subject`: "organisation:<uuid>", "matter:<uuid>".
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="follows")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    theme_code = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "region", "theme_code"], condition=Q(subject=""), name="accounts_follow_once"
            ),
            models.UniqueConstraint(
                fields=["user", "subject"], condition=~Q(subject=""), name="accounts_follow_subject_once"
            ),
            models.CheckConstraint(
                condition=Q(subject="", region__isnull=False)
                | (~Q(subject="") & Q(region__isnull=True, theme_code="")),
                name="accounts_follow_what",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.user_id} {self.region_id} {self.theme_code}"


class CalendarLink(models.Model):
    """The address of a person's own calendar, which programs read without signing in. Only the hash of its token is kept."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="calendar")
    token_hash = models.CharField(max_length=64, unique=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["user"]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"


class ApiToken(models.Model):
    """A person's own key to the interface for programs. Only the hash is kept; `hint`: its last letters, by which it is known.

    `scopes`: what may be written with it ("evidence", "receipts", "notes"); everything the person may read can be read.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    expires_on = models.DateField()
    recorded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"key of {self.user_id}"

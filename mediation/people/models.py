"""People, organisations and memberships: the floor that every other app stands on."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.people.roles import Role


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address, compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Save a person. Without a password they sign in by code only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None) -> "User":
        """Save a person who may use the administration."""
        return self.create_user(email, password, is_staff=True, is_superuser=True)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. `time_zone` is an IANA name; `language` a code of LANGUAGES."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor(self) -> str:
        """How the journal names this person."""
        return f"user:{self.pk}"


class Organisation(models.Model):
    """A court, a mediation committee or a clinic."""

    slug = models.SlugField(unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    short_name = models.CharField(max_length=12, help_text=_("Used in case numbers."))

    def __str__(self) -> str:
        return self.name_zh


class Membership(models.Model):
    """What somebody is in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=24, choices=[(role, role) for role in Role])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.organisation}"


class IdentityCheck(models.Model):
    """A code sent to somebody's mailbox to make sure of them once more (OLR 7).

    It counts for one `purpose` (`sign:<agreement>`) in one browser session and nowhere else. The
    code itself is not kept.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identity_checks")
    purpose = models.CharField(max_length=80)
    session = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    sent_to = models.EmailField()
    sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    passed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["user", "purpose"], name="identity_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.user_id}"

"""What a case keeps beside its journal: words and addresses that must stay erasable."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from mediation.models.case import Case, CaseMember


class Invitation(models.Model):
    """A link sent to a member. Only the token's SHA-256 is stored, so the table opens no door."""

    member = models.ForeignKey(CaseMember, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class ConsentReceipt(models.Model):
    """Who agreed to which stage, to which wording, and when; withdrawing leaves the row."""

    member = models.ForeignKey(CaseMember, on_delete=models.CASCADE, related_name="consents")
    stage = models.CharField(max_length=32)
    version = models.CharField(max_length=32)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.stage} {self.version}"


class Narrative(models.Model):
    """Words written with an act. The journal holds this row's id."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="narratives")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    text = models.TextField(max_length=5000)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"narrative {self.pk}"

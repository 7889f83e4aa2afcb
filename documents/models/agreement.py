"""Agreements: the words of their clauses, and who signed them, how and from where.

What was decided stands in the stream `ceremony:<id>`; `Agreement` is a view of it for lists. What
names people or carries their words lies here, outside the journal.
"""

import uuid
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models

from documents.rules.ceremony import OPEN, Phase
from documents.rules.clauses import DUE_MAX, NOTE_MAX, WHAT_MAX, Kind, Terms
from documents.rules.required_contents import Document
from mediation.models import Case
from mediation.people.models import IdentityCheck

FACTS_MAX = 4000
REASON_MAX = 500


class Agreement(models.Model):
    """One text that the sides may sign. `document_sha256` is frozen; `file_sha256` the newest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=16, default=Document.PEOPLES, choices=[(k, k) for k in Document]
    )
    state = models.CharField(max_length=12, default=Phase.DRAFT, choices=[(p, p) for p in Phase])
    facts = models.TextField(blank=True, max_length=FACTS_MAX)
    facts_en = models.TextField(blank=True, max_length=FACTS_MAX)
    document_sha256 = models.CharField(max_length=64, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    pages = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=24, blank=True)

    class Meta:
        ordering: ClassVar = ["case", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "version"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state__in=sorted(OPEN)),
                name="agreement_open_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "expires_at"], name="agreement_due")]

    def __str__(self) -> str:
        return f"{self.case} · {self.version}"

    @property
    def stream(self) -> str:
        """Where the journal keeps the ceremony."""
        return f"ceremony:{self.pk}"

    @property
    def folder(self) -> str:
        """Where the vault keeps each stage of the file, by its hash."""
        return f"agreements/{self.pk}"


class ClauseText(models.Model):
    """The words of one version of a clause. Rows are added, never changed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="texts")
    clause = models.UUIDField()
    version = models.PositiveIntegerField()
    debtor = models.CharField(max_length=80)
    creditor = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=[(k, k) for k in Kind])
    what = models.CharField(max_length=WHAT_MAX)
    what_en = models.CharField(max_length=WHAT_MAX, blank=True)
    amount: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField(null=True, blank=True)
    due_words = models.CharField(max_length=DUE_MAX, blank=True)
    note = models.TextField(blank=True, max_length=NOTE_MAX)
    note_en = models.TextField(blank=True, max_length=NOTE_MAX)
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["clause", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "clause", "version"], name="clause_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause} · {self.version}"

    @property
    def terms(self) -> Terms:
        """The words as the rules read them."""
        return Terms(
            debtor=self.debtor,
            creditor=self.creditor,
            kind=Kind(self.kind),
            what=self.what,
            amount=self.amount,
            due_on=self.due_on,
            due_words=self.due_words,
            note=self.note,
            what_en=self.what_en,
            note_en=self.note_en,
        )


class Reading(models.Model):
    """Which pages of a frozen document somebody was shown."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    page = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["page"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "reader", "page"], name="page_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} · {self.reader_id} · {self.page}"


class Signature(models.Model):
    """Who signed, when, how they were identified, from where, and which bytes became which."""

    class Manner(models.TextChoices):
        """By hand on a pad, or by typing the name."""

        DRAWN = "drawn"
        TYPED = "typed"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    manner = models.CharField(max_length=8, choices=Manner.choices)
    identity_check = models.ForeignKey(IdentityCheck, on_delete=models.PROTECT, related_name="+")
    address = models.GenericIPAddressField(null=True, blank=True)
    browser = models.CharField(max_length=300, blank=True)
    document_sha256 = models.CharField(max_length=64)
    base_sha256 = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["signed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "signer"], name="signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} · {self.signer_id}"


class Rejection(models.Model):
    """Why somebody did not sign, in their words."""

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="rejection")
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=REASON_MAX)
    rejected_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agreement_id} · {self.rejected_by_id}"

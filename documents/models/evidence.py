"""What people hand in."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from documents.rules.uploads import MediaType
from mediation.models import Case


class Evidence(models.Model):
    """A file of the case. Its bytes lie in the vault under `sha256`; this row names it for people.

    `number` is its place in the case, from 1; a file that was withdrawn keeps it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    media_type = models.CharField(
        max_length=32, choices=[(kind.value, kind.value) for kind in MediaType]
    )
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(default=1)
    sha256 = models.CharField(max_length=64, db_index=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="evidence_number_once"),
            models.UniqueConstraint(
                fields=["case", "sha256"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="evidence_file_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_picture(self) -> bool:
        """Whether it has a thumbnail."""
        return self.media_type != MediaType.PDF

"""What somebody has typed so far, and the counter that gives case numbers."""

from typing import ClassVar

from django.db import models

from mediation.models.case import Case
from mediation.people.models import Organisation


class CaseDraft(models.Model):
    """The answers as typed, right or wrong, so that nothing is lost; `answers` is field → text."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="draft")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft of {self.case_id}"


class CaseCounter(models.Model):
    """The last number given in a year; its row is locked while the next is taken."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "year"], name="case_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.year}: {self.last}"

"""A clerk's export: what was asked for and how far it is."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.models import Case
from mediation.people.models import Organisation


class Export(models.Model):
    """A ZIP of sealed agreements. A worker claims the row; the sweep takes it back from a dead one.

    `since` and `until` bound the day of the seal, both included; empty bounds nothing. What is
    sealed after `asked_at` is left out, so that building again gives the same content. `problem`
    is the number of the case that stopped it.
    """

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _("Waiting")
        BUILDING = "building", _("Being built")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Stopped")
        REMOVED = "removed", _("Removed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    cause = models.CharField(max_length=16, blank=True, choices=Case.Cause.choices)
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-asked_at"], name="export_recent"),
            models.Index(fields=["state", "claimed_at"], name="export_due"),
        ]

    @property
    def stream(self) -> str:
        """Where the journal keeps who asked for it and who took it away."""
        return f"export:{self.pk}"

    @property
    def is_under_way(self) -> bool:
        """Whether there is progress to wait for."""
        return self.state in {self.State.QUEUED, self.State.BUILDING}

    def __str__(self) -> str:
        return f"{self.pk} {self.state} {self.done}/{self.total}"

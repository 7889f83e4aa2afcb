"""A sitting: when a case is heard, and what its room has come to."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from hearings.rules.booking import LONGEST, OPENS_BEFORE, SHORTEST
from hearings.rules.state import Phase
from mediation.models import Case


class Sitting(models.Model):
    """An appointment of a case. `phase`, `room` and `room_seq` are a view of `room:<id>`.

    `room` is the folded `RoomState` as JSON at `room_seq`, so that nobody folds from the beginning.
    `time_zone` is the IANA zone in which the clerk chose the time; `sequence` counts what calendars
    were told (RFC 5545, 3.8.7.4).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sittings")
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(
        default=60,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )
    time_zone = models.CharField(max_length=64)
    phase = models.CharField(
        max_length=16, default=Phase.SCHEDULED, choices=[(p, p) for p in Phase]
    )
    sequence = models.PositiveIntegerField(default=0)
    room = models.JSONField(default=dict)
    room_seq = models.PositiveBigIntegerField(default=0)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["starts_at"]
        indexes: ClassVar = [
            models.Index(fields=["mediator", "starts_at"], name="sitting_mediator"),
            models.Index(fields=["case", "starts_at"], name="sitting_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def stream(self) -> str:
        """Where the journal keeps the room."""
        return f"room:{self.pk}"

    @property
    def opens_at(self) -> datetime:
        """From when people may come."""
        return self.starts_at - OPENS_BEFORE

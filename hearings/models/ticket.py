"""Tickets with which a socket opens."""

from django.conf import settings
from django.db import models

from hearings.models.sitting import Sitting


class Ticket(models.Model):
    """Opens one socket once, within its time, for one login session; only its hash is kept."""

    digest = models.CharField(primary_key=True, max_length=64)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id} to {self.sitting_id}"

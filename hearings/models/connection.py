"""Who is connected to which room just now."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from hearings.models.sitting import Sitting


class Connection(models.Model):
    """The newest socket of a person in a room. A row that is not seen any more is a ghost."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="connections")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True)
    last_seen = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "user"], name="connection_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.sitting_id}"

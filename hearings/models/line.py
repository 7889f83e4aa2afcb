"""The words of chat lines and minutes entries."""

from typing import ClassVar

from django.db import models

from hearings.models.sitting import Sitting


class Line(models.Model):
    """Words that a `room.said` or `room.minuted` entry points at; erasable, as the entry is not."""

    id = models.CharField(primary_key=True, max_length=32)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="lines")
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.id

"""The journal: the truth of the house. Rows are added and never changed."""

from typing import ClassVar

from django.db import models


class Stream(models.Model):
    """The head of a stream. Locking this row puts the writers of a stream in a line."""

    name = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.name}@{self.seq}"


class Entry(models.Model):
    """A decision. `data` holds ids, never personal data: that must stay erasable."""

    stream = models.CharField(max_length=80)
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    actor = models.CharField(max_length=80)
    act_id = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["stream", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "seq"], name="entry_place"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["stream", "actor", "act_id"], name="entry_act"),
            models.Index(fields=["kind", "at"], name="entry_kind_at"),
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.kind}"

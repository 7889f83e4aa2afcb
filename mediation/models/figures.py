"""Roll-ups of the journal: they can be thrown away and counted again."""

from typing import ClassVar

from django.db import models

from mediation.people.models import Organisation


class FunnelCell(models.Model):
    """How many cases of an organisation reached a step in a month (its first day)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    month = models.DateField()
    step = models.CharField(max_length=24)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "month", "step"], name="funnel_cell_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.month} {self.step}: {self.count}"

"""Choosing a time for a sitting."""

import zoneinfo
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hearings.rules.booking import LONGEST, SHORTEST


class SittingForm(forms.Form):
    """Day, time and length, in the zone of the person who chooses."""

    starts_at = forms.DateTimeField(
        label=_("When it begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    minutes = forms.IntegerField(
        label=_("How many minutes"),
        initial=60,
        min_value=SHORTEST,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"step": 5, "class": "narrow", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        earliest = timezone.localtime(timezone=zoneinfo.ZoneInfo(zone))
        self.fields["starts_at"].widget.attrs["min"] = f"{earliest:%Y-%m-%dT%H:%M}"
        self.fields["starts_at"].help_text = _("In your time zone, %(zone)s.") % {"zone": zone}

    def clean_starts_at(self) -> datetime:
        """The moment that the clock of their own zone shows; `PersonMiddleware` activates it."""
        moment: datetime = self.cleaned_data["starts_at"]
        return moment

"""The dispute: a case, who belongs to it, and what its journal made of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.people.models import Organisation
from mediation.people.roles import Role
from mediation.rules import lifecycle
from mediation.rules.lifecycle import Ending, State


class Case(models.Model):
    """A dispute. `state` is a view of the stream `case:<id>`, kept for lists and counts."""

    class Cause(models.TextChoices):
        """What it is about, in people's words."""

        RENT = "rent", _("Renting a home")
        GOODS = "goods", _("Goods or services")
        LOAN = "loan", _("Money lent")
        LABOUR = "labour", _("Work and wages")
        NEIGHBOUR = "neighbour", _("Neighbours")
        PROPERTY = "property", _("Building management")
        TRAFFIC = "traffic", _("Road accident")
        FAMILY = "family", _("Family")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=64, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    state = models.CharField(max_length=24, default=State.DRAFT)
    ending = models.CharField(max_length=24, blank=True, choices=[(e, e) for e in Ending])
    cause = models.CharField(_("kind of dispute"), max_length=16, blank=True, choices=Cause.choices)
    facts = models.TextField(_("what happened"), blank=True, max_length=5000)
    claim = models.TextField(_("what you ask for"), blank=True, max_length=2000)
    amount = models.DecimalField(
        _("amount in yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    clock_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="case_number_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state"], name="case_state")]

    def __str__(self) -> str:
        return self.number or str(self.id)

    @property
    def stream(self) -> str:
        """Where the journal keeps this case."""
        return f"case:{self.pk}"


class CaseMember(models.Model):
    """Somebody with a place in the case. `user` is empty until an invited person comes."""

    class Side(models.TextChoices):
        """On whose side."""

        CLAIMANT = lifecycle.CLAIMANT, _("Applicant")
        RESPONDENT = lifecycle.RESPONDENT, _("Respondent")
        NONE = "", _("Neither side")

    class Kind(models.TextChoices):
        """Whether a person or an organisation is the party."""

        PERSON = "person", _("A person")
        ORGANISATION = "organisation", _("A company or organisation")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=24, choices=[(role, role) for role in Role])
    side = models.CharField(max_length=12, blank=True, choices=Side.choices)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=100, blank=True)
    contact = models.CharField(_("contact person"), max_length=100, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    address = models.CharField(_("address for documents"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=models.Q(user__isnull=False),
                name="case_member_once",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

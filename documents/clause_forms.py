"""The forms of the draft. What is wrong with a clause is decided by its rules, not here."""

import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.models.agreement import FACTS_MAX, REASON_MAX
from documents.panels import KINDS
from documents.rules.clauses import (
    ALL,
    DUE_MAX,
    NOTE_MAX,
    WHAT_MAX,
    Kind,
    Terms,
    clause_faults,
)
from documents.services.papers import house_date
from mediation.errors import describe

_AROUND_AMOUNTS = re.compile(r"[\s,¥元]")


class AmountField(forms.Field):
    """Yuan as people write them: `￥6,800.00 元`, also in full-width figures."""

    def to_python(self, value: Any) -> Decimal | None:
        """Decimal, or None for nothing."""
        figures = _AROUND_AMOUNTS.sub("", unicodedata.normalize("NFKC", str(value or "")))
        if not figures:
            return None
        if not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,10})?", figures, re.ASCII):
            raise forms.ValidationError(describe("clause.amount_not_a_number"))
        return Decimal(figures)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ClauseForm(forms.Form):
    """One clause. `clause` and `version` say which words it is about to replace."""

    use_required_attribute = False

    clause = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(label=_("What kind"), choices=[(k.value, v) for k, v in KINDS.items()])
    debtor = forms.ChoiceField(label=_("Who"), required=False)
    creditor = forms.ChoiceField(label=_("To whom"), required=False)
    what = forms.CharField(
        label=_("What"),
        required=False,
        help_text=_("In a few words, such as “return of the deposit”."),
    )
    amount = AmountField(
        label=_("How much, in yuan"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "narrow"}),
        help_text=_("Needed for a payment."),
    )
    due_on = forms.DateField(
        label=_("By which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "narrow"}, format="%Y-%m-%d"),
    )
    due_words = forms.CharField(
        label=_("Or on which condition"),
        required=False,
        help_text=_("Instead of a day, such as “within three days of receiving the keys”."),
    )
    note = forms.CharField(label=_("Anything else"), required=False, widget=_area(2))
    what_en = forms.CharField(label=_("What, in English"), required=False)
    note_en = forms.CharField(label=_("Anything else, in English"), required=False, widget=_area(2))
    reason = forms.CharField(
        label=_("Why you propose this"),
        required=False,
        max_length=REASON_MAX,
        help_text=_("The other side will read it."),
    )

    def __init__(self, *args: Any, parties: Mapping[str, str], at: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = parties
        self.at = at
        people = [("", _("Choose")), *parties.items(), (ALL, _("All parties, to each other"))]
        for name in ("debtor", "creditor"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows for the type checker
            field.choices = people
        for name, limit in _LIMITS.items():
            self.fields[name].widget.attrs["maxlength"] = limit
        self.fields["due_on"].error_messages["invalid"] = describe("clause.due_not_a_date")

    def clean(self) -> dict[str, Any]:
        """Ask the rules, and put each answer beside its field."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            faults = clause_faults(
                self.terms(), parties=frozenset(self.parties), today=house_date(self.at)
            )
            for fault in faults:
                self.add_error(fault.field, describe(fault.code))
        return data

    def terms(self) -> Terms:
        """What was filled in, as the rules read it."""
        data = self.cleaned_data
        return Terms(
            debtor=data["debtor"],
            creditor=data["creditor"],
            kind=Kind(data["kind"]),
            what=data["what"],
            amount=data["amount"],
            due_on=data["due_on"],
            due_words=data["due_words"],
            note=data["note"],
            what_en=data["what_en"],
            note_en=data["note_en"],
        )


_LIMITS = {
    "what": WHAT_MAX,
    "what_en": WHAT_MAX,
    "due_words": DUE_MAX,
    "note": NOTE_MAX,
    "note_en": NOTE_MAX,
    "reason": REASON_MAX,
}


def clause_initial(clause: str, version: int, terms: Terms | None = None) -> dict[str, Any]:
    """What the form shows at first: the words as they stand, or an empty clause."""
    if terms is None:
        return {"clause": uuid.uuid4(), "version": 0, "kind": Kind.PAY.value}
    return {"clause": clause, "version": version, **asdict(terms)}


class FactsForm(forms.Form):
    """The main facts and issues; `version` says which words it is about to replace."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    facts = forms.CharField(
        label=_("Main facts and issues"),
        required=False,
        max_length=FACTS_MAX,
        widget=_area(6),
        help_text=_("What happened and what was in dispute, in words that both sides can sign."),
    )
    facts_en = forms.CharField(
        label=_("Main facts and issues, in English"),
        required=False,
        max_length=FACTS_MAX,
        widget=_area(4),
    )

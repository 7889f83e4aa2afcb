"""Forms about files."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from documents.file_selectors import mediators_of, offices_of
from documents.services.exports import Choice
from mediation.models import Case
from mediation.people.models import Organisation, User


class ExportForm(forms.Form):
    """Which settlements a clerk wants. The organisation is asked only of who serves several."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None
    )
    since = forms.DateField(
        label=_("Sealed from"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("Sealed until"), required=False, widget=forms.DateInput({"type": "date"})
    )
    cause = forms.ChoiceField(label=_("Kind of dispute"), required=False)
    mediator = forms.ModelChoiceField(
        User.objects.none(), label=_("Mediator"), required=False, empty_label=_("All mediators")
    )

    def __init__(self, user: User, data: QueryDict) -> None:
        offices = offices_of(user)
        first = offices.first()
        given = data.copy()
        if first and "organisation" not in given:
            given["organisation"] = str(first.pk)
        super().__init__(given)
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]
        if offices.count() == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
        self.fields["mediator"].queryset = mediators_of(offices)  # type: ignore[attr-defined]
        self.fields["cause"].choices = [  # type: ignore[attr-defined]
            ("", _("All kinds")),
            *Case.Cause.choices,
        ]

    @property
    def choice(self) -> Choice:
        """What was chosen, once the form is valid."""
        cleaned = self.cleaned_data
        return Choice(
            since=cleaned["since"],
            until=cleaned["until"],
            cause=cleaned["cause"],
            mediator=cleaned["mediator"],
        )

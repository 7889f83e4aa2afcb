"""The plain words for states, acts, reasons and what has happened. Legal terms stand beside them.

Other apps tell the words for the kinds they note in a case's stream by `history_register`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation.people.roles import SIDES, Role
from mediation.rules.funnel import Step as FunnelStep
from mediation.rules.intake import Step as IntakeStep
from mediation.rules.lifecycle import (
    CLAIMANT,
    Actor,
    CaseState,
    DeclineReason,
    Ending,
    ReturnReason,
    State,
)

Words = str | Promise

STATES: Mapping[State, tuple[Words, str, str]] = {
    State.DRAFT: (_("Draft"), "none", "pencil"),
    State.SCREENING: (_("Being reviewed"), "info", "search-check"),
    State.RETURNED: (_("Returned"), "warn", "undo-2"),
    State.CONSENT: (_("Asking the other side"), "info", "mail"),
    State.SELECTION: (_("Choosing a mediator"), "info", "user-search"),
    State.ACCEPTANCE: (_("Waiting for the mediator"), "info", "hourglass"),
    State.MEDIATING: (_("In mediation"), "info", "messages-square"),
    State.DRAFTING: (_("Writing the agreement"), "info", "file-pen-line"),
    State.SIGNING: (_("Signing"), "warn", "signature"),
    State.AGREED: (_("Agreed"), "ok", "circle-check"),
    State.TERMINATED: (_("Mediation ended"), "warn", "circle-stop"),
    State.FILING: (_("Gone to court"), "warn", "landmark"),
}

ENDINGS: Mapping[Ending, Words] = {
    Ending.AGREED: _("The parties agreed"),
    Ending.WITHDRAWN: _("Settled between the parties, or withdrawn"),
    Ending.UNREACHABLE: _("A party could not be reached"),
    Ending.UNWILLING: _("A party does not want to mediate"),
    Ending.TOO_FAR_APART: _("The parties are too far apart"),
    Ending.EXPIRED: _("The time for mediation ran out"),
    Ending.REFUSED_TO_SIGN: _("A party refused to sign"),
    Ending.OTHER: _("Another reason"),
}

RETURN_REASONS: Mapping[ReturnReason, tuple[Words, Words]] = {
    ReturnReason.NOT_A_COURT_MATTER: (
        _("Not a matter for the courts"),
        _("You can take it to the authority in charge, or to a people's mediation committee."),
    ),
    ReturnReason.NO_JURISDICTION: (
        _("Another place is responsible"),
        _("Choose an organisation where the other side lives or it happened, and send it again."),
    ),
    ReturnReason.NOT_FOR_ONLINE: (
        _("Not suitable for mediation online"),
        _("Please come to the litigation service hall to mediate in person or to file a case."),
    ),
}

DECLINE_REASONS: Mapping[DeclineReason, Words] = {
    DeclineReason.CONFLICT: _("I have a connection with a party or an interest in the matter"),
    DeclineReason.OUTSIDE_SCOPE: _("It is outside my field"),
    DeclineReason.UNAVAILABLE: _("I cannot take it in time"),
}

FUNNEL: Mapping[FunnelStep, Words] = {
    FunnelStep.SUBMITTED: _("Submitted"),
    FunnelStep.ACCEPTED: _("Application accepted"),
    FunnelStep.CONSENTED: _("Both sides consented"),
    FunnelStep.MEDIATED: _("Mediated"),
    FunnelStep.AGREED: _("Agreed"),
    FunnelStep.WITHDRAWN: _("Withdrawn"),
    FunnelStep.LITIGATION_UNWILLING: _("To court without consent"),
    FunnelStep.LITIGATION_FAILED: _("To court after mediation"),
}

STEPS: tuple[tuple[Words, frozenset[State]], ...] = (
    (_("Submit"), frozenset({State.DRAFT, State.RETURNED})),
    (_("Review"), frozenset({State.SCREENING})),
    (_("Consent"), frozenset({State.CONSENT})),
    (_("Mediate"), frozenset({State.SELECTION, State.ACCEPTANCE, State.MEDIATING})),
    (_("Sign"), frozenset({State.DRAFTING, State.SIGNING})),
    (_("Fulfil"), frozenset({State.AGREED})),
)

INTAKE_STEPS: Mapping[IntakeStep, Words] = {
    IntakeStep.WHAT: _("What happened"),
    IntakeStep.OTHER: _("The other side"),
    IntakeStep.CLAIM: _("What you ask for"),
    IntakeStep.YOU: _("About you"),
    IntakeStep.PHOTOS: _("Photos and papers"),
    IntakeStep.SEND: _("Check and send"),
}

# What each field is called where it must be named: in the list of what needs attention.
INTAKE_FIELDS: Mapping[str, Words] = {
    "organisation": _("Where should it be mediated?"),
    "cause": _("What is it about?"),
    "facts": _("What happened?"),
    "other_kind": _("Who is it?"),
    "other_name": _("Name"),
    "other_contact": _("Contact person"),
    "other_email": _("Their e-mail address"),
    "other_phone": _("Their phone number"),
    "other_address": _("Their address"),
    "other_language": _("Which language do they read?"),
    "claim": _("What should the other side do?"),
    "amount": _("How much money is it about, in yuan?"),
    "you_kind": _("Who applies?"),
    "you_name": _("Name"),
    "you_contact": _("Contact person"),
    "you_phone": _("Your phone number"),
    "you_address": _("Your address for documents"),
}

QUEUES: Mapping[str, tuple[Words, str]] = {
    "screen": (_("To review"), "pencil"),
    "consent": (_("Other side asked"), "mail"),
    "assign": (_("To assign"), "user-search"),
    "book": (_("To book"), "calendar-plus"),
    "hand_over": (_("To hand over"), "landmark"),
    "accepting": (_("Mediator asked"), "hourglass"),
    "mediating": (_("In mediation"), "messages-square"),
    "agreed": (_("Agreed"), "circle-check"),
    "diverted": (_("Gone to court"), "scale"),
    "all": (_("All cases"), "file-text"),
}

AHEAD: Mapping[State, Words] = {
    State.SCREENING: _("A clerk reviews the application"),
    State.CONSENT: _("The other side decides whether they want to mediate"),
    State.SELECTION: _("The organisation names a mediator"),
    State.ACCEPTANCE: _("The mediator checks for conflicts of interest and accepts"),
    State.MEDIATING: _("The mediator hears each side by video and helps you settle"),
    State.DRAFTING: _("What you settle is written down; each side accepts each clause"),
    State.SIGNING: _("Both sides sign the agreement"),
    State.AGREED: _("Each side does what the agreement says"),
    State.FILING: _("The court decides whether to register the case"),
}

_history: dict[str, Words] = {
    "case.submitted": _("%(who)s sent the application"),
    "case.resubmitted": _("%(who)s sent the application again"),
    "case.accepted": _("%(who)s accepted the application"),
    "case.returned": _("%(who)s returned the application: %(reason)s"),
    "case.invited": _("The other side was invited"),
    "case.joined": _("%(who)s opened the invitation"),
    "case.consented": _("%(who)s agreed to mediate online"),
    "case.refused": _("%(who)s does not want to mediate"),
    "case.assigned": _("%(mediator)s was asked to mediate"),
    "case.assignment_accepted": _("%(who)s disclosed no conflict and accepted"),
    "case.assignment_declined": _("%(who)s did not take the case"),
    "case.drafting_begun": _("The agreement is being written"),
    "case.frozen": _("The text of the agreement is final and ready to sign"),
    "case.reopened": _("The agreement was opened for changes again"),
    "case.agreed": _("Everyone signed: the parties agreed"),
    "case.failed": _("Mediation ended: %(reason)s"),
    "case.diverted": _("The dispute was handed over to court"),
    "case.withdrawn": _("%(who)s withdrew the application"),
    "case.sitting_booked": _("%(who)s booked a sitting"),
    "case.sitting_cancelled": _("%(who)s called off a sitting"),
}


def history_register(words: Mapping[str, Words]) -> None:
    """Add another app's words; `%(who)s` is filled with the name of who acted."""
    _history.update(words)


def history_words(kind: str) -> Words | None:
    """The sentence for a kind of entry; None for what readers of a case need not see."""
    return _history.get(kind)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next for one reader: a headline and a sentence."""

    title: Words
    text: Words


def next_step(state: CaseState, actor: Actor) -> NextStep:
    """What happens next in the case, as it concerns this person."""
    part = _part(actor, state)
    told = _NEXT.get((state.state, part)) or _NEXT[(state.state, "")]
    return NextStep(*told)


def _part(actor: Actor, state: CaseState) -> str:
    if Role.CLERK in actor.roles:
        return "clerk"
    if Role.MEDIATOR in actor.roles:
        return "mediator"
    if not actor.roles & SIDES:
        return ""
    if state.state is State.TERMINATED and state.ending is Ending.WITHDRAWN:
        return "settled"
    if state.state is State.SCREENING and actor.side in state.consented:
        return "agreed" if actor.side != CLAIMANT else ""
    return actor.side


_NEXT: Mapping[tuple[State, str], tuple[Words, Words]] = {
    (State.DRAFT, ""): (
        _("Finish your application"),
        _("What you typed is saved. Nobody sees it until you send it."),
    ),
    (State.SCREENING, ""): (
        _("We are reviewing the application"),
        _("A clerk checks whether it can be mediated here. You need not do anything now."),
    ),
    (State.SCREENING, "respondent"): (
        _("Read what it is about and decide"),
        _("Say whether you want to mediate online. Mediation is free and voluntary."),
    ),
    (State.SCREENING, "agreed"): (
        _("We are reviewing the application"),
        _("You have agreed to mediate. A clerk checks whether it can be mediated here."),
    ),
    (State.SCREENING, "clerk"): (
        _("Review the application"),
        _("Accept it, or return it with one of three reasons."),
    ),
    (State.RETURNED, ""): (
        _("The application was returned"),
        _("The applicant has been told why and what to do."),
    ),
    (State.RETURNED, "claimant"): (
        _("Your application was returned"),
        _("Read why below. You can change it and send it again."),
    ),
    (State.CONSENT, ""): (
        _("We are asking the other side"),
        _("They have a link and decide whether they want to mediate."),
    ),
    (State.CONSENT, "respondent"): (
        _("Read what it is about and decide"),
        _("Say whether you want to mediate online. Mediation is free and voluntary."),
    ),
    (State.CONSENT, "clerk"): (
        _("Waiting for the other side to decide"),
        _("If they do not answer, send the link again or reach them by phone."),
    ),
    (State.SELECTION, ""): (
        _("A mediator is being chosen"),
        _("Both sides agreed to mediate. The organisation names a mediator."),
    ),
    (State.SELECTION, "clerk"): (
        _("Assign a mediator"),
        _("Both sides agreed to mediate."),
    ),
    (State.ACCEPTANCE, ""): (
        _("The mediator is checking for conflicts of interest"),
        _("A mediator may have no connection with either side. They answer soon."),
    ),
    (State.ACCEPTANCE, "mediator"): (
        _("Disclose and accept, or decline"),
        _("Check whether you have any connection with the parties or an interest in the matter."),
    ),
    (State.ACCEPTANCE, "clerk"): (
        _("Waiting for the mediator to accept"),
        _("If they do not answer in time, assign somebody else."),
    ),
    (State.MEDIATING, ""): (
        _("Mediation"),
        _("The mediator hears each side and helps you look for a way to settle."),
    ),
    (State.MEDIATING, "mediator"): (
        _("Mediate"),
        _("Hear both sides in a sitting. When they settle, write the agreement here."),
    ),
    (State.MEDIATING, "clerk"): (
        _("Book a sitting"),
        _("The mediator has accepted. Find a time for everyone."),
    ),
    (State.DRAFTING, ""): (
        _("Read each clause of the agreement"),
        _("Accept each clause or propose a change. Nothing holds until everyone has signed."),
    ),
    (State.DRAFTING, "mediator"): (
        _("Write the agreement"),
        _("When each side has accepted each clause, make the text final."),
    ),
    (State.DRAFTING, "clerk"): (
        _("The agreement is being written"),
        _("The mediator makes the text final when both sides have accepted it."),
    ),
    (State.SIGNING, ""): (
        _("Read and sign the agreement"),
        _("It takes effect once everyone has signed. Check every page first."),
    ),
    (State.SIGNING, "clerk"): (
        _("Everyone is signing"),
        _("The agreement takes effect once all have signed."),
    ),
    (State.AGREED, ""): (
        _("You have agreed"),
        _("Keep the agreement, and do what it says by the dates in it."),
    ),
    (State.AGREED, "clerk"): (
        _("The parties agreed"),
        _("The sealed agreement is on file."),
    ),
    (State.AGREED, "mediator"): (
        _("The parties agreed"),
        _("The sealed agreement is on file."),
    ),
    (State.TERMINATED, ""): (
        _("Mediation has ended without an agreement"),
        _("You can take the dispute to court. What was offered in mediation is not handed over."),
    ),
    (State.TERMINATED, "settled"): (
        _("The application was withdrawn"),
        _("There is nothing more to do. You can apply again at any time."),
    ),
    (State.TERMINATED, "clerk"): (
        _("Mediation has ended"),
        _("Hand the dispute over to court unless it was withdrawn."),
    ),
    (State.TERMINATED, "mediator"): (
        _("Mediation has ended"),
        _("Thank you. The clerk looks after what follows."),
    ),
    (State.FILING, ""): (
        _("The dispute is with the court"),
        _("The court decides whether to register the case and writes to you."),
    ),
}

"""The table of a dispute's life: state, act, next state, who, time limit and article.

The diagram in the documentation, the steps on the case page and the core in `lifecycle` all read
these rows. A limit that runs out never moves a case: it is shown, and somebody acts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mediation.people.roles import SIDES, Role
from mediation.rules.deadlines import Limit, Unit


class State(StrEnum):
    """Where a dispute stands."""

    DRAFT = "draft"
    SCREENING = "screening"
    RETURNED = "returned"
    CONSENT = "consent"
    SELECTION = "selection"
    ACCEPTANCE = "acceptance"
    MEDIATING = "mediating"
    DRAFTING = "drafting"
    SIGNING = "signing"
    AGREED = "agreed"
    TERMINATED = "terminated"
    FILING = "filing"


class Act(StrEnum):
    """What somebody does to a case."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return_"
    RESUBMIT = "resubmit"
    CONSENT = "consent"
    REFUSE = "refuse"
    ASSIGN = "assign"
    ACCEPT_ASSIGNMENT = "accept_assignment"
    DECLINE_ASSIGNMENT = "decline_assignment"
    BEGIN_DRAFTING = "begin_drafting"
    FREEZE = "freeze"
    REOPEN = "reopen"
    AGREE = "agree"
    FAIL = "fail"
    DIVERT = "divert"
    WITHDRAW = "withdraw"


class Ending(StrEnum):
    """How mediation ended (OMR 25); every ending but the first two may lead to litigation."""

    AGREED = "agreed"
    WITHDRAWN = "withdrawn"
    UNREACHABLE = "unreachable"
    UNWILLING = "unwilling"
    TOO_FAR_APART = "too_far_apart"
    EXPIRED = "expired"
    REFUSED_TO_SIGN = "refused_to_sign"
    OTHER = "other"


class ReturnReason(StrEnum):
    """Why an application goes back, and with it the next route (OMR 9)."""

    NOT_A_COURT_MATTER = "not_a_court_matter"
    NO_JURISDICTION = "no_jurisdiction"
    NOT_FOR_ONLINE = "not_for_online"


class DeclineReason(StrEnum):
    """Why a mediator does not take a case (OMR 12, 13)."""

    CONFLICT = "conflict"
    OUTSIDE_SCOPE = "outside_scope"
    UNAVAILABLE = "unavailable"


class When(StrEnum):
    """What a row waits for besides its act."""

    ALWAYS = "always"
    ALL_CONSENTED = "all sides consented"
    SOME_MISSING = "a side has not consented"


CLAIMANT, RESPONDENT = "claimant", "respondent"
BOTH_SIDES = frozenset({CLAIMANT, RESPONDENT})
FINAL = frozenset({State.AGREED, State.FILING})
FAIL_CODES = frozenset(Ending) - {Ending.AGREED}
DIVERTIBLE = frozenset(Ending) - {Ending.AGREED, Ending.WITHDRAWN}

EVENT_OF_ACT: Mapping[Act, str] = {
    Act.SUBMIT: "case.submitted",
    Act.ACCEPT: "case.accepted",
    Act.RETURN: "case.returned",
    Act.RESUBMIT: "case.resubmitted",
    Act.CONSENT: "case.consented",
    Act.REFUSE: "case.refused",
    Act.ASSIGN: "case.assigned",
    Act.ACCEPT_ASSIGNMENT: "case.assignment_accepted",
    Act.DECLINE_ASSIGNMENT: "case.assignment_declined",
    Act.BEGIN_DRAFTING: "case.drafting_begun",
    Act.FREEZE: "case.frozen",
    Act.REOPEN: "case.reopened",
    Act.AGREE: "case.agreed",
    Act.FAIL: "case.failed",
    Act.DIVERT: "case.diverted",
    Act.WITHDRAW: "case.withdrawn",
}
ACT_OF_EVENT: Mapping[str, Act] = {kind: act for act, kind in EVENT_OF_ACT.items()}
JOINED = "case.joined"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    `side` narrows `who` to one side; `house` lets the platform itself act (a finished ceremony);
    `expected` marks the act that the state waits for, whose `limit` is the date on the case page.
    """

    state: State
    act: Act
    next: State
    who: frozenset[Role]
    article: str
    limit: Limit | None = None
    when: When = When.ALWAYS
    side: str = ""
    house: bool = False
    expected: bool = False


S, A = State, Act
CLERK = frozenset({Role.CLERK})
MEDIATOR = frozenset({Role.MEDIATOR})
DRAFTERS = MEDIATOR | CLERK
SIGNERS = SIDES | MEDIATOR
APPOINT = Limit(3, Unit.WORKING_DAYS, "OMR 10")
PICK = Limit(2, Unit.WORKING_DAYS, "OMR 10")
ASK = Limit(3, Unit.WORKING_DAYS, "OMR 15")
TAKE = Limit(3, Unit.WORKING_DAYS, "OMR 12")
MEDIATE = Limit(30, Unit.DAYS, "OMR 24")
REGISTER = Limit(7, Unit.DAYS, "CPL 126")

ONLINE = (S.SELECTION, S.ACCEPTANCE, S.MEDIATING, S.DRAFTING, S.SIGNING)

ROWS: tuple[Row, ...] = (
    Row(S.DRAFT, A.SUBMIT, S.SCREENING, SIDES, "OMR 8", side=CLAIMANT, expected=True),
    Row(S.SCREENING, A.ACCEPT, S.SELECTION, CLERK, "OMR 9", APPOINT, When.ALL_CONSENTED,
        expected=True),
    Row(S.SCREENING, A.ACCEPT, S.CONSENT, CLERK, "OMR 9", APPOINT, When.SOME_MISSING,
        expected=True),
    Row(S.SCREENING, A.RETURN, S.RETURNED, CLERK, "OMR 9"),
    Row(S.SCREENING, A.CONSENT, S.SCREENING, SIDES, "OMR 4, 15"),
    Row(S.SCREENING, A.REFUSE, S.TERMINATED, SIDES, "OMR 15"),
    Row(S.RETURNED, A.RESUBMIT, S.SCREENING, SIDES, "OMR 9", side=CLAIMANT, expected=True),
    Row(S.CONSENT, A.CONSENT, S.SELECTION, SIDES, "OMR 4, 15", ASK, When.ALL_CONSENTED,
        expected=True),
    Row(S.CONSENT, A.REFUSE, S.TERMINATED, SIDES, "OMR 15"),
    Row(S.CONSENT, A.FAIL, S.TERMINATED, CLERK, "OMR 15, 25(3)"),
    Row(S.SELECTION, A.ASSIGN, S.ACCEPTANCE, CLERK, "OMR 10", PICK, expected=True),
    Row(S.ACCEPTANCE, A.ACCEPT_ASSIGNMENT, S.MEDIATING, MEDIATOR, "OMR 12, 13", TAKE,
        expected=True),
    Row(S.ACCEPTANCE, A.DECLINE_ASSIGNMENT, S.SELECTION, MEDIATOR, "OMR 12, 13"),
    Row(S.ACCEPTANCE, A.ASSIGN, S.ACCEPTANCE, CLERK, "OMR 12"),
    Row(S.MEDIATING, A.BEGIN_DRAFTING, S.DRAFTING, DRAFTERS, "OMR 19", MEDIATE, house=True,
        expected=True),
    Row(S.DRAFTING, A.FREEZE, S.SIGNING, DRAFTERS, "OMR 19", MEDIATE, house=True, expected=True),
    Row(S.SIGNING, A.REOPEN, S.DRAFTING, DRAFTERS | SIDES, "OMR 19", house=True),
    Row(S.SIGNING, A.AGREE, S.AGREED, SIGNERS, "OMR 19, 25(1)", MEDIATE, house=True,
        expected=True),
    *(Row(s, A.FAIL, S.TERMINATED, MEDIATOR, "OMR 21, 25")
      for s in (S.MEDIATING, S.DRAFTING, S.SIGNING)),
    *(Row(s, A.REFUSE, S.TERMINATED, SIDES, "OMR 25(4)") for s in ONLINE),
    *(Row(s, A.WITHDRAW, S.TERMINATED, SIDES, "OMR 25(2)", side=CLAIMANT)
      for s in (S.SCREENING, S.RETURNED, S.CONSENT, *ONLINE)),
    Row(S.TERMINATED, A.DIVERT, S.FILING, CLERK, "OMR 21", expected=True),
    Row(S.TERMINATED, A.DIVERT, S.FILING, SIDES, "OMR 21"),
)  # fmt: skip

# Limits that bind somebody outside the house: the court registers or refuses within seven days.
OUTSIDE: Mapping[State, Limit] = {S.FILING: REGISTER}


def rows_of(state: State, act: Act) -> list[Row]:
    """The rows that lead from `state` by `act`."""
    return [row for row in ROWS if row.state is state and row.act is act]


def limit_of(state: State) -> Limit | None:
    """The time limit that runs in this state, whoever it binds."""
    for row in ROWS:
        if row.state is state and row.expected and row.limit:
            return row.limit
    return OUTSIDE.get(state)

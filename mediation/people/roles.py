"""The roles of the house, once."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is towards a case; the columns of the access tables, in this order."""

    ANONYMOUS = "anonymous"
    STRANGER = "stranger"
    PARTY = "party"
    REPRESENTATIVE = "representative"
    MEDIATOR = "mediator"
    JUDGE = "judge"
    CLERK = "clerk"
    WITNESS = "witness"
    EXPERT = "expert"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"
    ORGANISATION_ADMIN = "organisation_admin"
    PLATFORM_ADMIN = "platform_admin"


STAFF = frozenset({Role.MEDIATOR, Role.JUDGE, Role.CLERK, Role.ORGANISATION_ADMIN})
SIDES = frozenset({Role.PARTY, Role.REPRESENTATIVE})

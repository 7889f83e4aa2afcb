"""Who may open what: one row a URL name, one cell a role, and no cell left to chance.

The other apps keep their own tables in the same shape; `config.gate` reads them all.
"""

from collections.abc import Mapping

from mediation.people.roles import Role

Row = Mapping[Role, bool]
Table = Mapping[str, Row]


def row(cells: str) -> Row:
    """`cells`: one `+` (may) or `-` (may not) a role, in the order of `Role`; spaces are free.

    Raises ValueError when a cell is missing, so an undeclared cell stops the start.
    """
    marks = cells.replace(" ", "")
    if len(marks) != len(Role) or set(marks) - {"+", "-"}:
        raise ValueError(f"an access row needs {len(Role)} cells of + or -: {cells!r}")
    return {role: mark == "+" for role, mark in zip(Role, marks, strict=True)}


EVERYONE = row("+ + ++ ++ + +++ + + +")
SIGNED_IN = row("- + ++ ++ + +++ + + +")

#             an st  pa re  me ju  cl  wi ex in  ob  oa  pa
FILE_OPEN = row("- - ++ ++ + --- - + -")
SIDES_ONLY = row("- - ++ -- - --- - - -")
CLERK_ONLY = row("- - -- -- + --- - - -")
MEDIATOR_ONLY = row("- - -- +- - --- - - -")
CLERKS_DESK = row("- - -- -- + --- - + -")

TABLE: Table = {
    "mediation:desk": SIGNED_IN,
    "mediation:case_new": SIGNED_IN,
    "mediation:intake": SIDES_ONLY,
    "mediation:draft_save": SIDES_ONLY,
    "mediation:draft_discard": SIDES_ONLY,
    "mediation:case": FILE_OPEN,
    "mediation:case_accept": CLERK_ONLY,
    "mediation:case_return": CLERK_ONLY,
    "mediation:case_consent": SIDES_ONLY,
    "mediation:case_refuse": SIDES_ONLY,
    "mediation:case_withdraw": SIDES_ONLY,
    "mediation:case_assign": CLERK_ONLY,
    "mediation:case_take": MEDIATOR_ONLY,
    "mediation:case_decline": MEDIATOR_ONLY,
    "mediation:case_fail": row("- - -- +- + --- - - -"),
    "mediation:case_divert": row("- - ++ -- + --- - - -"),
    "mediation:consents": SIDES_ONLY,
    "mediation:consents_export": SIDES_ONLY,
    "mediation:invitation_resend": row("- - ++ +- + --- - - -"),
    "mediation:invitation_link": row("- - -- +- + --- - - -"),
    "mediation:invitation": EVERYONE,
    "mediation:clerk": CLERKS_DESK,
    "mediation:clerk_panel": CLERKS_DESK,
}

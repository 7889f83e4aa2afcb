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

TABLE: Table = {
    "mediation:desk": SIGNED_IN,
}

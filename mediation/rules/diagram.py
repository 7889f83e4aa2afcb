"""The table of a dispute's life, drawn: a mermaid diagram and tables, from the same rows."""

from collections.abc import Iterable
from itertools import groupby

from mediation.rules.deadlines import Limit
from mediation.rules.table import FINAL, OUTSIDE, ROWS, Row, State, When

HEAD = """# The life of a dispute

Drawn from the rows of `mediation/rules/table.py` by `manage.py export_lifecycle`; do not edit.
Articles are cited by short name: OMR 人民法院在线调解规则 (2021), CPL 民事诉讼法 (2023).

A limit that runs out moves nothing by itself. It shows on the case page, and somebody acts.
"""


def page(rows: Iterable[Row] = ROWS) -> str:
    """The whole page in Markdown."""
    rows = tuple(rows)
    parts = [HEAD, f"```mermaid\n{mermaid(rows)}\n```", table(rows), outside()]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def mermaid(rows: Iterable[Row]) -> str:
    """A state diagram; acts that lead the same way share an arrow."""
    arrows = sorted(rows, key=_ends)
    lines = ["stateDiagram-v2", f"  [*] --> {State.DRAFT}"]
    for (state, following), group in groupby(arrows, key=_ends):
        acts = dict.fromkeys(_act(row) for row in group)
        lines.append(f"  {state} --> {following}: {', '.join(acts)}")
    return "\n".join([*lines, *(f"  {state} --> [*]" for state in State if state in FINAL)])


def table(rows: Iterable[Row]) -> str:
    """One line a row."""
    lines = ["| state | act | next | who | limit | article |", "|---|---|---|---|---|---|"]
    return "\n".join([*lines, *(_line(row) for row in rows)])


def outside() -> str:
    """The limits that bind somebody outside the house."""
    told = (f"- {state}: {_limit(limit)}" for state, limit in OUTSIDE.items())
    return "\n".join(["Limits that bind somebody outside the house:", "", *told])


def _line(row: Row) -> str:
    limit = _limit(row.limit) if row.limit else ""
    cells = (row.state, _act(row), row.next, _who(row), limit, row.article)
    return f"| {' | '.join(cells)} |"


def _act(row: Row) -> str:
    name = row.act.value.rstrip("_").replace("_", " ")
    return name if row.when is When.ALWAYS else f"{name} ({row.when.value})"


def _who(row: Row) -> str:
    names = [row.side] if row.side else sorted(role.value for role in row.who)
    return ", ".join([*names, "the platform"] if row.house else names)


def _limit(limit: Limit) -> str:
    return f"{limit.amount} {limit.unit} ({limit.article})"


def _ends(row: Row) -> tuple[State, State]:
    return row.state, row.next

"""Every refusal that the code of this app can raise has words."""

import re
from pathlib import Path

from hearings.errors import ERRORS
from hearings.media import engine

CALLS = r"(?:RuleViolation|_require)\((?:[^()]|\([^()]*\))*\)"
FAMILIES = r'"((?:room|sitting|socket|message)\.[a-z_]+)"'


def raised() -> set[str]:
    """The codes in the source that are raised, or checked by `_require`, not journal kinds."""
    root = Path(engine.__file__).parents[1]
    found: set[str] = set()
    for file in [*root.glob("*.py"), *root.glob("rules/*.py"), *root.glob("services/*.py")]:
        for line in re.findall(
            r"(?:RuleViolation|_require)\((?:[^()]|\([^()]*\))*\)", file.read_text()
        ):
            found |= set(re.findall(FAMILIES, line))
    return found


def test_every_code_has_words() -> None:
    assert len(raised()) > 30
    assert raised() - set(ERRORS) == set()

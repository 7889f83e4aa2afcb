"""The one way in which rules refuse."""

from typing import Any


class RuleViolation(Exception):
    """An act that the rules refuse.

    `code` is stable and dotted (`case.not_your_turn`); `params` fill the translated words that
    `mediation.errors` holds for it.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

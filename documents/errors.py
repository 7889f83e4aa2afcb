"""Words for every refusal of this app."""

from mediation.errors import ErrorText

ERRORS: dict[str, ErrorText] = {}

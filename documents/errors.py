"""Words for every refusal of this app."""

from documents.agreement_errors import ERRORS as AGREEMENTS
from documents.file_errors import ERRORS as FILES
from mediation.errors import ErrorText

ERRORS: dict[str, ErrorText] = {**AGREEMENTS, **FILES}

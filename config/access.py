"""Every table of roles in one place, and how a URL's argument leads to its case."""

from collections.abc import Callable, Mapping
from typing import Any

from documents import file_selectors as files
from documents import selectors as agreements
from documents.rules import access as documents_access
from hearings import selectors as hearings
from hearings.rules import access as hearings_access
from mediation import selectors as cases
from mediation.models import Case
from mediation.rules import access as mediation_access
from mediation.rules.access import EVERYONE, SIGNED_IN, Row

SITE: Mapping[str, Row] = {
    "home": EVERYONE,
    "healthz": EVERYONE,
    "set_language": EVERYONE,
    "javascript-catalog": EVERYONE,
    "demo_sign_in": EVERYONE,
    "account_login": EVERYONE,
    "account_logout": SIGNED_IN,
    "account_request_login_code": EVERYONE,
    "account_confirm_login_code": EVERYONE,
}

TABLE: Mapping[str, Row] = {
    **SITE,
    **mediation_access.TABLE,
    **documents_access.TABLE,
    **hearings_access.TABLE,
}

RESOURCES: Mapping[str, Callable[[Any], Case | None]] = {
    "case_id": cases.case_find,
    "evidence_id": files.evidence_case,
    "sitting_id": hearings.sitting_case,
    "agreement_id": agreements.agreement_case,
}

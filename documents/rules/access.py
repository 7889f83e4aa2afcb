"""Who may open which page of this app. See `mediation.rules.access` for the shape."""

from documents.rules.agreement_access import TABLE as AGREEMENTS
from mediation.rules.access import EVERYONE, Table, row

SIDES_ONLY = row("- - ++ -- - --- - - -")
CLERKS = row("- - -- -- + --- - - -")
CASE_FILE = row("- - ++ ++ + --- - - -")

TABLE: Table = {
    "documents:evidence": CASE_FILE,
    "documents:evidence_add": SIDES_ONLY,
    "documents:evidence_remove": SIDES_ONLY,
    "documents:evidence_view": CASE_FILE,
    "documents:evidence_thumbnail": CASE_FILE,
    "documents:evidence_original": CASE_FILE,
    "documents:bundle": row("- - ++ -+ + --- - - -"),
    "documents:exports": CLERKS,
    "documents:export": CLERKS,
    "documents:export_file": CLERKS,
    "documents:verify": EVERYONE,
    "documents:verify_code": EVERYONE,
    "documents:verify_root": EVERYONE,
    **AGREEMENTS,
}

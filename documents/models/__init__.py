"""Tables of this app, a file a noun."""

from documents.models.agreement import Agreement, ClauseText, Reading, Rejection, Signature
from documents.models.evidence import Evidence
from documents.models.export import Export

__all__ = ["Agreement", "ClauseText", "Evidence", "Export", "Reading", "Rejection", "Signature"]

"""Tables of this app, a file a noun."""

from documents.models.evidence import Evidence
from documents.models.export import Export

__all__ = ["Evidence", "Export"]

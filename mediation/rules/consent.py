"""Consent goes stage by stage: to mediate online is not to be heard online (OLR 4, OMR 4)."""

from enum import StrEnum


class Stage(StrEnum):
    """What somebody agrees to."""

    ONLINE_MEDIATION = "online_mediation"


# The wording in force. A changed text gets a new version, and receipts keep the one that was read.
VERSIONS = {Stage.ONLINE_MEDIATION: "2026-11"}

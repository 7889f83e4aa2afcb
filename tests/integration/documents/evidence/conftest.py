from collections.abc import Callable
from io import BytesIO

import pytest
from django.utils import timezone

from documents.models import Evidence
from documents.services.evidence import evidence_add
from mediation.models import Case
from mediation.people.models import User
from tests.integration.documents.conftest import Cast
from tests.unit.documents import pictures

Adding = Callable[..., Evidence]


@pytest.fixture
def hand_in(cast: Cast) -> Adding:
    """Adds a file to the case of the cast, by default the claimant's photo."""

    def add(
        user: User | None = None,
        content: bytes = b"",
        name: str = "wall.jpg",
        case: Case | None = None,
    ) -> Evidence:
        content = content or pictures.picture()
        return evidence_add(
            case=case or cast.case,
            user=user or cast.claimant,
            file=BytesIO(content),
            size=len(content),
            name=name,
            at=timezone.now(),
        )

    return add

"""A court for every test of this folder."""

import pytest

from hearings.threads import in_thread
from tests.integration.hearings.browsers import Court, make_court


@pytest.fixture
async def court(transactional_db: None) -> Court:
    """A sitting whose room is open."""
    made: Court = await in_thread(make_court)()
    return made

"""What every integration test starts from."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Limits are counted in the cache: what an earlier test used up is not this one's."""
    cache.clear()

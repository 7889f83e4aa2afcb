from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.integration.documents.agreement.story import Story


@pytest.fixture
def story(db: None) -> Story:
    return Story.begin()


@pytest.fixture
def committed(transactional_db: None) -> Story:
    """A story whose steps are really committed: mail goes out, threads see it."""
    return Story.begin()


@pytest.fixture
def in_parallel() -> Callable[..., list[Any]]:
    """Runs a function for each value at the same time, each in a thread of its own."""

    def run(work: Callable[[Any], Any], values: Iterable[Any]) -> list[Any]:
        def worked(value: Any) -> Any:
            try:
                return work(value)
            finally:
                connection.close()

        with ThreadPoolExecutor(16) as pool:
            return list(pool.map(worked, values))

    return run

"""People who act at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable

from django.db import connection

from mediation.rules.core import RuleViolation


def in_threads(count: int, work: Callable[[int], object]) -> list[RuleViolation]:
    """Run `work(n)` in `count` threads that start together; returns the refusals."""
    refusals: list[RuleViolation] = []
    gate = threading.Barrier(count)

    def run(n: int) -> None:
        gate.wait()
        try:
            work(n)
        except RuleViolation as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals

"""One socket's messages come from a bucket."""

from hearings.rules.flood import full_bucket


def test_a_burst_is_fine_and_a_flood_is_not() -> None:
    bucket = full_bucket(size=3, a_second=1, now=0)
    assert [bucket.take(0) for _ in range(4)] == [True, True, True, False]


def test_it_fills_again_and_never_overflows() -> None:
    bucket = full_bucket(size=2, a_second=1, now=0)
    assert bucket.take(0)
    assert [bucket.take(100) for _ in range(3)] == [True, True, False]
    assert not bucket.take(100.5)
    assert bucket.take(101.1)

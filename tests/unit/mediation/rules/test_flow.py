from hypothesis import given
from hypothesis import strategies as st

from mediation.rules.flow import HEIGHT, court_count, flow
from mediation.rules.funnel import Step


def test_nothing_submitted_draws_nothing() -> None:
    assert flow({}) is None


@given(st.integers(1, 10**6), st.lists(st.integers(0, 10**6), min_size=5, max_size=5))
def test_heights_are_to_scale(submitted: int, rest: list[int]) -> None:
    others = (Step.ACCEPTED, Step.CONSENTED, Step.MEDIATED, Step.AGREED, Step.LITIGATION_FAILED)
    counts: dict[str, int] = {Step.SUBMITTED: submitted}
    counts |= {step: min(n, submitted) for step, n in zip(others, rest, strict=True)}

    drawn = flow(counts)

    assert drawn is not None
    for bar in drawn.bars:
        assert abs(bar.height - HEIGHT * bar.count / submitted) < 1e-6
    assert drawn.bars[-1].count == court_count(counts)

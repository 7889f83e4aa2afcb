"""The geometry of the funnel as a flow to scale: bars for steps, bands for what goes on between.

Units are those of the drawing's view box; y grows downward. A count of the first bar fills HEIGHT.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from mediation.rules.funnel import Step

HEIGHT = 150.0
TOP = 44.0
BAR = 10.0
COLUMNS = {Step.SUBMITTED: 0.0, Step.ACCEPTED: 200.0, Step.CONSENTED: 400.0, Step.MEDIATED: 600.0}
END = 800.0
GAP = 28.0
WAY = (Step.SUBMITTED, Step.ACCEPTED, Step.CONSENTED, Step.MEDIATED)
Point = tuple[float, float]
COURT = (Step.LITIGATION_UNWILLING, Step.LITIGATION_FAILED)


@dataclass(frozen=True, slots=True)
class Bar:
    """A step: where it stands and how tall it is."""

    key: str
    count: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """Cases that go from one bar to another, as an SVG path."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A drawing `width` by `height`."""

    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    width: float = END + 160
    height: float = TOP + HEIGHT + GAP * 2 + 20


def court_count(counts: Mapping[str, int]) -> int:
    """How many went to court, before or after mediation."""
    return sum(counts.get(step, 0) for step in COURT)


def flow(counts: Mapping[str, int]) -> Flow | None:
    """The drawing for step → count; None while nothing was submitted."""
    most = counts.get(Step.SUBMITTED, 0)
    if not most:
        return None
    unit = HEIGHT / most
    way = [Bar(s, counts.get(s, 0), COLUMNS[s], TOP, counts.get(s, 0) * unit) for s in WAY]
    agreed = counts.get(Step.AGREED, 0)
    court = court_count(counts)
    ends = [
        Bar(Step.AGREED, agreed, END, TOP, agreed * unit),
        Bar("litigation", court, END, TOP + agreed * unit + GAP * 1.6, court * unit),
    ]
    bands = [_straight(left, right) for left, right in pairwise(way)]
    bands.append(_band("ok", (way[3].x + BAR, TOP), (END, TOP), ends[0].height))
    bands.extend(_to_court(way, ends[1], counts, unit))
    return Flow((*way, *ends), tuple(bands))


def _to_court(way: list[Bar], end: Bar, counts: Mapping[str, int], unit: float) -> list[Band]:
    """Who was mediated leaves from the last bar's foot; who consented or not, from those before."""
    before, after = (counts.get(step, 0) * unit for step in COURT)
    _submitted, accepted, consented, mediated = way
    late = max(0.0, min(after, mediated.height - counts.get(Step.AGREED, 0) * unit))
    early = after - late
    return [
        _band("warn", _foot(mediated, late), (END, end.y), late),
        _band("warn", _foot(consented, early), (END, end.y + late), early),
        _band("warn", _foot(accepted, before), (END, end.y + after), before),
    ]


def _foot(bar: Bar, height: float) -> Point:
    return bar.x + BAR, bar.y + bar.height - height


def _straight(left: Bar, right: Bar) -> Band:
    return _band("info", (left.x + BAR, left.y), (right.x, right.y), right.height)


def _band(kind: str, start: Point, end: Point, height: float) -> Band:
    (left, y), (right, to) = start, end
    mid = (left + right) / 2
    top = f"M{left:.1f} {y:.1f}C{mid:.1f} {y:.1f} {mid:.1f} {to:.1f} {right:.1f} {to:.1f}"
    y, to = y + height, to + height
    foot = f"V{to:.1f}C{mid:.1f} {to:.1f} {mid:.1f} {y:.1f} {left:.1f} {y:.1f}Z"
    return Band(kind, top + foot)

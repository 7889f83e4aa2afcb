"""How fast a room breathes: every interval and patience in one place, in seconds."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Pace:
    """`beat` is how often a browser says it is alive, `silence` how long it may fail to.

    A socket that is gone is journaled after `grace`; one whose process died, once it was not seen
    for `ghost`, while the living are noted each `touch`: together below the 15 s that a ghost may
    stand. Sessions and roles are looked at each `check`, the journal's head each `heartbeat`.
    """

    hello: float = 10
    beat: float = 4
    silence: float = 11
    grace: float = 2
    ghost: float = 10
    touch: float = 2
    check: float = 1
    heartbeat: float = 10


def pace() -> Pace:
    """The pace that this site is set to."""
    return Pace(**settings.ROOM_PACE)

"""How much one socket may send: a bucket that fills again with time."""

from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """Holds `size` drops and gains `a_second`; times are seconds of any steady clock."""

    size: float
    a_second: float
    left: float
    seen: float

    def take(self, now: float) -> bool:
        """Take one drop; False when there is none."""
        self.left = min(self.size, self.left + (now - self.seen) * self.a_second)
        self.seen = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


def full_bucket(*, size: float, a_second: float, now: float) -> Bucket:
    """A bucket that has not been used."""
    return Bucket(size=size, a_second=a_second, left=size, seen=now)

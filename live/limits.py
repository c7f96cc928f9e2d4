"""How much one socket may say: token buckets, pure."""

from dataclasses import dataclass


@dataclass
class Bucket:
    """Holds up to `burst` tokens and gains `rate` a second."""

    rate: float
    burst: float
    level: float = -1.0
    at: float = 0.0

    def take(self, now: float) -> bool:
        """Take one token at `now` (monotonic seconds); False when there is none left."""
        if self.level < 0:
            self.level = self.burst
        else:
            self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True

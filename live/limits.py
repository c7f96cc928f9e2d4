"""How much one socket may say: token buckets, pure."""

from dataclasses import dataclass

# What a person may do in a burst, and how often a second after it; all messages together: "any".
RATES = {
    "any": (30, 120),
    "chat": (1, 5),
    "typing": (2, 10),
    "notes": (8, 40),
    "hand": (1, 6),
    "react": (2, 8),
    "caption": (3, 12),
    "want": (4, 24),
    "quality": (0.05, 2),
    "board": (20, 40),
}


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


class Limits:
    """The buckets of one socket, one a kind of RATES."""

    def __init__(self) -> None:
        self._buckets = {kind: Bucket(rate, burst) for kind, (rate, burst) in RATES.items()}

    def take(self, kind: str, now: float) -> bool:
        """Take one token of a kind at `now` (monotonic seconds); False when there is none left."""
        return self._buckets[kind].take(now)

"""Every week at the same time of day, whatever clocks do. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .local_times import Wall, nearest, on_the_wall, shift, wall_time

MOST_WEEKS = 26


@dataclass(frozen=True)
class Occurrence:
    """One date of a series: when, and what clocks do to it.

    `wall`: whether its time of day comes once, never (then it is after the gap) or twice (then the
    first) on that date. `moved_there`: how much later it is by the other zone's clock than the
    first date is, as one side changed its clocks and the other did not.
    """

    starts_at: datetime
    wall: Wall
    moved_there: timedelta

    @property
    def is_flagged(self) -> bool:
        """Tell whether people should look at this date twice."""
        return self.wall != Wall.ONCE or bool(self.moved_there)


def weekly(first: datetime, *, weeks: int, zone: ZoneInfo, elsewhere: ZoneInfo) -> list[Occurrence]:
    """Return `weeks` dates a week apart from `first` on, at the same time by the clock in `zone`.

    `elsewhere` is the zone of who looks from outside. ValueError for fewer than 2 weeks or more
    than MOST_WEEKS.
    """
    if not 2 <= weeks <= MOST_WEEKS:
        raise ValueError("weeks")
    start = wall_time(first, zone)
    found = [Occurrence(first, Wall.ONCE, timedelta())]
    for week in range(1, weeks):
        local = start + timedelta(weeks=week)
        moment = nearest(local, zone)
        found.append(Occurrence(moment, on_the_wall(local, zone), shift(moment, first, elsewhere)))
    return found

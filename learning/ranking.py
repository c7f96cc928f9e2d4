"""How mentors stand by their reviews: a Bayesian mean, so that few voices weigh little.

A mentor's `n` reviews count beside PRIOR_WEIGHT imagined ones that say what learners say on average
here: (PRIOR_WEIGHT x site's mean + sum) / (PRIOR_WEIGHT + n). One review of five stars moves a
mentor a little above the site's mean; fifty of 4.8 move them almost to 4.8. The mean counts as
HIGHEST at most: where everybody is praised, being new would be the best there is. Pages show the
plain mean; only the order comes from here. All in thousandths of a star, in whole numbers, so that
both databases agree.
"""

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least, NullIf

PRIOR_WEIGHT = 10
# What is taken for the site's mean before the first review, and at most.
NEUTRAL, HIGHEST = 4000, 4500


def site_mean_of(total: Combinable, count: Combinable) -> Least:
    """Return the mean of `count` ratings adding up to `total`, as it counts here."""
    mean = total * Value(1000) / NullIf(count, Value(0))
    return Least(Coalesce(mean, Value(NEUTRAL)), Value(HIGHEST), output_field=IntegerField())


def rank_of(mentor: str, mean: Combinable) -> Case:
    """Return where a mentor stands beside the site's `mean`; 0 without a rating.

    `mentor` is the way to the mentor's columns: "", or "mentor__" from a session.
    """
    total, count = F(f"{mentor}rating_sum"), F(f"{mentor}rating_count")
    weighed = (Value(PRIOR_WEIGHT) * mean + total * 1000) / (Value(PRIOR_WEIGHT) + count)
    return Case(
        When(**{f"{mentor}rating_count__gt": 0}, then=weighed),
        default=Value(0),
        output_field=IntegerField(),
    )

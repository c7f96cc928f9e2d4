"""Reading ratings: the site's mean, and whether what is stored is what was said."""

from django.db.models import (
    Count,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from ..enums import ReviewState
from ..models import Mentor, Review
from ..ranking import site_mean_of


def mean_here() -> Subquery:
    """Return the mean of all ratings, as `ranking` counts it, as part of another statement."""
    # Not `Sum`, which would group by each mentor.
    total, count = (
        Func(name, function="SUM", output_field=IntegerField())
        for name in ("rating_sum", "rating_count")
    )
    mean = Mentor.objects.order_by().annotate(mean=site_mean_of(total, count)).values("mean")
    return Subquery(mean, output_field=IntegerField())


def said_of(mentor_id: int) -> tuple[int, int]:
    """Return the sum and the number of the ratings that count for a mentor."""
    counting = Review.objects.filter(mentor=mentor_id, state=ReviewState.VISIBLE).order_by()
    row = counting.aggregate(total=Sum("rating"), count=Count("pk"))
    return row["total"] or 0, row["count"]


def drifted() -> QuerySet[Mentor]:
    """Return mentors whose rating is not that of their reviews, with `true_sum`, `true_count`.

    There should be none; `manage.py check_ratings` looks.
    """
    own = Review.objects.filter(mentor=OuterRef("pk"), state=ReviewState.VISIBLE).order_by()
    grouped = own.values("mentor")
    return (
        Mentor.objects.annotate(
            true_sum=_or_zero(grouped.annotate(figure=Sum("rating"))),
            true_count=_or_zero(grouped.annotate(figure=Count("pk"))),
        )
        .exclude(Q(rating_sum=F("true_sum")) & Q(rating_count=F("true_count")))
        .order_by("pk")
    )


def _or_zero(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.values("figure"), output_field=IntegerField()), 0)

"""Reading reviews."""

from typing import Any

from django.db.models import Case, Count, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from ..enums import ReviewState
from ..models import Mentor, Review
from ..models.review import SCORES

LABELS = {
    "clarity": _("Clear"),
    "preparation": _("Well prepared"),
    "listening": _("Listens"),
}


def shown() -> QuerySet[Review]:
    """Return the reviews anybody may read, which are those that count."""
    return Review.objects.filter(state=ReviewState.VISIBLE)


def of_mentor(mentor: Mentor) -> QuerySet[Review]:
    """Return a mentor's reviews with who wrote them and of which session, latest first."""
    return shown().filter(mentor=mentor).select_related("learner", "session")


def figures(mentor: Mentor) -> tuple[list[tuple[int, int]], list[tuple[str, float]]]:
    """Return `histogram`, and (what was asked, mean to one decimal) of the parts anybody gave.

    One statement.
    """
    rows = shown().filter(mentor=mentor).order_by().values("rating")
    parts = {f"{name}_{kind.name}": kind(name) for name in SCORES for kind in (Sum, Count)}
    by_stars: list[Any] = list(rows.annotate(how_many=Count("pk"), **parts))
    counts = {row["rating"]: row["how_many"] for row in by_stars}
    means = []
    for name in SCORES:
        total = sum(row[f"{name}_Sum"] or 0 for row in by_stars)
        if given := sum(row[f"{name}_Count"] for row in by_stars):
            means.append((str(LABELS[name]), round(total / given, 1)))
    return [(stars, counts.get(stars, 0)) for stars in range(5, 0, -1)], means


def histogram(mentor: Mentor) -> list[tuple[int, int]]:
    """Return (stars, how many reviews gave them), five stars first."""
    return figures(mentor)[0]


def unanswered(mentor: Mentor) -> QuerySet[Review]:
    """Return a mentor's reviews that have no reply."""
    return shown().filter(mentor=mentor, replied_at=None)


def to_answer(mentor: Mentor) -> QuerySet[Review]:
    """Return a mentor's reviews, those without a reply first, each part latest first."""
    answered = Case(When(replied_at=None, then=Value(0)), default=Value(1))
    return of_mentor(mentor).order_by(answered, "-created_at", "-id")

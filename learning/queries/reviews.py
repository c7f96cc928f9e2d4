"""Reading reviews."""

from django.db.models import Count, QuerySet

from ..models import Mentor, Review


def of_mentor(mentor: Mentor) -> QuerySet[Review]:
    """Return a mentor's reviews with who wrote them and of which session, latest first."""
    return Review.objects.filter(mentor=mentor).select_related("learner", "session")


def histogram(mentor: Mentor) -> list[tuple[int, int]]:
    """Return (stars, how many reviews gave them), five stars first."""
    rows = Review.objects.filter(mentor=mentor).order_by().values_list("rating")
    counts = dict(rows.annotate(how_many=Count("pk")))
    return [(stars, counts.get(stars, 0)) for stars in range(5, 0, -1)]

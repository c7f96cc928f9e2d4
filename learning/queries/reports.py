"""Reading what was reported."""

from django.db.models import QuerySet

from peerlearn.accounts.models import User

from ..enums import ReportOutcome
from ..models import Report, ReviewChange


def waiting() -> QuerySet[Report]:
    """Return what staff have to decide, oldest first."""
    rows = Report.objects.filter(outcome=ReportOutcome.OPEN).select_related("by", "about")
    return rows.order_by("created_at", "id")


def same_thing(report: Report) -> QuerySet[Report]:
    """Return what everybody says about the thing of a report, oldest first."""
    rows = Report.objects.filter(kind=report.kind, ref=report.ref).select_related("by")
    return rows.order_by("created_at", "id")


def about(person: User) -> QuerySet[Report]:
    """Return what was decided about somebody before, latest first."""
    decided = Report.objects.filter(about=person).exclude(outcome=ReportOutcome.OPEN)
    return decided.select_related("decided_by")


def of(user: User) -> QuerySet[Report]:
    """Return what somebody reported, latest first."""
    return Report.objects.filter(by=user)


def changes_of(report: Report) -> QuerySet[ReviewChange]:
    """Return what a reported review was before it was changed, in order; empty for other things."""
    rows = ReviewChange.objects.select_related("actor")
    return rows.filter(review=report.ref) if report.kind in ("review", "reply") else rows.none()

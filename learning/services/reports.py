"""Telling us of something that should not be here, and deciding on it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.accounts.services import audit, standing
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotFound
from peerlearn.common.states import check_move
from peerlearn.notifications.services import notify

from .. import reportables
from ..enums import REPORT_MOVES, ReportOutcome, ReportReason
from ..models import Report
from ..queries import reports as queries
from . import moderation

MOST_A_DAY = 10
MOST_WORDS = 1000


@transaction.atomic
def report(*, actor: User, kind: str, ref: int, reason: str, words: str = "") -> Report:
    """Report something one can see, once a thing and MOST_A_DAY times a day.

    Whose it is does not hear of it. Raises NotFound, DomainError("invalid_report"),
    Conflict("already_reported"|"too_many_reports").
    """
    found = reportables.find(actor, kind, ref)
    if found is None:
        raise NotFound("nothing_to_report", _("There is no such thing."))
    said = words.strip()
    _check(reason, said)
    # Under the row of who reports, so that two presses count.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    own = Report.objects.filter(by=actor)
    if own.filter(kind=kind, ref=ref).exists():
        raise Conflict("already_reported", _("You have told us of this already. Thank you."))
    if own.filter(created_at__gt=now() - timedelta(days=1)).count() >= MOST_A_DAY:
        message = _("You have reported %d things today. Write to us if there is more.")
        raise Conflict("too_many_reports", message % MOST_A_DAY)
    thing = found[1]
    return Report.objects.create(
        by=actor,
        about=thing.about,
        kind=kind,
        ref=ref,
        title=thing.title[:200],
        quoted=thing.quoted[:4000],
        url=thing.url,
        reason=reason,
        words=said,
        created_at=now(),
    )


def _check(reason: str, words: str) -> None:
    fields = {}
    if reason not in ReportReason.values:
        fields["reason"] = _("Choose what is wrong.")
    if len(words) > MOST_WORDS or "\0" in words:
        fields["words"] = _("Write at most %d characters.") % MOST_WORDS
    elif reason == ReportReason.OTHER and not words:
        fields["words"] = _("Say what is wrong.")
    if fields:
        raise DomainError("invalid_report", next(iter(fields.values())), fields=fields)


@transaction.atomic
def decide(*, report_id: int, actor: User, outcome: str, reason: str) -> Report:
    """Decide on a thing that was reported, for everybody who did; it is noted in the audit log.

    `outcome`: dismissed; hidden (of a review or reply); warned: the person reads `reason`;
    suspended: the account is closed as by `standing.deactivate`. Who reported it hears that we
    acted or did not, no more. Raises NotAllowed, NotFound, DomainError("reason_required"),
    Conflict("illegal_move"|"nothing_to_hide") and what the act itself refuses.
    """
    demand(actor, Permission.MODERATE_PEOPLE)
    reason = standing.checked_reason(reason)
    found = Report.objects.select_related("about").filter(pk=report_id).first()
    if found is None:
        raise NotFound("no_report", _("There is no such report."))
    rows = queries.same_thing(found).select_for_update(of=("self",), no_key=True)
    said = [one for one in rows if one.outcome == ReportOutcome.OPEN]
    if found.pk not in {one.pk for one in said}:
        found.refresh_from_db(fields=["outcome"])
    check_move(REPORT_MOVES, found.outcome, outcome)
    _act(found, ReportOutcome(outcome), actor, reason)
    Report.objects.filter(pk__in=[one.pk for one in said]).update(
        outcome=outcome, decided_by=actor, decided_at=now()
    )
    audit.record(
        "report_decided", actor=actor, subject=found.about, kind=found.kind, ref=found.ref,
        outcome=str(outcome), why=reason, reports=[one.pk for one in said],
    )  # fmt: skip
    for one in said:
        _tell(one, acted=outcome != ReportOutcome.DISMISSED)
    found.refresh_from_db()
    return found


def _act(report: Report, outcome: ReportOutcome, actor: User, reason: str) -> None:
    if outcome == ReportOutcome.HIDDEN:
        hide = {"review": moderation.hide, "reply": moderation.hide_reply}.get(report.kind)
        if hide is None:
            raise Conflict("nothing_to_hide", _("Only reviews and replies can be hidden."))
        hide(review_id=report.ref, actor=actor, reason=reason)
    elif outcome == ReportOutcome.WARNED:
        data = {"why": reason, "url": "/terms/"}
        notify(user=report.about, kind="warned", data=data, dedup=f"report-{report.pk}")
    elif outcome == ReportOutcome.SUSPENDED:
        standing.deactivate(actor=actor, user=report.about, reason=reason)


def _tell(report: Report, *, acted: bool) -> None:
    answer = _("Thank you. We have acted on it.")
    if not acted:
        answer = _("Thank you. We found nothing in it that is against our rules.")
    data = {"answer": answer, "title": report.title, "url": report.url or "/"}
    notify(user=report.by, kind="report_decided", data=data, dedup=f"report-{report.pk}")

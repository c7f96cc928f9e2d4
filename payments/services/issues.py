"""The queue of what differs between the gateway and us."""

from collections.abc import Iterable

from django.db import transaction

from peerlearn.accounts.models import User
from peerlearn.accounts.rights import Permission, demand
from peerlearn.accounts.services import audit
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotFound

from ..models import ReconIssue
from ..recon_enums import ReconKind, ReconState


@transaction.atomic
def report(*, kind: ReconKind, ref: str, expected: str, actual: str) -> ReconIssue:
    """Put a difference into the queue; seen again it is the same row with the newest words."""
    words = {"expected": expected[:200], "actual": actual[:200], "seen_at": now()}
    issue, _ = ReconIssue.objects.update_or_create(
        kind=kind,
        ref=ref[:80],
        state=ReconState.OPEN,
        defaults=words,
        create_defaults=words | {"found_at": now()},
    )
    return issue


def gone(*, kinds: Iterable[ReconKind], ref: str) -> int:
    """Close what is no longer so about a thing; returns how many were open."""
    still = ReconIssue.objects.filter(kind__in=list(kinds), ref=ref, state=ReconState.OPEN)
    return still.update(state=ReconState.GONE, closed_at=now())


@transaction.atomic
def resolve(*, actor: User, issue_id: int, note: str) -> ReconIssue:
    """Close an issue with what was done about it; audited. It changes no money.

    Raises NotAllowed without the right to manage money, NotFound("no_issue"),
    Conflict("not_open") for one that somebody else has closed.
    """
    demand(actor, Permission.MANAGE_MONEY)
    issue = ReconIssue.objects.select_for_update(no_key=True).filter(pk=issue_id).first()
    if issue is None:
        raise NotFound("no_issue", "There is no such issue.")
    if issue.state != ReconState.OPEN:
        raise Conflict("not_open", "Somebody has closed this already.")
    issue.state, issue.closed_at, issue.closed_by = ReconState.RESOLVED, now(), actor
    issue.note = note[:300]
    issue.save(update_fields=["state", "closed_at", "closed_by", "note"])
    audit.record(
        "recon_issue_resolved", actor=actor, kind=issue.kind, ref=issue.ref, note=issue.note
    )
    return issue

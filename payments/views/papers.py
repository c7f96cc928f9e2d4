"""Receipts and credit notes as page and PDF: for whoever paid, and for staff who manage money."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from peerlearn.accounts.rights import Permission, demand, may

from .. import paper_pdf
from ..models import CreditNote, Receipt

KINDS: dict[str, type[Receipt] | type[CreditNote]] = {"receipt": Receipt, "note": CreditNote}


@login_required
@never_cache
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show a paper of one's own."""
    found = _found(request, pk, kind)
    context = {"paper": found, "kind": kind, "lines": found.content["lines"]}
    if isinstance(found, Receipt):
        context["notes"] = found.credit_notes.order_by("serial")
    return render(request, "payments/paper.html", context)


@login_required
@never_cache
def pdf(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Send a paper of one's own as a file."""
    found = _found(request, pk, kind)
    name = f"{found.number.replace('/', '-')}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(paper_pdf.render(found), content_type="application/pdf", headers=headers)


def _found(request: HttpRequest, pk: int, kind: str) -> Receipt | CreditNote:
    found = KINDS[kind].objects.filter(pk=pk).first()
    if found is not None and found.payer_id == request.user.pk:
        return found
    # Who may not is not told whether there is such a paper.
    if not may(request.user, Permission.MANAGE_MONEY):
        raise Http404
    demand(request.user, Permission.MANAGE_MONEY)
    if found is None:
        raise Http404
    return found

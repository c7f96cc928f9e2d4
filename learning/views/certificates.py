"""Certificates of attendance: the learner's PDF, and the page by which anybody checks one."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from ..certificate_pdf import length_text
from ..certificate_pdf import render as render_pdf
from ..queries import certificates as queries


@login_required
@never_cache
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the certificate of one's own attended seat."""
    certificate = queries.of_booking(request.user, pk)
    if certificate is None:
        raise Http404
    url = request.build_absolute_uri(certificate.get_absolute_url())
    sheet = render_pdf(queries.facts(certificate), code=certificate.shown_code, url=url)
    name = f"certificate-{certificate.shown_code}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sheet, content_type="application/pdf", headers=headers)


@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Say whom, which session, which day and how long a certificate is about; nothing else."""
    certificate = queries.by_code(code)
    if certificate is None:
        raise Http404
    facts = queries.facts(certificate)
    context = {"facts": facts, "length": length_text(facts.minutes)}
    answer = render(request, "learning/certificate.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer

"""The admin's own security policy: Wagtail's editor has inline scripts, our pages have none."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

ADMIN = "/admin/"
# What shows a page as visitors see it, with words a mentor wrote, keeps the visitors' policy.
AS_VISITORS_SEE_IT = re.compile(r"/(?:preview|view_draft|revisions/\d+/view)/$")


class AdminPolicyMiddleware:
    """Gives answers below /admin/ the policy ADMIN_SECURITY_POLICY instead of the site's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answer for django-csp, which stands further out."""
        response = self.get_response(request)
        path = request.path_info
        if path.startswith(ADMIN) and not AS_VISITORS_SEE_IT.search(path):
            response._csp_config = settings.ADMIN_SECURITY_POLICY  # type: ignore[attr-defined]
        return response

"""A page cache around one view, for the tests of what is kept."""

from django.http import HttpResponse
from django.test import RequestFactory

from peerlearn.common import page_cache
from peerlearn.common.page_middleware import PageCacheMiddleware

HOST = {"HTTP_HOST": "localhost:8000"}


class Site:
    """A middleware around one view that counts how often it is asked."""

    def __init__(self, view=None):
        self.asked = 0
        self.view = view
        self.middleware = PageCacheMiddleware(self.answer)

    def answer(self, request):
        self.asked += 1
        page_cache.depends_on("thing")
        if self.view:
            return self.view(request)
        return HttpResponse(f"answer {self.asked} " + "x" * 600)

    def get(self, path="/", cookies=None, **headers):
        request = RequestFactory().get(path, **HOST | headers)
        request.COOKIES.update(cookies or {})
        return self.middleware(request)

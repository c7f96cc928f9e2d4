"""What pages are measured against: bare Django, one view, no middleware, no database."""

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="only-to-measure-against", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[]
)


def hello(request: HttpRequest) -> HttpResponse:
    """Answer five letters."""
    return HttpResponse("hello")


urlpatterns = [path("", hello)]
wsgi = get_wsgi_application()
asgi = get_asgi_application()

"""Everything in one process on the embedded default; only the sockets of a deployment."""

import os

from brotli_asgi import BrotliMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

# Compressed already; and a piece of a film must be as long as its Content-Range says.
FILMS = r"^/room/recording/"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peerlearn.settings.dev")
pages = get_asgi_application()

from peerlearn.operations.lifespan import Lifespan  # noqa: E402  (Django must be set up first)
from peerlearn.routing import websocket_urlpatterns  # noqa: E402  (same reason)


async def pages_in_small_letters(scope, receive, send):
    """Serve pages with header names in lower case, as ASGI demands; Django keeps "Content-Length".

    The compressing middleware looks for lower case and would send a second, other length.
    """

    async def send_on(message):
        if message["type"] == "http.response.start":
            headers = [(name.lower(), value) for name, value in message["headers"]]
            message = {**message, "headers": headers}
        await send(message)

    await pages(scope, receive, send_on)


application = ProtocolTypeRouter(
    {
        "http": BrotliMiddleware(
            pages_in_small_letters, quality=4, minimum_size=500, excluded_handlers=[FILMS]
        ),
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter(websocket_urlpatterns))
        ),
        "lifespan": Lifespan(),
    }
)

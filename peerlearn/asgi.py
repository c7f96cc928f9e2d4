"""Everything in one process on the embedded default; only the sockets of a deployment."""

import os

from brotli_asgi import BrotliMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peerlearn.settings.dev")
pages = get_asgi_application()

from peerlearn.operations.lifespan import Lifespan  # noqa: E402  (Django must be set up first)
from peerlearn.routing import websocket_urlpatterns  # noqa: E402  (same reason)

application = ProtocolTypeRouter(
    {
        "http": BrotliMiddleware(pages, quality=4, minimum_size=500),
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter(websocket_urlpatterns))
        ),
        "lifespan": Lifespan(),
    }
)

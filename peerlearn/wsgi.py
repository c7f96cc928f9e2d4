"""Pages of a deployment, served by a WSGI server; sockets go to peerlearn.asgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peerlearn.settings.production")

application = get_wsgi_application()

"""Every socket of PeerLearn."""

from django.urls import re_path

from peerlearn.common.sockets import NoSuchSocket
from peerlearn.notifications.routing import websocket_urlpatterns as notices

websocket_urlpatterns = [*notices, re_path(r"", NoSuchSocket.as_asgi())]

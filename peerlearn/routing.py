"""Every socket of PeerLearn."""

from django.urls import re_path

from live.routing import websocket_urlpatterns as live
from peerlearn.common.sockets import NoSuchSocket
from peerlearn.notifications.routing import websocket_urlpatterns as notices

websocket_urlpatterns = [*notices, *live, re_path(r"", NoSuchSocket.as_asgi())]

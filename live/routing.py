"""Sockets of live."""

from django.urls import path, re_path

from .consumers.room import RoomConsumer
from .consumers.seats import SeatsConsumer

websocket_urlpatterns = [
    re_path(r"^ws/room/(?P<session_id>\d{1,18})/$", RoomConsumer.as_asgi()),
    path("ws/seats/", SeatsConsumer.as_asgi()),
]

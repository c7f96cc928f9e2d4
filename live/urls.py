"""Pages of live."""

from django.urls import re_path

from .views import room

urlpatterns = [re_path(r"^room/(?P<session_id>\d{1,18})/$", room, name="room")]

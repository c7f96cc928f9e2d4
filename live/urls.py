"""Pages of live."""

from django.urls import path, re_path

from . import downloads, picture_views, record_views
from .attendance_views import attendance, export
from .check_views import check
from .views import give_up, room

ROOM = r"^room/(?P<session_id>\d{1,18})/"
FILE = rf"{ROOM}files/(?P<pk>\d{{1,18}})/"
RECORD = rf"{ROOM}record/"

urlpatterns = [
    re_path(rf"{ROOM}$", room, name="room"),
    re_path(rf"{ROOM}give-up/$", give_up, name="room-give-up"),
    re_path(rf"{FILE}$", downloads.file, name="room-file"),
    re_path(rf"{FILE}small/$", downloads.file, {"small": True}, name="room-file-small"),
    re_path(rf"{ROOM}chat/$", downloads.chat_text, name="room-chat-text"),
    re_path(rf"{RECORD}$", record_views.page, name="room-record"),
    re_path(rf"{RECORD}consent/$", record_views.receipt, name="room-record-consent"),
    re_path(
        rf"{RECORD}(?P<pk>\d{{1,18}})/delete/$", record_views.delete, name="room-record-delete"
    ),
    re_path(
        rf"{RECORD}decks/(?P<deck>\d{{1,18}})/delete/$",
        record_views.delete_deck,
        name="room-record-deck",
    ),
    path("room/recording/<str:key>/", record_views.film, name="room-recording"),
    path("room/file/<str:key>/", downloads.file_link, name="room-file-link"),
    re_path(
        rf"{ROOM}board/(?P<number>\d{{1,4}})/$",
        picture_views.board_page,
        name="room-board",
    ),
    re_path(
        rf"{ROOM}slides/(?P<deck>\d{{1,18}})/(?P<number>\d{{1,4}})/$",
        picture_views.slide,
        name="room-slide",
    ),
    re_path(rf"{ROOM}check/$", check, name="room-check"),
    re_path(rf"{ROOM}attendance/$", attendance, name="room-attendance"),
    re_path(rf"{ROOM}attendance\.csv$", export, name="room-attendance-csv"),
]

"""The rights matrix as data (rights_table.txt): how every route answers whoever asks.

A cell is a status, or `login` (sent to the login page) or `otp` (sent to the second factor; 403
otp_required over the API). 302 is any other redirect. 400 means: let through to the form, which was
empty. Asked is without a body. A new route needs two lines there, and a word in FILL or WORDS if
its address has a variable.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.site.world import EVERYBODY

LOGIN, OTP = "login", "otp"

# Folders of a library are asked once each, at PATHS; rows that begin with + ask further addresses.
BY_PREFIX = ("admin/", "documents/", "_util/")
FILES = "^media/(?P<path>.*)$"
PATHS = {
    "admin/": "/admin/",
    "documents/": "/documents/1/contract.pdf",
    "_util/": "/_util/authenticate_with_password/1/1/",
    "wagtail_serve": "/",
    FILES: "/media/nothing.webp",
    "+ people": "/admin/users/",
    "+ person": "/admin/users/edit/{learner}/",
    "+ add person": "/admin/users/new/",
    "+ delete person": "/admin/users/delete/{learner}/",
    "+ ban": "/admin/users/{learner}/ban/",
    "+ deactivate": "/admin/users/{learner}/deactivate/",
    "+ reactivate": "/admin/users/{learner}/reactivate/",
    "+ reset two-factor": "/admin/users/{learner}/reset-two-factor/",
    "+ groups": "/admin/groups/",
    "+ audit log": "/admin/reports/audit-log/",
    "+ dashboard": "/admin/dashboard/",
    "+ pages": "/admin/pages/",
    "+ sessions": "/sessions/",
    "+ mentors": "/mentors/",
    "+ session page": "/sessions/{session}/",
    "+ contact": "/contact/",
    "+ frame": "/admin/settings/cms/siteframe/",
}

# What fills the variable of an address: a thing of the world (world.py), or a word.
FILL = {
    "book": {"pk": "held session"},
    "booking": {"pk": "booking"},
    "booking-pay": {"pk": "held booking"},
    "booking-cancel": {"pk": "booking"},
    "booking-release": {"pk": "held booking"},
    "booking-review": {"pk": "booking"},
    "ready": {"pk": "session"},
    "follow": {"pk": "mentor"},
    "room": {"session_id": "session"},
    "profile-device-out": {"pk": "learner's browser"},
    "profile-export": {"pk": "learner's export"},
    "profile-login-out": {"pk": "learner's program"},
    "api-session": {"pk": "session"},
    "session-save": {"pk": "session"},
    "api-book": {"pk": "held session"},
    "api-ready": {"pk": "session"},
    "api-room-join": {"pk": "session"},
    "api-room-end": {"pk": "session"},
    "api-user-update": {"pk": "learner"},
    "api-user-deactivate": {"pk": "learner"},
}
WORDS = {
    "feed": {"file": "feed.xml"},
    "feed-topic": {"slug": "nothing", "file": "feed.xml"},
    "feed-mentor": {"slug": "nobody", "file": "calendar.ics"},
    "calendar-session": {"pk": 999999},
    "sitemap-section": {"name": "pages", "number": 0},
    "share-session": {"pk": 999999, "version": "0"},
    "share-mentor": {"pk": 999999, "version": "0"},
    "share-site": {"version": "0"},
    "profile-section": {"key": "picture"},
    "account_confirm_email": {"key": "nonsense"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    "email-change": {"token": "nonsense"},
}

TABLE = Path(__file__).with_name("rights_table.txt")


@dataclass(frozen=True)
class Row:
    """How one route answers one method, by who asks."""

    name: str
    method: str
    expected: dict[str, str | int]


def _rows() -> list[Row]:
    rows = []
    for line in TABLE.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        name, method, *cells = line.rsplit(maxsplit=len(EVERYBODY) + 1)
        answers = [int(cell) if cell.isdigit() else cell for cell in cells]
        rows.append(Row(name, method, dict(zip(EVERYBODY, answers, strict=True))))
    return rows


ROWS = _rows()

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
    "+ contested attendance": "/admin/contests/",
    "+ one contest": "/admin/contests/999999/",
    "+ money issues": "/admin/money/issues/",
    "+ one money issue": "/admin/money/issues/999999/",
    "+ reports": "/admin/reported/",
    "+ one report": "/admin/reported/999999/",
    "+ orders": "/admin/orders/",
    "+ one order": "/admin/orders/999999/",
    "+ disputes": "/admin/disputes/",
    "+ money": "/admin/money/",
    "+ payments": "/admin/payments/",
    "+ payouts": "/admin/payouts/",
    "+ one payout": "/admin/payouts/999999/",
    "+ accounts to verify": "/admin/payout-accounts/",
    "+ one account to verify": "/admin/payout-accounts/999999/",
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
    "booking-move": {"pk": "booking"},
    "booking-tip": {"pk": "booking"},
    "booking-tip-pay": {"pk": "booking"},
    "api-booking-tip": {"pk": "booking"},
    "booking-contest": {"pk": "booking"},
    "waitlist": {"pk": "held session"},
    "waitlist-leave": {"pk": "held session"},
    "booking-calendar": {"pk": "booking"},
    "booking-pay": {"pk": "held booking"},
    "booking-check": {"pk": "held booking"},
    "booking-returned": {"pk": "held booking"},
    "booking-cancel": {"pk": "booking"},
    "booking-release": {"pk": "held booking"},
    "booking-review": {"pk": "booking"},
    "certificate-pdf": {"pk": "booking"},
    "mentor-learner-note": {"pk": "learner"},
    "mentor-session-end": {"pk": "session"},
    "booking-review-withdraw": {"pk": "booking"},
    "report": {"ref": "session"},
    "person-block": {"pk": "learner"},
    "profile-unblock": {"pk": "learner"},
    "ready": {"pk": "session"},
    "follow": {"pk": "mentor"},
    "mentor-session": {"pk": "session"},
    "mentor-session-autosave": {"pk": "session"},
    "mentor-session-preview": {"pk": "session"},
    "mentor-session-publish": {"pk": "session"},
    "mentor-session-duplicate": {"pk": "session"},
    "mentor-session-delete": {"pk": "session"},
    "mentor-session-go-ahead": {"pk": "session"},
    "mentor-session-cancel": {"pk": "session"},
    "mentor-session-reschedule": {"pk": "session"},
    "mentor-session-repeat": {"pk": "session"},
    "api-session-repeat": {"pk": "session"},
    "mentor-materials": {"pk": "session"},
    "mentor-material": {"pk": "session"},
    "api-materials": {"pk": "session"},
    "api-material": {"pk": "session"},
    "room": {"session_id": "session"},
    "room-record": {"session_id": "session"},
    "room-record-consent": {"session_id": "session"},
    "room-record-delete": {"session_id": "session"},
    "room-record-deck": {"session_id": "session"},
    "room-file": {"session_id": "session"},
    "room-file-small": {"session_id": "session"},
    "room-chat-text": {"session_id": "session"},
    "room-board": {"session_id": "session"},
    "room-slide": {"session_id": "session"},
    "api-slides": {"pk": "session"},
    "api-deck": {"pk": "session"},
    "room-check": {"session_id": "session"},
    "room-give-up": {"session_id": "session"},
    "room-attendance": {"session_id": "session"},
    "room-attendance-csv": {"session_id": "session"},
    "api-room-check": {"pk": "session"},
    "api-room-check-data": {"pk": "session"},
    "profile-device-out": {"pk": "learner's browser"},
    "profile-export": {"pk": "learner's export"},
    "profile-login-out": {"pk": "learner's program"},
    "api-session": {"pk": "session"},
    "api-session-autosave": {"pk": "session"},
    "api-session-publish": {"pk": "session"},
    "api-session-cancel": {"pk": "session"},
    "api-session-duplicate": {"pk": "session"},
    "api-session-reschedule": {"pk": "session"},
    "api-session-go-ahead": {"pk": "session"},
    "session-save": {"pk": "session"},
    "api-book": {"pk": "held session"},
    "api-booking": {"pk": "booking"},
    "api-booking-refund": {"pk": "booking"},
    "api-booking-cancel": {"pk": "booking"},
    "api-booking-reschedule": {"pk": "booking"},
    "api-waitlist": {"pk": "held session"},
    "api-ready": {"pk": "session"},
    "api-saved-one": {"pk": "session"},
    "api-follow": {"pk": "mentor"},
    "api-slots": {"pk": "mentor"},
    "api-block": {"pk": "learner"},
    "api-room-join": {"pk": "session"},
    "api-room-end": {"pk": "session"},
    "api-room-files": {"pk": "session"},
    "api-user-update": {"pk": "learner"},
    "api-user-deactivate": {"pk": "learner"},
}
REQUESTS = (
    "request", "request-cancel", "request-say", "request-accept", "request-offer",
    "request-decline", "offer-accept", "offer-decline", "offer-withdraw", "api-request",
    "api-request-accept", "api-request-offer", "api-request-decline", "api-request-cancel",
    "api-request-messages",
)  # fmt: skip
OFFERS = ("api-offer-accept", "api-offer-decline", "api-offer-withdraw")
PAPERS = ("receipt", "receipt-pdf", "credit-note", "credit-note-pdf")
WORDS = {
    **{name: {"pk": 999999} for name in REQUESTS},
    **{name: {"pk": 999999, "offer": 999999} for name in OFFERS},
    "mentor-series": {"pk": 999999},
    "mentor-earning": {"pk": 999999},
    "payout-cancel": {"pk": 999999},
    "api-payout-cancel": {"pk": 999999},
    "payout-method": {"pk": 999999},
    "payout-method-remove": {"pk": 999999},
    "api-series": {"pk": 999999},
    "api-series-cancel": {"pk": 999999},
    "booking-tip-pay": {"tip": 999999},
    **{name: {"pk": 999999} for name in PAPERS},
    "material": {"pk": 999999},
    "room-file": {"pk": 999999},
    "room-file-small": {"pk": 999999},
    "room-file-link": {"key": "nonsense"},
    "mentor-material": {"material": 999999},
    "api-material": {"material": 999999},
    "room-board": {"number": 1},
    "room-slide": {"deck": 999999, "number": 1},
    "api-deck": {"deck": 999999},
    "room-record-delete": {"pk": 999999},
    "room-record-deck": {"deck": 999999},
    "room-recording": {"key": "nonsense"},
    "api-recording-chunk": {"pk": 999999, "part": 1, "number": 0},
    "report": {"kind": "session"},
    "mentor-review-reply": {"pk": 999999},
    "api-feedback-one": {"pk": 999999},
    "api-feedback-reply": {"pk": 999999},
    "api-feedback-report": {"pk": 999999},
    "feed": {"file": "feed.xml"},
    "feed-topic": {"slug": "nothing", "file": "feed.xml"},
    "feed-mentor": {"slug": "nobody", "file": "calendar.ics"},
    "calendar-feed": {"token": "n" * 32},
    "calendar-session": {"pk": 999999},
    "certificate": {"code": "NOTHING"},
    "sitemap-section": {"name": "pages", "number": 0},
    "share-session": {"pk": 999999, "version": "0"},
    "share-mentor": {"pk": 999999, "version": "0"},
    "share-site": {"version": "0"},
    "slots": {"slug": "mia-mentor"},
    "slot-book": {"slug": "mia-mentor"},
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

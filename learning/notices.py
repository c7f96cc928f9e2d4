"""How learning's news reads."""

from peerlearn.notifications.kinds import NoticeKind, register

register(
    NoticeKind(
        "booking_confirmed", "Your seat is booked: {title}", "See when and how to join.", "{url}"
    ),
    NoticeKind("seat_booked", "{learner} booked a seat: {title}", "", "{url}"),
    NoticeKind("seat_given_back", "{learner} gave a seat back: {title}", "", "{url}"),
    NoticeKind(
        "session_soon", "Starting within ten minutes: {title}", "The room is open.", "{url}"
    ),
    NoticeKind("session_cancelled", "Cancelled: {title}", "{reason}", "{url}"),
    NoticeKind("review_posted", "You got {stars} of 5 stars", "For {title}.", "{url}"),
    NoticeKind("request_received", "{learner} would like to learn: {title}", "", "{url}"),
)

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
    NoticeKind(
        "page_welcome",
        "You are in: your page is live",
        "You can offer sessions now.",
        "{url}",
    ),
    NoticeKind("page_live", "The new version of your page is live", "", "{url}"),
    NoticeKind("page_sent_back", "Please change your page", "{comment}", "{url}"),
    NoticeKind("mentor_published", "{mentor} offers: {title}", "You follow them.", "{url}"),
)

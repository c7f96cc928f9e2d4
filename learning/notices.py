"""How learning's news reads."""

from peerlearn.notifications.kinds import NoticeKind, register

register(
    NoticeKind(
        "booking_confirmed", "Your seat is booked: {title}", "See when and how to join.", "{url}"
    ),
    NoticeKind("seat_booked", "{learner} booked a seat: {title}", "", "{url}"),
    NoticeKind("seat_given_back", "{learner} gave a seat back: {title}", "", "{url}"),
    NoticeKind(
        "learner_gave_up",
        "{learner} waited for you and has left: {title}",
        "All they paid goes back to them.",
        "{url}",
    ),
    NoticeKind(
        "seat_offered",
        "A seat is free for you: {title}",
        "It is kept for you until {until}.",
        "{url}",
    ),
    NoticeKind(
        "queue_closed", "No seat came free: {title}", "Find another time that suits you.", "{url}"
    ),
    NoticeKind(
        "contest_opened",
        "{name} says the attendance is wrong: {title}",
        "You can say how it was, too.",
        "{url}",
    ),
    NoticeKind("contest_decided", "We looked at who was there: {title}", "{answer}", "{url}"),
    NoticeKind(
        "ended_early",
        "It ended early: {title}",
        "If that was not agreed, say so within 48 hours.",
        "{url}",
    ),
    NoticeKind("booking_moved", "Your seat is booked for {when}: {title}", "", "{url}"),
    NoticeKind("seat_moved", "{learner} comes at another time: {title}", "Now {when}.", "{url}"),
    NoticeKind(
        "session_soon", "Starting within ten minutes: {title}", "The room is open.", "{url}"
    ),
    NoticeKind("session_cancelled", "Cancelled: {title}", "{reason}", "{url}"),
    NoticeKind(
        "session_moved",
        "New time for {title}: {when}",
        "If it does not suit you, give the seat back in full until {until}.",
        "{url}",
    ),
    NoticeKind("session_not_enough", "Too few learners: {title}", "{reason}", "{url}"),
    NoticeKind("material_added", "New for your session: {title}", "{name}", "{url}"),
    NoticeKind("review_posted", "You got {stars} of 5 stars", "For {title}.", "{url}"),
    NoticeKind("report_decided", "We looked at what you reported: {title}", "{answer}", "{url}"),
    NoticeKind("warned", "A warning: please keep to our rules", "{why}", "{url}"),
    NoticeKind("review_replied", "{mentor} answered your review", "", "{url}"),
    NoticeKind("review_hidden", "Your review is not shown any more: {title}", "{why}", "{url}"),
    NoticeKind("reply_hidden", "Your reply is not shown any more: {title}", "{why}", "{url}"),
    NoticeKind("request_received", "{learner} would like to learn: {title}", "", "{url}"),
    NoticeKind(
        "request_open",
        "{learner} would like to learn: {title}",
        "Open to all mentors of {topic}.",
        "{url}",
    ),
    NoticeKind(
        "offer_received",
        "{mentor} has an offer for you: {title}",
        "{when}, {price}. It stands until {until}.",
        "{url}",
    ),
    NoticeKind(
        "request_accepted",
        "{mentor} accepted: {title}",
        "{when}, {price}. Pay to confirm your seat.",
        "{url}",
    ),
    NoticeKind("request_declined", "{mentor} can't take it: {title}", "{reason}", "{url}"),
    NoticeKind("request_message", "{name} asks about: {title}", "{text}", "{url}"),
    NoticeKind("request_answer", "{name} answered about: {title}", "{text}", "{url}"),
    NoticeKind(
        "request_reopened",
        "Your seat was not kept: {title}",
        "Nothing was charged. See how your request stands.",
        "{url}",
    ),
    NoticeKind(
        "request_expired", "No mentor in time: {title}", "Ask again with other times.", "{url}"
    ),
    NoticeKind("request_over", "The request ended: {title}", "", "{url}"),
    NoticeKind(
        "offer_taken",
        "Your offer was taken: {title}",
        "{when}. It is booked once it is paid.",
        "{url}",
    ),
    NoticeKind("offer_declined", "Your offer was not taken: {title}", "", "{url}"),
    NoticeKind("offer_withdrawn", "{mentor} took an offer back: {title}", "", "{url}"),
    NoticeKind("offer_expired", "{mentor}'s offer ended: {title}", "", "{url}"),
    NoticeKind("offer_unanswered", "Your offer ended unanswered: {title}", "", "{url}"),
    NoticeKind("offer_passed", "Another offer was taken: {title}", "", "{url}"),
    NoticeKind("offer_lapsed", "Not booked in the end: {title}", "{when} is yours again.", "{url}"),
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

"""How the rooms' news reads."""

from peerlearn.notifications.kinds import NoticeKind, register

register(
    NoticeKind(
        "recording_ready",
        "The recording is ready: {title}",
        "It is on the session's record page.",
        "{url}",
    ),
    NoticeKind(
        "check_failed",
        "{name} may not be heard, or may not hear: {title}",
        "Their check of microphone, sound and network failed. They know, and can mend it until "
        "the start.",
        "{url}",
    ),
    NoticeKind(
        "learners_wait", "Your learners wait for you: {title}", "It should have begun.", "{url}"
    ),
    NoticeKind("check_mended", "{name}’s devices work now: {title}", "", "{url}"),
)

"""What people are told before they are recorded. Receipts quote it: a version never changes."""

VERSION = "2026-11"

TEXTS = {
    "2026-11": (
        "Picture and sound of everybody in the call are recorded. The recording runs only while "
        "everybody who is there agrees; as soon as somebody says no, takes their consent back or "
        "joins without having agreed, it pauses. Only the mentor and the learners of this session "
        "can watch it, on the session's record page, for {days} days; then it is deleted. Whoever "
        "is in it can have it deleted before."
    ),
}


def text_of(version: str, *, days: int) -> str:
    """Return the words of a version; `days` is for how long recordings are kept."""
    return TEXTS[version].format(days=days)

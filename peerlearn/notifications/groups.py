"""Names of channel-layer groups that are about people; the room's are live's."""


def user(user_id: int) -> str:
    """Return the group of all open pages of one person."""
    return f"user.{user_id}"


def role(name: str) -> str:
    """Return the group of everybody online with a role."""
    return f"role.{name}"


def topic(name: str) -> str:
    """Return the group of who follows a topic, such as "seats"."""
    return f"topic.{name}"

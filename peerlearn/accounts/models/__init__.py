"""Tables of accounts."""

from .user import RoleGrant, User

__all__ = ["RoleGrant", "User"]

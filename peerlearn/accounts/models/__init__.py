"""Tables of accounts."""

from .audit import AuditEvent
from .block import Block
from .device import AuthenticatorApp, BackupCode, BackupCodes
from .privacy import DataExport, DraftPicture, Erasure
from .token import RefreshFamily
from .user import RoleGrant, User

__all__ = [
    "AuditEvent",
    "AuthenticatorApp",
    "BackupCode",
    "BackupCodes",
    "Block",
    "DataExport",
    "DraftPicture",
    "Erasure",
    "RefreshFamily",
    "RoleGrant",
    "User",
]

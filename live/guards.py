"""The database itself refuses to change attendance and consents. For migrations, so: frozen."""

from peerlearn.common.append_only import AppendOnly

ATTENDANCE = AppendOnly(
    "attendance", ("live_presenceevent", "live_qualitysample"), "attendance is only added to"
)
guard, unguard = ATTENDANCE.guard, ATTENDANCE.unguard
CONSENT = AppendOnly("consent", ("live_recordingconsent",), "consent is only added to")

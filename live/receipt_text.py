"""What somebody said to being recorded, as plain text to keep. Pure."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from learning.models import Session
from peerlearn.common.zones import clock_text, day_text

from .consent_words import text_of
from .models import RecordingConsent


def written(session: Session, said: Iterable[RecordingConsent], zone: ZoneInfo) -> str:
    """Return each thing a person said, when, and the words they were shown, on `zone`'s clock."""
    out = [
        _("Consent to recording: %s") % session.title,
        _("With %(mentor)s, %(day)s")
        % {"mentor": session.mentor.user.name, "day": day_text(session.starts_at, zone)},
        _("Times are those of %s.") % zone.key,
    ]
    shown: dict[str, str] = {}
    for one in said:
        moment = f"{day_text(one.created_at, zone)}, {clock_text(one.created_at, zone)}"
        line = f"{moment} | {one.user.name} | {one.get_act_display()}"
        out += ["", line, _("Recording no. %d") % one.recording_id + f": {_fate(one, zone)}"]
        shown[one.words] = text_of(one.words, days=one.recording.keep_days)
    if not shown:
        out += ["", _("You said nothing to a recording of this session.")]
    for version, text in shown.items():
        out += ["", _("What was shown when asked (version %s):") % version, text]
    return "\n".join(out) + "\n"


def _fate(one: RecordingConsent, zone: ZoneInfo) -> str:
    recording = one.recording
    if recording.deleted_at:
        text = _("deleted on %(day)s (%(why)s)")
        day = day_text(recording.deleted_at, zone)
        return text % {"day": day, "why": recording.get_deleted_reason_display()}
    if recording.expires_at:
        return _("kept until %s") % day_text(recording.expires_at, zone)
    return recording.get_state_display()

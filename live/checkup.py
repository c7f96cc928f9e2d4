"""What a check of devices and network comes to. Pure."""

from dataclasses import dataclass

from .enums import CheckVerdict

# A voice takes about 40 kbit/s and a small picture 250, each way.
VOICE_KBPS, PICTURE_KBPS = 80, 500


@dataclass(frozen=True)
class Found:
    """What was found; None is "not tried" or "cannot be known"."""

    camera: bool | None
    microphone: bool | None
    speaker: bool | None
    relay: bool | None
    down_kbps: int | None
    up_kbps: int | None


def faults(found: Found) -> tuple[str, ...]:
    """Return what is wrong, gravest first: no_microphone, too_slow, no_speaker, and so on."""
    least = min((v for v in (found.down_kbps, found.up_kbps) if v is not None), default=None)
    wrong = {
        "no_microphone": found.microphone is False,
        "too_slow": least is not None and least < VOICE_KBPS,
        "no_speaker": found.speaker is False,
        "no_camera": found.camera is False,
        "slow": least is not None and VOICE_KBPS <= least < PICTURE_KBPS,
        "no_relay": found.relay is False,
    }
    return tuple(name for name, is_so in wrong.items() if is_so)


def verdict(found: Found) -> CheckVerdict:
    """Return how a class would go: without being heard or hearing it would not."""
    wrong = faults(found)
    if {"no_microphone", "too_slow", "no_speaker"}.intersection(wrong):
        return CheckVerdict.FAILED
    return CheckVerdict.LIMITED if wrong else CheckVerdict.GOOD

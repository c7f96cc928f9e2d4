"""The rooms' part of a data export."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from peerlearn.accounts.exports import OpenFile, Part, register
from peerlearn.accounts.models import User

from .models import (
    BoardStep,
    ChatMessage,
    Deck,
    DeviceCheck,
    Notes,
    Participant,
    QualitySample,
    RecordingConsent,
)
from .queries.files import sent_by


def collect(user: User) -> dict[str, Any]:
    """Return what somebody wrote, drew and handed out in rooms, their stays and how their line was.

    Notes are written together: whoever wrote in them has all of their text. Of recordings it tells
    what somebody said to them; they show others, too, and are on the session's record page.
    """
    lines = ChatMessage.objects.filter(sender=user).order_by("created_at")
    stays = Participant.objects.filter(user=user).order_by("joined_at")
    notes = Notes.objects.filter(writers=user).order_by("pk")
    steps = BoardStep.objects.filter(author=user, undone=False).order_by("created_at")
    decks = Deck.objects.filter(owner=user).order_by("created_at")
    session = F("room__session_id")
    return {
        "messages": list(lines.values("text", "created_at", session=session)),
        "checks": _checks(user),
        "lines": list(
            QualitySample.objects.filter(user=user).values(
                "at", "rtt_ms", "loss_permille", "frozen_ms", session=session
            )
        ),
        "recorded": _recorded(user),
        "stays": list(stays.values("joined_at", "left_at", "seconds", session=session)),
        "board": list(steps.values("ops", "created_at", session=F("page__room__session_id"))),
        "slides": list(decks.values("title", "pages", "created_at", session=session)),
        "notes": list(notes.values("text", "changed_at", session=session)),
        "files": [
            {"name": one.name, "size": one.size, "created_at": one.created_at}
            for one in sent_by(user)
        ],
    }


def _checks(user: User) -> list[dict[str, Any]]:
    of_devices = ("camera", "microphone", "speaker", "relay", "down_kbps", "up_kbps")
    checks = DeviceCheck.objects.filter(user=user)
    return list(checks.values("session_id", *of_devices, "verdict", "checked_at"))


def _recorded(user: User) -> list[dict[str, Any]]:
    said = RecordingConsent.objects.filter(user=user).order_by("pk")
    return list(
        said.values(
            "act",
            "created_at",
            session=F("recording__room__session_id"),
            recording_state=F("recording__state"),
            recording_kept_until=F("recording__expires_at"),
        )
    )


def files(user: User) -> Iterable[OpenFile]:
    """Yield what somebody handed out in rooms; a file that is gone is left out."""
    for one in sent_by(user):
        if one.file.storage.exists(str(one.file.name)):
            yield f"{one.pk}-{one.name}", lambda one=one: one.file.open("rb")


def register_part() -> None:
    """Make the part known; called once, when the apps are ready."""
    register(Part("rooms", collect, files))

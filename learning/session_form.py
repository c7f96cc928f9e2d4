"""The form of a session: what a mentor writes, in their own time and in rupees."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from peerlearn.accounts.languages import LANGUAGES
from peerlearn.common.errors import DomainError
from peerlearn.common.images import clean_picture
from peerlearn.common.pictures import COVER_WIDTHS, WIDEST, prepared

from . import session_rules as rules
from .enums import Level, SessionState
from .local_times import moment_of, wall_time
from .models import Session
from .queries import topics
from .topic_forms import slugs

LOCAL = "%Y-%m-%dT%H:%M"
MOST_COVER = 8 * 1024 * 1024
HOURS = [(hours, _("%d hours before") % hours) for hours in (2, 6, 12, 24, 48, 72)]


class SessionForm(forms.Form):
    """Every field may be empty, for a draft may be; its rules are session_rules'."""

    title = forms.CharField(label=_("Title"), required=False, max_length=rules.MOST_TITLE)
    summary = forms.CharField(
        label=_("In one sentence"),
        required=False,
        max_length=rules.MOST_SUMMARY,
        help_text=_("What people can do afterwards. It stands on the card."),
    )
    domain = forms.ChoiceField(label=_("Topic"), required=False)
    skills = slugs(_("Skills"))
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    language = forms.ChoiceField(label=_("Language"))
    starts_at = forms.CharField(
        label=_("Start"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        widget=forms.NumberInput(attrs={"min": 15, "max": 240, "step": 5, "inputmode": "numeric"}),
    )
    capacity = forms.IntegerField(
        label=_("Seats"), widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"})
    )
    price_rupees = forms.DecimalField(
        label=_("Price of a seat, in rupees"),
        decimal_places=2,
        max_digits=10,
        help_text=_("0 is free. What learners pay; nothing is added."),
        widget=forms.NumberInput(attrs={"min": 0, "step": "0.01", "inputmode": "decimal"}),
    )
    min_seats = forms.IntegerField(
        label=_("At least so many learners"),
        help_text=_("With fewer it is cancelled and everybody gets the money back. 0: always."),
        widget=forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"}),
    )
    decide_hours = forms.TypedChoiceField(label=_("Decided"), choices=HOURS, coerce=int)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=rules.MOST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    cover = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 8 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args: Any, session: Session | None, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, initial=written(session, zone) if session else blank(), **kwargs)
        self.session, self.zone = session, zone
        self.topics = topics.with_skills()
        self.fields["domain"].choices = [("", "—"), *((one.slug, one.name) for one in self.topics)]
        self.known = {skill.slug: skill for one in self.topics for skill in one.skills.all()}
        self.fields["skills"].choices = [(slug, one.name) for slug, one in self.known.items()]
        names = dict(LANGUAGES)
        if session is not None:
            names.setdefault(session.language, session.language)
        self.fields["language"].choices = [*names.items()]
        if session is not None and session.decide_hours not in dict(HOURS):
            label = _("%d hours before") % session.decide_hours
            self.fields["decide_hours"].choices = [*HOURS, (session.decide_hours, label)]
        if session is not None and session.state == SessionState.SCHEDULED:
            # Its time is not a matter of words: it is rescheduled.
            del self.fields["starts_at"], self.fields["minutes"]

    def clean_starts_at(self) -> datetime | None:
        """Return the moment; what stands already is not judged."""
        text = self.cleaned_data["starts_at"].strip()
        if not text:
            return None
        if self.session is not None and text == self.initial["starts_at"]:
            return self.session.starts_at
        try:
            return moment_of(datetime.fromisoformat(text).replace(tzinfo=None), self.zone.key)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(_("Write it as date and time.")) from error

    def clean_cover(self) -> Any:
        """Return the picture, drawn in all sizes; DomainError's words for what is none."""
        file = self.cleaned_data.get("cover")
        if not file:
            return None
        if file.size > MOST_COVER:
            raise forms.ValidationError(_("This picture is larger than 8 MB."))
        try:
            clean = clean_picture(file.read(), side=WIDEST, square=False)
            return prepared(clean.read(), COVER_WIDTHS)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error

    def changes(self) -> dict[str, Any]:
        """Return what could be read, by the names of session_rules.FIELDS."""
        data = dict(self.cleaned_data)
        if "domain" in data:
            data["domain"] = next((one for one in self.topics if one.slug == data["domain"]), None)
        if "skills" in data:
            data["skills"] = [self.known[slug] for slug in data["skills"] if slug in self.known]
        if "price_rupees" in data:
            data["price"] = int(data.pop("price_rupees") * 100)
        if not data.get("cover"):
            data.pop("cover", None)
        return data | {"curriculum": steps(self.data)}


def steps(sent: QueryDict) -> list[tuple[str, str, int]]:
    """Return the steps of a curriculum as they were typed; a row without a word is none."""
    titles = sent.getlist("step_title")
    texts = sent.getlist("step_text") + [""] * len(titles)
    lengths = sent.getlist("step_minutes") + [""] * len(titles)
    rows = zip(titles, texts, lengths, strict=False)
    return [
        (
            title.strip(),
            text.strip(),
            int(length[:6]) if length.isascii() and length.isdigit() else 0,
        )
        for title, text, length in rows
        if title.strip() or text.strip()
    ]


def _minutes(text: str) -> int:
    # Cut, for no number of a thousand digits is read; what is too many is too many still.
    return int(text[:6]) if text.isascii() and text.isdigit() else 0


def blank() -> dict[str, Any]:
    """Return what a new session's form shows."""
    return {
        "level": Level.BEGINNER, "language": "English", "minutes": 60, "capacity": 1,
        "price_rupees": "0", "min_seats": 0, "decide_hours": 24, "starts_at": "",
    }  # fmt: skip


def written(session: Session, zone: ZoneInfo) -> dict[str, Any]:
    """Return a session's words as its form shows them."""
    start = wall_time(session.starts_at, zone).strftime(LOCAL) if session.starts_at else ""
    rupees = Decimal(session.price) / 100
    return {
        "title": session.title,
        "summary": session.summary,
        "domain": session.domain.slug if session.domain_id else "",
        "skills": [one.slug for one in session.skills.all()],
        "level": session.level,
        "language": session.language,
        "starts_at": start,
        "minutes": session.minutes,
        "capacity": session.capacity,
        "price_rupees": f"{rupees:.2f}" if session.price % 100 else f"{rupees:.0f}",
        "min_seats": session.min_seats,
        "decide_hours": session.decide_hours,
        "description": session.description,
    }


class MoveForm(forms.Form):
    """Another time, in the mentor's own zone."""

    starts_at = forms.CharField(
        label=_("New start"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )
    minutes = forms.IntegerField(label=_("Minutes"), widget=forms.NumberInput())

    def __init__(self, *args: Any, session: Session, zone: ZoneInfo, **kwargs: Any) -> None:
        known = written(session, zone)
        initial = {"starts_at": known["starts_at"], "minutes": known["minutes"]}
        super().__init__(*args, initial=initial, **kwargs)
        self.session, self.zone = session, zone

    clean_starts_at = SessionForm.clean_starts_at


class CancelSessionForm(forms.Form):
    """Why a session does not take place."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("Every learner reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

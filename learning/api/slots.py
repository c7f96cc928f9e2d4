"""Free times over JSON: anybody reads a mentor's, a learner books one; and a mentor's own hours."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from peerlearn.accounts.guards import Needs
from peerlearn.accounts.rights import Permission
from peerlearn.common.clock import now
from peerlearn.common.errors import DomainError, NotFound
from peerlearn.common.idempotency import once
from peerlearn.common.schema import answers
from peerlearn.common.zones import viewer_zone, zone_of

from ..hours import Stretch
from ..models import Mentor, SlotRules
from ..queries import mentors
from ..queries import slots as queries
from ..serializers import BookOut
from ..services import availability, slots
from ..slot_serializers import AvailabilityBody, SlotIn, SlotsOut, SlotsQuery, slot_json
from ..slots import price_of
from .bookings import booked
from .sessions import KEY_PARAMETER, mentor_of

FARTHEST = timedelta(days=366)


class SlotsView(APIView):
    """`GET` and `POST /api/mentors/{id}/slots/`."""

    throttle_classes = [ScopedRateThrottle]

    @property
    def throttle_scope(self) -> str:
        """Return how often one may ask: for reading, or for booking."""
        return "booking" if self.request.method == "POST" else "slots"

    def get_permissions(self) -> list[Any]:
        """Let anybody read; booking is for learners."""
        return [AllowAny() if self.request.method == "GET" else Needs(Permission.BOOK)()]

    @extend_schema(parameters=[SlotsQuery], responses=answers(SlotsOut, 400, 404))
    def get(self, request: Request, pk: int) -> Response:
        """List a mentor's free times, a window of days at a time.

        They are computed as of now; `next` and `previous` are windows of the same size.
        """
        mentor = _mentor(pk)
        rules = queries.rules_of(mentor)
        asked = SlotsQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response(_window(request, mentor, rules, asked.validated_data))

    @extend_schema(
        request=SlotIn, responses=answers(BookOut, 404, 409, status=201), parameters=[KEY_PARAMETER]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Book a free time: a private session, its seat held until it is paid.

        409 `slot_taken`, `already_booked`, `too_many_held`, `too_many_coming`, `you_blocked`.
        """
        mentor = _mentor(pk)
        form = SlotIn(data=request.data)
        form.is_valid(raise_exception=True)
        learner: Any = request.user

        def work() -> Response:
            made = slots.book_slot(learner=learner, mentor=mentor, **form.validated_data)
            return Response(booked(made), status=201)

        # Registering the order calls the gateway, which no transaction may wait for.
        return once(request, work, atomic=False)


class AvailabilityView(APIView):
    """`GET` and `PUT /api/availability/`."""

    permission_classes = [Needs(Permission.TEACH)]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "lists"

    @extend_schema(responses=answers(AvailabilityBody))
    def get(self, request: Request) -> Response:
        """Show one's own week, dates with hours of their own, absences and rules."""
        return Response(_own(mentor_of(request)))

    @extend_schema(request=AvailabilityBody, responses=answers(AvailabilityBody))
    def put(self, request: Request) -> Response:
        """Replace one's own availability, all or nothing; what is not named stays.

        At most three stretches a day. 400 `hours_overlap`, `hours_invalid`, `hours_too_many`,
        `day_invalid`, `rules_invalid`; lessons that are booked already stay booked.
        """
        form = AvailabilityBody(data=request.data)
        form.is_valid(raise_exception=True)
        availability.replace(user=mentor_of(request).user, **_read(form.validated_data))
        return Response(_own(mentor_of(request)))


def _mentor(pk: int) -> Mentor:
    found = mentors.shown().filter(pk=pk).first()
    if found is None:
        raise NotFound("no_mentor", "There is no such mentor.")
    return found


def _window(
    request: Request, mentor: Mentor, rules: SlotRules, asked: dict[str, Any]
) -> dict[str, Any]:
    zone = zone_of(asked["zone"]) if "zone" in asked else viewer_zone(request)
    today, days = now().astimezone(zone).date(), asked["days"]
    first = asked.get("first_day", today)
    if abs(first - today) > FARTHEST:
        raise _wrong("first_day", "This is more than a year away.")
    minutes = _minutes(asked.get("minutes"), rules)
    bookable = queries.takes_slots(mentor, rules)
    start, end = _midnight(first, zone), _midnight(first + timedelta(days=days), zone)
    found = queries.free_slots(mentor, start, end, minutes, rules=rules) if bookable else []
    horizon = now() + timedelta(days=rules.horizon)

    def beside(day: date) -> str:
        query = {"minutes": minutes, "zone": zone.key, "first_day": day, "days": days}
        return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")

    before = max(first - timedelta(days=days), today)
    return {
        "mentor": mentor.pk,
        "bookable": bookable,
        "zone": zone.key,
        "mentor_zone": zone_of(mentor.user.time_zone).key,
        "minutes": minutes,
        "price": price_of(mentor.hourly_price, minutes),
        "lengths": [
            {"minutes": one, "price": price_of(mentor.hourly_price, one)} for one in rules.lengths
        ],
        "first_day": first.isoformat(),
        "last_day": (first + timedelta(days=days - 1)).isoformat(),
        "next": beside(first + timedelta(days=days)) if end < horizon else None,
        "previous": beside(before) if first > today else None,
        "results": [slot_json(at, minutes, zone) for at in found],
    }


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _minutes(asked: int | None, rules: SlotRules) -> int:
    if asked is None:
        return rules.usual_length
    if asked not in rules.lengths:
        offered = ", ".join(str(one) for one in rules.lengths)
        raise _wrong("minutes", f"This mentor offers {offered}.")
    return asked


def _wrong(field: str, message: str) -> DomainError:
    return DomainError("invalid", message, fields={field: message})


def _read(data: dict[str, Any]) -> dict[str, Any]:
    """Return the body as the service takes it."""
    read: dict[str, Any] = {
        "time_zone": data["time_zone"],
        "week": [Stretch(row["weekday"], row["start"], row["end"]) for row in data["week"]],
        "rules": data.get("rules"),
    }
    if "days" in data:
        read["days"] = {
            row["day"]: [(one["start"], one["end"]) for one in row["hours"]] for row in data["days"]
        }
    if "absences" in data:
        read["absences"] = [
            (row["first_day"], row["last_day"], row["note"]) for row in data["absences"]
        ]
    return read


def _own(mentor: Mentor) -> dict[str, Any]:
    stands = queries.stands(mentor)
    return dict(AvailabilityBody(stands).data)

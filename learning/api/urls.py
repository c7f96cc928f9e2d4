"""API routes of learning; each answers with and without the trailing slash."""

from django.urls import re_path

from .bookings import BookSessionView, BookView
from .kept import FollowList, FollowOne, ReportList, SavedList, SavedOne
from .materials import MaterialList, MaterialOne
from .offers import DeclineOfferView, TakeView, WithdrawView
from .onboarding import RegisterView
from .own_bookings import (
    BookingList,
    BookingShow,
    CancelBookingView,
    MoveBookingView,
    RefundView,
    WaitView,
)
from .page_views import ViewedView
from .requests import (
    AcceptView,
    AskView,
    CancelRequestView,
    DeclineView,
    MessageView,
    OfferView,
    RequestList,
    RequestShow,
)
from .reviews import (
    FeedbackList,
    FeedbackOne,
    FeedbackReport,
    FeedbackView,
    ReplyView,
)
from .search import MissedView, SuggestionsView
from .series import RepeatView, SeriesCancelView, SeriesShow
from .sessions import ReadyView, SessionList, SessionShow
from .slots import AvailabilityView, SlotsView
from .teaching import (
    AutosaveView,
    CancelView,
    DuplicateView,
    GoAheadView,
    PublishView,
    RescheduleView,
)
from .tips import TipView

OWN = r"^bookings/(?P<pk>\d{1,18})/"
MINE = r"^sessions/(?P<pk>\d{1,18})/"

PK = r"(?P<pk>\d{1,18})"
OFFER = r"offers/(?P<offer>\d{1,18})"

urlpatterns = [
    re_path(r"^auth/register/?$", RegisterView.as_view(), name="api-register"),
    re_path(r"^sessions/?$", SessionList.as_view(), name="api-sessions"),
    re_path(r"^sessions/(?P<pk>\d{1,18})/?$", SessionShow.as_view(), name="api-session"),
    re_path(r"^sessions/(?P<pk>\d{1,18})/book/?$", BookSessionView.as_view(), name="api-book"),
    re_path(r"^sessions/(?P<pk>\d{1,18})/ready/?$", ReadyView.as_view(), name="api-ready"),
    re_path(MINE + "autosave/?$", AutosaveView.as_view(), name="api-session-autosave"),
    re_path(MINE + "publish/?$", PublishView.as_view(), name="api-session-publish"),
    re_path(MINE + "cancel/?$", CancelView.as_view(), name="api-session-cancel"),
    re_path(MINE + "duplicate/?$", DuplicateView.as_view(), name="api-session-duplicate"),
    re_path(MINE + "reschedule/?$", RescheduleView.as_view(), name="api-session-reschedule"),
    re_path(MINE + "go-ahead/?$", GoAheadView.as_view(), name="api-session-go-ahead"),
    re_path(MINE + "repeat/?$", RepeatView.as_view(), name="api-session-repeat"),
    re_path(rf"^series/{PK}/?$", SeriesShow.as_view(), name="api-series"),
    re_path(rf"^series/{PK}/cancel/?$", SeriesCancelView.as_view(), name="api-series-cancel"),
    re_path(MINE + "materials/?$", MaterialList.as_view(), name="api-materials"),
    re_path(
        MINE + r"materials/(?P<material>\d{1,18})/?$", MaterialOne.as_view(), name="api-material"
    ),
    re_path(r"^search/suggestions/?$", SuggestionsView.as_view(), name="api-search-suggestions"),
    re_path(r"^search/missed/?$", MissedView.as_view(), name="api-search-missed"),
    re_path(r"^views/?$", ViewedView.as_view(), name="api-views"),
    re_path(r"^bookings/create/?$", BookView.as_view(), name="api-bookings-create"),
    re_path(r"^bookings/?$", BookingList.as_view(), name="api-bookings"),
    re_path(OWN + "?$", BookingShow.as_view(), name="api-booking"),
    re_path(OWN + "refund/?$", RefundView.as_view(), name="api-booking-refund"),
    re_path(OWN + "tip/?$", TipView.as_view(), name="api-booking-tip"),
    re_path(OWN + "cancel/?$", CancelBookingView.as_view(), name="api-booking-cancel"),
    re_path(OWN + "reschedule/?$", MoveBookingView.as_view(), name="api-booking-reschedule"),
    re_path(MINE + "waitlist/?$", WaitView.as_view(), name="api-waitlist"),
    re_path(r"^requests/?$", RequestList.as_view(), name="api-requests"),
    re_path(r"^requests/create/?$", AskView.as_view(), name="api-request-create"),
    re_path(rf"^requests/{PK}/?$", RequestShow.as_view(), name="api-request"),
    re_path(rf"^requests/{PK}/accept/?$", AcceptView.as_view(), name="api-request-accept"),
    re_path(rf"^requests/{PK}/offer/?$", OfferView.as_view(), name="api-request-offer"),
    re_path(rf"^requests/{PK}/decline/?$", DeclineView.as_view(), name="api-request-decline"),
    re_path(rf"^requests/{PK}/cancel/?$", CancelRequestView.as_view(), name="api-request-cancel"),
    re_path(rf"^requests/{PK}/messages/?$", MessageView.as_view(), name="api-request-messages"),
    re_path(rf"^requests/{PK}/{OFFER}/accept/?$", TakeView.as_view(), name="api-offer-accept"),
    re_path(
        rf"^requests/{PK}/{OFFER}/decline/?$", DeclineOfferView.as_view(), name="api-offer-decline"
    ),
    re_path(
        rf"^requests/{PK}/{OFFER}/withdraw/?$", WithdrawView.as_view(), name="api-offer-withdraw"
    ),
    re_path(r"^feedback/create/?$", FeedbackView.as_view(), name="api-feedback-create"),
    re_path(r"^feedback/?$", FeedbackList.as_view(), name="api-feedback"),
    re_path(r"^feedback/(?P<pk>\d{1,18})/?$", FeedbackOne.as_view(), name="api-feedback-one"),
    re_path(r"^feedback/(?P<pk>\d{1,18})/reply/?$", ReplyView.as_view(), name="api-feedback-reply"),
    re_path(
        r"^feedback/(?P<pk>\d{1,18})/report/?$",
        FeedbackReport.as_view(),
        name="api-feedback-report",
    ),
    re_path(rf"^mentors/{PK}/slots/?$", SlotsView.as_view(), name="api-slots"),
    re_path(r"^availability/?$", AvailabilityView.as_view(), name="api-availability"),
    re_path(r"^saved/?$", SavedList.as_view(), name="api-saved"),
    re_path(r"^saved/(?P<pk>\d{1,18})/?$", SavedOne.as_view(), name="api-saved-one"),
    re_path(r"^follows/?$", FollowList.as_view(), name="api-follows"),
    re_path(r"^follows/(?P<pk>\d{1,18})/?$", FollowOne.as_view(), name="api-follow"),
    re_path(r"^reports/?$", ReportList.as_view(), name="api-reports"),
]

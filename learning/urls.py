"""Pages of learning. Session and mentor pages themselves are Wagtail's."""

from django.urls import path

from .onboarding import steps
from .onboarding.views import step
from .views import asking, bookings, follows, learner, mentor, ready, saved

register = [
    path("register/", step, {"key": steps.ROLE.key}, name="account_signup"),
    path("register/", step, {"key": steps.ROLE.key}, name=steps.ROLE.url),
    path("register/info/", step, {"key": steps.INFO.key}, name=steps.INFO.url),
    path("register/profile/", step, {"key": steps.PROFILE.key}, name=steps.PROFILE.url),
    path(
        "register/availability/",
        step,
        {"key": steps.AVAILABILITY.key},
        name=steps.AVAILABILITY.url,
    ),
    path("register/confirm/", step, {"key": steps.CONFIRM.key}, name=steps.CONFIRM.url),
]

urlpatterns = [
    *register,
    path("book/<int:pk>/", bookings.book, name="book"),
    path("bookings/<int:pk>/", bookings.booking, name="booking"),
    path("bookings/<int:pk>/pay/", bookings.pay, name="booking-pay"),
    path("bookings/<int:pk>/cancel/", bookings.cancel, name="booking-cancel"),
    path("bookings/<int:pk>/release/", bookings.release, name="booking-release"),
    path("bookings/<int:pk>/review/", bookings.review, name="booking-review"),
    path("ready/<int:pk>/", ready.ready, name="ready"),
    path("requests/new/", asking.new, name="request-new"),
    path("follow/<int:pk>/", follows.follow, name="follow"),
    path("learner/following/", follows.following, name="learner-following"),
    path("learner/dashboard/", learner.dashboard, name="learner-dashboard"),
    path("learner/home/", learner.home, name="learner-home"),
    path("learner/sessions/", learner.sessions, name="learner-sessions"),
    path("learner/saved/", saved.saved_sessions, name="learner-saved"),
    path("saved/<int:pk>/", saved.save_session, name="session-save"),
    path("learner/requests/", learner.requests, name="learner-requests"),
    path("mentor/dashboard/", mentor.dashboard, name="mentor-dashboard"),
    path("mentor/sessions/", mentor.sessions, name="mentor-sessions"),
    path("mentor/requests/", mentor.requests, name="mentor-requests"),
]

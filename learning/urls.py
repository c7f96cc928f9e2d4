"""Pages of learning. Session and mentor pages themselves are Wagtail's."""

from django.urls import path

from .views import bookings, learner, mentor, ready

urlpatterns = [
    path("book/<int:pk>/", bookings.book, name="book"),
    path("bookings/<int:pk>/", bookings.booking, name="booking"),
    path("bookings/<int:pk>/pay/", bookings.pay, name="booking-pay"),
    path("bookings/<int:pk>/cancel/", bookings.cancel, name="booking-cancel"),
    path("bookings/<int:pk>/release/", bookings.release, name="booking-release"),
    path("bookings/<int:pk>/review/", bookings.review, name="booking-review"),
    path("ready/<int:pk>/", ready.ready, name="ready"),
    path("learner/dashboard/", learner.dashboard, name="learner-dashboard"),
    path("learner/home/", learner.home, name="learner-home"),
    path("learner/sessions/", learner.sessions, name="learner-sessions"),
    path("learner/requests/", learner.requests, name="learner-requests"),
    path("mentor/dashboard/", mentor.dashboard, name="mentor-dashboard"),
    path("mentor/sessions/", mentor.sessions, name="mentor-sessions"),
    path("mentor/requests/", mentor.requests, name="mentor-requests"),
]

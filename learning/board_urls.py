"""Pages of both dashboards that show what was: progress, money, learners, figures."""

from django.urls import path

from .views import analytics, certificates, learners, money, progress

urlpatterns = [
    path("bookings/<int:pk>/certificate.pdf", certificates.pdf, name="certificate-pdf"),
    path("certificates/<str:code>/", certificates.check, name="certificate"),
    path("learner/payments/", money.payments, name="learner-payments"),
    path("learner/payments/export/", money.export, name="learner-payments-export"),
    path("mentor/analytics/", analytics.analytics, name="mentor-analytics"),
    path("mentor/learners/", learners.learners, name="mentor-learners"),
    path("mentor/learners/<int:pk>/note/", learners.note, name="mentor-learner-note"),
    path("mentor/sessions/<int:pk>/end/", learners.end, name="mentor-session-end"),
    path("learner/progress/", progress.progress, name="learner-progress"),
]

"""Pages of recommendations."""

from django.urls import path

from . import views

urlpatterns = [
    path("learner/recommendations/", views.recommendations, name="learner-recommendations"),
    path("learner/recommendations/part/", views.part, name="learner-recommendations-part"),
]

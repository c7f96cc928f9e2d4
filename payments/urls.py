"""Pages of payments."""

from django.urls import path

from .views import papers

urlpatterns = [
    path("receipts/<int:pk>/", papers.paper, {"kind": "receipt"}, name="receipt"),
    path("receipts/<int:pk>/pdf/", papers.pdf, {"kind": "receipt"}, name="receipt-pdf"),
    path("credit-notes/<int:pk>/", papers.paper, {"kind": "note"}, name="credit-note"),
    path("credit-notes/<int:pk>/pdf/", papers.pdf, {"kind": "note"}, name="credit-note-pdf"),
]

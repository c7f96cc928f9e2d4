"""The door Razorpay knocks on."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from peerlearn.common.errors import DomainError
from peerlearn.common.http import error_body

from .services import webhooks

MAX_BYTES = 256 * 1024
TOO_LARGE = 413


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Answer 200 once the event is stored; 400 for a wrong signature, 413 for too much."""
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES or len(request.body) > MAX_BYTES:
        return JsonResponse({"code": "too_large", "message": "Too large."}, status=TOO_LARGE)
    try:
        event = webhooks.receive(
            body=request.body,
            signature=request.headers.get("X-Razorpay-Signature"),
            event_id=request.headers.get("X-Razorpay-Event-Id"),
        )
    except DomainError as error:
        return JsonResponse(error_body(error), status=error.status)
    webhooks.start(event)
    return JsonResponse({"status": "ok"})

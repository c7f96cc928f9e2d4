"""Uploads as the development server hands them out; deploy/nginx.conf and a test say the same.

What people sent is shown as picture, sound or film, or downloaded. It is never a page of ours: its
type is ours to say, not to be guessed, and nothing in it may run, whoever links to it.
"""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

# What a browser may show in place, by the ending of the stored name.
SHOWN = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "png": "image/png",
    "webm": "video/webm",
    "webp": "image/webp",
}
# Read by other tags only; opened by itself it is downloaded.
READ = {"vtt": "text/vtt"}
UNKNOWN = "application/octet-stream"
# Documents have a view of their own, which knows who may have them.
CLOSED = "documents/"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; media-src 'self'; sandbox",
    "Cross-Origin-Resource-Policy": "same-site",
}


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with an upload, made harmless. Raises Http404."""
    if PurePosixPath(path).parts[:1] == (CLOSED.rstrip("/"),):
        raise Http404
    answer = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    ending = PurePosixPath(path).suffix.lower().removeprefix(".")
    answer["Content-Type"] = SHOWN.get(ending) or READ.get(ending) or UNKNOWN
    if ending not in SHOWN:
        answer["Content-Disposition"] = "attachment"
    elif "Content-Disposition" in answer:
        del answer["Content-Disposition"]
    for name, value in HEADERS.items():
        answer[name] = value
    return answer

"""Reading the body of an API request, whatever was sent."""

import json
from io import BytesIO
from typing import Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import FormParser, JSONParser

TOO_LARGE = 413


class TooLarge(APIException):
    """The body is larger than anything we take."""

    status_code = TOO_LARGE
    default_detail = "This is too large."
    default_code = "too_large"


class JsonBody(JSONParser):
    """JSON as RFC 8259 has it: UTF-8, no NaN, no half of a surrogate pair, not nested for ever."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, Any]:
        """Return what the body says; 400 for what is no JSON, 413 for more than we take."""
        raw = _all_of(stream)
        try:
            data = json.loads(raw.decode(), parse_constant=_refuse)
            if rb"\ud" in raw.lower():
                # Half a pair is a text Python holds, and no database and no answer can.
                json.dumps(data, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise ParseError("This body is not JSON.") from error
        return data


class FormBody(FormParser):
    """A form without files."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the fields; 400 for too many of them, 413 for more than we take."""
        return super().parse(BytesIO(_all_of(stream)), media_type, parser_context)


def _all_of(stream: Any) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise TooLarge
    return raw


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)

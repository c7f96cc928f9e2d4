"""The profile over JSON, built from the registry of sections."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from peerlearn.common.errors import DomainError, NotAllowed

from .. import sections
from ..models import User
from ..serializers import answer_serializer, profile_json, section_serializer, update_serializer

FILE_FIELDS = ("picture", "crop", "remove")


class UserUpdateView(APIView):
    """`POST /api/users/{id}/update/`: change parts of one's own profile."""

    @extend_schema(
        request={
            "application/json": update_serializer(),
            "multipart/form-data": {
                "type": "object",
                "properties": {
                    "picture": {"type": "string", "format": "binary"},
                    "crop": {"type": "string", "example": "0.1,0,0.9,1"},
                    "remove": {"type": "boolean"},
                },
            },
        },
        responses=answer_serializer(),
    )
    def post(self, request: Request, pk: str) -> Response:
        """Change one's profile.

        Stores the sections that are sent, all or none, and answers with the whole profile.
        JSON: a part of the profile by section key. Multipart: `picture`, optionally `crop`
        ("left,top,right,bottom" in fractions), or `remove`. 403 for anybody else's id.
        """
        if int(pk) != request.user.pk:
            raise NotAllowed("not_yours", "You can change your own profile only.")
        user = request.user
        is_upload = not request.content_type.startswith("application/json")
        sent = _upload(request) if is_upload else request.data
        _store(user, sent, request)
        return Response(profile_json(User.objects.get(pk=user.pk)))


def _upload(request: Request) -> dict[str, Any]:
    return {"picture": {name: request.data[name] for name in FILE_FIELDS if name in request.data}}


def _store(user: User, sent: Any, request: Request) -> None:
    if not isinstance(sent, dict):
        raise DomainError("invalid", "Send an object with sections of the profile.")
    forms = [(part, _form(user, part, values, request)) for part, values in _parts(user, sent)]
    wrong: dict[str, str] = {}
    for part, form in forms:
        for name, errors in form.errors.items():
            wrong[part.key if name == "__all__" else f"{part.key}.{name}"] = str(errors[0])
    if wrong:
        raise DomainError("invalid", next(iter(wrong.values())), fields=wrong)
    with transaction.atomic():
        for part, form in forms:
            _save(part, user, form.cleaned_data)


def _save(part: sections.Section, user: User, data: dict[str, Any]) -> None:
    try:
        part.save(user, data)
    except DomainError as error:
        if not part.in_api:
            raise
        fields = {f"{part.key}.{name}": text for name, text in error.fields.items()}
        raise DomainError(error.code, error.message, status=error.status, fields=fields) from error


def _parts(user: User, sent: dict[str, Any]) -> list[tuple[sections.Section, Any]]:
    found = []
    for key, values in sent.items():
        part = sections.find(user, key)
        is_picture = key == "picture" and part is not None
        if part is None or not (part.in_api or is_picture) or not isinstance(values, dict):
            text = "There is no such section, or it is no object."
            raise DomainError("invalid", text, fields={str(key)[:40]: text})
        found.append((part, values))
    return found


def _form(
    user: User, part: sections.Section, values: dict[str, Any], request: Request
) -> sections.SectionForm:
    if not part.in_api:
        return part.form_class(values, request.FILES, user=user)
    known = part.form(user).fields
    unknown = [name for name in values if name not in known]
    if unknown:
        text = "There is no such field."
        raise DomainError("invalid", text, fields={f"{part.key}.{unknown[0]}"[:80]: text})
    typed = section_serializer(part)(data=values)
    if not typed.is_valid():
        name, errors = next(iter(typed.errors.items()))
        first = errors[0] if isinstance(errors, list) else "This value does not fit."
        raise DomainError("invalid", str(first), fields={f"{part.key}.{name}": str(first)})
    return part.form_class(part.load(user) | typed.validated_data, user=user)

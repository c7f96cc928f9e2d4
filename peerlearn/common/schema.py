"""How the API describes itself: every route tells its refusals, all of one shape."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

REFUSALS = {
    400: "The body or a parameter is wrong; `fields` says where.",
    401: "Nobody is logged in, or the token or password is not valid.",
    403: "Not for this person.",
    404: "There is no such thing, or not for this person.",
    409: "The request was fine; the state of things is against it.",
    410: "It is over.",
    413: "The body is larger than anything we take.",
    415: "The body is of a kind we do not read; send JSON.",
    429: "Too often; wait and try again.",
    503: "Something we depend on does not answer; nothing was lost, try again.",
}


class Refusal(serializers.Serializer):
    """How every refused request answers."""

    code = serializers.CharField(help_text="Stable, for programs.")
    message = serializers.CharField(help_text="A sentence for people.")
    fields = serializers.DictField(  # type: ignore[assignment]  # a body's key, not the serializer's
        child=serializers.CharField(), required=False, help_text="What is wrong with which field."
    )


def answers(body: Any, *refusals: int, status: int = 200) -> dict[int, Any]:
    """Return `responses` for extend_schema: an answer, and refusals beyond those each route has."""
    return {status: body} | {number: _refusal(number) for number in refusals}


def refusals(*statuses: int) -> dict[int, Any]:
    """Return `responses` of refusals alone, for routes whose answer is no JSON."""
    return {number: _refusal(number) for number in statuses}


def _refusal(status: int) -> OpenApiResponse:
    return OpenApiResponse(Refusal, description=REFUSALS[status])


class Schema(AutoSchema):
    """Adds what holds for each route of a kind: a body may be wrong, a caller unknown."""

    def get_summary(self) -> str | None:
        """Return the first line of the description, as a title."""
        given = super().get_summary()
        return given or self.get_description().split("\n", 1)[0].rstrip(".") or None

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for status in self._usual_refusals():
            if str(status) not in bodies:
                bodies[str(status)] = self._get_response_for_code(
                    _refusal(status), str(status), direction=direction
                )
        return dict(sorted(bodies.items()))

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        found = super()._resolve_path_parameters(variables)
        for parameter in found:
            if parameter["name"] == "id":  # the routes match digits; ids are whole numbers
                parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
        return found

    def _usual_refusals(self) -> set[int]:
        found = set()
        if self._get_request_body():
            found |= {400, 413, 415}
        if self.view.get_authenticators():
            found |= {401, 403}
        if "{" in self.path or self._get_pagination_parameters():
            found.add(404)
        if self.view.get_throttles():
            found.add(429)
        return found

"""How an API request shows who sends it: an access token, or the session of a browser."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.tokens import Token

from peerlearn.common.errors import DomainError

from .models import User
from .services import tokens


class TokenAuthentication(JWTAuthentication):
    """`Authorization: Bearer <access>`, good as long as its family lives and its user is active."""

    def get_validated_token(self, raw_token: bytes) -> Token:
        """Return the verified token; 401 otherwise."""
        try:
            return tokens.read_access(raw_token.decode("latin-1"))
        except DomainError as error:
            raise _refusal(error) from error

    def get_user(self, validated_token: Token) -> User:
        """Return who holds the token; 401 if it was ended, 403 for staff without second factor."""
        try:
            family = tokens.living_family(validated_token)
        except DomainError as error:
            raise _refusal(error) from error
        user = family.user
        # As OTPMiddleware marks who comes with a session.
        user.is_verified = lambda: family.otp
        return user


class BrowserAuthentication(SessionAuthentication):
    """The session cookie with its CSRF token; staff must have passed their second factor."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return who is logged in; 403 otp_required for staff who are not verified."""
        found = super().authenticate(request)
        if found is not None and found[0].works_here and not found[0].is_verified():
            raise PermissionDenied("Log in with your second factor first.", code="otp_required")
        return found


def _refusal(error: DomainError) -> APIException:
    """Return the exception DRF expects of an authenticator: it clears the user and names a way."""
    kind = AuthenticationFailed if error.status == tokens.UNAUTHORISED else PermissionDenied
    return kind(error.message, code=error.code)


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes the token."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return OpenAPI's description."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The `access` token of a login; ten minutes, then use `refresh`.",
        }


class BrowserScheme(OpenApiAuthenticationExtension):
    """How the schema describes the session cookie."""

    target_class = BrowserAuthentication
    name = "browser"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return OpenAPI's description."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The site's own pages; writing also needs the `X-CSRFToken` header.",
        }

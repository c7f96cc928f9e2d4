"""Errors that people cause: a stable code for programs, a sentence for people, an HTTP status."""


class DomainError(Exception):
    """A rule said no. `code` is stable, `message` is shown, `status` is the HTTP answer."""

    status = 400

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int | None = None,
        fields: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields or {}
        if status is not None:
            self.status = status


class NotAllowed(DomainError):
    """This person may not do that."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or not for this person."""

    status = 404


class Conflict(DomainError):
    """The request was fine; the state of things is against it."""

    status = 409


class Unavailable(DomainError):
    """Something we depend on does not answer; nothing was lost, try again."""

    status = 503

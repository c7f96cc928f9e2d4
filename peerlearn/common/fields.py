"""Fields that several serializers share."""

from typing import Any

from rest_framework import serializers

LARGEST_ID = 2**63 - 1


class IdField(serializers.IntegerField):
    """The number of a row; one no database could hold is refused before it is asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **options)


class SlugKey(serializers.SlugRelatedField):
    """A row by its slug; what cannot be one is refused before PostgreSQL chokes on a NUL in it."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the row; 400 if there is none."""
        if not isinstance(data, str) or "\x00" in data:
            self.fail("invalid")
        return super().to_internal_value(data)

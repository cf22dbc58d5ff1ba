"""The fields of computed numbers: amounts and percents, written so that no digit is lost."""

from typing import Any

from rest_framework import serializers


class Shown(serializers.Serializer[Any]):
    """The base: values as computed, read only."""


class Amount(serializers.DecimalField):
    """Money in whole units of its currency, written as text so that no digit is lost."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=None, decimal_places=2, allow_null=True, **kwargs)


class Percent(serializers.DecimalField):
    """A percentage, written as text."""

    def __init__(self, *, decimal_places: int = 1, **kwargs: Any) -> None:
        super().__init__(max_digits=None, decimal_places=decimal_places, allow_null=True, **kwargs)

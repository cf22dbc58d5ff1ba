"""`?updated_since=`: the records that changed, or a part of which did, by their histories."""

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.plumbing import build_parameter_type
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from trade.api.errors import InvalidParametersError
from trade.api.known_at import moment

UPDATED_SINCE = "updated_since"
HELP = _(
    "Only records that changed then or later, or a part of which did, as in "
    "2025-12-31T12:00:00Z or 2025-12-31. Ask for a minute more than you have: a change shows when "
    "it is complete. Records that were deleted are not listed: compare the keys now and then."
)
_DAY = re.compile(r"[0-9-]{10}")


class UpdatedSince(BaseFilterBackend):
    """Leaves the records of a list that changed since a moment. It adds no query."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        given = request.query_params.get(UPDATED_SINCE)
        if not given:
            return queryset
        changed: Q = view.changed_since(_moment(given))
        return queryset.filter(changed)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            build_parameter_type(
                name=UPDATED_SINCE,
                required=False,
                location="query",
                description=str(HELP),
                schema={"type": "string"},
            )
        ]


def _moment(given: str) -> dt.datetime:
    try:
        found = moment(given)
    except ValidationError:
        reason = _t("Give a moment as in 2025-12-31T12:00:00Z, or a day as in 2025-12-31.")
        raise InvalidParametersError([{"parameter": UPDATED_SINCE, "reason": reason}]) from None
    if _DAY.fullmatch(given):  # since its start, where `known_at` means its end
        local = timezone.localtime(found)
        return local.replace(hour=0, minute=0, second=0, microsecond=0)
    return found


def history_since(model: type[Model], since: dt.datetime) -> QuerySet[Any]:
    """What the history of a model says has happened since."""
    history: Any = model.history  # type: ignore[attr-defined]
    found: QuerySet[Any] = history.filter(history_date__gte=since).order_by()
    return found


def changed_itself(model: type[Model], since: dt.datetime) -> Q:
    """The records of a model that changed themselves."""
    assert model._meta.pk is not None  # noqa: S101
    return Q(pk__in=history_since(model, since).values(model._meta.pk.attname))


def part_changed(model: type[Model], relation: str, since: dt.datetime) -> Q:
    """The records a related one of which changed: a part of theirs, or what they are part of."""
    field: Any = model._meta.get_field(relation)
    history = history_since(field.related_model, since)
    if field.many_to_one:
        return Q((f"{relation}__in", history.values(field.related_model._meta.pk.attname)))
    return Q(pk__in=history.values(field.field.attname))

"""How a list is narrowed, searched and ordered."""

from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.plumbing import build_parameter_type
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from trade.api.errors import Fault, InvalidParametersError
from trade.api.filters import ArchivedFilter, IncludePartsFilter
from trade.search import SearchableQuerySet, fold


class Filters(DjangoFilterBackend):
    """The declared filters of a list; a value that cannot be read is refused with the reason."""

    def get_filterset_class(self, view: Any, queryset: Any = None) -> Any:
        declared = super().get_filterset_class(view, queryset)
        given = getattr(getattr(view, "request", None), "query_params", None)
        if declared is None or given is None:  # the schema tells of all of them
            return declared
        return with_filters_for(declared, frozenset(given).intersection(declared.base_filters))

    def filter_queryset(self, request: Any, queryset: QuerySet[Any], view: Any) -> Any:
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        faults = [*faults_of(filterset), *faults_of_widening(filterset)]
        if faults:
            raise InvalidParametersError(faults)
        view.asked = filterset.form.cleaned_data
        return filterset.qs


@lru_cache(maxsize=1024)
def with_filters_for(declared: type[FilterSet], names: frozenset[str]) -> type[FilterSet]:
    """The filter set with only the filters a request gives, and those that act unasked.

    Each request copies its filters and makes a form of them: of twenty, for two that are given,
    that took longer than all the rest.
    """
    narrow: Any = type(declared.__name__, (declared,), {"__doc__": declared.__doc__})
    narrow.base_filters = {
        name: one
        for name, one in declared.base_filters.items()
        if name in names or isinstance(one, ArchivedFilter)
    }
    return narrow  # type: ignore[no-any-return]


def faults_of(filterset: FilterSet) -> list[Fault]:
    """What is wrong with the values given to a filter set, with the choices where there are few."""
    faults: list[Fault] = []
    for name, reasons in filterset.form.errors.items():
        fault: Fault = {"parameter": name, "reason": " ".join(str(reason) for reason in reasons)}
        choices = filterset.filters[name].extra.get("choices")
        if choices:
            fault["allowed"] = [str(value) for value, _label in choices]
        faults.append(fault)
    return faults


def faults_of_widening(filterset: FilterSet) -> list[Fault]:
    """Filters that widen others, given without any of those."""
    faults: list[Fault] = []
    given = filterset.form.cleaned_data
    for name, declared in filterset.filters.items():
        if isinstance(declared, IncludePartsFilter) and given.get(name):
            widened = [
                n for n, f in filterset.declared_filters.items() if isinstance(f, declared.widens)
            ]
            if not any(given.get(n) for n in widened):
                reason = _t("Give it with one of: %(names)s.") % {"names": ", ".join(widened)}
                faults.append({"parameter": name, "reason": reason})
    return faults


class Search(BaseFilterBackend):
    """Words to be found in the names of a record, in Cyrillic or Latin letters."""

    parameter = "search"
    longest = 100

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        words = request.query_params.get(self.parameter, "").strip()
        if not words or not view.is_searchable:
            return queryset
        if len(words) > self.longest:
            reason = _t("Give at most %(longest)d characters.") % {"longest": self.longest}
        elif not fold(words):
            reason = _t("Give at least one letter or digit.")
        else:
            assert isinstance(queryset, SearchableQuerySet)  # noqa: S101
            return queryset.search(words)
        raise InvalidParametersError([{"parameter": self.parameter, "reason": reason}])

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        if not view.is_searchable:
            return []
        description = _(
            "Words to be found in names, in any case, in Latin or Cyrillic letters: “zdunov” "
            "finds «Здунов». Every word must be found."
        )
        return [_parameter(self.parameter, description)]


class Ordering(BaseFilterBackend):
    """The order of a list: by declared names, unknown values last, always total."""

    parameter = "ordering"

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        asked = request.query_params.get(self.parameter, "")
        names = [name.strip() for name in asked.split(",") if name.strip()]
        if any(name.removeprefix("-") not in view.ordering_fields for name in names):
            allowed = [sign + name for name in view.ordering_fields for sign in ("", "-")]
            reason = _t("Give one or more of the allowed names, separated by commas.")
            raise InvalidParametersError(
                [{"parameter": self.parameter, "reason": reason, "allowed": allowed}]
            )
        # Databases disagree where NULL stands, and an order with ties shuffles between pages.
        return queryset.order_by(
            *(
                F(path).desc(nulls_last=True)
                if name.startswith("-")
                else F(path).asc(nulls_last=True)
                for name in [*(names or view.ordering), "pk"]
                for path in view.ordering_paths.get(
                    name.removeprefix("-"), [name.removeprefix("-")]
                )
            )
        )

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        if not view.ordering_fields:
            return []
        description = _(
            "What to order by, separated by commas, a minus for the reverse: %(names)s. "
            "Unknown values come last."
        ) % {"names": ", ".join(view.ordering_fields)}
        return [_parameter(self.parameter, description)]


def _parameter(name: str, description: Any) -> dict[str, Any]:
    return build_parameter_type(
        name=name,
        required=False,
        location="query",
        description=str(description),
        schema={"type": "string"},
    )

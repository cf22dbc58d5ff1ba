"""What all resources of the API have in common."""

import datetime as dt
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _t
from django_filters.filters import MultipleChoiceFilter
from django_filters.filterset import FilterSet
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from trade.api.backends import Filters, Ordering, Search
from trade.api.conditional import ConditionalAnswers
from trade.api.errors import Fault, InvalidParametersError
from trade.api.selecting import FIELDS, Selection, asked_selection, narrow, without_unshown
from trade.api.updates import UPDATED_SINCE, UpdatedSince, changed_itself, part_changed

# The acts that show records: one, and many.
SHOWING_ONE = ("retrieve", "by_code")
SHOWING = ("list", *SHOWING_ONE)


class KnownParameters(ConditionalAnswers):
    """A view that refuses query parameters it does not know, and any given twice.

    A misspelt filter would otherwise be ignored, and the answer taken for the filtered one.
    """

    def known_parameters(self) -> list[str]:
        """The query parameters this request may have."""
        return []

    def repeatable_parameters(self) -> Sequence[str]:
        """Those of them that may be given more than once."""
        return []

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """The methods of this address, in `Allow`; what they take, the schema says."""
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        known = self.known_parameters()
        repeatable = self.repeatable_parameters()
        faults: list[Fault] = []
        for name, values in request.query_params.lists():
            if name not in known:
                reason = _t("There is no such parameter here.")
                faults.append({"parameter": name, "reason": reason, "allowed": known})
            elif len(values) > 1 and name not in repeatable:
                faults.append({"parameter": name, "reason": _t("Give it once.")})
        if faults:
            raise InvalidParametersError(faults)


class RecordViewSet(KnownParameters, GenericViewSet[Model]):
    """The base of every resource; a viewset adds the mixins of what it answers.

    `ordering_fields` are the names a list may be ordered by, `ordering` its order when none is
    asked for, `ordering_paths` the columns behind a name that is not a column. Where
    `detail_serializer_class` is set, single records are shown by it. `asked` is what the filters
    were given, once the list is filtered.
    """

    http_method_names = ["get", "head", "options"]
    rests_on_records = True
    filter_backends = [Filters, Search, UpdatedSince, Ordering]
    filterset_class: type[FilterSet] | None = None
    detail_serializer_class: type[BaseSerializer[Any]] | None = None
    ordering_fields: Sequence[str] = ()
    ordering: Sequence[str] = ("pk",)
    ordering_paths: Mapping[str, Sequence[str]] = {}
    is_searchable = True
    # Relations to parts of a record that are shown within it.
    changed_with: Sequence[str] = ()
    asked: Mapping[str, Any] = {}

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        if self.action in SHOWING_ONE and self.detail_serializer_class is not None:
            return self.detail_serializer_class
        return super().get_serializer_class()

    def get_serializer(self, *args: Any, **kwargs: Any) -> BaseSerializer[Any]:
        serializer = super().get_serializer(*args, **kwargs)
        if self.action in SHOWING:
            narrow(serializer, asked_selection(self.request, serializer))
        return serializer

    def selection(self) -> Selection:
        """The fields asked for; everything where it is empty."""
        if FIELDS not in self.request.query_params:
            return {}
        whole: Any = super().get_serializer()
        return asked_selection(self.request, whole)

    def shown_of(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records without what is loaded for fields nobody asked for."""
        if self.action not in SHOWING or not self.selection():
            return queryset
        return without_unshown(queryset, self.get_serializer())

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.shown_of(super().filter_queryset(queryset))

    def changed_since(self, since: dt.datetime) -> Q:
        """The records of the list that changed since, or a part of which did."""
        model = self.get_queryset().model
        changed = changed_itself(model, since)
        for relation in self.changed_with:
            changed |= part_changed(model, relation, since)
        return changed

    def known_parameters(self) -> list[str]:
        if self.action in SHOWING_ONE:
            return [FIELDS]
        if self.action != "list":
            return []
        paginator: Any = self.paginator
        known = [*paginator.parameters, *self.filters(), FIELDS]
        if UpdatedSince in self.filter_backends:
            known.append(UPDATED_SINCE)
        if self.is_searchable:
            known.append(Search.parameter)
        if self.ordering_fields:
            known.append(Ordering.parameter)
        return sorted(known)

    def repeatable_parameters(self) -> Sequence[str]:
        return [
            name
            for name, declared in self.filters().items()
            if isinstance(declared, MultipleChoiceFilter)
        ]

    def filters(self) -> dict[str, Any]:
        """The declared filters of this list, by the name of their parameter."""
        return self.filterset_class.base_filters if self.filterset_class else {}

    def branches(self) -> list[Q]:
        """Ranges of an index a list lies in, none overlapping; empty where it is not known."""
        return []

    def get_object(self) -> Any:
        # A single record is found whatever a list would leave out: filters are for lists.
        queryset: QuerySet[Any] = self.shown_of(self.get_queryset())
        key = self.kwargs[self.lookup_url_kwarg or self.lookup_field]
        try:
            found = get_object_or_404(queryset, **{self.lookup_field: key})
        except Http404:
            what = queryset.model._meta.verbose_name
            raise NotFound(
                _t("There is no %(record)s “%(key)s”.") % {"record": what, "key": key}
            ) from None
        self.check_object_permissions(self.request, found)
        return found

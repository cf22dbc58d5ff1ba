"""Lists of partnerships: with key numbers, narrowed and ordered also by what is computed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cooperation.api.as_of import AS_OF, as_of_parameter
from cooperation.api.overview_file import NAME, CsvRenderer, csv_of
from cooperation.api.overviews import overviews_for, ready_row, row_of
from cooperation.api.partnership_filters import STAGE, PartnershipFilterSet
from cooperation.api.proposals import proposal_changed
from cooperation.api.status.whole import ListedPartnershipSerializer
from cooperation.api.two_regions import root_of
from cooperation.models import Mechanism, Meeting, OverviewSnapshot, Partnership, Proposal
from cooperation.status.overview_order import COLUMNS, LADDER, PATHS, in_order, with_computed
from trade.api.backends import Ordering
from trade.api.file_formats import FORMAT, FormatOrAccept, format_parameter
from trade.api.rendering import QuickJSONRenderer
from trade.api.selecting import narrowed
from trade.api.updates import changed_itself, history_since
from trade.api.viewsets import RecordViewSet

ROWS_AT_ONCE = 1_000
JSON = "application/json"


class PartnershipViewSet(RecordViewSet):
    """All partnerships with their stage and key numbers on a day."""

    queryset = Partnership.objects.all()
    serializer_class = ListedPartnershipSerializer
    filterset_class = PartnershipFilterSet
    ordering_fields = ("region_a", "region_b", "declared_stage", "declared_on", *COLUMNS)
    ordering = ("region_a", "region_b")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.overviews = overviews_for(request)

    def known_parameters(self) -> list[str]:
        return sorted([*super().known_parameters(), AS_OF])

    def changed_since(self, since: dt.datetime) -> Q:
        # Its numbers follow from what was recorded of it; trade has an `updated_since` of its own.
        user = self.request.user
        meetings = Meeting.objects.visible_to(user).filter(changed_itself(Meeting, since))
        proposals = Proposal.objects.visible_to(user).filter(proposal_changed(since, user))
        mechanisms = history_since(Mechanism, since)
        return (
            super().changed_since(since)
            | Q(pk__in=meetings.order_by().values("partnerships"))
            | Q(pk__in=proposals.order_by().values("partnership"))
            | Q(pk__in=mechanisms.values("partnership_id"))
        )

    @property
    def ordering_paths(self) -> Mapping[str, Sequence[str]]:  # type: ignore[override]
        """Of another day nothing is kept that the database could order by."""
        return PATHS if self.overviews.are_kept else dict.fromkeys(PATHS, ())

    @property
    def names(self) -> list[str]:
        """What the list is to be ordered by."""
        asked = self.request.query_params.get(Ordering.parameter, "")
        return [name.strip() for name in asked.split(",") if name.strip()] or list(self.ordering)

    @extend_schema(parameters=[as_of_parameter])
    def list(self, request: Request) -> Response:
        """A page of partnerships. A computed stage is looked for among all that are left."""
        page = self.paginate_queryset(keys_or_rows(self.selected()))
        return self.get_paginated_response(self.told(self.rows(page or [])))

    def told(self, rows: Sequence[OverviewSnapshot]) -> Sequence[Any]:
        """The rows as values where some fields of them are asked for, else as they are kept."""
        root, fields = root_of(self.request), self.selection()
        if fields or self.request.accepted_media_type != JSON:
            return [narrowed(row_of(row, root), fields) for row in rows]
        return [ready_row(row, root) for row in rows]

    def selected(self) -> Any:
        """What is asked for, in its order: a queryset, or rows where nothing is kept."""
        computed = [name for name in self.plain_names() if name in COLUMNS]
        stages = self.request.query_params.getlist(STAGE)
        if not computed and not stages:
            return self.filter_queryset(self.get_queryset())
        needed = sorted({*computed, *([STAGE] if stages else [])})
        every = self.get_queryset()
        if self.overviews.are_kept:
            every = with_computed(every, needed, self.overviews.seen)
        narrowed: QuerySet[Any] = self.filter_queryset(every)
        if not self.overviews.bring_up_to_date(narrowed):
            return self.selected_by_hand(narrowed, stages)
        if stages:
            ranks = [LADDER.index(stage) for stage in stages]
            narrowed = narrowed.filter(**{f"{PATHS[STAGE][0]}__in": ranks})
        return narrowed

    def selected_by_hand(self, narrowed: QuerySet[Any], stages: Sequence[str]) -> Any:
        pks = list(narrowed.order_by().values_list("pk", flat=True))
        rows = list(self.overviews.of(pks).values())
        return in_order([row for row in rows if not stages or row.stage in stages], self.names)

    def plain_names(self) -> Sequence[str]:
        return [name.removeprefix("-") for name in self.names]

    def rows(self, selected: Any) -> Sequence[OverviewSnapshot]:
        """The overviews of a page, in its order."""
        if selected and isinstance(selected[0], OverviewSnapshot):
            return list(selected)
        found = self.overviews.of(selected)
        return [found[pk] for pk in selected if pk in found]


def keys_or_rows(selected: Any) -> Any:
    """Of a queryset its keys alone: what is shown stands in the overviews."""
    return selected.values_list("pk", flat=True) if isinstance(selected, QuerySet) else selected


class OverviewViewSet(PartnershipViewSet):
    """Where all partnerships stand, in pages or as one file: the rows of their list."""

    renderer_classes = [QuickJSONRenderer, CsvRenderer]
    content_negotiation_class = FormatOrAccept

    def known_parameters(self) -> list[str]:
        return sorted([*super().known_parameters(), FORMAT])

    @extend_schema(
        summary=str(_("Show where all partnerships stand")),
        parameters=[
            as_of_parameter,
            format_parameter(
                ["json", "csv"],
                _("json: a page. csv: every row asked for, in one file whatever the page."),
            ),
        ],
    )
    def list(self, request: Request) -> Any:
        """The list of partnerships again, also as a file."""
        if request.accepted_renderer.format != CsvRenderer.format:
            return super().list(request)
        selected = list(keys_or_rows(self.selected()))
        parts = (
            selected[start : start + ROWS_AT_ONCE]
            for start in range(0, len(selected), ROWS_AT_ONCE)
        )
        root = root_of(request)
        rows = (row_of(row, root) for part in parts for row in self.rows(part))
        return StreamingHttpResponse(
            csv_of(rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{NAME}"'},
        )

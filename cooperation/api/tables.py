"""The flat tables: the published facts, one row each, in formats that spreadsheets read."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import override
from django_filters.filters import MultipleChoiceFilter
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from cooperation.api import table_filters
from cooperation.api.overviews import told
from cooperation.api.status.seen import version
from cooperation.api.table_answers import (
    BOM,
    CURSOR,
    FIELDS,
    FORMAT,
    PAGE_SIZE,
    RENDERERS,
    Cursor,
    asked_columns,
    asked_format,
    asked_size,
    refuse,
    wants_bom,
)
from cooperation.api.table_schema import TableSchema
from cooperation.models import Mechanism, Meeting, Participant, Partnership, Proposal, Statement
from cooperation.status.overviews import Overviews
from cooperation.status.snapshots import Seen
from cooperation.tables import TABLES, Table
from cooperation.tables.base import columns_of
from cooperation.tables.formats import TableFormat
from cooperation.tables.rows import ROWS_AT_ONCE, Rows, behind
from cooperation.tables.statements import Evidence
from cooperation.tables.writing import BOM as MARK
from trade.api.conditional import etag_of, holds, is_conditional, not_modified
from trade.api.remembered import remember
from trade.api.viewsets import KnownParameters
from trade.changes import settled_version_of_records
from trade.models import TradeFigure


class TableView(KnownParameters, GenericAPIView[Any]):
    """The base of every table.

    `queryset` are the records that filters are applied to; `record_key` is what of them stands in
    the key column of the table. A table shows everybody the same, in English.
    """

    name: ClassVar[str]
    record_key: ClassVar[str] = "pk"
    filterset_class: Any
    schema = TableSchema()
    http_method_names = ["get", "head", "options"]
    rests_on_records = True
    same_for_all_readers = True
    renderer_classes = RENDERERS
    filter_backends = [table_filters.PublicFilters]
    pagination_class = None

    @property
    def table(self) -> type[Table]:
        return TABLES[self.name]

    def filters(self) -> dict[str, Any]:
        return self.filterset_class.base_filters  # type: ignore[no-any-return]

    def known_parameters(self) -> list[str]:
        return sorted([FORMAT, BOM, FIELDS, PAGE_SIZE, CURSOR, *self.filters()])

    def repeatable_parameters(self) -> list[str]:
        return [n for n, made in self.filters().items() if isinstance(made, MultipleChoiceFilter)]

    def get(self, request: Request) -> HttpResponseBase:
        file_format = asked_format(request)
        columns = asked_columns(request, columns_of(self.table))
        start = MARK if wants_bom(request, file_format) else b""
        size = asked_size(request, file_format)
        place = Cursor(request, [*self.filters()]).place()
        found = self.found()
        if place is not None:
            found = found.filter(behind(place, self.table.row_order))
        if size is not None:
            return self.page(found, columns, file_format, size, start)
        return self.whole(found, columns, file_format, start)

    def found(self) -> "QuerySet[Any]":
        """The rows the filters leave, in their order."""
        rows = self.table.objects.order_by(*self.table.row_order)
        asked = set(self.request.query_params) & set(self.filters())
        if not asked:
            return rows  # type: ignore[no-any-return]
        records = self.filter_queryset(self.get_queryset()).order_by()
        return rows.filter(pk__in=records.values(self.record_key))  # type: ignore[no-any-return]

    def page(
        self,
        found: "QuerySet[Any]",
        columns: list[Any],
        file_format: TableFormat,
        size: int,
        start: bytes,
    ) -> HttpResponse:
        """One page, and in a Link header where the next one is."""
        order = self.table.row_order
        names = [column.name for column in columns]
        read = list(found.values_list(*names, *order)[: size + 1])
        rows = Rows(columns, [row[: len(names)] for row in read[:size]])
        body = b"".join(chain([start], file_format.stream(rows)))
        answer = HttpResponse(body, headers=self.headers_of(file_format))
        if len(read) > size:
            cursor = Cursor(self.request, [*self.filters()])
            following = cursor.link_behind(read[size - 1][len(names) :])
            answer["Link"] = f'<{following}>; rel="next"'
        return answer

    def whole(
        self, found: "QuerySet[Any]", columns: list[Any], file_format: TableFormat, start: bytes
    ) -> HttpResponseBase:
        """Every row, streamed, so that memory does not grow with their number.

        Its tag says what version of the records it is: there is no body yet to take a hash of.
        That changes with drafts too, so it is for those alone who may see them.
        """
        most = min(settings.TABLE_MOST_ROWS, file_format.most_rows or settings.TABLE_MOST_ROWS)
        count = found[: most + 1].count()
        if count > most:
            reason = _t(
                "There are more than %(most)d rows, the most in one answer. Narrow them by a "
                "filter, or give a number and follow the “next” links."
            ) % {"most": most}
            raise refuse(PAGE_SIZE, reason, sorted(self.filters()))
        headers = {**self.headers_of(file_format), "X-Total-Count": str(count)}
        # Read before the rows: what is written meanwhile must count as new.
        version = self.settled_version or settled_version_of_records()
        if version is not None and self.request.user.has_perm("cooperation.view_draft"):
            name = self.name_of_answer(self.request)
            headers["ETag"] = f"W/{etag_of(f'{name} {version}'.encode())}"
            known = remember(name, headers["ETag"], version)
            if is_conditional(self.request) and holds(self.request, known):
                return not_modified(known)
        names = [column.name for column in columns]
        rows = Rows(columns, found.values_list(*names).iterator(chunk_size=ROWS_AT_ONCE))
        chunks: Iterator[bytes] = chain([start], file_format.stream(rows))
        return StreamingHttpResponse(
            iter(()) if self.request.method == "HEAD" else chunks, headers=headers
        )

    def headers_of(self, file_format: TableFormat) -> dict[str, str]:
        headers = {"Content-Type": file_format.content_type}
        if file_format.is_a_file:
            headers["Content-Disposition"] = (
                f'attachment; filename="{self.name}.{file_format.name}"'
            )
        return headers


class PartnershipsTable(TableView):
    """One row a partnership, with what is counted of it: meetings, proposals, mechanisms."""

    name = "partnerships"
    queryset = Partnership.objects.annotate(
        codes=Concat("region_a_id", Value("/"), "region_b_id", output_field=TextField())
    )
    record_key = "codes"
    filterset_class = table_filters.PartnershipsFilterSet

    def found(self) -> "QuerySet[Any]":
        """With the computed columns as they are today, for a reader without an account."""
        seen = Seen(with_drafts=False, language="en", day=timezone.localdate(), version=version())
        current = Overviews(seen, user=AnonymousUser(), tell=told, are_kept=True)
        with override("en"):
            current.bring_up_to_date(Partnership.objects.filter(archived_on__isnull=True))
        return super().found()


class TradeTable(TableView):
    """One row a trade figure, with its value in US dollars where a rate of its year is on record.

    Conflicting claims for one period are all there, and so are parts and wholes: choose flow,
    product, frequency and source before adding anything up.
    """

    name = "trade"
    queryset = TradeFigure.objects.all()
    filterset_class = table_filters.TradeFilterSet


class MeetingsTable(TableView):
    """One row a meeting; partnerships, heads, sectors and sources are lists in one cell."""

    name = "meetings"
    queryset = Meeting.objects.all()
    record_key = "key"
    filterset_class = table_filters.MeetingsFilterSet


class ParticipantsTable(TableView):
    """One row a participant of a meeting, as written, and the official it is where known."""

    name = "participants"
    queryset = Participant.objects.all()
    filterset_class = table_filters.ParticipantsFilterSet


class ProposalsTable(TableView):
    """One row a proposal, at the stage it has reached today."""

    name = "proposals"
    queryset = Proposal.objects.all()
    filterset_class = table_filters.ProposalsFilterSet


class MechanismsTable(TableView):
    """One row a mechanism: a centre, commission, joint production, agreement or tie."""

    name = "mechanisms"
    queryset = Mechanism.objects.all()
    filterset_class = table_filters.MechanismsFilterSet


class StatementsTable(TableView):
    """One row a statement: what somebody said, word for word, with its place in the source."""

    name = "statements"
    queryset = Statement.objects.all()
    filterset_class = table_filters.StatementsFilterSet


class EvidenceTable(TableView):
    """One row for each source a fact names, and one for each passage quoted for it.

    Figures of statistical releases are not here: their source stands in the table of trade.
    """

    name = "evidence"
    queryset = Evidence.objects.all()
    filterset_class = table_filters.EvidenceFilterSet


VIEWS: tuple[type[TableView], ...] = (
    PartnershipsTable,
    TradeTable,
    MeetingsTable,
    ParticipantsTable,
    ProposalsTable,
    MechanismsTable,
    StatementsTable,
    EvidenceTable,
)

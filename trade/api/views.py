"""Regions, products, sources and figures, to read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from trade.api import filtersets, serializers
from trade.api.cursors import Cursors
from trade.api.evidence import with_evidence
from trade.api.exporting import ExportMixin
from trade.api.figure_rows import FigureRowsMixin
from trade.api.known_at import KNOWN_AT
from trade.api.known_figure import KnownFigureMixin
from trade.api.viewsets import RecordViewSet
from trade.api.writing.figures import TradedGoodWriter, TradeFigureWriter
from trade.api.writing.sources import SourceWriter
from trade.api.writing.views import (
    Archived,
    Changed,
    Created,
    Deleted,
    PutByBody,
    PutByKey,
)
from trade.figures.known import KNOWN
from trade.figures.saving import delete_figure
from trade.models import (
    ImportRun,
    Product,
    Region,
    Source,
    TradedGood,
    TradeFigure,
    TradeFigureRevision,
)


class RegionViewSet(ListModelMixin, RetrieveModelMixin, RecordViewSet):
    """Countries and their parts, by ISO 3166 code."""

    same_for_all_readers = True
    changed_with = ("names",)
    queryset = Region.objects.all()
    lookup_field = "code"
    serializer_class = serializers.RegionSerializer
    detail_serializer_class = serializers.RegionDetailSerializer
    filterset_class = filtersets.RegionFilterSet
    ordering_fields = ("code", "name")
    ordering = ("code",)

    @extend_schema(
        responses={
            200: serializers.RegionDetailSerializer,
            301: OpenApiResponse(description=_("The code is written in capitals.")),
        }
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A region by its code; a code in small letters leads to it."""
        code, capitals = kwargs["code"], kwargs["code"].upper()
        known = code.isascii() and "\x00" not in code
        if code != capitals and known and Region.objects.filter(code=capitals).exists():
            path = request.get_full_path().replace(f"/{code}/", f"/{capitals}/", 1)
            return Response(status=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": path})
        return super().retrieve(request, *args, **kwargs)


class ProductViewSet(ListModelMixin, RetrieveModelMixin, RecordViewSet):
    """Lines of the Harmonized System; filter by edition and code to find one."""

    same_for_all_readers = True
    queryset = Product.objects.select_related("parent")
    serializer_class = serializers.ProductSerializer
    filterset_class = filtersets.ProductFilterSet
    ordering_fields = ("edition", "level", "code")
    ordering = ("edition", "level", "code")

    @extend_schema(
        operation_id="products_retrieve_by_code",
        summary=_("Show one product by its code"),
        parameters=[
            OpenApiParameter("edition", str, OpenApiParameter.PATH, enum=Product.Edition.values),
            OpenApiParameter(
                "code", str, OpenApiParameter.PATH, description=_("The HS code, or TOTAL.")
            ),
        ],
        responses=serializers.ProductSerializer,
    )
    @action(
        detail=False,
        url_path="(?P<edition>[^/]+)/(?P<code>[^/]+)",
        filter_backends=[],
        pagination_class=None,
    )
    def by_code(self, request: Request, edition: str, code: str) -> Response:
        """A line of the Harmonized System by its edition and code, as in HS2022/8544."""
        known = "\x00" not in edition + code
        found = self.get_queryset().filter(edition=edition, code=code).first() if known else None
        if found is None:
            raise NotFound(
                _t("There is no product “%(code)s” in “%(edition)s”.")
                % {"code": code, "edition": edition}
            )
        return Response(self.get_serializer(found).data)


class SourceViewSet(
    Created,
    Changed,
    PutByKey,
    Deleted,
    Archived,
    ListModelMixin,
    RetrieveModelMixin,
    RecordViewSet,
):
    """Articles, statistical releases and documents that facts come from; one shows its text."""

    same_for_all_readers = True
    changed_with = ("region_mentions",)
    queryset = Source.objects.all()
    lookup_field = "key"
    serializer_class = serializers.SourceSerializer
    writer_class = SourceWriter
    detail_serializer_class = serializers.SourceDetailSerializer
    filterset_class = filtersets.SourceFilterSet
    ordering_fields = ("published_on", "publisher", "title")
    ordering = ("-published_on", "key")


class TradeFigureViewSet(
    ExportMixin,
    KnownFigureMixin,
    Created,
    Changed,
    PutByBody,
    Deleted,
    FigureRowsMixin,
    RetrieveModelMixin,
    RecordViewSet,
):
    """What is said to have been traded. Conflicting claims for one period are all here."""

    same_for_all_readers = True
    queryset = with_evidence(TradeFigure.objects.select_related("reporter", "partner", "product"))
    serializer_class = serializers.TradeFigureSerializer
    writer_class = TradeFigureWriter
    goes_along = (TradeFigureRevision,)
    detail_serializer_class = serializers.TradeFigureDetailSerializer
    filterset_class = filtersets.TradeFigureFilterSet
    ordering_fields = ("reporter", "partner", "period_start", "period_end", "flow", "value")
    # The order of the index `trade_tradefigure_by_pair`: the series of each product in turn.
    ordering = ("reporter", "partner", "product", "period_start")
    pagination_class = Cursors
    is_searchable = False

    @property
    def ordering_paths(self) -> Mapping[str, Sequence[str]]:  # type: ignore[override]
        """By the value as it was known, where the list shows an earlier moment."""
        return {"value": [f"{KNOWN}value"]} if self.request.query_params.get(KNOWN_AT) else {}

    def branches(self) -> list[Q]:
        pair = self.asked.get("between")
        if not pair:
            return []
        region, other = pair
        return [Q(reporter=region, partner=other), Q(reporter=other, partner=region)]

    def changed_since(self, since: dt.datetime) -> Q:
        # Imports write no history: what they touch carries their number.
        loaded = ImportRun.objects.filter(finished_at__gte=since).order_by().values("pk")
        return super().changed_since(since) | Q(import_run__in=loaded)

    def get_queryset(self) -> QuerySet[Any]:
        figures = super().get_queryset()
        if self.action != "retrieve":
            return figures
        revisions = TradeFigureRevision.objects.select_related("import_run", "replaced_by")
        return figures.select_related("import_run").prefetch_related(
            Prefetch("revisions", revisions.order_by("-replaced_at"))
        )

    def remove(self, record: Any) -> None:
        delete_figure(figure=record)


class TradedGoodViewSet(
    Created,
    Changed,
    PutByBody,
    Deleted,
    ListModelMixin,
    RetrieveModelMixin,
    RecordViewSet,
):
    """What goods go which way, in the words of the sources."""

    same_for_all_readers = True
    queryset = with_evidence(
        TradedGood.objects.select_related("origin", "destination")
    ).prefetch_related("products")
    serializer_class = serializers.TradedGoodSerializer
    writer_class = TradedGoodWriter
    filterset_class = filtersets.TradedGoodFilterSet
    ordering_fields = ("origin", "destination", "name")
    ordering = ("origin", "destination", "name")

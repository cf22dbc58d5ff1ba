"""Every address of the API: version 1, its schema, and pages that explain it."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.routers import APIRootView, DefaultRouter, Route

from cooperation.api.codes import CodeListViewSet
from cooperation.api.follow_ups import FollowUpViewSet
from cooperation.api.mechanisms import MechanismViewSet
from cooperation.api.meetings import MeetingViewSet
from cooperation.api.partnership_list import OverviewViewSet
from cooperation.api.partnership_trade import PartnershipTradeView
from cooperation.api.partnership_writing import WrittenPartnershipViewSet
from cooperation.api.partnerships import PartnershipView
from cooperation.api.people import (
    OfficialViewSet,
    OrganisationViewSet,
    PostViewSet,
    TenureViewSet,
)
from cooperation.api.proposals import ProposalViewSet
from cooperation.api.sectors import SectorViewSet
from cooperation.api.statements import StatementViewSet
from cooperation.api.status.view import StatusView
from cooperation.api.summary import SummaryViewSet
from cooperation.api.table_list import TableListView
from cooperation.api.tables import VIEWS as TABLE_VIEWS
from trade.api import views as trade
from trade.api.exchange_rates import ExchangeRateViewSet
from trade.api.imports import ImportViewSet
from trade.api.schema_view import SchemaView
from trade.api.tokens import AccessTokenViewSet
from trade.api.unknown_address import UnknownAddressView
from trade.api.viewsets import KnownParameters


class RootView(KnownParameters, APIRootView):
    """The addresses of everything there is to read."""


class Router(DefaultRouter):
    """Lists at /api/v1/things/, single records below them, one form of each address."""

    APIRootView = RootView
    # PUT at a list makes the record of the natural key in the body what the body says.
    routes = [
        route._replace(mapping={**route.mapping, "put": "put_by_body"})
        if isinstance(route, Route) and route.mapping.get("post") == "create"
        else route
        for route in DefaultRouter.routes
    ]
    include_format_suffixes = False


router = Router()
router.register("codes", CodeListViewSet, basename="codes")
router.register("regions", trade.RegionViewSet)
router.register("products", trade.ProductViewSet)
router.register("sources", trade.SourceViewSet)
router.register("trade-figures", trade.TradeFigureViewSet)
router.register("traded-goods", trade.TradedGoodViewSet)
router.register("exchange-rates", ExchangeRateViewSet)
router.register("partnerships", WrittenPartnershipViewSet)
router.register("sectors", SectorViewSet)
router.register("officials", OfficialViewSet)
router.register("posts", PostViewSet)
router.register("organisations", OrganisationViewSet)
router.register("tenures", TenureViewSet)
router.register("meetings", MeetingViewSet)
router.register("statements", StatementViewSet)
router.register("proposals", ProposalViewSet)
router.register("mechanisms", MechanismViewSet)
router.register("follow-ups", FollowUpViewSet)
router.register("imports", ImportViewSet, basename="import")
router.register("tokens", AccessTokenViewSet)

urlpatterns = [
    # First, since it is asked for most: some seventy patterns follow.
    path(
        "v1/partnerships/<str:region_a>/<str:region_b>/status/",
        StatusView.as_view(),
        name="partnership-status",
    ),
    path("v1/schema/", SchemaView.as_view(), name="schema"),
    path("v1/tables/", TableListView.as_view(), name="tables"),
    *(
        path(f"v1/tables/{view.name}/", view.as_view(), name=f"table-{view.name}")
        for view in TABLE_VIEWS
    ),
    path("v1/", include(router.urls)),
    path("v1/summary/", SummaryViewSet.as_view({"get": "list"}), name="summary"),
    path(
        "v1/partnerships/status/",
        OverviewViewSet.as_view({"get": "list"}),
        name="partnerships-status",
    ),
    path(
        "v1/partnerships/<str:region_a>/<str:region_b>/",
        PartnershipView.as_view(),
        name="partnership-detail",
    ),
    path(
        "v1/partnerships/<str:region_a>/<str:region_b>/trade/",
        PartnershipTradeView.as_view(),
        name="partnership-trade",
    ),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(template_name="trade/api_docs.html"),
        name="api-docs",
    ),
    # With a slash, so that an address that only lacks it is still redirected.
    re_path(r"^(?:.*/)?$", UnknownAddressView.as_view()),
]

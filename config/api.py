"""Every address of the API: version 1, its schema, and pages that explain it."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import APIRootView, DefaultRouter

from trade.api.unknown_address import UnknownAddressView
from trade.api.viewsets import KnownParameters


class RootView(KnownParameters, APIRootView):
    """The addresses of everything there is to read."""


class Router(DefaultRouter):
    """Lists at /api/v1/things/, single records below them, one form of each address."""

    APIRootView = RootView
    include_format_suffixes = False


router = Router()

urlpatterns = [
    path("v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("v1/", include(router.urls)),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(template_name="trade/api_docs.html"),
        name="api-docs",
    ),
    # With a slash, so that an address that only lacks it is still redirected.
    re_path(r"^(?:.*/)?$", UnknownAddressView.as_view()),
]

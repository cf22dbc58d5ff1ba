"""Django REST framework as its tutorial has it, over the same tables: what we are compared with.

ModelViewSets, nested ModelSerializers with their joins and prefetches, django-filter, page
numbers, Django's default middleware, a connection for each request (CONN_MAX_AGE is 0 by default).
It answers what is asked and little more: no drafts, no permissions, nobody logs in.
"""

import os

import environ
from django.conf import settings

from config.settings import base

settings.configure(
    SECRET_KEY="only for measuring",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": environ.Env.db_url_config(os.environ["DATABASE_URL"])},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    INSTALLED_APPS=base.INSTALLED_APPS,  # for the models; what else they bring costs no request
    KNOX_TOKEN_MODEL=getattr(base, "KNOX_TOKEN_MODEL", None),
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    REST_FRAMEWORK={
        "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "PAGE_SIZE": 50,
    },
)

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Sum  # noqa: E402
from django.urls import include, path  # noqa: E402
from rest_framework.decorators import action  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.routers import DefaultRouter  # noqa: E402
from rest_framework.serializers import ModelSerializer  # noqa: E402
from rest_framework.viewsets import ModelViewSet  # noqa: E402

from cooperation.models import (  # noqa: E402
    Meeting,
    Official,
    Participant,
    Partnership,
    ProposalChange,
)
from trade.models import Product, Region, Source, TradeFigure  # noqa: E402


class RegionSerializer(ModelSerializer):
    class Meta:
        model = Region
        fields = ["code", "name"]


class ProductSerializer(ModelSerializer):
    class Meta:
        model = Product
        fields = ["id", "edition", "code", "level", "name"]


class SourceSerializer(ModelSerializer):
    class Meta:
        model = Source
        fields = ["key", "kind", "title", "publisher", "url", "published_on"]


SERIES = ("reporter_id", "partner_id", "product_id", "period_start", "id")


class TradeFigureSerializer(ModelSerializer):
    reporter = RegionSerializer()
    partner = RegionSerializer()
    product = ProductSerializer()
    source = SourceSerializer()

    class Meta:
        model = TradeFigure
        exclude = ["passages", "import_run"]


class TradeFigureViewSet(ModelViewSet):
    queryset = TradeFigure.objects.select_related(
        "reporter", "partner", "product", "source"
    ).order_by(*SERIES)
    serializer_class = TradeFigureSerializer
    filterset_fields = ["reporter", "partner", "flow", "frequency", "period"]


class FlatTradeFigureSerializer(ModelSerializer):
    class Meta:
        model = TradeFigure
        exclude = ["passages"]


class FlatTradeFigureViewSet(TradeFigureViewSet):
    """The same without names: other records by their numbers, so no joins."""

    queryset = TradeFigure.objects.order_by(*SERIES)
    serializer_class = FlatTradeFigureSerializer


class OfficialSerializer(ModelSerializer):
    class Meta:
        model = Official
        fields = ["key", "name", "original_name"]


class ParticipantSerializer(ModelSerializer):
    official = OfficialSerializer()

    class Meta:
        model = Participant
        fields = ["id", "side", "name_as_written", "title_as_written", "role", "official", "tenure"]


class PartnershipSerializer(ModelSerializer):
    class Meta:
        model = Partnership
        fields = ["region_a", "region_b"]


class MeetingSerializer(ModelSerializer):
    partnerships = PartnershipSerializer(many=True)
    participants = ParticipantSerializer(many=True)

    class Meta:
        model = Meeting
        exclude = ["search_text", "sources", "passages"]


class MeetingViewSet(ModelViewSet):
    queryset = (
        Meeting.objects.filter(publication="published", archived_on=None)
        .prefetch_related("partnerships", "participants__official")
        .order_by(F("date").desc(nulls_last=True), "id")
    )
    serializer_class = MeetingSerializer
    filterset_fields = {"kind": ["exact"], "state": ["exact"], "date": ["lte", "gte"]}


def status_of(partnership: Partnership, day: str) -> dict:
    held = partnership.meetings.filter(
        publication="published", state="held", archived_on=None, date__lte=day
    )
    latest = ProposalChange.objects.filter(proposal=OuterRef("pk"), effective_on__lte=day)
    stages = partnership.proposals.filter(archived_on=None).annotate(
        stage=Subquery(latest.order_by("-effective_on", "-id").values("stage")[:1])
    )
    a, b = partnership.region_a, partnership.region_b
    figures = TradeFigure.objects.filter(
        Q(reporter=a, partner=b) | Q(reporter=b, partner=a),
        product__edition="ANY",
        product__code="TOTAL",
        frequency="A",
        period_end__lte=day,
    )
    return {
        "region_a": {"code": a.code, "name": a.name},
        "region_b": {"code": b.code, "name": b.name},
        "as_of": day,
        "declared_stage": partnership.declared_stage,
        **held.aggregate(meetings=Count("id"), last_meeting=Max("date")),
        "proposals": {
            row["stage"]: row["n"]
            for row in stages.order_by().values("stage").annotate(n=Count("id"))
            if row["stage"]
        },
        "mechanisms": {
            row["state"]: row["n"]
            for row in partnership.mechanisms.filter(archived_on=None)
            .order_by()
            .values("state")
            .annotate(n=Count("id"))
        },
        "trade": list(
            figures.order_by("-period", "reporter")
            .values("period", "reporter")
            .annotate(
                export=Sum("value", filter=Q(flow="X")), imported=Sum("value", filter=Q(flow="M"))
            )
        ),
    }


class PartnershipViewSet(ModelViewSet):
    queryset = Partnership.objects.select_related("region_a", "region_b")
    serializer_class = PartnershipSerializer

    @action(detail=True)
    def status(self, request, pk=None):
        return Response(status_of(self.get_object(), request.query_params["as_of"]))


router = DefaultRouter()
router.register("trade-figures", TradeFigureViewSet)
router.register("flat-figures", FlatTradeFigureViewSet, basename="flat")
router.register("meetings", MeetingViewSet)
router.register("partnerships", PartnershipViewSet)
urlpatterns = [path("api/", include(router.urls))]
application = get_wsgi_application()

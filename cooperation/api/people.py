"""Officials, their posts and tenures, and the organisations they speak for."""

from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter
from django_filters.filterset import FilterSet
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from cooperation.api.filters import OFFICIAL, ORGANISATION, POST
from cooperation.api.records import (
    OfficialReferenceSerializer,
    OrganisationReferenceSerializer,
    PostReferenceSerializer,
)
from cooperation.api.writing.people import (
    OfficialWriter,
    OrganisationWriter,
    PostWriter,
    TenureWriter,
)
from cooperation.models import Official, Organisation, Post, Tenure
from trade.api.evidence import EVIDENCE, EvidencedSerializer, with_evidence
from trade.api.filters import (
    ArchivedFilter,
    CodesFilter,
    DayFilter,
    IncludePartsFilter,
    RecordFilter,
    RegionFilter,
)
from trade.api.filtersets import SOURCE
from trade.api.records import RecordSerializer, RegionReferenceSerializer
from trade.api.viewsets import RecordViewSet
from trade.api.writing.views import (
    Archived,
    Changed,
    Created,
    Deleted,
    PutByBody,
    PutByKey,
)

TENURE = ("id", "starts_on", "starts_on_precision", "ends_on", "ends_on_precision")


class HeldPostSerializer(EvidencedSerializer):
    """A post an official held, from when to when."""

    post = PostReferenceSerializer(read_only=True)

    class Meta:
        model = Tenure
        fields = (*TENURE, "post", *EVIDENCE)


class HolderSerializer(EvidencedSerializer):
    """Who held a post, from when to when."""

    official = OfficialReferenceSerializer(read_only=True)

    class Meta:
        model = Tenure
        fields = (*TENURE, "official", *EVIDENCE)


class TenureSerializer(EvidencedSerializer):
    """Who held which post, from when to when; an empty end is “still” or “not recorded”."""

    official = OfficialReferenceSerializer(read_only=True)
    post = PostReferenceSerializer(read_only=True)

    class Meta:
        model = Tenure
        fields = (*TENURE, "official", "post", *EVIDENCE)


class OfficialSerializer(RecordSerializer):
    """A person who speaks for a region, with the posts held, the latest first."""

    tenures = HeldPostSerializer(many=True, read_only=True)

    class Meta:
        model = Official
        fields = (
            "key",
            "name",
            "original_name",
            "other_names",
            "archived_on",
            "archive_reason",
            "tenures",
        )


class OrganisationSerializer(RecordSerializer):
    """A ministry, enterprise, university or other body of a region."""

    region = RegionReferenceSerializer(read_only=True)

    class Meta:
        model = Organisation
        fields = (
            "key",
            "name",
            "other_names",
            "kind",
            "region",
            "archived_on",
            "archive_reason",
        )


class PostSerializer(RecordSerializer):
    """An office somebody can hold."""

    region = RegionReferenceSerializer(read_only=True)
    organisation = OrganisationReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Post
        fields = (
            "id",
            "title",
            "region",
            "organisation",
            "rank",
            "archived_on",
            "archive_reason",
        )


class PostDetailSerializer(PostSerializer):
    """An office with everybody recorded to have held it."""

    tenures = HolderSerializer(many=True, read_only=True)

    class Meta(PostSerializer.Meta):
        fields = (*PostSerializer.Meta.fields, "tenures")  # type: ignore[assignment]


class OfficialFilterSet(FilterSet):
    region = RegionFilter(
        "tenures__post__region", help_text=_("Officials who held a post of this region.")
    )
    include_parts = IncludePartsFilter()
    post = RecordFilter(field_name="tenures__post", **POST)
    in_post_on = DayFilter(
        method="filter_in_post_on", help_text=_("Officials who held some post on this day.")
    )
    archived = ArchivedFilter()

    class Meta:
        model = Official
        fields: tuple[str, ...] = ()

    def filter_in_post_on(self, officials: Any, name: str, day: Any) -> QuerySet[Any]:
        in_post: QuerySet[Any] = officials.in_post(on=day)
        return in_post


class PostFilterSet(FilterSet):
    region = RegionFilter("region", help_text=_("The region its holder speaks for."))
    include_parts = IncludePartsFilter()
    organisation = RecordFilter(**ORGANISATION)
    rank = CodesFilter(
        choices=Post.Rank.choices, help_text=_("See codes/post-ranks. May be repeated.")
    )
    archived = ArchivedFilter()

    class Meta:
        model = Post
        fields: tuple[str, ...] = ()


class OrganisationFilterSet(FilterSet):
    region = RegionFilter("region", help_text=_("The region it is a body of."))
    include_parts = IncludePartsFilter()
    kind = ChoiceFilter(
        choices=Organisation.Kind.choices, help_text=_("See codes/organisation-kinds.")
    )
    archived = ArchivedFilter()

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()


class TenureFilterSet(FilterSet):
    on = DayFilter(method="filter_on", help_text=_("Who held which post on this day."))
    official = RecordFilter(**OFFICIAL)
    post = RecordFilter(**POST)
    region = RegionFilter("post__region", help_text=_("The region the post's holder speaks for."))
    include_parts = IncludePartsFilter()
    rank = CodesFilter(
        field_name="post__rank",
        choices=Post.Rank.choices,
        help_text=_("See codes/post-ranks. May be repeated."),
    )
    source = RecordFilter(**SOURCE)

    class Meta:
        model = Tenure
        fields: tuple[str, ...] = ()

    def filter_on(self, tenures: Any, name: str, day: Any) -> QuerySet[Any]:
        held: QuerySet[Any] = tenures.held_on(day)
        return held


LATEST_FIRST = (F("starts_on").desc(nulls_last=True), "id")
HELD_POSTS = Prefetch(
    "tenures",
    with_evidence(Tenure.objects.select_related("post__region")).order_by(*LATEST_FIRST),
)
HOLDERS = Prefetch(
    "tenures",
    with_evidence(Tenure.objects.select_related("official")).order_by(*LATEST_FIRST),
)


class OfficialViewSet(
    Created,
    Changed,
    PutByKey,
    Deleted,
    Archived,
    ListModelMixin,
    RetrieveModelMixin,
    RecordViewSet,
):
    """Officials and the posts they held."""

    same_for_all_readers = True
    changed_with = ("tenures",)
    queryset = Official.objects.prefetch_related(HELD_POSTS)
    lookup_field = "key"
    serializer_class = OfficialSerializer
    writer_class = OfficialWriter
    filterset_class = OfficialFilterSet
    ordering_fields = ("name", "key")
    ordering = ("name",)


class TenureViewSet(
    Created,
    Changed,
    PutByBody,
    Deleted,
    ListModelMixin,
    RetrieveModelMixin,
    RecordViewSet,
):
    """Who held which post, from when to when; `on` answers who was in post on a day."""

    same_for_all_readers = True
    queryset = with_evidence(Tenure.objects.select_related("official", "post__region"))
    serializer_class = TenureSerializer
    writer_class = TenureWriter
    filterset_class = TenureFilterSet
    ordering_fields = ("starts_on", "ends_on", "official", "rank")
    ordering = ("official", "-starts_on")
    ordering_paths = {"official": ("official__name", "official__key"), "rank": ("post__rank",)}
    is_searchable = False


class PostViewSet(
    Created,
    Changed,
    PutByBody,
    Deleted,
    Archived,
    ListModelMixin,
    RetrieveModelMixin,
    RecordViewSet,
):
    """Offices; one shows everybody recorded to have held it."""

    same_for_all_readers = True
    changed_with = ("tenures",)
    queryset = Post.objects.select_related("region", "organisation")
    serializer_class = PostSerializer
    writer_class = PostWriter
    detail_serializer_class = PostDetailSerializer
    filterset_class = PostFilterSet
    ordering_fields = ("region", "rank", "title")
    ordering = ("region", "rank", "title")

    def get_queryset(self) -> QuerySet[Any]:
        posts = super().get_queryset()
        return posts.prefetch_related(HOLDERS) if self.action == "retrieve" else posts


class OrganisationViewSet(
    Created,
    Changed,
    PutByKey,
    Deleted,
    Archived,
    ListModelMixin,
    RetrieveModelMixin,
    RecordViewSet,
):
    """Ministries, enterprises, universities and other bodies of regions."""

    same_for_all_readers = True
    queryset = Organisation.objects.select_related("region")
    lookup_field = "key"
    serializer_class = OrganisationSerializer
    writer_class = OrganisationWriter
    filterset_class = OrganisationFilterSet
    ordering_fields = ("name", "region")
    ordering = ("name",)

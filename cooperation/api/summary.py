"""How many partnerships there are of each kind, each number with the list that has as many rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cooperation.api.as_of import as_of_parameter, asked_day
from cooperation.api.partnership_filters import STAGE
from cooperation.api.partnership_list import PartnershipViewSet
from cooperation.api.status.shown import Shown
from cooperation.api.two_regions import root_of
from cooperation.models import (
    Mechanism,
    OverviewSnapshot,
    Partnership,
    PartnershipStage,
    Proposal,
    Sector,
)
from trade.api.backends import Search
from trade.api.filters import INCLUDE_PARTS
from trade.models import Region

REGION, SECTOR, DECLARED_STAGE = "region", "sector", "declared_stage"
Json = dict[str, Any]


class CountSerializer(Shown):
    """A number of partnerships, and the list of exactly these."""

    code = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()
    url = serializers.CharField(help_text=_("The list that has as many rows."))


@extend_schema_serializer(many=False)  # one summary, though it is asked like a list
class SummarySerializer(Shown):
    """How many partnerships there are altogether and of each kind. Kinds without any are left out."""

    as_of = serializers.DateField(help_text=_("The day it holds for."))
    count = serializers.IntegerField()
    url = serializers.CharField(help_text=_("The list that has as many rows."))
    by_stage = CountSerializer(
        many=True, help_text=_("By computed stage, in the order of the ladder.")
    )
    by_declared_stage = CountSerializer(
        many=True, help_text=_("By the stage an analyst declared, where one is.")
    )
    by_sector = CountSerializer(
        many=True,
        help_text=_(
            "With a proposal or mechanism in the sector or below it: one may be in several."
        ),
    )
    by_region = CountSerializer(
        many=True,
        help_text=_("With the region on either side: each partnership is in two."),
    )


class Tree(NamedTuple):
    """What lies below what, by codes."""

    names: Mapping[str, str]
    parents: Mapping[str, str | None]

    def upwards(self, code: str) -> Iterable[str]:
        """The code and all it lies below."""
        current: str | None = code
        while current is not None:
            yield current
            current = self.parents[current]


class Counts:
    """The partnerships a request asks for, by the computed stage of each, counted by kinds."""

    def __init__(
        self, request: Request, stages: Mapping[int, str], asked: Mapping[str, Any]
    ) -> None:
        self.request = request
        self.stages = stages
        self.pks = list(stages)
        self.with_parts = asked.get(INCLUDE_PARTS)

    def told(self) -> Json:
        return {
            "as_of": asked_day(self.request),
            "count": len(self.pks),
            "url": self.address(),
            "by_stage": self.by_stage(),
            "by_declared_stage": self.by_declared_stage(),
            "by_sector": self.by_sector(),
            "by_region": self.by_region(),
        }

    def by_stage(self) -> list[Json]:
        counts = Counter(self.stages.values())
        return [
            self.counted(STAGE, stage, str(stage.label), counts[stage])
            for stage in PartnershipStage
            if counts[stage]
        ]

    def by_declared_stage(self) -> list[Json]:
        declared = Partnership.objects.filter(pk__in=self.pks).order_by()
        counts = Counter(declared.values_list("declared_stage", flat=True))
        return [
            self.counted(DECLARED_STAGE, stage, str(stage.label), counts[stage])
            for stage in PartnershipStage
            if counts[stage]
        ]

    def by_sector(self) -> list[Json]:
        rows = Sector.objects.values_list("code", "name", "parent__code").order_by("code")
        tree = _tree(rows)
        current = {"partnership__in": self.pks, "archived_on": None}
        proposals = Proposal.objects.visible_to(self.request.user).filter(**current)
        found: dict[str, set[int]] = defaultdict(set)
        for records in (proposals, Mechanism.objects.filter(sector__isnull=False, **current)):
            pairs = records.order_by().values_list("sector__code", "partnership").distinct()
            for code, pk in pairs:
                for above in tree.upwards(code):
                    found[above].add(pk)
        return self.of_tree(SECTOR, tree, {code: len(held) for code, held in found.items()})

    def by_region(self) -> list[Json]:
        pairs = list(
            Partnership.objects.filter(pk__in=self.pks)
            .order_by()
            .values_list("region_a", "region_b")
        )
        regions = Region.objects.exclude(kind=Region.Kind.AREA).order_by("code")
        tree = _tree(regions.values_list("code", "name", "parent"))
        counts: Counter[str] = Counter()
        with_parts = self.with_parts
        for pair in pairs:
            counts.update(
                {above for code in pair for above in tree.upwards(code)}
                if with_parts
                else set(pair)
            )
        return self.of_tree(REGION, tree, counts)

    def of_tree(self, parameter: str, tree: Tree, counts: Mapping[str, int]) -> list[Json]:
        """Where a code is asked for already, only what lies below it: a list takes one code."""
        asked = self.request.query_params.get(parameter)
        return [
            self.counted(parameter, code, name, counts[code])
            for code, name in tree.names.items()
            if counts.get(code) and (not asked or asked in tree.upwards(code))
        ]

    def counted(self, parameter: str, code: str, name: str, count: int) -> Json:
        url = self.address(**{parameter: code})
        return {"code": code, "name": name, "count": count, "url": url}

    def address(self, **narrowed: str) -> str:
        """The list of partnerships on the filters of this request and this one more."""
        asked = self.request.query_params.copy()
        for parameter, code in narrowed.items():
            asked[parameter] = code
        query = asked.urlencode()
        return f"{root_of(self.request)}partnerships/{'?' if query else ''}{query}"


def _tree(rows: Iterable[tuple[str, str, str | None]]) -> Tree:
    found = list(rows)
    known = {code for code, _name, _parent in found}
    return Tree(
        {code: name for code, name, _parent in found},
        {code: parent if parent in known else None for code, _name, parent in found},
    )


class SummaryViewSet(PartnershipViewSet):
    """How many partnerships there are by stage, sector and region."""

    pagination_class = None
    ordering_fields = ()

    def known_parameters(self) -> list[str]:
        return sorted([*self.filters(), Search.parameter, "as_of"])

    @extend_schema(
        summary=str(_("Count partnerships")),
        parameters=[as_of_parameter],
        responses=SummarySerializer,
    )
    def list(self, request: Request) -> Response:
        """Counts on the filters of the list of partnerships, each with its list."""
        return Response(Counts(request, self.stages(), self.asked).told())

    def stages(self) -> dict[int, str]:
        """The computed stage of each partnership that is asked for, by its id."""
        selected = self.selected()
        if not isinstance(selected, QuerySet):
            return {row.partnership_id: row.stage for row in selected}
        if not self.overviews.bring_up_to_date(selected):
            pks = list(selected.values_list("pk", flat=True))
            return {pk: row.stage for pk, row in self.overviews.of(pks).items()}
        kept = OverviewSnapshot.objects.filter(**self.overviews.seen._asdict())
        of_selected = kept.filter(partnership__in=selected.order_by().values("pk"))
        return dict(of_selected.values_list("partnership", "stage"))

"""One figure as it was on record at an earlier moment, also where it was deleted since."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from trade.api.known_at import KNOWN_AT, asked_moment, known_at_parameter
from trade.api.viewsets import RecordViewSet
from trade.figures.observed import sources_then
from trade.figures.past import figures_then
from trade.models import ImportRun, Passage, Product, Region, TradeFigure, TradeFigureRevision
from trade.past import Then, records_then

_MOST_DIGITS = 18  # of a number every database can hold


class KnownFigureMixin(RecordViewSet):
    """Adds `known_at` to single figures."""

    def known_parameters(self) -> list[str]:
        known = super().known_parameters()
        return sorted([KNOWN_AT, *known]) if self.action == "retrieve" else known

    @extend_schema(
        parameters=[
            known_at_parameter(
                _(
                    "The figure as it was on record then: a day, as in 2025-12-31, stands for its "
                    "end; or a moment, as in 2025-12-31T12:00:00Z. One that was deleted since is "
                    "found."
                )
            )
        ]
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A figure with what it said before, the latest first."""
        answer: Response = super().retrieve(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_object(self) -> Any:
        at = asked_moment(self.request) if self.action == "retrieve" else None
        return super().get_object() if at is None else figure_then(self.kwargs["pk"], at=at)


def figure_then(key: str, *, at: dt.datetime) -> TradeFigure:
    """The figure of that moment with all that is shown of it; else a NotFound."""
    is_number = key.isascii() and key.isdecimal() and len(key) <= _MOST_DIGITS
    then = figures_then(Q(id=int(key)), at=at) if is_number else None
    if not then:
        raise NotFound(
            _t("No trade figure “%(key)s” was on record at %(moment)s.")
            % {"key": key[:40], "moment": at.isoformat(timespec="seconds")}
        )
    _attach(then, at)
    (figure,) = then
    found: TradeFigure = figure
    return found


def _attach(then: Then, at: dt.datetime) -> None:
    """What is shown beside the figure: regions and product as they are called now."""
    (figure,) = then
    regions = Region.objects.in_bulk([figure.reporter_id, figure.partner_id])
    figure.reporter, figure.partner = regions[figure.reporter_id], regions[figure.partner_id]
    figure.product = Product.objects.get(pk=figure.product_id)
    figure.source = sources_then(then, at=at)[figure.source_id]
    figure.import_run = ImportRun.objects.filter(pk=figure.import_run_id).first()
    links = then.links("passages")
    quoted = records_then(Passage, Q(id__in=links.get(figure.pk, ())), at=at)
    for passage in quoted:
        if passage.source_id == figure.source_id:
            passage.source = figure.source
    then.attach_many("passages", links, quoted.records)
    before = TradeFigureRevision.objects.filter(figure=figure.pk, replaced_at__lte=at)
    before = before.select_related("import_run", "replaced_by").order_by("-replaced_at")
    then.attach_many(
        "revisions",
        {figure.pk: [revision.pk for revision in before]},
        {revision.pk: revision for revision in before},
    )

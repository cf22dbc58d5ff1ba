"""What goods go which way, in words."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trade.history import RecordedModel
from trade.models.figure import TradeFigure
from trade.models.product import Product
from trade.models.region import Region
from trade.models.source import Evidenced
from trade.search import SearchableQuerySet, SearchTextField


class TradedGoodQuerySet(SearchableQuerySet["TradedGood"]):
    def get_by_natural_key(
        self, source: str, origin: str, destination: str, name: str
    ) -> "TradedGood":
        return self.get(source__key=source, origin_id=origin, destination_id=destination, name=name)


class TradedGood(Evidenced, RecordedModel):
    """Goods that go from one region to another, as a source words it."""

    origin = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="goods_sent", verbose_name=_("from")
    )
    destination = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="goods_received", verbose_name=_("to")
    )
    name = models.CharField(
        _("goods"), max_length=200, help_text=_("In the source's words: “insulated wire”.")
    )
    products = models.ManyToManyField(
        Product, related_name="traded_goods", blank=True, verbose_name=_("products")
    )
    figure = models.ForeignKey(
        TradeFigure,
        on_delete=models.PROTECT,
        related_name="goods",
        null=True,
        blank=True,
        verbose_name=_("figure"),
        help_text=_("Their amount, where the source gives one."),
    )
    search_text = SearchTextField(of=lambda good: (good.name,))

    _history_m2m_fields = [*Evidenced._history_m2m_fields, products]

    objects = TradedGoodQuerySet.as_manager()

    class Meta:
        verbose_name = _("traded good")
        verbose_name_plural = _("traded goods")
        ordering = ["origin", "destination", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "origin", "destination", "name"],
                name="trade_tradedgood_is_recorded_once_a_source",
                violation_error_message=_("This source's mention of these goods is recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")),
                name="trade_tradedgood_leaves_its_origin",
                violation_error_message=_("Goods go from one region to another."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.origin_id} → {self.destination_id}"

    def natural_key(self) -> tuple[str, ...]:
        return (*self.source.natural_key(), self.origin_id, self.destination_id, self.name)

    natural_key.dependencies = ["trade.source", "trade.region", "trade.tradefigure"]  # type: ignore[attr-defined]

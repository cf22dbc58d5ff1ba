"""Annual average exchange rates, each with its source."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trade.history import RecordedModel, RecordedQuerySet
from trade.models.source import Source


class ExchangeRateQuerySet(RecordedQuerySet["ExchangeRate"]):
    def get_by_natural_key(self, source: str, currency: str, year: int) -> "ExchangeRate":
        return self.get(source__key=source, currency=currency, year=year)


class ExchangeRate(RecordedModel):
    """How many units of a currency one US dollar was worth on average in a year."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="exchange_rates", verbose_name=_("source")
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Give an ISO 4217 code, such as EUR."))],
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900, _("Give a year from 1900."))]
    )
    units_per_usd = models.DecimalField(
        _("units for one US dollar"), max_digits=20, decimal_places=8
    )

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "-year", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "currency", "year"],
                name="trade_exchangerate_is_given_once_a_source",
                violation_error_message=_("This source's rate for the year is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(units_per_usd__gt=0),
                name="trade_exchangerate_is_positive",
                violation_error_message=_("A rate is above zero."),
            ),
            models.CheckConstraint(
                condition=~Q(currency="USD"),
                name="trade_exchangerate_is_of_another_currency",
                violation_error_message=_("The dollar needs no rate against itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.year}: {self.units_per_usd} for 1 USD"

    def natural_key(self) -> tuple[str, str, int]:
        return (self.source.key, self.currency, self.year)

    natural_key.dependencies = ["trade.source"]  # type: ignore[attr-defined]

"""What is said to have been traded: figures, as offices publish them and officials quote them."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trade.fields import DerivedDateField
from trade.history import RecordedModel, RecordedQuerySet
from trade.models.import_run import ImportRun
from trade.models.periods import PERIOD_PATTERNS, Frequency, period_bounds
from trade.models.product import Product
from trade.models.region import Region
from trade.models.source import Evidenced, Source

# The observation statuses that say why there is no value.
MISSING_STATUSES = ("H", "L", "M", "O", "Q")


class TradeFigureQuerySet(RecordedQuerySet["TradeFigure"]):
    """Figures; what changes many of them at once keeps history and annual totals in step.

    The totals are imported where they are used: they stand on the models.
    """

    def get_by_natural_key(self, *key: Any) -> "TradeFigure":
        source, reporter, partner, flow, edition, product, period, amount = key
        return self.get(
            source__key=source,
            reporter_id=reporter,
            partner_id=partner,
            flow=flow,
            product__edition=edition,
            product__code=product,
            period=period,
            amount_as_written=amount,
        )

    def update(self, **changes: Any) -> int:
        from trade.figures.remembering import remember_imports
        from trade.figures.totals import keeping_totals

        with keeping_totals(self):
            remember_imports(self)
            return super().update(**changes)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        from trade.figures.remembering import remember_imports
        from trade.figures.totals import keeping_totals

        with keeping_totals(self):
            remember_imports(self)
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(
        self, objs: Iterable["TradeFigure"], *args: Any, **options: Any
    ) -> list["TradeFigure"]:
        from trade.figures.totals import refresh_totals_of

        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **options)
            refresh_totals_of([figure.pk for figure in created])
        return created

    def between(self, region: str, other: str) -> Self:
        """What either region reports of its trade with the other."""
        return self.filter(
            Q(reporter_id=region, partner_id=other) | Q(reporter_id=other, partner_id=region)
        )

    def annual(self) -> Self:
        return self.filter(frequency=Frequency.ANNUAL)

    def actual(self) -> Self:
        """What was traded, not what is aimed at or expected."""
        return self.exclude(
            qualifier__in=[TradeFigure.Qualifier.TARGET, TradeFigure.Qualifier.FORECAST]
        )


class TradeFigure(Evidenced, RecordedModel):
    """One observation of trade: who reports what flow of which goods, when, and how much."""

    class Flow(models.TextChoices):
        """UN Comtrade's codes, and turnover (exports and imports together), which has none."""

        EXPORT = "X", _("export")
        IMPORT = "M", _("import")
        TURNOVER = "TURNOVER", _("turnover")
        DOMESTIC_EXPORT = "DX", _("domestic export")
        RE_EXPORT = "RX", _("re-export")
        RE_IMPORT = "RM", _("re-import")
        FOREIGN_IMPORT = "FM", _("foreign import")
        IMPORT_INWARD_PROCESSING = "MIP", _("import for inward processing")
        IMPORT_OUTWARD_PROCESSING = "MOP", _("import after outward processing")
        EXPORT_INWARD_PROCESSING = "XIP", _("export after inward processing")
        EXPORT_OUTWARD_PROCESSING = "XOP", _("export for outward processing")
        IMPORT_AFFILIATES = "MIF", _("import between affiliates")
        EXPORT_AFFILIATES = "XIF", _("export between affiliates")

    class Qualifier(models.TextChoices):
        """How the source words the amount."""

        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        ALMOST = "almost", _("almost")
        OVER = "over", _("over")
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")
        RANGE = "range", _("between")
        TARGET = "target", _("target")
        FORECAST = "forecast", _("forecast")

    class ObservationStatus(models.TextChoices):
        """SDMX code list CL_OBS_STATUS, version 2.2."""

        NORMAL = "A", _("normal value")
        BREAK = "B", _("time series break")
        DEFINITION_DIFFERS = "D", _("definition differs")
        ESTIMATED = "E", _("estimated value")
        FORECAST = "F", _("forecast value")
        EXPERIMENTAL = "G", _("experimental value")
        MISSING_HOLIDAY = "H", _("missing value; holiday or weekend")
        IMPUTED = "I", _("imputed value")
        DEROGATION = "K", _("derogation")
        MISSING_NOT_COLLECTED = "L", _("missing value; data exist but were not collected")
        MISSING_CANNOT_EXIST = "M", _("missing value; data cannot exist")
        NOT_SIGNIFICANT = "N", _("not significant")
        MISSING = "O", _("missing value")
        PROVISIONAL = "P", _("provisional value")
        MISSING_SUPPRESSED = "Q", _("missing value; suppressed")
        STRIKE = "S", _("strike and other special events")
        LOW_RELIABILITY = "U", _("low reliability")
        UNVALIDATED = "V", _("unvalidated value")

    class Valuation(models.TextChoices):
        FOB = "FOB", _("FOB: at the exporter's border")
        CIF = "CIF", _("CIF: with insurance and freight")

    # Source and reporter lead an index below; one for each alone would cost every import time.
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="tradefigures",
        db_index=False,
        verbose_name=_("source"),
    )
    reporter = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="reported_figures",
        db_index=False,
        verbose_name=_("reporter"),
        help_text=_("Whose exports, imports or turnover this is."),
    )
    partner = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="partner_figures",
        db_index=False,
        verbose_name=_("partner"),
    )
    flow = models.CharField(_("flow"), max_length=8, choices=Flow.choices)
    product = models.ForeignKey(
        Product,
        on_delete=models.PROTECT,
        related_name="figures",
        verbose_name=_("product"),
        help_text=_("TOTAL for all goods."),
    )
    frequency = models.CharField(_("frequency"), max_length=1, choices=Frequency.choices)
    period = models.CharField(
        _("period"),
        max_length=15,
        blank=True,
        help_text=_(
            "As SDMX writes it: 2024, 2024-S1, 2024-Q1, 2024-03; for other spans the first and "
            "last month, 2023-01/2023-08. Empty when the source does not say."
        ),
    )
    period_start = DerivedDateField(
        _("period starts"), null=True, derive=lambda figure: period_bounds(figure.period)[0]
    )
    period_end = DerivedDateField(
        _("period ends"), null=True, derive=lambda figure: period_bounds(figure.period)[1]
    )
    period_as_written = models.CharField(
        _("period as written"), max_length=120, blank=True, help_text=_("“last year”, say.")
    )
    value = models.DecimalField(
        _("value"),
        max_digits=24,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In whole units of the currency: 130000000, not 130 million."),
    )
    value_low = models.DecimalField(
        _("at least"), max_digits=24, decimal_places=2, null=True, blank=True
    )
    value_high = models.DecimalField(
        _("at most"), max_digits=24, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Give an ISO 4217 code, such as USD."))],
        help_text=_("ISO 4217 code."),
    )
    qualifier = models.CharField(
        _("qualifier"), max_length=8, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    observation_status = models.CharField(
        _("observation status"),
        max_length=1,
        choices=ObservationStatus.choices,
        default=ObservationStatus.NORMAL,
    )
    valuation = models.CharField(
        _("valuation"), max_length=3, choices=Valuation.choices, blank=True
    )
    amount_as_written = models.CharField(_("amount as written"), max_length=120, blank=True)
    change_percent = models.DecimalField(
        _("stated change, percent"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Against the same period a year before, where the source states it."),
    )
    change_as_written = models.CharField(_("change as written"), max_length=120, blank=True)
    claimed_by = models.CharField(
        _("claimed by"),
        max_length=200,
        blank=True,
        help_text=_("Who gave the figure, as the source names them; empty for the source itself."),
    )
    is_pinned = models.BooleanField(
        _("preferred"),
        default=False,
        help_text=_("Prefer this claim to others for the same period, whatever the rule says."),
    )
    notes = models.TextField(_("notes"), blank=True)
    released_on = models.DateField(
        _("released on"),
        null=True,
        blank=True,
        help_text=_("When the source released this value, where it says."),
    )
    import_run = models.ForeignKey(
        ImportRun,
        on_delete=models.PROTECT,
        related_name="figures",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("import"),
        help_text=_("The import that brought this value; empty when it was entered."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = TradeFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("trade figure")
        verbose_name_plural = _("trade figures")
        ordering = ["reporter", "partner", "-period_start", "flow", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "source",
                    "reporter",
                    "partner",
                    "flow",
                    "product",
                    "period",
                    "amount_as_written",
                ],
                name="trade_tradefigure_is_recorded_once_a_source",
                violation_error_message=_("This source's figure is already recorded."),
            ),
            models.UniqueConstraint(
                fields=["reporter", "partner", "flow", "product", "period"],
                condition=Q(is_pinned=True),
                name="trade_tradefigure_one_is_preferred_a_period",
                violation_error_message=_("Another figure of this period is already preferred."),
            ),
            models.CheckConstraint(
                condition=~Q(reporter=F("partner")),
                name="trade_tradefigure_partner_is_not_its_reporter",
                violation_error_message=_("A region does not trade with itself."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="trade_tradefigure_value_is_not_negative",
                violation_error_message=_("An amount of trade is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(value_low__isnull=True) | Q(value_low__gte=0),
                name="trade_tradefigure_low_is_not_negative",
                violation_error_message=_("An amount of trade is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(value_low__isnull=True)
                | Q(value_high__isnull=True)
                | Q(value_low__lte=F("value_high")),
                name="trade_tradefigure_low_is_not_above_high",
                violation_error_message=_("The lower bound is above the upper one."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False)
                | Q(value_low__isnull=False, value_high__isnull=False)
                | Q(observation_status__in=MISSING_STATUSES),
                name="trade_tradefigure_states_an_amount_or_is_missing",
                violation_error_message=_(
                    "Give a value or both bounds, or an observation status that says it is missing."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(qualifier="range")
                | Q(value_low__isnull=False, value_high__isnull=False),
                name="trade_tradefigure_range_has_both_bounds",
                violation_error_message=_("A range takes both bounds."),
            ),
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(frequency=frequency, period__regex=pattern)
                        for frequency, pattern in PERIOD_PATTERNS.items()
                    ),
                    _connector=Q.OR,
                ),
                name="trade_tradefigure_period_agrees_with_frequency",
                violation_error_message=_(
                    "Period and frequency disagree: 2024 is annual, 2024-S1 half-yearly, 2024-Q1 "
                    "quarterly, 2024-03 monthly, 2023-01/2023-08 another span, empty not stated."
                ),
            ),
            models.CheckConstraint(
                condition=Q(period="", period_start__isnull=True, period_end__isnull=True)
                | (~Q(period="") & Q(period_start__lte=F("period_end"))),
                name="trade_tradefigure_period_starts_before_it_ends",
                violation_error_message=_("The period ends before it starts."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["reporter", "partner", "product", "period_start"],
                name="trade_tradefigure_by_pair",
            ),
            models.Index(fields=["partner"], name="trade_tradefigure_by_partner"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.reporter_id} {self.get_flow_display()} {self.partner_id} "
            f"{self.period or self.period_as_written}: {self.amount}"
        )

    def natural_key(self) -> tuple[str, ...]:
        return (
            *self.source.natural_key(),
            self.reporter_id,
            self.partner_id,
            self.flow,
            *self.product.natural_key(),
            self.period,
            self.amount_as_written,
        )

    natural_key.dependencies = ["trade.source", "trade.region", "trade.product"]  # type: ignore[attr-defined]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude)
        # The constraints on the derived columns are checked before a save fills them.
        try:
            self.period_start, self.period_end = period_bounds(self.period)
        except ValueError as error:
            raise ValidationError({"period": str(error)}) from error

    @property
    def amount(self) -> str:
        """The amount as the source words it, else as a plain number with its currency."""
        if self.amount_as_written:
            return self.amount_as_written
        if self.value is not None:
            return f"{self.value:,.0f} {self.currency}"
        if self.value_low is not None and self.value_high is not None:
            return f"{self.value_low:,.0f}–{self.value_high:,.0f} {self.currency}"
        return str(self.get_observation_status_display())

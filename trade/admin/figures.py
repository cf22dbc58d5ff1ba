"""Trade figures and traded goods."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from trade.admin.base import Inline, ReadOnly, RecordAdmin
from trade.admin.columns import link_to_list, money, page_of
from trade.admin.filters import UsedChoicesFilter
from trade.admin.forms import RecordForm
from trade.figures.saving import delete_figure, save_figure
from trade.models import Product, TradedGood, TradeFigure, TradeFigureRevision
from trade.models.periods import frequency_of

EVIDENCE: tuple[Any, Any] = (
    _("Evidence"),
    {
        "fields": ["source", "passages"],
        "description": _("The source, and the passages of it that say so: search by their words."),
    },
)


class TradeFigureForm(RecordForm):
    """The frequency follows from the period when it is left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "frequency" in self.fields:
            self.fields["frequency"].required = False
            self.fields["frequency"].help_text = _("Empty: taken from the period.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("frequency") and "period" in data:
            try:
                data["frequency"] = frequency_of(data["period"]).value
            except ValueError:
                # The model says so at the period.
                data["frequency"] = ""
        return data


class RevisionInline(ReadOnly, Inline):
    """What the figure said before, and which import replaced it."""

    model = TradeFigureRevision
    fk_name = "figure"
    classes = ["collapse"]
    select_related = ["import_run", "replaced_by"]
    verbose_name_plural = _("what it said before")
    fields = [
        ("value", "currency", "observation_status"),
        ("recorded_at", "released_on", "import_run"),
        ("replaced_at", "replaced_by"),
    ]


@admin.register(TradeFigure)
class TradeFigureAdmin(RecordAdmin):
    form = TradeFigureForm
    list_display = [
        "pair",
        "flow",
        "period_given",
        "amount_given",
        "qualifier",
        "goods_counted",
        "publisher",
        "preferred",
    ]
    list_filter = [
        ("flow", UsedChoicesFilter),
        ("frequency", UsedChoicesFilter),
        ("qualifier", UsedChoicesFilter),
        "is_pinned",
        ("reporter", admin.RelatedOnlyFieldListFilter),
        ("partner", admin.RelatedOnlyFieldListFilter),
    ]
    date_hierarchy = "period_start"
    list_select_related = ["reporter", "partner", "product", "source"]
    search_fields = [
        "reporter__search_text",
        "reporter__names__search_text",
        "partner__search_text",
        "partner__names__search_text",
        "product__search_text",
        "source__search_text",
        "period",
        "amount_as_written",
        "claimed_by",
    ]
    search_help_text = _("Region, product, period, source or words of the amount.")
    readonly_fields = ["recorded_at", "import_run", "earlier_values"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("reporter", "flow", "partner"),
                    ("period", "frequency", "period_as_written"),
                    "product",
                ]
            },
        ),
        (
            _("Amount"),
            {
                "fields": [
                    ("qualifier", "value", "currency"),
                    ("value_low", "value_high"),
                    ("amount_as_written", "claimed_by"),
                    ("change_percent", "change_as_written"),
                ],
                "description": _(
                    "In whole units: $130 million is 130000000. Give both bounds for a range, "
                    "and keep the source's words beside the number."
                ),
            },
        ),
        EVIDENCE,
        (
            _("Choice and method"),
            {
                "fields": [
                    "is_pinned",
                    ("observation_status", "valuation", "released_on"),
                    ("recorded_at", "import_run", "earlier_values"),
                    "notes",
                ],
                "description": _(
                    "Claims that contradict each other are all kept. Without a preferred one a "
                    "statistical release goes before a document, a document before an article, "
                    "a newer source before an older."
                ),
            },
        ),
    ]

    def get_inlines(self, request: HttpRequest, obj: TradeFigure | None = None) -> list[Any]:
        return [RevisionInline] if obj else []

    def save_model(self, request: HttpRequest, obj: TradeFigure, form: Any, change: bool) -> None:
        obj._history_user = request.user  # type: ignore[attr-defined]
        save_figure(figure=obj, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: TradeFigure) -> None:
        delete_figure(figure=obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What figures said before goes with them, though nobody may delete it by itself."""
        *found, missing_permissions, protected = super().get_deleted_objects(objs, request)
        missing_permissions.discard(TradeFigureRevision._meta.verbose_name)
        return *found, missing_permissions, protected

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """All goods, unless the address says otherwise."""
        total = Product.objects.filter(code=Product.TOTAL).values_list("pk", flat=True).first()
        return {"product": total, **super().get_changeform_initial_data(request)}

    @admin.display(description=_("earlier values"))
    def earlier_values(self, figure: TradeFigure) -> str:
        count = figure.revisions.count() if figure.pk else 0
        if not count:
            return "0"
        return link_to_list(TradeFigureRevision, count, figure__id__exact=figure.pk)

    @admin.display(description=_("reporter and partner"), ordering="reporter__name")
    def pair(self, figure: TradeFigure) -> str:
        return f"{figure.reporter} → {figure.partner}"

    @admin.display(description=_("period"), ordering="period_start")
    def period_given(self, figure: TradeFigure) -> str:
        return figure.period or figure.period_as_written

    @admin.display(description=_("amount"), ordering="value")
    def amount_given(self, figure: TradeFigure) -> str:
        return money(figure.value, figure.currency) or figure.amount

    @admin.display(description=_("source"), ordering="source__publisher")
    def publisher(self, figure: TradeFigure) -> str:
        source = figure.source
        return format_html(
            '<a href="{}" title="{}">{}</a>', page_of(source), source.title, source.publisher
        )

    @admin.display(description=_("preferred"), ordering="is_pinned")
    def preferred(self, figure: TradeFigure) -> str:
        return str(_("preferred")) if figure.is_pinned else ""

    @admin.display(description=_("goods"), ordering="product__code")
    def goods_counted(self, figure: TradeFigure) -> str:
        if figure.product.code == Product.TOTAL:
            return str(_("all"))
        return figure.product.code


@admin.register(TradedGood)
class TradedGoodAdmin(RecordAdmin):
    list_display = ["name", "origin", "destination", "hs_lines", "figure", "source"]
    list_filter = [
        ("origin", admin.RelatedOnlyFieldListFilter),
        ("destination", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["origin", "destination", "figure", "source"]
    list_prefetch_related = ["products"]
    search_fields = ["search_text"]
    search_help_text = _("Words of the goods.")
    fieldsets = [
        (None, {"fields": ["name", ("origin", "destination")]}),
        (
            _("Products and amount"),
            {
                "fields": ["products", "figure"],
                "description": _("HS lines, where the words name them; the figure, where given."),
            },
        ),
        EVIDENCE,
    ]

    @admin.display(description=_("products"))
    def hs_lines(self, good: TradedGood) -> str:
        return ", ".join(product.code for product in good.products.all())

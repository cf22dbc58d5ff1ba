"""What is traded: the lines of the Harmonized System."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trade.history import RecordedModel
from trade.search import SearchableQuerySet, SearchTextField


class ProductQuerySet(SearchableQuerySet["Product"]):
    def get_by_natural_key(self, edition: str, code: str) -> "Product":
        return self.get(edition=edition, code=code)

    def total(self) -> "Product":
        """The row that stands for all goods."""
        return self.get(edition=Product.Edition.ANY, code=Product.TOTAL)

    def under(self, code: str) -> Self:
        """The line with this HS code and all lines below it; `TOTAL` is every line."""
        if code == Product.TOTAL:
            return self
        return self.filter(
            Q(code=code)
            | Q(code__startswith=code, level__gte=Product.Level.CHAPTER)
            | Q(parent__code=code)
            | Q(parent__parent__code=code)
            | Q(parent__parent__parent__code=code)
        )


class Product(RecordedModel):
    """A line of the Harmonized System, or all goods together."""

    TOTAL = "TOTAL"

    class Edition(models.TextChoices):
        ANY = "ANY", _("every edition")
        HS1992 = "HS1992", "HS 1992"
        HS1996 = "HS1996", "HS 1996"
        HS2002 = "HS2002", "HS 2002"
        HS2007 = "HS2007", "HS 2007"
        HS2012 = "HS2012", "HS 2012"
        HS2017 = "HS2017", "HS 2017"
        HS2022 = "HS2022", "HS 2022"

    class Level(models.IntegerChoices):
        """The number of digits of the code; a section has none and is given 1."""

        TOTAL = 0, _("all goods")
        SECTION = 1, _("section")
        CHAPTER = 2, _("chapter")
        HEADING = 4, _("heading")
        SUBHEADING = 6, _("subheading")

    edition = models.CharField(_("edition"), max_length=6, choices=Edition.choices)
    code = models.CharField(
        _("code"), max_length=6, help_text=_("HS code without points; sections I to XXI; TOTAL.")
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("part of"),
    )
    name = models.TextField(_("description"))
    search_text = SearchTextField(of=lambda product: (product.code, product.name))

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["edition", "level", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="trade_product_code_is_unique_in_its_edition",
                violation_error_message=_("This edition already has a product with this code."),
            ),
            models.CheckConstraint(
                condition=Q(level=0, code="TOTAL", parent__isnull=True)
                | Q(level=1, parent__isnull=False)
                | Q(level=2, code__length=2, parent__isnull=False)
                | Q(level=4, code__length=4, parent__isnull=False)
                | Q(level=6, code__length=6, parent__isnull=False),
                name="trade_product_code_fits_its_level",
                violation_error_message=_(
                    "A chapter has two digits, a heading four, a subheading six; "
                    "every line but TOTAL is part of another."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def natural_key(self) -> tuple[str, str]:
        return (self.edition, self.code)

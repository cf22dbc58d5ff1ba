"""The areas regions cooperate in."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trade.history import RecordedModel, RecordedQuerySet
from trade.models import Product
from trade.search import SearchableQuerySet, SearchTextField


class SectorQuerySet(SearchableQuerySet["Sector"]):
    search_paths = ("search_text", "terms__search_text")

    def get_by_natural_key(self, code: str) -> "Sector":
        return self.get(code=code)

    def under(self, code: str) -> Self:
        """The sector with this code and all below it. The tree is small: one query reads it."""
        children: dict[str | None, list[str]] = {}
        for sector, parent in self.model._base_manager.values_list("code", "parent__code"):
            children.setdefault(parent, []).append(sector)
        found = [code]
        for parent in found:
            found += children.get(parent, [])
        return self.filter(code__in=found)


class Sector(RecordedModel):
    """An area of cooperation, such as rolling stock or youth exchange, or a group of them."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("group"),
    )
    isic_codes = models.JSONField(
        _("ISIC codes"),
        default=list,
        blank=True,
        help_text=_("ISIC Rev. 4 sections, divisions, groups or classes, as in [“302”]."),
    )
    products = models.ManyToManyField(
        Product, related_name="sectors", blank=True, verbose_name=_("products")
    )
    search_text = SearchTextField(of=lambda sector: (sector.code, sector.name))

    _history_m2m_fields = [products]

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def clean(self) -> None:
        super().clean()
        if not isinstance(self.isic_codes, list) or not all(
            isinstance(code, str) for code in self.isic_codes
        ):
            raise ValidationError({"isic_codes": _("Give a list of codes, each in quotes.")})
        above = self.parent
        while above is not None:
            if above.pk == self.pk:
                raise ValidationError({"parent": _("A sector cannot be part of itself.")})
            above = above.parent


class SectorTermQuerySet(RecordedQuerySet["SectorTerm"]):
    def get_by_natural_key(self, language: str, term: str) -> "SectorTerm":
        return self.get(language=language, term=term)


class SectorTerm(RecordedModel):
    """A term by which texts in one language name a sector."""

    sector = models.ForeignKey(
        Sector, on_delete=models.CASCADE, related_name="terms", verbose_name=_("sector")
    )
    language = models.CharField(_("language"), max_length=3, default="en")
    term = models.CharField(_("term"), max_length=120, help_text=_("In lower case."))
    search_text = SearchTextField(of=lambda sector_term: (sector_term.term,))

    objects = SectorTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of a sector")
        verbose_name_plural = _("terms of sectors")
        ordering = ["language", "term"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "term"],
                name="cooperation_sectorterm_names_one_sector",
                violation_error_message=_("This term already names a sector."),
            ),
        ]

    def __str__(self) -> str:
        return self.term

    def natural_key(self) -> tuple[str, str]:
        return (self.language, self.term)

    natural_key.dependencies = ["cooperation.sector"]  # type: ignore[attr-defined]

"""The regions that trade and cooperate, and the names texts give them."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trade.fields import RegionCodeField
from trade.history import RecordedModel, RecordedQuerySet
from trade.search import SearchableQuerySet, SearchTextField


class RegionQuerySet(SearchableQuerySet["Region"]):
    search_paths = ("search_text", "names__search_text")

    def get_by_natural_key(self, code: str) -> "Region":
        return self.get(code=code)

    def proper(self) -> Self:
        """Countries and their parts, without the areas that only statistics know."""
        return self.exclude(kind=Region.Kind.AREA)

    def within(self, code: str) -> Self:
        """The region and its parts, to the depth ISO 3166-2 has (country, region, district)."""
        return self.filter(Q(code=code) | Q(parent=code) | Q(parent__parent=code))


class Region(RecordedModel):
    """A country, or a part of one, that trades and cooperates with others."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        SUBDIVISION = "subdivision", _("part of a country")
        AREA = "area", _("statistical area")

    code = RegionCodeField(
        _("code"),
        primary_key=True,
        max_length=6,
        validators=[
            RegexValidator(
                r"^([A-Z]{2}(-[A-Z0-9]{1,3})?|W00|M[0-9]{3})$",
                _("Give an ISO 3166-1 alpha-2 or ISO 3166-2 code, such as BY or RU-MO."),
            )
        ],
        help_text=_(
            "ISO 3166-1 alpha-2 or ISO 3166-2, such as BY or RU-MO; for statistical areas that are "
            "no regions W00 (World) or M with the number of the UN, such as M899 (not specified)."
        ),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    subdivision_type = models.CharField(
        _("type of subdivision"), max_length=80, blank=True, help_text=_("Republic, oblast, ...")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        verbose_name=_("part of"),
    )
    name = models.CharField(_("English short name"), max_length=120)
    alpha3 = models.CharField(_("ISO alpha-3 code"), max_length=3, blank=True)
    numeric_code = models.CharField(
        _("ISO numeric code"), max_length=3, blank=True, help_text=_("Also the M49 code.")
    )
    search_text = SearchTextField(of=lambda region: (region.code, region.name))

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["country", "area"], parent__isnull=True)
                | Q(kind="subdivision", parent__isnull=False),
                name="trade_region_has_a_parent_if_a_subdivision",
                violation_error_message=_(
                    "A part of a country names what it is part of; nothing else has a parent."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("code")),
                name="trade_region_is_not_part_of_itself",
                violation_error_message=_("A region cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    # No `natural_key`: the primary key is one, and dumpdata would leave it out.

    @property
    def country_code(self) -> str:
        """The code of the country this region is, or is part of."""
        return str(self.code)[:2]


class RegionNameQuerySet(RecordedQuerySet["RegionName"]):
    def get_by_natural_key(self, region: str, language: str, kind: str, name: str) -> "RegionName":
        return self.get(region_id=region, language=language, kind=kind, name=name)


class RegionName(RecordedModel):
    """Another name of a region: in another language, official, former, or an adjective."""

    class Kind(models.TextChoices):
        SHORT = "short", _("short name")
        OFFICIAL = "official", _("official name")
        ALIAS = "alias", _("alias")
        FORMER = "former", _("former name")
        ADJECTIVE = "adjective", _("adjective")

    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, related_name="names", verbose_name=_("region")
    )
    language = models.CharField(
        _("language"), max_length=3, help_text=_("ISO 639 code, such as en or ru.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    search_text = SearchTextField(of=lambda region_name: (region_name.name,))

    objects = RegionNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of a region")
        verbose_name_plural = _("names of regions")
        ordering = ["region", "language", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "language", "kind", "name"],
                name="trade_regionname_is_given_once",
                violation_error_message=_("This region already has this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str, str, str]:
        return (self.region_id, self.language, self.kind, self.name)

    natural_key.dependencies = ["trade.region"]  # type: ignore[attr-defined]

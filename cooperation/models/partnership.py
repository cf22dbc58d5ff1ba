"""Pairs of regions whose cooperation is followed."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trade.history import RecordedModel
from trade.models import Archivable, Region
from trade.search import SearchableQuerySet


class PartnershipStage(models.TextChoices):
    """How far a partnership has come, declared by an analyst or computed from its records."""

    NONE = "none", _("no contact recorded")
    CONTACT = "contact", _("in contact")
    NEGOTIATING = "negotiating", _("negotiating")
    AGREED = "agreed", _("agreed")
    ACTIVE = "active", _("active")
    DORMANT = "dormant", _("dormant")


class PartnershipQuerySet(SearchableQuerySet["Partnership"]):
    search_paths = (
        "region_a__search_text",
        "region_b__search_text",
        "region_a__names__search_text",
        "region_b__names__search_text",
    )

    def get_by_natural_key(self, region_a: str, region_b: str) -> "Partnership":
        return self.get(region_a_id=region_a, region_b_id=region_b)

    def of(self, region: str, other: str) -> Self:
        """The partnership of two regions, named in either order."""
        region_a, region_b = sorted([region, other])
        return self.filter(region_a_id=region_a, region_b_id=region_b)


class Partnership(Archivable, RecordedModel):
    """Two regions that cooperate, at equal or unequal level, stored once in the order of codes."""

    region_a = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="partnerships_as_a", verbose_name=_("region")
    )
    region_b = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="partnerships_as_b",
        verbose_name=_("partner region"),
    )
    declared_stage = models.CharField(
        _("declared stage"),
        max_length=12,
        choices=PartnershipStage.choices,
        blank=True,
        help_text=_("An analyst's judgement, shown beside the computed stage."),
    )
    declared_on = models.DateField(_("declared on"), null=True, blank=True)
    declared_because = models.CharField(_("reason"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["region_a", "region_b"]
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["region_a", "region_b"],
                name="cooperation_partnership_is_unique",
                violation_error_message=_("This partnership is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(region_a__lt=F("region_b")),
                name="cooperation_partnership_is_in_order_of_codes",
                violation_error_message=_(
                    "A partnership has two different regions, in the order of their codes."
                ),
            ),
            models.CheckConstraint(
                condition=Q(declared_stage="", declared_on__isnull=True)
                | (~Q(declared_stage="") & Q(declared_on__isnull=False)),
                name="cooperation_partnership_declaration_is_dated",
                violation_error_message=_("A declared stage takes the date of the declaration."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_a} – {self.region_b}"

    def natural_key(self) -> tuple[str, str]:
        return (self.region_a_id, self.region_b_id)

    natural_key.dependencies = ["trade.region"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        if not self.region_a_id or not self.region_b_id:
            return
        if self.region_a_id > self.region_b_id:
            self.region_a, self.region_b = self.region_b, self.region_a
        for region in (self.region_a, self.region_b):
            if region.kind == Region.Kind.AREA:
                raise ValidationError(
                    _("%(area)s is a statistical area: it has nobody to meet.") % {"area": region}
                )
        if self.region_a.country_code == self.region_b.country_code:
            raise ValidationError(
                _("A partnership reaches across a border: %(a)s and %(b)s are of one country.")
                % {"a": self.region_a, "b": self.region_b}
            )

    @property
    def regions(self) -> tuple[str, str]:
        """The codes of both regions, in their order."""
        return (self.region_a_id, self.region_b_id)

"""What already stands between two regions, or is planned to."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cooperation.models.partnership import Partnership
from cooperation.models.people import Organisation
from cooperation.models.sector import Sector
from trade.history import RecordedModel
from trade.models import Archivable, Evidenced, PartialDate, Region
from trade.models.dates import PRECISION_MESSAGE, precision_agrees, precision_field
from trade.search import SearchableQuerySet, SearchTextField


class MechanismQuerySet(SearchableQuerySet["Mechanism"]):
    def get_by_natural_key(self, region_a: str, region_b: str, name: str) -> "Mechanism":
        return self.get(
            partnership__region_a_id=region_a, partnership__region_b_id=region_b, name=name
        )


class Mechanism(Evidenced, Archivable, RecordedModel):
    """A centre, commission, joint production, agreement or tie through which regions cooperate."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("sales or service centre")
        TRAINING = "training", _("training centre")
        COMMISSION = "commission", _("commission or working group")
        JOINT_PRODUCTION = "joint_production", _("joint production")
        AGREEMENT = "agreement", _("agreement")
        SISTER_CITIES = "sister_cities", _("sister-city tie")
        OTHER = "other", _("other")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPERATING = "operating", _("operating")
        CLOSED = "closed", _("closed")

    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        related_name="mechanisms",
        verbose_name=_("partnership"),
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.OPERATING
    )
    sector = models.ForeignKey(
        Sector,
        on_delete=models.PROTECT,
        related_name="mechanisms",
        null=True,
        blank=True,
        verbose_name=_("sector"),
    )
    located_in = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="mechanisms",
        null=True,
        blank=True,
        verbose_name=_("located in"),
    )
    host = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="mechanisms",
        null=True,
        blank=True,
        verbose_name=_("host"),
    )
    starts_on = models.DateField(
        _("since"), null=True, blank=True, help_text=_("Empty when not recorded.")
    )
    starts_on_precision = precision_field()
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ends_on_precision = precision_field()
    notes = models.TextField(_("notes"), blank=True)
    search_text = SearchTextField(of=lambda mechanism: (mechanism.name,))

    objects = MechanismQuerySet.as_manager()

    class Meta:
        verbose_name = _("mechanism")
        verbose_name_plural = _("mechanisms")
        ordering = ["partnership", "name", "id"]
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["partnership", "name"],
                name="cooperation_mechanism_name_is_unique_in_its_partnership",
                violation_error_message=_("This partnership already has a mechanism so named."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on"))
                # The end may be any day of its month or year.
                | Q(ends_on_precision="year", starts_on__year=F("ends_on__year"))
                | Q(
                    ends_on_precision="month",
                    starts_on__year=F("ends_on__year"),
                    starts_on__month=F("ends_on__month"),
                ),
                name="cooperation_mechanism_does_not_end_before_it_starts",
                violation_error_message=_("A mechanism does not end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(state="closed"),
                name="cooperation_mechanism_that_ended_is_closed",
                violation_error_message=_("A mechanism that has ended is closed."),
            ),
            models.CheckConstraint(
                condition=precision_agrees("starts_on", "starts_on_precision")
                & precision_agrees("ends_on", "ends_on_precision"),
                name="cooperation_mechanism_precisions_agree",
                violation_error_message=PRECISION_MESSAGE,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, ...]:
        return (*self.partnership.natural_key(), self.name)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "cooperation.partnership",
        "cooperation.sector",
        "cooperation.organisation",
        "trade.source",
        "trade.passage",
    ]

    @property
    def start(self) -> PartialDate | None:
        return PartialDate(self.starts_on, self.starts_on_precision) if self.starts_on else None

    @property
    def end(self) -> PartialDate | None:
        return PartialDate(self.ends_on, self.ends_on_precision) if self.ends_on else None

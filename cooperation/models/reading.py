"""What the program proposes from an article, and what an analyst made of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trade.history import RecordedModel, RecordedQuerySet
from trade.models import Keyed, Passage, Source


class ReadingQuerySet(RecordedQuerySet["Reading"]):
    def get_by_natural_key(self, key: str) -> "Reading":
        return self.get(key=key)


class Reading(Keyed, RecordedModel):
    """One run of the program over the text of an article."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="readings", verbose_name=_("source")
    )
    rules_version = models.CharField(_("version of the rules"), max_length=20)
    text_sha256 = models.CharField(_("SHA-256 of the text read"), max_length=64)
    read_at = models.DateTimeField(_("read at"), default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-read_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source}, {self.read_at:%Y-%m-%d %H:%M}"


class SuggestionQuerySet(RecordedQuerySet["Suggestion"]):
    def get_by_natural_key(self, reading: str, number: int) -> "Suggestion":
        return self.get(reading__key=reading, number=number)


class Suggestion(RecordedModel):
    """A record the program proposes, with the passage it rests on."""

    class Decision(models.TextChoices):
        PENDING = "pending", _("to decide")
        ACCEPTED = "accepted", _("accepted")
        CORRECTED = "corrected", _("accepted with corrections")
        REJECTED = "rejected", _("rejected")

    reading = models.ForeignKey(
        Reading, on_delete=models.CASCADE, related_name="suggestions", verbose_name=_("reading")
    )
    number = models.PositiveIntegerField(_("number"))
    passage = models.ForeignKey(
        Passage, on_delete=models.PROTECT, related_name="suggestions", verbose_name=_("passage")
    )
    kind = models.CharField(
        _("kind of record"), max_length=30, help_text=_("As in article files: meeting, figure.")
    )
    proposed = models.JSONField(
        _("proposed record"), help_text=_("The record's fields, as in article files.")
    )
    decision = models.CharField(
        _("decision"), max_length=9, choices=Decision.choices, default=Decision.PENDING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["reading", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "number"],
                name="cooperation_suggestion_number_is_unique_in_its_reading",
                violation_error_message=_("This reading already has a suggestion of this number."),
            ),
            models.CheckConstraint(
                condition=Q(decision="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="pending") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="cooperation_suggestion_decision_is_signed",
                violation_error_message=_("A decision names who took it and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.passage}"

    def natural_key(self) -> tuple[str, int]:
        return (self.reading.key, self.number)

    natural_key.dependencies = ["cooperation.reading", "trade.passage"]  # type: ignore[attr-defined]

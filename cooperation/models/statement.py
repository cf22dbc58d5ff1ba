"""What was said, word for word, and who said it."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperation.models.drafts import DraftsHidden
from cooperation.models.meeting import Meeting
from cooperation.models.participant import Participant
from cooperation.models.people import Official
from trade.history import RecordedModel
from trade.models import Passage
from trade.search import SearchableQuerySet, SearchTextField


class StatementQuerySet(DraftsHidden, SearchableQuerySet["Statement"]):
    search_paths = ("search_text", "passage__words")

    def get_by_natural_key(self, source: str, start: int, end: int, speaker: str) -> "Statement":
        return self.get(
            passage__source__key=source,
            passage__start=start,
            passage__end=end,
            speaker_as_written=speaker,
        )

    def published(self) -> Self:
        """Statements made outside any meeting, or at a published one."""
        return self.filter(
            Q(meeting__isnull=True) | Q(meeting__publication=Meeting.Publication.PUBLISHED)
        )


class Statement(RecordedModel):
    """What somebody said, word for word."""

    passage = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name=_("passage"),
    )
    speaker_as_written = models.CharField(_("speaker as written"), max_length=200)
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.CASCADE,
        related_name="statements",
        null=True,
        blank=True,
        verbose_name=_("meeting"),
    )
    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="statements",
        null=True,
        blank=True,
        verbose_name=_("participant"),
        help_text=_("Who of those at the meeting said it."),
    )
    official = models.ForeignKey(
        Official,
        on_delete=models.PROTECT,
        related_name="statements",
        null=True,
        blank=True,
        verbose_name=_("official"),
    )
    search_text = SearchTextField(
        of=lambda statement: (statement.speaker_as_written, statement.passage.words)
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["passage", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "speaker_as_written"],
                name="cooperation_statement_is_recorded_once",
                violation_error_message=_("This statement is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_as_written}: {self.passage}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.passage.natural_key(), self.speaker_as_written)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "cooperation.participant",
        "cooperation.official",
        "trade.passage",
    ]

    def clean(self) -> None:
        super().clean()
        if self.participant is None:
            return
        if self.meeting_id is None:
            self.meeting = self.participant.meeting
        if self.participant.meeting_id != self.meeting_id:
            raise ValidationError(
                {"participant": _("This participant took part in another meeting.")}
            )
        if self.official_id is None:
            self.official = self.participant.official

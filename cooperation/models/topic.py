"""What was spoken about at a meeting: sectors, and figures quoted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperation.models.meeting import Meeting
from cooperation.models.participant import Participant
from cooperation.models.sector import Sector
from trade.history import RecordedModel, RecordedQuerySet
from trade.models import Passage, TradeFigure


class TopicQuerySet(RecordedQuerySet["Topic"]):
    def get_by_natural_key(self, meeting: str, sector: str, words: str) -> "Topic":
        return self.get(meeting__key=meeting, sector__code=sector, as_written=words)


class Topic(RecordedModel):
    """A sector spoken about at a meeting, with the proposal it concerns where there is one."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="topics", verbose_name=_("meeting")
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, related_name="topics", verbose_name=_("sector")
    )
    as_written = models.CharField(_("as written"), max_length=200, blank=True)
    proposal = models.ForeignKey(
        "Proposal",
        on_delete=models.PROTECT,
        related_name="topics",
        null=True,
        blank=True,
        verbose_name=_("proposal"),
    )
    passages = models.ManyToManyField(
        Passage, related_name="topics", blank=True, verbose_name=_("passages")
    )

    _history_m2m_fields = [passages]

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["meeting", "sector", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sector", "as_written"],
                name="cooperation_topic_is_listed_once",
                violation_error_message=_("This topic is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return self.as_written or self.sector.name

    def natural_key(self) -> tuple[str, ...]:
        return (*self.meeting.natural_key(), self.sector.code, self.as_written)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "cooperation.meeting",
        "cooperation.sector",
        "cooperation.proposal",
        "trade.passage",
    ]


class CitedFigureQuerySet(RecordedQuerySet["CitedFigure"]):
    def get_by_natural_key(self, meeting: str, *figure: Any) -> "CitedFigure":
        return self.get(
            meeting__key=meeting, figure=TradeFigure.objects.get_by_natural_key(*figure)
        )


class CitedFigure(RecordedModel):
    """A trade figure quoted at a meeting, and who quoted it."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="cited_figures", verbose_name=_("meeting")
    )
    figure = models.ForeignKey(
        TradeFigure,
        on_delete=models.PROTECT,
        related_name="citations",
        verbose_name=_("trade figure"),
    )
    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="cited_figures",
        null=True,
        blank=True,
        verbose_name=_("said by"),
    )

    objects = CitedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("cited figure")
        verbose_name_plural = _("cited figures")
        ordering = ["meeting", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "figure"],
                name="cooperation_citedfigure_is_listed_once",
                violation_error_message=_("This figure is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.figure)

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.meeting.natural_key(), *self.figure.natural_key())

    natural_key.dependencies = ["cooperation.participant", "trade.tradefigure"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        if self.participant is not None and self.participant.meeting_id != self.meeting_id:
            raise ValidationError(
                {"participant": _("This participant took part in another meeting.")}
            )

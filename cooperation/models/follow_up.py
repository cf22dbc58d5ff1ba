"""What somebody owes after a meeting."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cooperation.models.drafts import DraftsHidden
from cooperation.models.meeting import Meeting
from cooperation.models.people import Official
from trade.history import RecordedModel
from trade.models import Passage
from trade.search import SearchableQuerySet, SearchTextField


class FollowUpQuerySet(DraftsHidden, SearchableQuerySet["FollowUp"]):
    def get_by_natural_key(self, meeting: str, task: str) -> "FollowUp":
        return self.get(meeting__key=meeting, task=task)

    def published(self) -> Self:
        return self.filter(meeting__publication=Meeting.Publication.PUBLISHED)

    def open(self) -> Self:
        return self.filter(state=FollowUp.State.OPEN)

    def overdue(self, *, today: dt.date) -> Self:
        return self.open().filter(due_on__lt=today)


class FollowUp(RecordedModel):
    """Something somebody promised to do after a meeting, with an owner and a due date."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("meeting")
    )
    task = models.CharField(_("task"), max_length=200)
    owner = models.CharField(
        _("owner"), max_length=200, help_text=_("Who owes it: a person, a body or a side.")
    )
    official = models.ForeignKey(
        Official,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        null=True,
        blank=True,
        verbose_name=_("official"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    passages = models.ManyToManyField(
        Passage, related_name="follow_ups", blank=True, verbose_name=_("passages")
    )
    search_text = SearchTextField(of=lambda follow_up: (follow_up.task, follow_up.owner))

    _history_m2m_fields = [passages]

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "task"],
                name="cooperation_followup_is_listed_once",
                violation_error_message=_("This follow-up is already listed."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="cooperation_followup_is_closed_on_a_day",
                violation_error_message=_(
                    "A follow-up done or dropped takes the day it was closed; an open one has none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.task

    def natural_key(self) -> tuple[str, str]:
        return (self.meeting.key, self.task)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "cooperation.meeting",
        "cooperation.official",
        "trade.passage",
    ]

    def is_overdue(self, *, today: dt.date) -> bool:
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < today

"""Who took part in a meeting, as written and as known."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperation.models.meeting import Meeting
from cooperation.models.people import Official, Tenure
from trade.history import RecordedModel
from trade.models import Passage, Region
from trade.search import SearchableQuerySet, SearchTextField


class ParticipantQuerySet(SearchableQuerySet["Participant"]):
    search_paths = ("search_text", "official__search_text")

    def get_by_natural_key(self, meeting: str, side: str, name: str) -> "Participant":
        return self.get(meeting__key=meeting, side_id=side, name_as_written=name)


class Participant(RecordedModel):
    """Somebody who took part in a meeting, as written, and the official it is where known."""

    class Role(models.TextChoices):
        HEAD = "head", _("head of the side")
        MEMBER = "member", _("member")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="participants", verbose_name=_("meeting")
    )
    side = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="participants",
        verbose_name=_("side"),
        help_text=_("The region this participant speaks for."),
    )
    name_as_written = models.CharField(
        _("name as written"), max_length=200, help_text=_("Or “delegation” when nobody is named.")
    )
    title_as_written = models.CharField(_("title as written"), max_length=200, blank=True)
    official = models.ForeignKey(
        Official,
        on_delete=models.PROTECT,
        related_name="participations",
        null=True,
        blank=True,
        verbose_name=_("official"),
    )
    tenure = models.ForeignKey(
        Tenure,
        on_delete=models.PROTECT,
        related_name="participations",
        null=True,
        blank=True,
        verbose_name=_("post held"),
        help_text=_("Empty: the post held on the day of the meeting is filled in."),
    )
    role = models.CharField(_("role"), max_length=6, choices=Role.choices, default=Role.HEAD)
    passages = models.ManyToManyField(
        Passage, related_name="participants", blank=True, verbose_name=_("passages")
    )
    search_text = SearchTextField(of=lambda p: (p.name_as_written, p.title_as_written))

    _history_m2m_fields = [passages]

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["meeting", "side", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "side", "name_as_written"],
                name="cooperation_participant_is_listed_once",
                violation_error_message=_("This participant is already listed."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "side"],
                condition=Q(role="head"),
                name="cooperation_participant_one_head_a_side",
                violation_error_message=_("This side already has a head."),
            ),
            models.CheckConstraint(
                condition=Q(tenure__isnull=True) | Q(official__isnull=False),
                name="cooperation_participant_with_a_post_is_an_official",
                violation_error_message=_("A post held belongs to an official."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name_as_written, self.title_as_written]))

    def natural_key(self) -> tuple[str, ...]:
        return (*self.meeting.natural_key(), self.side_id, self.name_as_written)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "cooperation.meeting",
        "cooperation.tenure",
        "trade.passage",
    ]

    def clean(self) -> None:
        super().clean()
        if self.official is None:
            return
        if not self.name_as_written:
            self.name_as_written = self.official.name
        if self.tenure is None and self.meeting.date is not None:
            self.tenure = self.official.tenure_on(self.meeting.date, region=self.side_id or "")
        if self.tenure is not None:
            if self.tenure.official_id != self.official_id:
                raise ValidationError({"tenure": _("This post was held by somebody else.")})
            if not self.title_as_written:
                self.title_as_written = self.tenure.post.title

    def warnings(self) -> list[str]:
        """What an analyst should look at again, though it may be right. One query at most."""
        when = self.meeting.when
        if when is None or self.tenure is None or self.tenure.overlaps(when):
            return []
        return [
            str(
                _("%(name)s was not “%(post)s” on %(date)s, as far as is recorded.")
                % {
                    "name": self.name_as_written,
                    "post": self.tenure.post,
                    "date": when,
                }
            )
        ]

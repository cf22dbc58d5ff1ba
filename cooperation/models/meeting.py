"""When representatives of regions met: the date as it is known, the place, the publication."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models.drafts import DraftsHidden
from cooperation.models.partnership import Partnership
from trade.history import RecordedModel
from trade.models import Archivable, Keyed, PartialDate, Passage, Source
from trade.models.dates import (
    PRECISION_MESSAGE,
    NewestFirst,
    precision_agrees,
    precision_field,
)
from trade.search import SearchableQuerySet, SearchTextField


class MeetingQuerySet(DraftsHidden, SearchableQuerySet["Meeting"]):
    search_paths = (
        "search_text",
        "participants__search_text",
        "partnerships__region_a__search_text",
        "partnerships__region_b__search_text",
        "partnerships__region_a__names__search_text",
        "partnerships__region_b__names__search_text",
    )

    def get_by_natural_key(self, key: str) -> "Meeting":
        return self.get(key=key)

    def published(self) -> Self:
        return self.filter(publication=Meeting.Publication.PUBLISHED)

    def held(self) -> Self:
        return self.filter(state=Meeting.State.HELD)

    def like(self, meeting: "Meeting", *, partnerships: list[Partnership], urls: list[str]) -> Self:
        """Meetings that may be this one: same pair within a day, or a source of the same address."""
        same = Q(sources__url__in=[url for url in urls if url])
        if meeting.date is not None:
            day = dt.timedelta(days=1)
            same |= Q(
                partnerships__in=partnerships,
                date__range=(meeting.date - day, meeting.date + day),
            )
        return self.filter(same).exclude(pk=meeting.pk).distinct()


class Meeting(Keyed, Archivable, RecordedModel):
    """A meeting, call or visit of representatives of the two sides of one or more partnerships."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        VISIT = "visit", _("visit")
        CALL = "call", _("call")
        FORUM = "forum", _("forum or exhibition")
        COMMISSION = "commission", _("session of a commission")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Publication(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    class DateBasis(models.TextChoices):
        """How the date is known."""

        STATED = "stated", _("stated by the source")
        INFERRED = "inferred", _("inferred from the date of publication")
        ENTERED = "entered", _("entered by an analyst")

    partnerships = models.ManyToManyField(
        Partnership, related_name="meetings", blank=True, verbose_name=_("partnerships")
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("Empty: made from sides and date.")
    )
    date = models.DateField(_("date"), null=True, blank=True)
    date_precision = precision_field()
    date_basis = models.CharField(
        _("date is"), max_length=8, choices=DateBasis.choices, default=DateBasis.ENTERED
    )
    date_as_written = models.CharField(
        _("date as written"), max_length=120, blank=True, help_text=_("“20 October”, say.")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MEETING)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.HELD)
    publication = models.CharField(
        _("publication"),
        max_length=9,
        choices=Publication.choices,
        default=Publication.DRAFT,
        editable=False,
    )
    summary = models.TextField(_("summary"), blank=True)
    sources = models.ManyToManyField(
        Source, related_name="meetings", blank=True, verbose_name=_("sources")
    )
    passages = models.ManyToManyField(
        Passage, related_name="meetings", blank=True, verbose_name=_("passages")
    )
    search_text = SearchTextField(of=lambda m: (m.title, m.place, m.summary, m.key))

    _history_m2m_fields = [partnerships, sources, passages]

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = [F("date").desc(nulls_last=True), "-id"]
        indexes = [NewestFirst("date", name="cooperation_meeting_by_date")]
        permissions = [
            ("publish_meeting", _("Can publish meetings")),
            ("view_draft", _("Can see drafts")),
        ]
        constraints = [
            *Archivable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(publication="published") | Q(date__isnull=False),
                name="cooperation_meeting_is_dated_when_published",
                violation_error_message=_("A published meeting has a date."),
            ),
            models.CheckConstraint(
                condition=~Q(date_basis="stated") | ~Q(date_as_written=""),
                name="cooperation_meeting_stated_date_keeps_its_words",
                violation_error_message=_("A stated date keeps the words it was stated in."),
            ),
            models.CheckConstraint(
                condition=precision_agrees("date", "date_precision"),
                name="cooperation_meeting_precision_agrees",
                violation_error_message=PRECISION_MESSAGE,
            ),
        ]

    def __str__(self) -> str:
        when = str(self.when) if self.when else str(_("no date"))
        return f"{self.title or self.place or self.get_kind_display()}, {when}"

    @property
    def when(self) -> PartialDate | None:
        """The date with its precision."""
        return PartialDate(self.date, self.date_precision) if self.date else None

    @property
    def is_published(self) -> bool:
        return self.publication == self.Publication.PUBLISHED

    def clean(self) -> None:
        super().clean()
        today = timezone.localdate()
        if self.state == self.State.HELD and self.date and self.date > today:
            raise ValidationError(
                {"date": _("A meeting that was held is not in the future: is it planned?")}
            )

    def missing_for_publication(self) -> list[str]:
        """What an editor still has to enter before this meeting can be published. Four queries."""
        missing = []
        if self.date is None:
            missing.append(str(_("the date")))
        if not self.sources.exists():
            missing.append(str(_("a source")))
        partnerships = list(self.partnerships.select_related("region_a", "region_b"))
        if not partnerships:
            missing.append(str(_("a partnership")))
        sides = set(self.participants.values_list("side_id", flat=True))
        regions = {r.code: r for p in partnerships for r in (p.region_a, p.region_b)}
        missing += [
            str(_("a participant of %(region)s") % {"region": region})
            for code, region in sorted(regions.items())
            if code not in sides
        ]
        return missing

"""Who represents regions: organisations, officials, their posts and when they held them."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trade.history import RecordedModel, RecordedQuerySet
from trade.models import Archivable, Evidenced, Keyed, PartialDate, Region
from trade.models.dates import PRECISION_MESSAGE, precision_agrees, precision_field
from trade.search import SearchableQuerySet, SearchTextField


class OrganisationQuerySet(SearchableQuerySet["Organisation"]):
    def get_by_natural_key(self, key: str) -> "Organisation":
        return self.get(key=key)


class Organisation(Keyed, Archivable, RecordedModel):
    """A ministry, enterprise, university or other body of a region."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government body")
        ENTERPRISE = "enterprise", _("enterprise")
        UNIVERSITY = "university", _("university or institute")
        CHAMBER = "chamber", _("chamber or association")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=200)
    other_names = models.CharField(
        _("other names"), max_length=300, blank=True, help_text=_("Separated by semicolons.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("region")
    )
    search_text = SearchTextField(of=lambda o: (o.name, o.other_names, o.key))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "id"]
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "name"],
                name="cooperation_organisation_name_is_unique_in_its_region",
                violation_error_message=_("This region already has an organisation of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfficialQuerySet(SearchableQuerySet["Official"]):
    search_paths = ("search_text", "tenures__post__search_text")

    def get_by_natural_key(self, key: str) -> "Official":
        return self.get(key=key)

    def in_post(self, *, on: dt.date) -> Self:
        """Officials who held some post on a date."""
        return self.filter(pk__in=Tenure.objects.held_on(on).order_by().values("official_id"))


class Official(Keyed, Archivable, RecordedModel):
    """A person who speaks for a region or one of its organisations."""

    name = models.CharField(_("name"), max_length=200, help_text=_("In English: Artem Zdunov."))
    original_name = models.CharField(
        _("name in the original script"), max_length=200, blank=True, help_text=_("Артём Здунов")
    )
    other_names = models.CharField(
        _("other spellings"), max_length=300, blank=True, help_text=_("Separated by semicolons.")
    )
    posts = models.ManyToManyField(  # type: ignore[var-annotated]
        "Post", through="Tenure", related_name="officials", verbose_name=_("posts")
    )
    search_text = SearchTextField(of=lambda o: (o.name, o.original_name, o.other_names, o.key))

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        ordering = ["name", "id"]
        constraints = [*Archivable.Meta.constraints]

    def __str__(self) -> str:
        return self.name

    def tenure_on(self, date: dt.date, *, region: str = "") -> "Tenure | None":
        """The post this official held on a date, for a region if one is given.

        The highest rank wins; between equals, the tenure that started last. One query.
        """
        tenures = self.tenures.held_on(date).select_related("post__region")
        if region:
            tenures = tenures.filter(post__region=region)
        return tenures.order_by("post__rank", F("starts_on").desc(nulls_last=True), "id").first()


class PostQuerySet(SearchableQuerySet["Post"]):
    search_paths = ("search_text", "region__search_text")

    def get_by_natural_key(self, title: str, region: str) -> "Post":
        return self.get(title=title, region_id=region)


class Post(Archivable, RecordedModel):
    """An office somebody can hold: its title, and the region or organisation it belongs to."""

    class Rank(models.IntegerChoices):
        HEAD_OF_STATE = 1, _("head of state")
        HEAD_OF_GOVERNMENT = 2, _("head of government")
        HEAD_OF_REGION = 3, _("head of a region")
        DEPUTY_HEAD = 4, _("deputy head of government or region")
        MINISTER = 5, _("minister")
        AMBASSADOR = 6, _("ambassador")
        HEAD_OF_BODY = 7, _("head of a body or enterprise")
        OFFICER = 8, _("other office")

    title = models.CharField(
        _("title"), max_length=200, help_text=_("As in “Deputy Prime Minister of Belarus”.")
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="posts",
        verbose_name=_("region"),
        help_text=_("The region its holder speaks for."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="posts",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    rank = models.PositiveSmallIntegerField(_("rank"), choices=Rank.choices, default=Rank.OFFICER)
    search_text = SearchTextField(of=lambda post: (post.title,))

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["region", "rank", "title", "id"]
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["title", "region"],
                name="cooperation_post_title_is_unique_in_its_region",
                violation_error_message=_("This region already has a post of this title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, str]:
        return (self.title, self.region_id)

    natural_key.dependencies = ["trade.region", "cooperation.organisation"]  # type: ignore[attr-defined]


class TenureQuerySet(RecordedQuerySet["Tenure"]):
    def get_by_natural_key(
        self, official: str, title: str, region: str, starts_on: Any
    ) -> "Tenure":
        return self.get(
            official__key=official,
            post__title=title,
            post__region_id=region,
            starts_on=starts_on,
        )

    def held_on(self, date: dt.date) -> Self:
        """Tenures that covered a date, as far as is known.

        A start or end known to the year or month counts for the whole of it; an unknown one is
        no bound.
        """
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=date),
            Q(ends_on__isnull=True)
            | Q(ends_on__gte=date)
            | Q(ends_on_precision="month", ends_on__gte=date.replace(day=1))
            | Q(ends_on_precision="year", ends_on__gte=date.replace(month=1, day=1)),
        )


class Tenure(Evidenced, RecordedModel):
    """Who held which post, from when to when."""

    official = models.ForeignKey(
        Official, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("official")
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("post")
    )
    starts_on = models.DateField(
        _("from"), null=True, blank=True, help_text=_("Empty when not recorded.")
    )
    starts_on_precision = precision_field()
    ends_on = models.DateField(
        _("to"), null=True, blank=True, help_text=_("Empty while in post, or when not recorded.")
    )
    ends_on_precision = precision_field()

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        ordering = ["official", F("starts_on").desc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["official", "post", "starts_on"],
                name="cooperation_tenure_is_recorded_once",
                violation_error_message=_("This tenure is already recorded."),
            ),
            models.UniqueConstraint(
                fields=["official", "post"],
                condition=Q(starts_on__isnull=True),
                name="cooperation_tenure_without_a_start_is_recorded_once",
                violation_error_message=_("This tenure is already recorded, without a start."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on"))
                # “from 5 March 2024 to 2024”: the end may be any day of its month or year.
                | Q(ends_on_precision="year", starts_on__year=F("ends_on__year"))
                | Q(
                    ends_on_precision="month",
                    starts_on__year=F("ends_on__year"),
                    starts_on__month=F("ends_on__month"),
                ),
                name="cooperation_tenure_does_not_end_before_it_starts",
                violation_error_message=_("A tenure does not end before it starts."),
            ),
            models.CheckConstraint(
                condition=precision_agrees("starts_on", "starts_on_precision")
                & precision_agrees("ends_on", "ends_on_precision"),
                name="cooperation_tenure_precisions_agree",
                violation_error_message=PRECISION_MESSAGE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official}, {self.post}"

    def natural_key(self) -> tuple[Any, ...]:
        start = self.starts_on.isoformat() if self.starts_on else None
        return (*self.official.natural_key(), *self.post.natural_key(), start)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "cooperation.official",
        "cooperation.post",
        "trade.source",
        "trade.passage",
    ]

    @property
    def start(self) -> PartialDate | None:
        return PartialDate(self.starts_on, self.starts_on_precision) if self.starts_on else None

    @property
    def end(self) -> PartialDate | None:
        return PartialDate(self.ends_on, self.ends_on_precision) if self.ends_on else None

    def covers(self, date: dt.date) -> bool:
        """Did it cover a date, as far as is known? The same rule as `TenureQuerySet.held_on`."""
        return self.overlaps(PartialDate(date))

    def overlaps(self, when: PartialDate) -> bool:
        """Did it cover some day that a date known to the month or year may be?"""
        started = self.start is None or self.start.first <= when.last
        ended = self.end is not None and self.end.last < when.first
        return started and not ended

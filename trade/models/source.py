"""Where a fact comes from, and the exact words it rests on."""

import hashlib
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trade.history import RecordedModel, RecordedQuerySet
from trade.models.archive import Archivable
from trade.models.dates import PRECISION_MESSAGE, PartialDate, precision_agrees, precision_field
from trade.models.keys import Keyed
from trade.models.region import Region
from trade.search import SearchableQuerySet, SearchTextField


class SourceQuerySet(SearchableQuerySet["Source"]):
    def get_by_natural_key(self, key: str) -> "Source":
        return self.get(key=key)


class Source(Keyed, Archivable, RecordedModel):
    """An article, a statistical release or a document that facts come from."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        RELEASE = "release", _("statistical release")
        DOCUMENT = "document", _("document")

    class TextScope(models.TextChoices):
        """How much of the source its stored text is."""

        FULL = "full", _("the whole text")
        EXCERPTS = "excerpts", _("quoted excerpts only")
        NONE = "none", _("no text")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ARTICLE)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=120)
    url = models.URLField(_("address"), max_length=500, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_on_precision = precision_field()
    language = models.CharField(
        _("language"), max_length=3, default="en", help_text=_("ISO 639 code, such as en or ru.")
    )
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    text_scope = models.CharField(
        _("stored text"), max_length=10, choices=TextScope.choices, default=TextScope.NONE
    )
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_("Plain text. Passages point into it, so it changes only around them."),
    )
    sha256 = models.CharField(
        _("SHA-256"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Of the text in UTF-8, or of the file that was read."),
    )
    notes = models.TextField(_("notes"), blank=True)
    search_text = SearchTextField(of=lambda s: (s.title, s.publisher, s.url, s.key))

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = [F("published_on").desc(nulls_last=True), "key"]
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["url"],
                condition=Q(kind="article") & ~Q(url=""),
                name="trade_source_article_address_is_unique",
                violation_error_message=_("An article with this address is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(text_scope="none", text="") | (~Q(text_scope="none") & ~Q(text="")),
                name="trade_source_text_agrees_with_its_scope",
                violation_error_message=_(
                    "Say whether the text is whole or excerpts; without text choose “no text”."
                ),
            ),
            models.CheckConstraint(
                condition=precision_agrees("published_on", "published_on_precision"),
                name="trade_source_publication_precision_agrees",
                violation_error_message=PRECISION_MESSAGE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    def clean(self) -> None:
        super().clean()
        # Browsers send line ends as CRLF; offsets count the text as it was read.
        self.text = self.text.replace("\r\n", "\n")
        if self.text:
            self.sha256 = hashlib.sha256(self.text.encode()).hexdigest()
        if self.pk is None:
            return
        moved = [p.words for p in self.passages.all() if self.text[p.start : p.end] != p.words]
        if moved:
            raise ValidationError(
                {
                    "text": _(
                        "Facts rest on words that are no longer at their place in this text: %(words)s"
                    )
                    % {"words": "; ".join(f"“{words}”" for words in moved)}
                }
            )

    @property
    def published(self) -> PartialDate | None:
        """The date of publication with its precision."""
        if self.published_on is None:
            return None
        return PartialDate(self.published_on, self.published_on_precision)


class PassageQuerySet(RecordedQuerySet["Passage"]):
    def get_by_natural_key(self, source: str, start: int, end: int) -> "Passage":
        return self.get(source__key=source, start=start, end=end)


class Passage(RecordedModel):
    """An exact span of a source's text: the words a fact rests on."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="passages", verbose_name=_("source")
    )
    start = models.PositiveIntegerField(
        _("start"), help_text=_("Offset of the first character, from 0.")
    )
    end = models.PositiveIntegerField(
        _("end"),
        validators=[MinValueValidator(1)],
        help_text=_("Offset behind the last character."),
    )
    words = models.TextField(_("words"), help_text=_("Exactly as they stand in the source."))

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["source", "start", "end"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "start", "end"],
                name="trade_passage_is_recorded_once",
                violation_error_message=_("This passage is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(start__lt=F("end")),
                name="trade_passage_starts_before_it_ends",
                violation_error_message=_("A passage ends behind its start."),
            ),
            models.CheckConstraint(
                condition=Q(words__length=F("end") - F("start")),
                name="trade_passage_words_are_as_long_as_its_span",
                violation_error_message=_("The words are not as long as the span they stand in."),
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.words}”"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.source.natural_key(), self.start, self.end)

    natural_key.dependencies = ["trade.source"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        if self.source_id is None or self.start is None or self.end is None:
            return
        found = self.source.text[self.start : self.end]
        if found != self.words:
            raise ValidationError(
                {
                    "words": _("The source has “%(found)s” at %(start)d to %(end)d.")
                    % {"found": found, "start": self.start, "end": self.end}
                }
            )


class Evidenced(models.Model):
    """A fact: it names its source, and the passages that say so."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("source")
    )
    passages = models.ManyToManyField(
        Passage, related_name="%(class)ss", blank=True, verbose_name=_("passages")
    )

    # Read by the history, which keeps the passages of each version too.
    _history_m2m_fields: ClassVar[list[Any]] = [passages]

    class Meta:
        abstract = True


class RegionMentionQuerySet(RecordedQuerySet["RegionMention"]):
    def get_by_natural_key(self, source: str, region: str) -> "RegionMention":
        return self.get(source__key=source, region_id=region)


class RegionMention(RecordedModel):
    """A region that a source names."""

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="region_mentions", verbose_name=_("source")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="mentions", verbose_name=_("region")
    )
    passages = models.ManyToManyField(
        Passage, related_name="region_mentions", blank=True, verbose_name=_("passages")
    )

    _history_m2m_fields = [passages]

    objects = RegionMentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention of a region")
        verbose_name_plural = _("mentions of regions")
        ordering = ["source", "region"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "region"],
                name="trade_regionmention_is_recorded_once_a_source",
                violation_error_message=_("This region is already recorded as named here."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} in {self.source}"

    def natural_key(self) -> tuple[str, str]:
        return (self.source.key, self.region_id)

    natural_key.dependencies = ["trade.source", "trade.region", "trade.passage"]  # type: ignore[attr-defined]

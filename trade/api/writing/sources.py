"""Bodies of sources: articles with their text, releases, documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from trade.api.writing.references import RegionReference
from trade.api.writing.writers import Many, Writer
from trade.figures.totals import refresh_totals_of_source
from trade.models import RegionMention, Source


class SourceWriter(Writer):
    """Where facts come from. A text changes only around the passages facts rest on."""

    text = serializers.CharField(
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        help_text=_("Plain text; offsets of passages count its characters from 0."),
    )
    regions = Many(child=RegionReference(), required=False, help_text=_("The regions it names."))

    class Meta:
        model = Source
        fields = (
            "key",
            "kind",
            "title",
            "publisher",
            "url",
            "published_on",
            "published_on_precision",
            "language",
            "licence",
            "text_scope",
            "text",
            "notes",
            "regions",
        )

    def store(self, record: Any) -> None:
        before = Source.objects.filter(pk=record.pk).values_list("kind", flat=True).first()
        record.save()
        if before not in (None, record.kind):  # only releases have totals
            refresh_totals_of_source(record.pk)

    def write_later(self, record: Source, name: str, wanted: Any) -> bool:
        assert name == "regions"  # noqa: S101
        have = {mention.region_id: mention for mention in record.region_mentions.all()}
        named = {region.code for region in wanted}
        for code in sorted(have.keys() - named):
            have[code].delete()
        for code in sorted(named - have.keys()):
            RegionMention.objects.create(source=record, region_id=code)
        return have.keys() != named

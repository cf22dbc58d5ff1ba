"""What is sent with a file of trade statistics, and how its job is shown."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from trade.api.records import RecordSerializer
from trade.figures.layouts import LAYOUTS
from trade.figures.progress import progress_of
from trade.figures.uploads import rejects_path_of
from trade.models import ImportRun, Product, Source, Upload

NEW = ("title", "publisher", "key")
# What a file may be in: an edition, not “any”.
EDITIONS = [choice for choice in Product.Edition.choices if choice[0] != Product.Edition.ANY]


class SentFileSerializer(serializers.Serializer[Any]):
    """A file, the release it belongs to, and what the file does not say."""

    file = serializers.FileField(
        allow_empty_file=True,
        help_text=_("Packed or not: .csv .tsv .json .gz .zip .xlsx .parquet."),
    )
    source = serializers.SlugRelatedField(  # type: ignore[assignment]
        slug_field="key",
        queryset=Source.objects.filter(kind=Source.Kind.RELEASE),
        required=False,
        help_text=_("The key of the release these figures belong to; or name a new one."),
    )
    new_title = serializers.CharField(required=False, help_text=_("Title of a new release."))
    new_publisher = serializers.CharField(required=False, help_text=_("Its publisher."))
    new_key = serializers.SlugField(
        required=False, help_text=_("Its key, as in “comtrade-by-2024”. Left out: made up.")
    )
    layout = serializers.ChoiceField(
        list(LAYOUTS), required=False, help_text=_("Left out: recognised by the header.")
    )
    edition = serializers.ChoiceField(
        EDITIONS,
        required=False,
        help_text=_("Of the product codes, in files that do not say it."),
    )
    released_on = serializers.DateField(
        required=False, help_text=_("For rows that do not say when they were released.")
    )
    strict = serializers.BooleanField(
        default=False, help_text=_("true: load nothing from a file that has a row to reject.")
    )
    check = serializers.BooleanField(
        default=False, help_text=_("true: load nothing, and say what loading would change.")
    )

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(str(name) for name in set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    dict.fromkeys(unknown, _t("There is no such field here."))
                )
        return super().to_internal_value(data)

    def wanted(self) -> dict[str, Any]:
        """What is asked for, in the words of trade.figures.sent_files."""
        wanted = {name: value for name, value in self.validated_data.items() if name != "file"}
        new = {name: wanted.pop(f"new_{name}") for name in NEW if f"new_{name}" in wanted}
        return {**wanted, "new_source": new}


class CountsSerializer(RecordSerializer):
    """The rows of an import."""

    class Meta:
        model = ImportRun
        fields = (
            "rows_read",
            "rows_added",
            "rows_changed",
            "rows_removed",
            "rows_unchanged",
            "rows_rejected",
            "rows_set_aside",
        )


class ProgressSerializer(serializers.Serializer[Any]):
    """How far a job has come, as of its last sign of life."""

    rows = serializers.IntegerField(help_text=_("Rows read so far."))
    rows_per_second = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField(allow_null=True, help_text=_("Where the size is known."))
    seconds_left = serializers.IntegerField(allow_null=True)
    words = serializers.CharField(help_text=_("The same in words."))


class CheckedSerializer(serializers.Serializer[Any]):
    """What loading a file would change; null where only its head was looked at."""

    is_whole = serializers.BooleanField(help_text=_("false: only the first rows were looked at."))
    changes = serializers.DictField(
        child=serializers.IntegerField(), allow_null=True, help_text=_("Rows by what would be.")
    )
    warnings = serializers.ListField(child=serializers.CharField())
    rejects = serializers.ListField(
        child=serializers.DictField(),
        help_text=_("Each kind of reject: column, reason, count, and the first line."),
    )


class ImportSerializer(RecordSerializer):
    """A file that was sent, how far it has come, and what came of it."""

    url = serializers.SerializerMethodField(help_text=_("Where to look at this job."))
    is_on_the_way = serializers.BooleanField(
        read_only=True, help_text=_("true while it waits or is being loaded.")
    )
    source = serializers.SlugRelatedField(  # type: ignore[assignment,var-annotated]
        slug_field="key", read_only=True, allow_null=True, help_text=_("The key of the release.")
    )
    progress = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField(help_text=_("null until it has begun."))
    remarks = serializers.CharField(source="run.remarks", default="", read_only=True)
    checked = serializers.SerializerMethodField(help_text=_("null unless it was only checked."))
    rejects = serializers.SerializerMethodField(
        help_text=_("Where to download the rejected rows; null where there are none.")
    )

    class Meta:
        model = Upload
        fields = (
            "key",
            "url",
            "state",
            "is_on_the_way",
            "file_name",
            "size",
            "sha256",
            "layout",
            "edition",
            "released_on",
            "is_strict",
            "source",
            "uploaded_at",
            "started_at",
            "progress",
            "counts",
            "remarks",
            "failure",
            "checked",
            "rejects",
        )

    @extend_schema_field(serializers.URLField())
    def get_url(self, upload: Upload) -> str:
        return reverse("import-detail", args=[upload.key], request=self.context["request"])

    @extend_schema_field(ProgressSerializer(allow_null=True))
    def get_progress(self, upload: Upload) -> Any:
        if not upload.is_on_the_way:
            return None
        return ProgressSerializer(progress_of(upload, now=timezone.now())).data

    @extend_schema_field(CountsSerializer(allow_null=True))
    def get_counts(self, upload: Upload) -> Any:
        return CountsSerializer(upload.run).data if upload.run else None

    @extend_schema_field(CheckedSerializer(allow_null=True))
    def get_checked(self, upload: Upload) -> Any:
        if upload.state != Upload.State.PREVIEWED or not upload.preview:
            return None
        return CheckedSerializer(upload.preview).data

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_rejects(self, upload: Upload) -> str | None:
        if rejects_path_of(upload.stored_as) is None:
            return None
        request = self.context["request"]
        return reverse("import-rejects", args=[upload.key], request=request)

"""The form that takes a file of trade statistics, reads it, and says what is wrong with it."""

import logging
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trade.admin.forms import RecordForm
from trade.figures.layouts import LAYOUTS
from trade.figures.preview import Preview, preview_upload
from trade.figures.problems import WrongFileError
from trade.figures.uploads import StoredFile, forget, keep, shown_name, too_large
from trade.models import Source, Upload

logger = logging.getLogger(__name__)

SUFFIXES = ".csv,.tsv,.txt,.json,.gz,.zip,.xlsx,.parquet"


class UploadForm(RecordForm):
    """A file, and the release it belongs to: one that is recorded, or a new one."""

    file = forms.FileField(
        label=_("File"), max_length=300, widget=forms.FileInput(attrs={"accept": SUFFIXES})
    )
    layout = forms.ChoiceField(label=_("Layout"), required=False)
    new_title = forms.CharField(
        label=_("Title"), required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    new_publisher = forms.CharField(
        label=_("Publisher"), required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    new_key = forms.SlugField(
        label=_("Key"),
        required=False,
        help_text=_("Names the source in commands, as in “comtrade-by-2024”. Empty: made up."),
    )

    stored: StoredFile
    preview: Preview

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = [  # type: ignore[attr-defined]
            ("", _("recognised by the header")),
            *((name, name) for name in LAYOUTS),
        ]
        self.fields["source"].help_text = ""
        megabytes = settings.TRADE_UPLOAD_MAX_BYTES // (1024 * 1024)
        self.fields["file"].help_text = _(
            "At most %(megabytes)d MB, packed or not: .csv .tsv .json .gz .zip .xlsx .parquet."
        ) % {"megabytes": megabytes}
        limit = settings.TRADE_UPLOAD_MAX_BYTES
        self.fields["file"].widget.attrs.update(
            {"data-max-bytes": limit, "data-too-large": too_large(limit)}
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._take_source()
        if "file" in self.cleaned_data:
            self._read_file()
        return data

    def _take_source(self) -> None:
        """The release named: exactly one."""
        new = {
            name: self.cleaned(f"new_{name}")
            for name in ("title", "publisher", "key")
            if self.cleaned(f"new_{name}")
        }
        if self.cleaned("source") and new:
            self.add_error("source", _("Choose a source or name a new one, not both."))
        elif not self.cleaned("source") and not new:
            self.add_error("source", _("Choose the release these figures belong to, or name it."))
        elif new:
            self._check_new_source(new)
        self.instance.new_source = new

    def _check_new_source(self, new: dict[str, Any]) -> None:
        try:
            Source(kind=Source.Kind.RELEASE, **new).full_clean()
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                name = f"new_{field}"
                self.add_error(name if name in self.fields else "source", messages)

    def _read_file(self) -> None:
        """Keep the file and read it; a file that cannot be read is not kept."""
        file = self.cleaned_data["file"]
        name = shown_name(file.name)
        self.instance.file_name = name
        try:
            stored = keep(file.chunks(), name=name, limit=settings.TRADE_UPLOAD_MAX_BYTES)
        except WrongFileError as error:
            self.add_error("file", str(error))
            return
        try:
            self.preview = preview_upload(self._upload_of(stored))
        except WrongFileError as error:
            self.add_error("file", str(error))
        except Exception:
            logger.exception("An uploaded file could not be read.")
            self.add_error("file", _("This file cannot be read: it is damaged, or no statistics."))
        self.stored = stored
        if self.errors:
            forget(stored.name)

    def _upload_of(self, stored: StoredFile) -> Upload:
        return Upload(
            file_name=self.instance.file_name,
            stored_as=stored.name,
            sha256=stored.sha256,
            source=self.cleaned("source"),
            new_source=self.instance.new_source,
            layout=self.cleaned("layout") or "",
            edition=self.cleaned("edition") or "",
            released_on=self.cleaned("released_on"),
        )

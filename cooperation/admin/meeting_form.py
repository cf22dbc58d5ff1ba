"""The form of a meeting: what it proposes to save typing, and its warning of duplicates."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cooperation.models import Meeting, Partnership
from trade.admin.columns import page_of
from trade.admin.forms import RecordForm
from trade.models import Source


def asked_for(request: HttpRequest, name: str) -> str:
    """A value the address gives, itself or among the filters of the list one came from."""
    filters = QueryDict(request.GET.get("_changelist_filters", ""))
    return str(request.GET.get(name) or filters.get(name, ""))


def partnership_asked_for(request: HttpRequest) -> Partnership | None:
    """The partnership of `?partnership=BY,RU-MO`, in either order."""
    codes = asked_for(request, "partnership").split(",")
    if len(codes) != 2 or not "".join(codes).isprintable():
        return None
    found = Partnership.objects.of(*codes).select_related("region_a", "region_b")
    return found.first()


def source_asked_for(request: HttpRequest) -> Source | None:
    """The source of `?source=12`."""
    number = asked_for(request, "source")
    return Source.objects.filter(pk=number).first() if number.isdecimal() else None


def proposed(request: HttpRequest) -> dict[str, Any]:
    """What a new meeting starts with: the partnership and source the address names.

    A meeting is reported within a day or two: the source's date is proposed, marked as inferred.
    """
    start: dict[str, Any] = {}
    partnership, source = partnership_asked_for(request), source_asked_for(request)
    if partnership is not None:
        start["partnerships"] = [partnership.pk]
    if source is not None:
        start["sources"] = [source.pk]
        if source.published_on is not None:
            start["date"] = source.published_on
            start["date_precision"] = source.published_on_precision
            start["date_basis"] = Meeting.DateBasis.INFERRED
    return start


class MeetingForm(RecordForm):
    """A meeting like one that is recorded is not saved before somebody says it is another."""

    save_anyway = forms.BooleanField(
        label=_("This is another meeting: save it"), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Meeting
        fields = ["partnerships", "sources", "date"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_published = self.instance.is_published

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        decisive = {"date", "partnerships", "sources"}
        if self.instance.pk is not None and not decisive & set(self.changed_data):
            return
        candidates = Meeting.objects.like(
            self.instance,
            partnerships=list(self.cleaned("partnerships") or []),
            urls=[source.url for source in self.cleaned("sources") or []],
        )
        found = list(candidates[:5])
        if not found:
            return
        self.fields["save_anyway"].widget = forms.CheckboxInput()
        if not self.cleaned("save_anyway"):
            self.add_error(None, _like_these(found))


def _like_these(meetings: list[Meeting]) -> ValidationError:
    """The warning, with the meetings it is about."""
    links = format_html_join(
        "; ",
        '<a href="{}" target="_blank" rel="noopener">{}</a>',
        ((page_of(meeting), meeting) for meeting in meetings),
    )
    return ValidationError(
        format_html(
            _t(
                "Not saved yet: this may be recorded already, as {}. "
                "Look, then tick “{}” if it is not the same."
            ),
            links,
            MeetingForm.base_fields["save_anyway"].label,
        )
    )

"""Steps of proposals, entered with as little as the rest of the page leaves open."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cooperation.models import Meeting, ProposalChange
from trade.admin.forms import RecordForm
from trade.models import Source


class StepForm(RecordForm):
    """Day and source of a step are its meeting's when they are left empty.

    `sources` are those of the meeting on the same page, which may not be saved yet.
    """

    def __init__(self, *args: Any, sources: Iterable[Source] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = list(sources)
        self.may_stay_empty(
            {"effective_on": _("the meeting's"), "source": _("the meeting's source")}
        )

    class Meta:
        model = ProposalChange
        fields = ["proposal", "stage", "effective_on", "effective_on_precision", "source", "note"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        meeting: Meeting | None = data.get("meeting")
        if "effective_on" in data and data["effective_on"] is None:
            if meeting is not None and meeting.date is not None:
                data["effective_on"] = meeting.date
                data["effective_on_precision"] = meeting.date_precision
            else:
                self.add_error("effective_on", _("Give a day, or a meeting that has one."))
        if "source" in data and data["source"] is None:
            sources = self.sources
            if not sources and meeting is not None and meeting.pk is not None:
                sources = list(meeting.sources.all())
            if len(sources) == 1:
                data["source"] = sources[0]
            else:
                self.add_error("source", _("Say which source says so."))
        return data

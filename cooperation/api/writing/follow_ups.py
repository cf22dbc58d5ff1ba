"""Bodies of follow-ups: what somebody owes after a meeting."""

from typing import Any

from cooperation.api.writing.meetings import only_source
from cooperation.api.writing.references import MeetingReference, OfficialReference
from cooperation.models import FollowUp
from trade.api.writing.passages import PassageWriter
from trade.api.writing.writers import Writer


class FollowUpWriter(Writer):
    """A task with its owner and due date; passages that name no source are of the meeting's."""

    natural = ("meeting", "task")
    meeting = MeetingReference()
    official = OfficialReference(required=False, allow_null=True)
    passages = PassageWriter(many=True, required=False)

    class Meta:
        model = FollowUp
        fields = (
            "meeting",
            "task",
            "owner",
            "official",
            "due_on",
            "state",
            "closed_on",
            "passages",
        )

    def source_of(self, record: Any) -> Any:
        return only_source(record.meeting)

"""Bodies of statements: what was said, word for word."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.api.writing.meetings import only_source
from cooperation.api.writing.references import (
    MeetingReference,
    OfficialReference,
    ParticipantReference,
    participant_of,
)
from cooperation.models import Statement
from trade.api.writing.passages import PassageWriter, passage_from
from trade.api.writing.refusals import InvalidBodyError, below, faults_of_model
from trade.api.writing.writers import Values, Writer


class StatementWriter(Writer):
    """A statement; of a participant, speaker and official follow where left out."""

    natural = ("passage", "speaker_as_written")
    speaker_as_written = serializers.CharField(
        max_length=200,
        required=False,
        help_text=_("Left out: the participant's name."),
    )
    passage = PassageWriter()
    meeting = MeetingReference(required=False, allow_null=True)
    participant = ParticipantReference(required=False, allow_null=True)
    official = OfficialReference(required=False, allow_null=True)

    class Meta:
        model = Statement
        fields = ("speaker_as_written", "passage", "meeting", "participant", "official")

    def complete(self, values: Values) -> Values:
        values = self._resolved(values, values.get("meeting"))
        if "speaker_as_written" not in values:
            if values.get("participant") is None:
                self.refuse({"speaker_as_written": _t("Say who said it.")})
            values["speaker_as_written"] = values["participant"].name_as_written
        return values

    def found(self, values: Values) -> QuerySet[Any]:
        return Statement.objects.filter(
            passage=values["passage"], speaker_as_written=values["speaker_as_written"]
        )

    def assign(self, record: Statement, values: Values) -> None:
        super().assign(record, self._resolved(values, values.get("meeting", record.meeting)))

    def _resolved(self, values: Values, meeting: Any) -> Values:
        """With the participant and the passage the body means."""
        values = dict(values)
        wanted, passage = values.get("participant"), values.get("passage")
        if isinstance(wanted, dict):
            values["participant"] = participant_of(meeting, wanted)
            if values["participant"] is None:
                self.refuse({"participant": _t("The meeting has no such participant.")})
        if isinstance(passage, dict):
            try:
                values["passage"] = passage_from(passage, source=only_source(meeting))
            except ValidationError as error:
                faults = [below("passage", fault) for fault in faults_of_model(error, {})]
                raise InvalidBodyError(faults) from error
        return values

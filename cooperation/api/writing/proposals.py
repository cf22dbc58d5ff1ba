"""Bodies of proposals and of the steps they take."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.api.writing.meetings import only_source
from cooperation.api.writing.references import (
    MeetingReference,
    PartnershipReference,
    SectorReference,
)
from cooperation.models import Proposal, ProposalChange, ProposalStage
from cooperation.models.proposal import BAD_STEP
from trade.api.errors import Fault
from trade.api.writing.parts import PartWriter
from trade.api.writing.passages import PassageWriter
from trade.api.writing.references import SourceReference
from trade.api.writing.refusals import ConflictError, InvalidBodyError
from trade.api.writing.writers import Values, Writer


class StepWriter(PartWriter):
    """A step of a proposal; day and source are its meeting's where left out."""

    whole = "proposal"
    natural = ("stage", "effective_on", "source")
    effective_on = serializers.DateField(
        required=False, help_text=_("The day it took effect. Left out: the meeting's.")
    )
    meeting = MeetingReference(required=False, allow_null=True)
    source = SourceReference(  # type: ignore[assignment]
        required=False, help_text=_("The key of the source. Left out: the meeting's only one.")
    )
    passages = PassageWriter(many=True, required=False)

    class Meta:
        model = ProposalChange
        fields = (
            "id",
            "stage",
            "effective_on",
            "effective_on_precision",
            "meeting",
            "note",
            "source",
            "passages",
        )

    def complete_part(self, record: Proposal, values: Values) -> Values:
        meeting = values.get("meeting")
        if meeting is not None and meeting.date is not None and "effective_on" not in values:
            values |= {
                "effective_on": meeting.date,
                "effective_on_precision": meeting.date_precision,
            }
        source = values.get("source") or only_source(meeting)
        if "effective_on" not in values:
            self.refuse({"effective_on": _t("Give a day, or a meeting that has one.")})
        if source is None:
            self.refuse({"source": _t("Say which source says so.")})
        return {**values, "source": source}

    def in_order(self, parts: list[tuple[str, Values]]) -> list[tuple[str, Values]]:
        return sorted(parts, key=_day)

    def write(self, record: Any, values: Values, *, is_partial: bool = False) -> bool:
        try:
            return super().write(record, values, is_partial=is_partial)
        except InvalidBodyError as error:
            if not _is_bad_step(error.__cause__):
                raise
            fault: Fault = {**error.faults[0], "allowed": record.possible_stages()}
            raise ConflictError(fault["reason"], faults=[fault]) from error


WITHOUT_NUMBER = StepWriter.Meta.fields[1:]


class NewStepWriter(StepWriter):
    """A step that is taken now, or was taken and is entered now."""

    class Meta(StepWriter.Meta):
        fields = WITHOUT_NUMBER  # type: ignore[assignment]


class NamedStepWriter(StepWriter):
    """A step whose name says the stage it reaches; what was suspended is resumed where it was."""

    stage = serializers.ChoiceField(
        choices=ProposalStage.choices,
        required=False,
        help_text=_("Only to resume: the stage to go on from. Left out: that before."),
    )

    class Meta(StepWriter.Meta):
        fields = WITHOUT_NUMBER  # type: ignore[assignment]


def _is_bad_step(error: BaseException | None) -> bool:
    reasons = getattr(error, "error_dict", {}).get("stage", [])
    return any(reason.code == BAD_STEP for reason in reasons)


def _day(part: tuple[str, Values]) -> dt.date:
    day: dt.date = part[1]["effective_on"]
    return day


class ProposalWriter(Writer):
    """A sector, or a named undertaking in it, put forward; with the steps it took."""

    natural = ("partnership", "sector", "title")
    partnership = PartnershipReference()
    sector = SectorReference()
    changes = StepWriter(many=True, required=False)

    class Meta:
        model = Proposal
        fields = ("partnership", "sector", "title", "notes", "changes")

"""What a record's history says of each change."""

import dataclasses
from typing import Any

from simple_history.template_utils import HistoricalRecordContextHelper

from trade.fields import DerivedField

LONGEST = 300


class ChangesInWords(HistoricalRecordContextHelper):  # type: ignore[misc]
    """Before and after as people write them, without columns the program derives."""

    def __init__(self, model: Any, version: Any) -> None:
        super().__init__(model, version, max_displayed_delta_change_chars=LONGEST)

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        field_of = self.model._meta.get_field
        told = [
            change
            for change in delta.changes
            if not isinstance(field_of(change.field), DerivedField)
        ]
        changes: list[dict[str, Any]] = super().context_for_delta_changes(
            dataclasses.replace(delta, changes=told)
        )
        return changes

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        prepared = super().prepare_delta_change_value(change, value)
        if isinstance(prepared, list):
            return "; ".join(str(record) for record in prepared)
        if prepared is None:
            return ""
        labels = dict(getattr(self.model._meta.get_field(change.field), "flatchoices", ()))
        return labels.get(prepared, prepared)

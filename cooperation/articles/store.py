"""The records a load has to do with: those of the database and those it makes."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

from cooperation.articles.columns import Reference
from cooperation.models import Participant


class Store:
    """The records of the database and of this load."""

    def __init__(self) -> None:
        self.records: dict[Reference, Any] = {}
        self.written: set[tuple[type[Model], int | str]] = set()

    def find(self, reference: Reference) -> Any:
        if reference not in self.records:
            model: Any = reference.model
            try:
                self.records[reference] = model.objects.get_by_natural_key(*reference.key)
            except ObjectDoesNotExist:
                return None
        return self.records[reference]

    def participants(self, meeting: Reference) -> list[Reference]:
        held = self.find(meeting)
        stored = held.participants.values_list("side", "name_as_written") if held.pk else []
        found = {Reference(Participant, (*meeting.key, *key)) for key in stored}
        found |= {
            reference
            for reference in self.records
            if reference.model is Participant and reference.key[:1] == meeting.key
        }
        return sorted(found, key=lambda reference: reference.key)

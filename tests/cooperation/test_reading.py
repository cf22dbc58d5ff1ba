"""What the program proposes, and what an analyst made of it."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from cooperation.models import Suggestion
from tests.constraints import assert_breaks, breaks
from tests.factories import ReadingFactory, SuggestionFactory

SIGNED = "cooperation_suggestion_decision_is_signed"


@breaks("cooperation_suggestion_number_is_unique_in_its_reading")
def test_a_number_is_unique_in_its_reading() -> Suggestion:
    suggestion = SuggestionFactory()
    again = SuggestionFactory(reading=suggestion.reading)
    again.number = suggestion.number
    return again


@breaks("cooperation_suggestion_decision_is_signed")
def test_a_decision_is_signed() -> Suggestion:
    suggestion = SuggestionFactory()
    suggestion.decision = Suggestion.Decision.ACCEPTED
    return suggestion


@pytest.mark.parametrize("missing", ["decided_by", "decided_at"])
@pytest.mark.django_db
def test_a_decision_names_who_and_when(analyst: User, missing: str) -> None:
    suggestion = SuggestionFactory()
    suggestion.decision = Suggestion.Decision.REJECTED
    suggestion.decided_by, suggestion.decided_at = analyst, timezone.now()
    setattr(suggestion, missing, None)

    assert_breaks(suggestion, SIGNED)


@pytest.mark.django_db
def test_what_is_to_decide_is_not_signed(analyst: User) -> None:
    suggestion = SuggestionFactory()
    suggestion.decided_by = analyst

    assert_breaks(suggestion, SIGNED)


@pytest.mark.django_db
def test_a_signed_decision_is_taken(analyst: User) -> None:
    suggestion = SuggestionFactory(
        decision=Suggestion.Decision.CORRECTED, decided_by=analyst, decided_at=timezone.now()
    )

    suggestion.full_clean()


@pytest.mark.django_db
def test_suggestions_go_with_their_reading() -> None:
    suggestion = SuggestionFactory(reading=ReadingFactory())

    suggestion.reading.delete()

    assert not Suggestion.objects.exists()

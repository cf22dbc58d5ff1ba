"""Statements: what was said, word for word, and who said it."""

import pytest
from django.contrib.auth.models import User

from cooperation.models import Statement
from tests.constraints import assert_refuses, breaks
from tests.factories import (
    MeetingFactory,
    OfficialFactory,
    ParticipantFactory,
    PassageFactory,
    StatementFactory,
)


@breaks("cooperation_statement_is_recorded_once")
def test_is_recorded_once() -> Statement:
    statement = StatementFactory()
    again = StatementFactory()
    again.passage = statement.passage
    return again


@pytest.mark.django_db
def test_a_participant_brings_the_meeting_and_the_official() -> None:
    participant = ParticipantFactory(official=OfficialFactory())
    statement = StatementFactory(participant=participant)

    statement.full_clean()

    assert statement.meeting == participant.meeting
    assert statement.official == participant.official


@pytest.mark.django_db
def test_the_participant_took_part_in_the_meeting() -> None:
    statement = StatementFactory(meeting=MeetingFactory())
    statement.participant = ParticipantFactory()

    assert_refuses(statement, "participant", "took part in another meeting")


@pytest.mark.django_db
def test_those_of_a_draft_meeting_are_hidden(viewer: User) -> None:
    StatementFactory(meeting=MeetingFactory())
    outside = StatementFactory()
    published = StatementFactory(meeting=MeetingFactory(published=True))

    assert set(Statement.objects.visible_to(viewer)) == {outside, published}


@pytest.mark.django_db
def test_is_found_by_its_words_and_its_speaker() -> None:
    statement = StatementFactory(passage=PassageFactory())

    assert list(Statement.objects.search("karankevich million")) == [statement]

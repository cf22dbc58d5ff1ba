"""Topics of a meeting, and figures quoted there."""

import pytest

from cooperation.models import CitedFigure, Topic
from tests.constraints import assert_refuses, breaks
from tests.factories import CitedFigureFactory, ParticipantFactory, TopicFactory


@breaks("cooperation_topic_is_listed_once")
def test_is_listed_once() -> Topic:
    topic = TopicFactory()
    again = TopicFactory(meeting=topic.meeting, as_written="lifts")
    again.as_written = topic.as_written
    return again


@breaks("cooperation_citedfigure_is_listed_once")
def test_a_figure_is_listed_once() -> CitedFigure:
    cited = CitedFigureFactory()
    again = CitedFigureFactory(meeting=cited.meeting)
    again.figure = cited.figure
    return again


@pytest.mark.django_db
def test_a_figure_is_cited_by_somebody_at_the_meeting() -> None:
    cited = CitedFigureFactory()
    cited.participant = ParticipantFactory()

    assert_refuses(cited, "participant", "took part in another meeting")


@pytest.mark.django_db
def test_a_topic_is_called_as_written_or_by_its_sector() -> None:
    assert str(TopicFactory()) == "lift production"
    assert str(TopicFactory(as_written="")) == "Lifts"

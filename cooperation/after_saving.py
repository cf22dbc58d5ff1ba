"""What follows once a meeting and its parts are saved, each step with what to tell the analyst."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cooperation.models import Meeting, Topic
from cooperation.services import CannotPutForwardError, put_forward
from trade.search import fold


def fill_in_posts(meeting: Meeting) -> None:
    """Give officials the post they held that day, when the date came after them."""
    if meeting.date is None:
        return
    for participant in meeting.participants.filter(official__isnull=False, tenure__isnull=True):
        participant.clean()
        if participant.tenure is not None:
            participant.save()


def match_speakers(meeting: Meeting) -> None:
    """Link statements to the participant their speaker's name fits, if it fits one only."""
    participants = [(one, set(fold(str(one)).split())) for one in meeting.participants.all()]
    for statement in meeting.statements.filter(participant__isnull=True):
        words = set(fold(statement.speaker_as_written).split())
        fitting = [one for one, name in participants if words and words <= name]
        if len(fitting) == 1:
            statement.participant = fitting[0]
            statement.clean()
            statement.save()


def put_topics_forward(topics: Iterable[Topic]) -> list[str]:
    """Make each topic a proposal; what could not be done is said."""
    complaints = []
    for topic in topics:
        try:
            put_forward(topic=topic)
        except (CannotPutForwardError, ValidationError) as error:
            reasons = error.messages if isinstance(error, ValidationError) else [str(error)]
            complaints.append(
                _("“%(topic)s” is not put forward. %(reason)s")
                % {"topic": topic, "reason": " ".join(reasons)}
            )
    return complaints


def doubtful_posts(meeting: Meeting) -> list[str]:
    """Participants whose post does not cover the day."""
    participants: Any = meeting.participants.select_related("tenure__post")
    return [warning for participant in participants for warning in participant.warnings()]

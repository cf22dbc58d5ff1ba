"""One published fact of every kind, and the same as drafts or put aside."""

import datetime as dt
from typing import Any

from tests import api_resources as full
from tests import factories as make

PUT_ASIDE: dict[str, Any] = {
    "archived_on": dt.date(2026, 1, 1),
    "archive_reason": "entered twice",
}


def published() -> None:
    """At least one row of every table, with all that can stand beside it."""
    meeting = full.meeting(1)
    full.statement(2)
    full.mechanism(3)
    full.mechanism(7)
    full.follow_up(4)
    full.traded_good(5)
    make.ProposalChangeFactory()
    full.tenure(6)
    make.StatementFactory(meeting=meeting, participant=meeting.participants.first())


def drafts() -> None:
    """A draft meeting with everything that may rest on it."""
    meeting = make.MeetingFactory()
    passage = make.PassageFactory()
    meeting.passages.add(passage)
    make.ParticipantFactory(meeting=meeting).passages.add(passage)
    make.TopicFactory(meeting=meeting).passages.add(passage)
    make.FollowUpFactory(meeting=meeting).passages.add(passage)
    make.ProposalChangeFactory(meeting=meeting).passages.add(passage)
    make.StatementFactory(meeting=meeting, passage=passage)


def put_aside() -> None:
    """Archived records, published facts of an archived meeting, facts of an archived source."""
    meeting = make.MeetingFactory(published=True, **PUT_ASIDE)
    make.StatementFactory(meeting=meeting)
    make.MechanismFactory(**PUT_ASIDE)
    make.ProposalChangeFactory(proposal=make.ProposalFactory(**PUT_ASIDE))
    gone = make.SourceFactory(with_text=True, **PUT_ASIDE)
    make.TradeFigureFactory(source=gone).passages.add(make.PassageFactory(source=gone))
    make.MechanismFactory(source=gone)
    make.ProposalChangeFactory(source=gone)
    make.StatementFactory(passage=make.PassageFactory(source=gone, start=0, end=9))

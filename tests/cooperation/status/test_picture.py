"""The rules put together: a whole status, and the row of a list."""

import dataclasses

from cooperation.status.facts import Evidence
from cooperation.status.picture import overview_from, status_from
from tests.cooperation.status.plain import (
    day,
    facts,
    figure,
    follow_up,
    good,
    mechanism,
    meeting,
    proposal,
    source,
    tenure,
)

KNOWN = facts(
    meetings=[meeting("2025-10-20"), meeting("2026-05-01", "planned")],
    proposals=[proposal("mentioned 2025-10-20"), proposal("agreed 2023-10-19")],
    figures=[figure(130, qualifier="about"), figure(300, "2030", qualifier="target")],
    goods=[good()],
    mechanisms=[mechanism(start="2024"), mechanism("planned", name="Plant")],
    tenures=[tenure("2020-11-18")],
    follow_ups=[follow_up(due="2025-12-01")],
)


def test_before_anything_was_recorded_the_picture_is_empty_not_zero():
    status = status_from(KNOWN, as_of=day("2010-01-01"))

    assert status.stage.stage == "none"
    assert (status.meetings.total, status.meetings.last) == (0, None)
    assert status.meetings.days_since_last is None
    assert (status.trade.years, status.proposals.items) == ((), ())
    assert {line.state for line in status.mechanisms} == {"not_yet"}
    assert (status.follow_ups.open, status.sources.count) == ((), 0)
    assert [gap.code for gap in status.gaps] == [
        "no-figure",
        "no-meeting-recorded",
        "no-official-in-post",
        "no-official-in-post",
        "no-source",
    ]


def test_everything_in_a_status_names_its_records():
    status = status_from(KNOWN, as_of=day("2025-12-31"))

    assert status.stage.rests_on
    assert all(year.rests_on for year in status.meetings.by_year)
    assert all(line.rests_on for line in (*status.proposals.items, *status.mechanisms))
    assert all(year.turnover.rests_on for year in status.trade.years)
    assert all(isinstance(owed.evidence, Evidence) for owed in status.follow_ups.overdue)


def test_a_list_shows_what_the_status_shows():
    as_of = day("2025-12-31")

    row, status = overview_from(KNOWN, as_of=as_of), status_from(KNOWN, as_of=as_of)

    assert row.stage == status.stage
    assert (row.last_meeting, row.next_meeting) == (status.meetings.last, status.meetings.next)
    assert (row.meetings, row.days_since_last_meeting) == (1, 72)
    assert row.latest_turnover == status.trade.years[0]
    assert (row.open_proposals, row.stalled_proposals) == (2, 1)
    assert row.operating_mechanisms == 1


def test_sources_of_officials_who_are_not_in_post_are_not_counted():
    known = facts(tenures=[tenure("2010", "2015", source=source("former"))])

    assert status_from(known, as_of=day("2025-12-31")).sources.items == ()


def test_sources_are_counted_once_by_publisher_with_the_newest_first():
    old = source("old", published="2011-08-05", publisher="113rus.ru")
    new = source("new", published="2025-10-20", publisher="BelTA")
    put_away = dataclasses.replace(source("gone", publisher="BelTA"), archived_on=day("2025-11-01"))
    known = facts(
        meetings=[meeting("2011-08-04", source=old), meeting("2025-10-20", source=put_away)],
        figures=[figure(130, source=new), figure(131, source=new)],
        goods=[good(source=source("undated", published="", publisher="BelTA"))],
    )

    sources = status_from(known, as_of=day("2025-12-31")).sources

    assert [s.key for s in sources.items] == ["new", "old", "undated"]
    assert [(p.name, p.count) for p in sources.publishers] == [("BelTA", 2), ("113rus.ru", 1)]
    assert sources.latest_source == new
    assert sources.latest_meeting is not None

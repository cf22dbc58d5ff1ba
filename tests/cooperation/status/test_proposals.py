"""Where proposals stand, which are open and which are stalled."""

import pytest

from cooperation.status.proposals import proposals_on
from tests.cooperation.status.plain import change, day, proposal

AS_OF = day("2025-12-31")


@pytest.mark.parametrize(
    ("steps", "as_of", "stage", "since", "is_open", "is_stalled"),
    [
        (["mentioned 2025-10-20"], "2025-12-31", "mentioned", "2025-10-20", True, False),
        (["mentioned 2024-12-31"], "2025-12-31", "mentioned", "2024-12-31", True, False),
        (["mentioned 2024-12-30"], "2025-12-31", "mentioned", "2024-12-30", True, True),
        (["agreed 2024"], "2025-12-31", "agreed", "2024", True, False),
        (["agreed 2023"], "2025-12-31", "agreed", "2023", True, True),
        (["running 2020-01-01"], "2025-12-31", "running", "2020-01-01", False, False),
        (["completed 2020-01-01"], "2025-12-31", "completed", "2020-01-01", False, False),
        (["dropped 2020-01-01"], "2025-12-31", "dropped", "2020-01-01", False, False),
        (["suspended 2020-01-01"], "2025-12-31", "suspended", "2020-01-01", False, False),
        (["agreed 2024-02-29"], "2025-02-28", "agreed", "2024-02-29", True, False),
        (["agreed 2024-02-29"], "2025-03-01", "agreed", "2024-02-29", True, True),
    ],
)
def test_stage_since_open_and_stalled(steps, as_of, stage, since, is_open, is_stalled):
    (line,) = proposals_on([proposal(*steps)], day(as_of)).items

    assert (line.stage, line.since.isoformat()) == (stage, since)
    assert (line.is_open, line.is_stalled) == (is_open, is_stalled)


def test_saying_the_same_again_keeps_the_stage_and_ends_the_standstill():
    steps = ["mentioned 2020-01-01", "agreed 2022-05-01", "agreed 2025-10-20"]

    (line,) = proposals_on([proposal(*steps)], AS_OF).items

    assert (line.since.isoformat(), line.last_change.isoformat()) == ("2022-05-01", "2025-10-20")
    assert not line.is_stalled
    assert len(line.rests_on) == 2


def test_of_one_day_the_step_entered_last_counts():
    later, earlier = change("negotiating", id=900), change("mentioned", id=800)

    (line,) = proposals_on([proposal(later, earlier)], AS_OF).items

    assert line.stage == "negotiating"


def test_are_counted_by_stage_up_the_ladder_and_by_sector():
    proposals = [
        proposal("running", sector="lifts", id=1),
        proposal("mentioned", sector="pharmaceuticals", id=2),
        proposal("mentioned", sector="lifts", title="Joint plant", id=3),
    ]

    found = proposals_on(proposals, AS_OF)

    assert [(g.code, g.count, g.ids) for g in found.by_stage] == [
        ("mentioned", 2, (2, 3)),
        ("running", 1, (1,)),
    ]
    assert [(g.code, g.name, g.ids) for g in found.by_sector] == [
        ("lifts", "Lifts", (1, 3)),
        ("pharmaceuticals", "Pharmaceuticals", (2,)),
    ]
    assert (found.open, found.stalled) == ((2, 3), ())
    assert [line.title for line in found.items] == ["Lifts", "Pharmaceuticals", "Joint plant"]


def test_a_proposal_without_a_step_is_left_out():
    assert proposals_on([proposal()], AS_OF).items == ()

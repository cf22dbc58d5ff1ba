"""Every stage of a proposal belongs to one group."""

from cooperation.models import ProposalStage
from cooperation.status.groups import ACTIVE_STAGES, OPEN_STAGES, RESTING_STAGES


def test_every_stage_is_in_exactly_one_group():
    grouped = [*OPEN_STAGES, *ACTIVE_STAGES, *RESTING_STAGES]

    assert sorted(grouped) == sorted(ProposalStage)

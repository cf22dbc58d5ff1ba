"""Which stages of a proposal count as what. Every place that says “open” means these."""

from cooperation.models import ProposalStage

# Put forward, and still to come about.
OPEN_STAGES = (ProposalStage.MENTIONED, ProposalStage.NEGOTIATING, ProposalStage.AGREED)
# Came about.
ACTIVE_STAGES = (ProposalStage.RUNNING, ProposalStage.COMPLETED)
# Off the ladder: nobody works on it.
RESTING_STAGES = (ProposalStage.SUSPENDED, ProposalStage.DROPPED)

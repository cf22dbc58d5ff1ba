"""Upstairs: who represents regions, when they met, what they proposed, what stands."""

from cooperation.models.follow_up import FollowUp
from cooperation.models.mechanism import Mechanism
from cooperation.models.meeting import Meeting
from cooperation.models.participant import Participant
from cooperation.models.partnership import Partnership, PartnershipStage
from cooperation.models.people import Official, Organisation, Post, Tenure
from cooperation.models.proposal import NEXT_STAGES, Proposal, ProposalChange, ProposalStage
from cooperation.models.reading import Reading, Suggestion
from cooperation.models.sector import Sector, SectorTerm
from cooperation.models.snapshot import (
    FactsSnapshot,
    OverviewSnapshot,
    Revision,
    StatusSnapshot,
)
from cooperation.models.statement import Statement
from cooperation.models.topic import CitedFigure, Topic

__all__ = [
    "NEXT_STAGES",
    "CitedFigure",
    "FactsSnapshot",
    "FollowUp",
    "Mechanism",
    "Meeting",
    "Official",
    "Organisation",
    "OverviewSnapshot",
    "Participant",
    "Partnership",
    "PartnershipStage",
    "Post",
    "Proposal",
    "ProposalChange",
    "ProposalStage",
    "Reading",
    "Revision",
    "Sector",
    "SectorTerm",
    "Statement",
    "StatusSnapshot",
    "Suggestion",
    "Tenure",
    "Topic",
]

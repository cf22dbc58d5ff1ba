"""Proposals, and the steps by which they come forward."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from cooperation.models import NEXT_STAGES, Proposal, ProposalChange, ProposalStage
from tests.constraints import assert_refuses, breaks
from tests.factories import (
    MeetingFactory,
    ProposalChangeFactory,
    ProposalFactory,
    SourceFactory,
)

LADDER = ["mentioned", "negotiating", "agreed", "running", "completed"]
OFF_LADDER = ["suspended", "dropped"]


@breaks("cooperation_proposal_is_unique_in_its_partnership")
def test_is_unique_in_its_partnership() -> Proposal:
    proposal = ProposalFactory()
    again = ProposalFactory()
    again.title = proposal.title
    return again


@breaks("cooperation_proposalchange_is_recorded_once")
def test_a_step_is_recorded_once_a_source() -> ProposalChange:
    step = ProposalChangeFactory()
    again = ProposalChangeFactory(proposal=step.proposal)
    again.source = step.source
    return again


@breaks("cooperation_proposalchange_precision_agrees")
def test_a_step_known_to_the_month_is_dated_its_first_day() -> ProposalChange:
    step = ProposalChangeFactory()
    step.effective_on_precision = "month"
    return step


def _allowed(earlier: str, later: str) -> bool:
    """The ladder in words: up or stay, off it from below its end, back on from off it."""
    if earlier == "completed":
        return later == "completed"
    if earlier == "suspended":
        return True
    if earlier == "dropped":
        return later in {"dropped", "mentioned"}
    return later in OFF_LADDER or LADDER.index(later) >= LADDER.index(earlier)


@pytest.mark.parametrize("later", [*LADDER, *OFF_LADDER])
@pytest.mark.parametrize("earlier", [*LADDER, *OFF_LADDER])
@pytest.mark.django_db
def test_goes_up_the_ladder_or_off_it(earlier: str, later: str) -> None:
    proposal = ProposalFactory()
    ProposalChangeFactory(proposal=proposal, stage=earlier, effective_on=dt.date(2024, 5, 1))
    step = ProposalChangeFactory.build(
        proposal=proposal, stage=later, effective_on=dt.date(2025, 5, 1), source=SourceFactory()
    )

    if _allowed(earlier, later):
        step.full_clean()
    else:
        assert_refuses(step, "stage", "(1 May 2024) to")


def test_the_ladder_knows_every_stage() -> None:
    assert set(NEXT_STAGES) == set(ProposalStage.values)
    assert set().union(*NEXT_STAGES.values()) == set(ProposalStage.values)


@pytest.mark.django_db
def test_a_step_entered_later_fits_between_its_neighbours() -> None:
    proposal = ProposalFactory()
    for stage, year in [("mentioned", 2020), ("agreed", 2024)]:
        ProposalChangeFactory(proposal=proposal, stage=stage, effective_on=dt.date(year, 1, 1))

    def between(stage: str) -> ProposalChange:
        return ProposalChange(
            proposal=proposal,
            stage=stage,
            effective_on=dt.date(2022, 1, 1),
            source=SourceFactory(),
        )

    between("negotiating").full_clean()
    assert_refuses(between("running"), "stage", "from “running” (1 January 2022) to “agreed”")


@pytest.mark.django_db
def test_two_steps_of_one_day_are_in_the_order_they_were_entered() -> None:
    proposal = ProposalFactory()
    day = dt.date(2025, 10, 20)
    first = ProposalChangeFactory(proposal=proposal, stage="negotiating", effective_on=day)
    second = ProposalChangeFactory(proposal=proposal, stage="agreed", effective_on=day)

    second.full_clean()

    assert list(proposal.changes.in_order()) == [first, second]


@pytest.mark.django_db
def test_an_unchanged_step_of_the_middle_of_its_day_stays_valid() -> None:
    proposal = ProposalFactory()
    day = dt.date(2025, 10, 20)
    first = ProposalChangeFactory(proposal=proposal, stage="negotiating", effective_on=day)
    ProposalChangeFactory(proposal=proposal, stage="agreed", effective_on=day)

    first.full_clean()


@pytest.mark.django_db
def test_a_step_does_not_take_effect_in_the_future() -> None:
    step = ProposalChangeFactory()
    step.effective_on = timezone.localdate() + dt.timedelta(days=1)

    assert_refuses(step, "effective_on", "A step takes effect today at the latest")


@pytest.mark.django_db
def test_an_unfinished_form_is_refused_without_an_error() -> None:
    with pytest.raises(ValidationError):
        ProposalChange().full_clean()


@pytest.mark.django_db
def test_a_proposal_is_called_by_its_title_or_its_sector() -> None:
    assert str(ProposalFactory(title="joint plant")) == "joint plant"
    assert str(ProposalFactory(title="")) == "Lifts"


@pytest.mark.django_db
def test_what_rests_on_draft_meetings_alone_is_hidden(viewer: User) -> None:
    draft, shown, from_a_document = ProposalFactory(), ProposalFactory(), ProposalFactory()
    ProposalFactory()
    ProposalChangeFactory(proposal=draft, meeting=MeetingFactory())
    ProposalChangeFactory(proposal=shown, meeting=MeetingFactory())
    step = ProposalChangeFactory(proposal=shown, meeting=MeetingFactory(published=True))
    other = ProposalChangeFactory(proposal=from_a_document)

    assert set(Proposal.objects.visible_to(viewer)) == {shown, from_a_document}
    assert set(ProposalChange.objects.visible_to(viewer)) == {step, other}

"""Drafts, and what rests on drafts alone, are there only for those who may see them."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from cooperation.models import Meeting
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Meeting:
    """A draft meeting with everything that may hang on one."""
    meeting = make.MeetingFactory(key="draft", title="Secret talks")
    make.StatementFactory(meeting=meeting, speaker_as_written="Secret speaker")
    make.FollowUpFactory(meeting=meeting, task="Secret task")
    make.ProposalChangeFactory(meeting=meeting, proposal__title="Secret plant")
    return meeting


HIDDEN = ["meetings", "statements", "follow-ups", "proposals"]


@pytest.mark.parametrize("name", HIDDEN)
def test_drafts_are_not_listed_without_an_account(
    api: APIClient, draft: Meeting, name: str
) -> None:
    answer = api.get(f"/api/v1/{name}/")

    assert answer.json()["count"] == 0


@pytest.mark.parametrize("name", HIDDEN)
def test_viewers_do_not_see_drafts_and_analysts_do(
    api: APIClient, draft: Meeting, viewer: User, analyst: User, name: str
) -> None:
    api.force_authenticate(viewer)
    for_viewer = api.get(f"/api/v1/{name}/").json()["count"]
    api.force_authenticate(analyst)
    for_analyst = api.get(f"/api/v1/{name}/").json()["count"]

    assert (for_viewer, for_analyst) == (0, 1)


def test_a_draft_is_not_found_by_its_key(api: APIClient, draft: Meeting) -> None:
    answer = api.get("/api/v1/meetings/draft/")

    assert answer.status_code == 404
    assert "Secret" not in answer.content.decode()


def test_a_draft_is_no_value_of_a_filter(api: APIClient, draft: Meeting) -> None:
    answer = api.get("/api/v1/statements/", {"meeting": "draft"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["reason"] == "There is no meeting with this key."


def test_a_draft_is_not_found_by_its_words(api: APIClient, draft: Meeting) -> None:
    answer = api.get("/api/v1/meetings/", {"search": "secret"})

    assert answer.json()["results"] == []


def test_a_step_that_rests_on_a_draft_counts_only_for_those_who_see_it(
    api: APIClient, draft: Meeting, analyst: User
) -> None:
    proposal = make.ProposalChangeFactory().proposal
    make.ProposalChangeFactory(proposal=proposal, stage="agreed", meeting=draft)

    without = api.get(f"/api/v1/proposals/{proposal.pk}/").json()
    api.force_authenticate(analyst)
    with_drafts = api.get(f"/api/v1/proposals/{proposal.pk}/").json()

    assert (without["stage"], len(without["changes"])) == ("mentioned", 1)
    assert (with_drafts["stage"], len(with_drafts["changes"])) == ("agreed", 2)


def test_a_topic_does_not_name_a_proposal_that_rests_on_drafts_alone(
    api: APIClient, draft: Meeting, analyst: User
) -> None:
    proposal = make.ProposalChangeFactory(meeting=draft, stage="agreed").proposal
    meeting = make.MeetingFactory(published=True)
    make.TopicFactory(meeting=meeting, proposal=proposal)

    def topic() -> Any:
        return api.get(f"/api/v1/meetings/{meeting.key}/").json()["topics"][0]["proposal"]

    without = topic()
    api.force_authenticate(analyst)

    assert without is None
    assert topic() == proposal.pk

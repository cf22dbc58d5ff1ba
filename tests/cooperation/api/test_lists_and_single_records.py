"""A list is read as values, a single record by its serializer: both say the same."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from rest_framework.test import APIClient

from cooperation.models import Meeting
from tests.factories import (
    MeetingFactory,
    ParticipantFactory,
    ProposalChangeFactory,
    ProposalFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
ARTICLES = sorted(map(str, Path(settings.BASE_DIR, "fixtures", "articles").glob("*.yaml")))


def listed(api: APIClient, address: str, **query: Any) -> list[dict[str, Any]]:
    rows = []
    while address:
        answer = api.get(address, query).json()
        rows += answer["results"]
        address, query = answer["next"], {}
    return rows


@pytest.mark.usefixtures("reference_data")
class TestShippedArticles:
    @pytest.fixture(autouse=True)
    def articles(self, db: None) -> None:
        call_command("load_article", *ARTICLES, stdout=StringIO())

    def test_meetings_are_listed_as_they_are_shown_alone(self, as_editor: APIClient):
        rows = listed(as_editor, "/api/v1/meetings/", page_size=5)

        assert len(rows) == Meeting.objects.count() > 5
        assert all(any(row[part] for row in rows) for part in ("topics", "cited_figures"))
        for row in rows:
            assert row == as_editor.get(f"/api/v1/meetings/{row['key']}/").json()

    def test_figures_are_listed_as_they_are_shown_alone(self, api: APIClient):
        rows = listed(api, "/api/v1/trade-figures/", page_size=50)

        assert any(row["passages"] for row in rows)
        for row in rows:
            alone = api.get(f"/api/v1/trade-figures/{row['id']}/").json()
            assert row == {name: alone[name] for name in row}
            assert list(row) == [name for name in alone if name in row]


def test_a_bare_meeting_is_listed_as_it_is_shown_alone(api: APIClient):
    meeting = MeetingFactory(published=True)
    ParticipantFactory(
        meeting=meeting,
        official=None,
        tenure=None,
        role="member",
        name_as_written="delegation",
    )

    (row,) = listed(api, "/api/v1/meetings/")

    assert row == api.get(f"/api/v1/meetings/{meeting.key}/").json()


def test_a_proposal_that_rests_on_a_draft_is_listed_only_to_who_sees_drafts(
    api: APIClient, as_editor: APIClient
):
    proposal = ProposalFactory()
    ProposalChangeFactory(proposal=proposal, meeting=MeetingFactory())
    TopicFactory(meeting=MeetingFactory(published=True), sector=proposal.sector, proposal=proposal)

    (for_all,) = listed(api, "/api/v1/meetings/", publication="published")
    (for_editors,) = listed(as_editor, "/api/v1/meetings/", publication="published")

    assert for_all["topics"][0]["proposal"] is None
    assert for_editors["topics"][0]["proposal"] == proposal.pk

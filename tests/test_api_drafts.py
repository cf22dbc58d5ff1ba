"""Not a word, number or tag of the API tells somebody who may not see drafts that there is one."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.http import parse_http_date
from rest_framework.test import APIClient

from tests import factories as make
from tests.api_access import ACCESS
from tests.api_resources import RESOURCES
from tests.api_resources import meeting as published_meeting

pytestmark = pytest.mark.django_db

SECRET = "zyxomma"
ACCOUNTS = ("tokens", "imports")  # what somebody sees there is his own
PAIR = "v1/partnerships/BY/RU-002/"
QUERIES = [
    *(f"v1/{name}/?search={SECRET}" for name in ("meetings", "proposals", "officials", "sources")),
    "v1/meetings/?region=BY",
    "v1/meetings/?ordering=-date",
    "v1/meetings/?page_size=1",
    "v1/trade-figures/export/?format=csv",
    "v1/trade-figures/export/?format=json",
    f"{PAIR}status/?as_of=2026-01-01",
    f"{PAIR}trade/?frequency=A",
    *(f"v1/tables/{name}/?format=csv" for name in ("meetings", "proposals", "statements")),
    *(f"v1/tables/{name}/?format=ndjson" for name in ("evidence", "participants", "trade")),
    f"v1/meetings/{SECRET}/",
    f"v1/statements/?meeting={SECRET}",
    f"v1/follow-ups/?meeting={SECRET}",
]


@pytest.fixture(params=["nobody", "viewer"])
def api_of_a_reader(request: Any, api: APIClient, viewer: User) -> APIClient:
    """The API as those see it who may not see drafts."""
    if request.param == "viewer":
        api.force_authenticate(viewer)
    return api


def addresses(published: dict[str, str]) -> Iterator[str]:
    """Every address that is read, with a published record where it shows one."""
    for path, route in ACCESS.items():
        name = path.split("/")[1] if path.startswith("v1/") else ""
        if route.reads is None or name in ACCOUNTS or path == "docs/":
            continue
        if "region_a" in path:
            yield PAIR + path.split("<str:region_b>/")[1]
        elif path.endswith(">/") and name in RESOURCES:
            yield f"v1/{name}/{published[name]}/"
        elif path == "v1/codes/<name>/":
            yield "v1/codes/meeting-kinds/"
        else:
            yield path
    yield from QUERIES


def answers(api: APIClient, published: dict[str, str]) -> dict[str, tuple[Any, ...]]:
    """What each address answers: status, body and headers."""
    found = {}
    for address in addresses(published):
        answer = api.get(f"/api/{address}")
        body = b"".join(answer) if answer.streaming else answer.content
        headers = {name: value for name, value in answer.items() if name != "Last-Modified"}
        found[address] = (answer.status_code, body.decode(), headers)
    return found


def dates(api: APIClient, published: dict[str, str]) -> set[int]:
    """When each answer changed last, in seconds; answers of the last moment say nothing yet."""
    answered = (api.get(f"/api/{address}") for address in addresses(published))
    given = [answer["Last-Modified"] for answer in answered if "Last-Modified" in answer]
    return {parse_http_date(date) for date in given}


def draft_everything(beside: Any) -> None:
    """A draft of the same partnership, with everything that may hang on a meeting."""
    partnership = beside.partnerships.get()
    source = beside.sources.get()
    speaker = beside.participants.first()
    draft = make.MeetingFactory(
        key=SECRET, title=f"{SECRET} talks", partnerships=[partnership], sources=[source]
    )
    participant = make.ParticipantFactory(
        meeting=draft,
        side=partnership.region_a,
        official=speaker.official,
        name_as_written=f"{SECRET} speaker",
        role="member",
    )
    figure = beside.cited_figures.first().figure
    make.CitedFigureFactory(meeting=draft, figure=figure, participant=participant)
    make.FollowUpFactory(meeting=draft, task=f"{SECRET} task", official=speaker.official)
    sector = beside.topics.get().sector
    proposal = make.ProposalFactory(partnership=partnership, sector=sector, title=f"{SECRET} plant")
    make.ProposalChangeFactory(proposal=proposal, meeting=draft, source=source)
    make.TopicFactory(meeting=draft, sector=sector, as_written=f"{SECRET} topic", proposal=proposal)
    known = beside.topics.get().proposal
    make.ProposalChangeFactory(proposal=known, meeting=draft, source=source, stage="agreed")
    passage = beside.passages.get()
    make.StatementFactory(
        meeting=draft, passage=passage, participant=participant, speaker_as_written=SECRET
    )


def test_a_draft_changes_no_answer(api_of_a_reader: APIClient) -> None:
    published = {name: resource.key_of(resource.make(1)) for name, resource in RESOURCES.items()}
    meeting = published_meeting(2)
    published["meetings"] = meeting.key
    before = answers(api_of_a_reader, published)
    asked_at = time.time()

    draft_everything(meeting)
    after = answers(api_of_a_reader, published)

    assert {status for status, _body, _headers in before.values()} <= {200, 400, 404}
    changed = [address for address, answer in before.items() if after[address] != answer]
    assert changed == []
    told = [a for a, answer in after.items() if SECRET in str(answer) and SECRET not in a]
    assert told == []
    assert max(dates(api_of_a_reader, published), default=0) <= asked_at

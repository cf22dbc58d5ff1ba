"""What the records of this floor show."""

import datetime as dt

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_proposal_shows_its_steps_in_order_and_the_stage_reached_today(api: APIClient) -> None:
    proposal = make.ProposalFactory()
    for stage, day in [("agreed", dt.date(2025, 10, 20)), ("mentioned", dt.date(2024, 1, 1))]:
        make.ProposalChangeFactory(proposal=proposal, stage=stage, effective_on=day)
    make.ProposalChangeFactory(
        proposal=proposal, stage="completed", effective_on=dt.date(2999, 1, 1)
    )

    shown = api.get(f"/api/v1/proposals/{proposal.pk}/").json()

    assert shown["stage"] == "agreed"
    assert [step["stage"] for step in shown["changes"]] == ["mentioned", "agreed", "completed"]
    assert shown["changes"][0]["source"]["url"].startswith("https://news.example/")


def test_a_statement_shows_the_words_the_speaker_and_where_they_stand(api: APIClient) -> None:
    statement = make.StatementFactory()

    shown = api.get(f"/api/v1/statements/{statement.pk}/").json()

    assert shown["speaker_as_written"] == "Viktor Karankevich"
    assert shown["passage"] == {
        "source": statement.passage.source.key,
        "start": 18,
        "end": 36,
        "words": "about $130 million",
    }
    assert shown["source"]["title"] == "Belarus, Mordovia expand cooperation"


def test_a_post_shows_everybody_who_held_it_the_latest_first(api: APIClient) -> None:
    post = make.PostFactory()
    make.TenureFactory(post=post, official__key="volkov", starts_on=dt.date(2012, 5, 14))
    make.TenureFactory(post=post, official__key="zdunov", starts_on=dt.date(2020, 11, 18))

    shown = api.get(f"/api/v1/posts/{post.pk}/").json()

    assert [held["official"]["key"] for held in shown["tenures"]] == ["zdunov", "volkov"]


def test_a_meeting_shows_how_its_date_is_known(api: APIClient) -> None:
    meeting = make.MeetingFactory(
        published=True, date_basis="inferred", date_as_written="20 October"
    )

    shown = api.get(f"/api/v1/meetings/{meeting.key}/").json()

    assert (shown["date"], shown["date_precision"]) == ("2025-10-20", "day")
    assert (shown["date_basis"], shown["date_as_written"]) == ("inferred", "20 October")


def test_a_follow_up_due_yesterday_is_overdue(api: APIClient) -> None:
    meeting = make.MeetingFactory(published=True)
    follow_up = make.FollowUpFactory(meeting=meeting, due_on=dt.date(2020, 1, 1))

    shown = api.get(f"/api/v1/follow-ups/{follow_up.pk}/").json()

    assert shown["is_overdue"] is True


def test_a_code_list_gives_every_code_its_label(api: APIClient) -> None:
    shown = api.get("/api/v1/codes/flows/").json()

    assert shown["title"] == "Flows of trade"
    assert {"code": "TURNOVER", "label": "turnover", "in_use": 0} in shown["codes"]


def test_every_code_list_is_found_by_the_name_it_is_listed_by(api: APIClient) -> None:
    listed = api.get("/api/v1/codes/").json()

    assert len(listed) > 20
    for code_list in listed:
        assert api.get(f"/api/v1/codes/{code_list['name']}/").json() == code_list


def test_an_unknown_code_list_is_answered_with_those_there_are(api: APIClient) -> None:
    answer = api.get("/api/v1/codes/colours/")

    assert answer.status_code == 404
    assert "“colours”" in answer.json()["detail"]
    assert "flows" in answer.json()["detail"]


def test_labels_come_in_the_language_asked_for(api: APIClient) -> None:
    with translation.override(None):
        answer = api.get("/api/v1/codes/flows/", headers={"accept-language": "be"})

    assert answer["Content-Language"] == "be"


def test_code_lists_take_no_parameters(api: APIClient) -> None:
    assert api.get("/api/v1/codes/", {"page": 1}).status_code == 400

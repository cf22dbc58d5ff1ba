"""`?updated_since=` lists what changed, or a part of which did."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from tests import factories as make
from tests.api_resources import RESOURCES
from trade.figures.importing import import_trade_file
from trade.history import RecordedModel

pytestmark = pytest.mark.django_db
every_resource = pytest.mark.parametrize("name", RESOURCES)
LONG_AGO = timezone.now() - dt.timedelta(days=100)


def make_long_ago(name: str, n: int = 1) -> Any:
    """A record all of whose history, and that of everything beside it, lies long ago."""
    record = RESOURCES[name].make(n)
    age_everything()
    return record


def age_everything() -> None:
    for model in RecordedModel.__subclasses__():
        if not model._meta.abstract:
            model.history.update(history_date=LONG_AGO)


def updated(api: APIClient, name: str, since: str = "") -> list[str]:
    since = since or (timezone.now() - dt.timedelta(minutes=5)).isoformat()
    answer = api.get(f"/api/v1/{name}/", {"updated_since": since})
    assert answer.status_code == 200, answer.content
    resource = RESOURCES[name]
    key = "id" if resource.named_by == "pk" else resource.named_by
    return [str(row[key]) for row in answer.json()["results"]]


@every_resource
def test_a_record_is_listed_once_it_changed(api: APIClient, name: str) -> None:
    record = make_long_ago(name)
    before = updated(api, name)

    record.save()

    assert before == []
    assert updated(api, name) == [RESOURCES[name].key_of(record)]


@every_resource
def test_a_new_record_is_listed(api: APIClient, name: str) -> None:
    make_long_ago(name)

    record = RESOURCES[name].make(2)

    assert RESOURCES[name].key_of(record) in updated(api, name)


@every_resource
def test_it_takes_no_query_more(api: APIClient, name: str) -> None:
    RESOURCES[name].make(1)

    def queries(**query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            api.get(f"/api/v1/{name}/", query)
        return len(captured)

    assert queries(updated_since="2020-01-01") == queries()


PARTS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "a name": ("regions", lambda region: region.names.get().save()),
    "a region a source names": ("sources", lambda source: source.region_mentions.get().save()),
    "a passage": ("trade-figures", lambda figure: figure.passages.clear()),
    "a product of a good": ("traded-goods", lambda good: good.products.clear()),
    "a term": ("sectors", lambda sector: sector.terms.get().delete()),
    "a tenure": ("officials", lambda official: official.tenures.get().save()),
    "a holder": ("posts", lambda post: post.tenures.get().save()),
    "a participant": ("meetings", lambda meeting: meeting.participants.first().save()),
    "a participant's passage": (
        "meetings",
        lambda meeting: meeting.participants.first().passages.clear(),
    ),
    "a topic": ("meetings", lambda meeting: meeting.topics.first().delete()),
    "a figure quoted": ("meetings", lambda meeting: meeting.cited_figures.first().delete()),
    "a source of a meeting": ("meetings", lambda meeting: meeting.sources.clear()),
    "a step": ("proposals", lambda proposal: proposal.changes.first().save()),
    "a step deleted": ("proposals", lambda proposal: proposal.changes.first().delete()),
    "the meeting of a follow-up": ("follow-ups", lambda owed: owed.meeting.save()),
    "the meeting of a statement": ("statements", lambda statement: statement.meeting.save()),
}


@pytest.mark.parametrize(("name", "change"), PARTS.values(), ids=PARTS)
def test_a_record_is_listed_once_a_part_of_it_changed(
    api: APIClient, name: str, change: Callable[[Any], Any]
) -> None:
    record = RESOURCES[name].make(1)
    if name == "proposals":  # with a step that stays
        make.ProposalChangeFactory(proposal=record, stage="negotiating", effective_on="2025-11-01")
    age_everything()

    change(record)

    assert RESOURCES[name].key_of(record) in updated(api, name)


def test_a_figure_is_listed_once_it_was_loaded(api: APIClient, tmp_path: Path) -> None:
    source = make.SourceFactory(key="customs", kind="release")
    make.RegionFactory(), make.RegionFactory(russia=True), make.ProductFactory()
    kept = make.TradeFigureFactory()
    age_everything()
    file = tmp_path / "trade.csv"
    file.write_text(
        "reporter,partner,flow,product,period,value,currency\nBY,RU,X,TOTAL,2024,100,USD\n"
    )

    outcome = import_trade_file(file, source=source)

    listed = updated(api, "trade-figures")
    assert outcome.added == 1
    assert len(listed) == 1
    assert str(kept.pk) not in listed


def test_a_step_at_a_draft_does_not_show_to_those_who_do_not_see_it(
    api: APIClient, analyst: User
) -> None:
    proposal = make_long_ago("proposals")
    draft = make.MeetingFactory(partnerships=[proposal.partnership])

    make.ProposalChangeFactory(proposal=proposal, meeting=draft, stage="agreed")

    assert updated(api, "proposals") == []
    api.force_authenticate(analyst)
    assert updated(api, "proposals") == [str(proposal.pk)]


def test_what_was_published_is_listed(api: APIClient) -> None:
    draft = make.MeetingFactory()
    statement = make.StatementFactory(meeting=draft)
    proposal = make.ProposalChangeFactory(meeting=draft).proposal
    age_everything()

    draft.publication = "published"
    draft.save()

    assert updated(api, "meetings") == [draft.key]
    assert updated(api, "statements") == [str(statement.pk)]
    assert updated(api, "proposals") == [str(proposal.pk)]


def test_a_day_means_since_its_start(api: APIClient) -> None:
    record = RESOURCES["regions"].make(1)

    today = updated(api, "regions", timezone.localdate().isoformat())
    tomorrow = updated(api, "regions", (timezone.localdate() + dt.timedelta(1)).isoformat())

    assert record.code in today
    assert tomorrow == []


@pytest.mark.parametrize("given", ["yesterday", "2025", "2025-13-01", "\x00", "0000-01-01"])
def test_what_is_no_moment_is_refused(api: APIClient, given: str) -> None:
    answer = api.get("/api/v1/regions/", {"updated_since": given})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "updated_since"

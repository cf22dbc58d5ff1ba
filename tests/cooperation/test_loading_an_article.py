"""`load_article`: one file becomes the records it describes."""

import datetime as dt
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cooperation.articles.kinds import KINDS
from cooperation.models import (
    CitedFigure,
    FollowUp,
    Mechanism,
    Meeting,
    Official,
    Participant,
    ProposalChange,
    Statement,
    Tenure,
    Topic,
)
from tests.cooperation.article_files import article, reference_data, report, write
from trade.models import ImportRun, Passage, Source, TradedGood, TradeFigure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


def load(directory: Path, *files: dict[str, Any], **options: Any) -> str:
    out = StringIO()
    paths = [str(write(directory, values)) for values in files]
    call_command("load_article", *paths, stdout=out, **options)
    return out.getvalue()


def counted() -> dict[str, tuple[int, int]]:
    """How many records, and rows of history, there are of each kind."""
    models: list[Any] = [Passage, *(kind.model for kind in KINDS)]
    return {model.__name__: (model.objects.count(), model.history.count()) for model in models} | {
        "ImportRun": (ImportRun.objects.count(), 0)
    }


def test_every_fact_of_the_file_is_stored(tmp_path):
    load(tmp_path, article())

    meeting = Meeting.objects.get(key="novik-zdunov")
    figure = TradeFigure.objects.get()
    tenure = Tenure.objects.get()
    assert meeting.is_published
    assert str(meeting.partnerships.get()) == "Belarus – Mordovia"
    assert meeting.sources.get().key == "talk"
    assert (tenure.starts_on, tenure.starts_on_precision) == (dt.date(2024, 1, 1), "year")
    assert (figure.value, figure.frequency, figure.period) == (Decimal(130_000_000), "A", "2024")
    assert CitedFigure.objects.get().participant.name_as_written == "Anna Novik"
    assert TradedGood.objects.get().figure == figure
    assert TradedGood.objects.get().products.get().code == "85"
    assert Topic.objects.get().proposal.sector.code == "lifts"
    assert ProposalChange.objects.get().effective_on == dt.date(2025, 10, 20)
    assert Mechanism.objects.get().host.key == "plant"
    assert FollowUp.objects.get().due_on == dt.date(2025, 12, 1)


def test_a_fact_points_to_the_words_it_rests_on(tmp_path):
    load(tmp_path, article())

    passage = TradeFigure.objects.get().passages.get()
    assert passage.words == "The trade reached about $130 million in 2024"
    assert passage.source.text[passage.start : passage.end] == passage.words


def test_a_speaker_is_the_official_behind_the_participant(tmp_path):
    load(tmp_path, article())

    statement = Statement.objects.get()
    assert statement.official == Official.objects.get(key="anna-novik")
    assert statement.participant.tenure == Tenure.objects.get()
    assert statement.participant.title_as_written == "Deputy Prime Minister"


def test_the_same_file_twice_changes_nothing(tmp_path):
    load(tmp_path, article())
    before = counted()

    told = load(tmp_path, article())

    assert counted() == before
    assert " 0 added, 0 changed, 0 removed" in told


def test_a_load_is_recorded_once_with_its_counts(tmp_path):
    load(tmp_path, article())
    load(tmp_path, article())

    run = ImportRun.objects.get()
    assert (run.kind, run.file_name) == ("article", "talk.yaml")
    assert run.rows_read == run.rows_added > 15
    assert len(run.sha256) == 64


def test_changes_carry_the_article_as_their_reason(tmp_path):
    load(tmp_path, article())

    reasons = Meeting.history.values_list("history_change_reason", flat=True)
    assert set(reasons) == {"article talk"}


def test_checking_loads_nothing(tmp_path):
    before = counted()

    told = load(tmp_path, article(), check=True)

    assert counted() == before
    assert "nothing was loaded" in told
    assert "talk.yaml: 20 added" in told


def test_sentences_without_a_fact_are_told(tmp_path):
    told = load(tmp_path, article(goods=[], mechanisms=[]))

    assert "facts rest on 5 of 6 sentences" in told
    assert "no fact rests on: A service centre for lifts works in Saransk." in told


def test_a_participant_outside_the_tenure_is_warned_about(tmp_path):
    values = article()
    values["officials"][0]["posts"][0] |= {"from": "2020", "to": "2026"}
    load(tmp_path, values)
    values["officials"][0]["posts"][0]["to"] = "2021"

    told = load(tmp_path, values)

    assert "look at: Anna Novik was not “Deputy Prime Minister” on 20 October 2025" in told


def test_a_file_may_refer_to_a_later_file_of_the_same_call(tmp_path):
    first = report(key="a-report", statements=[])
    first["meetings"][0]["participants"] = [
        {"side": "BY", "name": "A. Novik", "official": "anna-novik", "role": "member"}
    ]

    load(tmp_path, first, article())

    assert Participant.objects.get(name_as_written="A. Novik").official.key == "anna-novik"


def test_nothing_is_loaded_when_one_file_of_several_is_wrong(tmp_path):
    wrong = report(meetings=[{"key": "x", "date": "2025-13-01"}])

    with pytest.raises(Exception, match="1 problem; nothing was loaded"):
        load(tmp_path, article(), wrong)

    assert not Source.objects.exists()


def test_a_draft_stays_a_draft_and_is_withdrawn_by_its_file(tmp_path):
    values = article()
    load(tmp_path, values)
    values["meetings"][0]["publish"] = False

    load(tmp_path, values)

    assert not Meeting.objects.get().is_published

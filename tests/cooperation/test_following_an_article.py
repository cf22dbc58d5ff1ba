"""Loading again: a corrected file, other articles about the same, and what analysts changed."""

import datetime as dt
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cooperation.models import (
    CitedFigure,
    FollowUp,
    Mechanism,
    Meeting,
    Official,
    Organisation,
    Participant,
    Partnership,
    Proposal,
    ProposalChange,
    Statement,
    Tenure,
    Topic,
)
from tests.cooperation.article_files import TEXT, article, reference_data, report, write
from tests.cooperation.test_loading_an_article import counted
from tests.factories import RegionFactory
from trade.models import Passage, Source, TradedGood, TradeFigure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


def load(directory: Path, *files: dict[str, Any]) -> str:
    out = StringIO()
    call_command("load_article", *[str(write(directory, one)) for one in files], stdout=out)
    return out.getvalue()


def test_a_corrected_value_is_followed(tmp_path):
    load(tmp_path, article())
    corrected = article()
    corrected["meetings"][0]["place"] = "Gomel"
    corrected["figures"][0]["value"] = 131000000

    told = load(tmp_path, corrected)

    assert Meeting.objects.get().place == "Gomel"
    assert TradeFigure.objects.get().value == 131_000_000
    assert " 0 added, 2 changed, 0 removed" in told


def test_a_value_taken_out_of_the_file_is_taken_back(tmp_path):
    values = article()
    load(tmp_path, values)
    del values["meetings"][0]["place"]

    load(tmp_path, values)

    assert Meeting.objects.get().place == ""


def test_a_part_taken_out_of_the_file_is_removed_with_its_passage(tmp_path):
    load(tmp_path, article())

    told = load(tmp_path, article(mechanisms=[], organisations=[], goods=[]))

    assert not Mechanism.objects.exists()
    assert not Organisation.objects.exists()
    assert not TradedGood.objects.exists()
    assert not Passage.objects.filter(words__contains="service centre").exists()
    assert " 3 removed" in told


def test_a_file_reduced_to_its_source_leaves_only_the_source(tmp_path):
    load(tmp_path, article())

    load(tmp_path, {name: article()[name] for name in ("key", "source", "text")})

    left = {name for name, (records, _history) in counted().items() if records}
    assert left - {"ImportRun"} == {"Source"}


def test_what_others_rest_on_stays_and_is_listed(tmp_path):
    load(tmp_path, article())
    RegionFactory(russia=True)
    other = report(meetings=[])
    other["officials"] = [{"key": "artem-zdunov", "name": "Artem Zdunov"}]
    other["officials"][0]["posts"] = [{"title": "Head of Mordovia", "region": "RU-MO"}]
    load(tmp_path, other)
    values = article(statements=[], figures=[], goods=[])
    values["officials"].pop(1)
    values["meetings"][0]["participants"][1].pop("official")

    told = load(tmp_path, values)

    assert Official.objects.filter(key="artem-zdunov").exists()
    assert "Artem Zdunov: is no longer in the file, but stays" in told


def test_a_corrected_text_moves_the_passages(tmp_path):
    load(tmp_path, article())
    statement = Statement.objects.get()
    text = TEXT.replace("Belarus and Mordovia talk\n", "Belarus and Mordovia keep talking\n")

    told = load(tmp_path, article(text=text))

    statement.refresh_from_db()
    assert statement.passage.words == "We buy lifts"
    assert Source.objects.get().text[statement.passage.start :].startswith("We buy lifts")
    assert " 0 added, 1 changed, 0 removed" in told


def test_corrected_words_of_a_text_become_a_new_passage(tmp_path):
    load(tmp_path, article())
    values = article(text=TEXT.replace("We buy lifts", "We buy many lifts"))
    values["statements"][0]["quote"] = "We buy many lifts"
    values["goods"][0]["quote"] = "We buy many lifts"
    values["meetings"][0]["topics"][0]["quote"] = "We buy many lifts"

    load(tmp_path, values)

    assert Statement.objects.get().passage.words == "We buy many lifts"
    assert Topic.objects.get().passages.get().words == "We buy many lifts"
    assert not Passage.objects.filter(words="We buy lifts").exists()


def test_a_text_does_not_lose_words_an_analysts_fact_rests_on(tmp_path):
    load(tmp_path, article())
    passage = Passage.objects.get(words="We buy lifts")
    Statement.objects.create(passage=passage, speaker_as_written="Somebody else")
    values = article(text=TEXT.replace("We buy lifts", "We sell"), statements=[], goods=[])
    values["meetings"][0]["topics"] = []

    with pytest.raises(CommandError, match="text: Facts rest on words"):
        load(tmp_path, values)

    assert Source.objects.get().text == TEXT


def test_what_an_analyst_edited_is_listed_and_not_overwritten(tmp_path):
    load(tmp_path, article())
    meeting = Meeting.objects.get()
    meeting.place = "Vitebsk"
    meeting.save()
    values = article()
    values["meetings"][0] |= {"place": "Gomel", "title": "Talks"}

    told = load(tmp_path, values)

    meeting.refresh_from_db()
    assert (meeting.place, meeting.title) == ("Vitebsk", "")
    assert "place stays “Vitebsk”, set by hand; the file says “Gomel”" in told
    assert "title stays “”" in told


def test_passages_an_analyst_took_away_stay_away(tmp_path):
    load(tmp_path, article())
    TradeFigure.objects.get().passages.clear()

    told = load(tmp_path, article())

    assert not TradeFigure.objects.get().passages.exists()
    assert "passages stay as they were set by hand" in told


def test_what_an_analyst_removed_is_not_made_again(tmp_path):
    load(tmp_path, article())
    Mechanism.objects.get().delete()

    told = load(tmp_path, article())

    assert not Mechanism.objects.exists()
    assert "was removed by hand" in told


def test_what_an_analyst_edited_is_not_removed(tmp_path):
    load(tmp_path, article())
    mechanism = Mechanism.objects.get()
    mechanism.notes = "Visited in November."
    mechanism.save()

    told = load(tmp_path, article(mechanisms=[]))

    assert Mechanism.objects.exists()
    assert "Service centre: is no longer in the file, but stays: edited by hand" in told


def test_a_meeting_an_analyst_entered_gets_the_article_as_its_source(tmp_path):
    meeting = Meeting.objects.create(key="novik-zdunov", place="Minsk, Independence Square")
    values = article()
    values["meetings"][0]["publish"] = False

    load(tmp_path, values)
    before = counted()
    load(tmp_path, values)

    assert meeting.sources.get().key == "talk"
    assert Meeting.objects.get().place == "Minsk, Independence Square"
    assert counted() == before


def test_a_meeting_an_editor_withdrew_stays_withdrawn(tmp_path):
    load(tmp_path, article())
    Meeting.objects.update(publication=Meeting.Publication.DRAFT)

    told = load(tmp_path, article())

    assert not Meeting.objects.get().is_published
    assert "stays a draft" in told


def test_a_second_article_adds_its_source_and_fills_blanks(tmp_path):
    load(tmp_path, article())

    told = load(tmp_path, report())

    meeting = Meeting.objects.get()
    assert set(meeting.sources.values_list("key", flat=True)) == {"talk", "report"}
    assert meeting.summary == "They spoke of lifts."
    assert meeting.place == "Minsk"
    assert "place stays “Minsk”, set by article talk; the file says “Brest”" in told


def test_two_articles_that_differ_settle(tmp_path):
    load(tmp_path, article())
    load(tmp_path, report())
    before = counted()

    load(tmp_path, article())
    load(tmp_path, report())
    load(tmp_path, article(), report())
    load(tmp_path, report(), article())

    assert counted() == before


def test_an_article_that_no_longer_reports_a_meeting_withdraws_as_its_source(tmp_path):
    load(tmp_path, article(), report())

    load(tmp_path, report(meetings=[]))
    before = counted()
    load(tmp_path, report(meetings=[]))

    assert Meeting.objects.get().sources.get().key == "talk"
    assert counted() == before


def test_a_proposal_climbs_from_article_to_article(tmp_path):
    later = report(meetings=[])
    later["proposals"] = [
        {
            "partnership": ["RU-MO", "BY"],
            "sector": "lifts",
            "changes": [{"stage": "agreed", "on": "2025-12"}],
        }
    ]

    load(tmp_path, article(), later)

    assert Proposal.objects.count() == Partnership.objects.count() == 1
    stages = ProposalChange.objects.in_order().values_list("stage", flat=True)
    assert list(stages) == ["mentioned", "agreed"]


def test_a_participant_is_renamed_by_its_file(tmp_path):
    load(tmp_path, article())
    values = article()
    values["meetings"][0]["participants"][0]["name"] = "A. Novik"
    values["statements"][0]["participant"] = values["figures"][0]["said_by"] = "A. Novik"

    load(tmp_path, values)

    names = Participant.objects.filter(side="BY").values_list("name_as_written", flat=True)
    assert list(names) == ["A. Novik"]
    assert Statement.objects.get().participant.name_as_written == "A. Novik"


def test_a_follow_up_is_closed_by_its_file(tmp_path):
    values = article()
    load(tmp_path, values)
    values["meetings"][0]["follow_ups"][0] |= {"state": "done", "closed": "2025-11-30"}

    load(tmp_path, values)

    assert FollowUp.objects.get().state == "done"


def test_a_key_an_analyst_corrected_is_still_found(tmp_path):
    load(tmp_path, article())
    participant = Participant.objects.get(side="BY")
    participant.name_as_written = "Hanna Novik"
    participant.save()
    tenure = Tenure.objects.get()
    tenure.starts_on, tenure.starts_on_precision = dt.date(2024, 3, 4), "day"
    tenure.save()
    before = counted()

    told = load(tmp_path, article())

    assert counted() == before
    assert "name as written stays “Hanna Novik”" in told
    assert Tenure.objects.get().starts_on == dt.date(2024, 3, 4)


def test_an_organisation_gets_another_key_from_its_file(tmp_path):
    load(tmp_path, article())
    values = article()
    values["organisations"][0]["key"] = values["mechanisms"][0]["host"] = "lift-plant"

    load(tmp_path, values)

    assert Organisation.objects.get().key == "lift-plant"
    assert Mechanism.objects.get().host.key == "lift-plant"


def test_a_tenure_gets_its_start_from_the_article_that_knows_it(tmp_path):
    values = article()
    values["officials"][0]["posts"][0].pop("from")
    other = report(meetings=[], officials=[article()["officials"][0]])
    other["officials"][0]["posts"][0].pop("quote")
    load(tmp_path, values)

    load(tmp_path, other)
    before = counted()
    load(tmp_path, values)
    load(tmp_path, other, values)

    assert Tenure.objects.get().starts_on == dt.date(2024, 1, 1)
    assert counted() == before


def test_what_belongs_to_a_removed_record_is_listed_and_not_made(tmp_path):
    load(tmp_path, article())
    for model in (ProposalChange, CitedFigure, Statement, FollowUp, Meeting):
        model.objects.all().delete()

    told = load(tmp_path, article())

    assert not Meeting.objects.exists()
    assert not Participant.objects.exists()
    assert "meeting novik-zdunov: was removed by hand" in told
    assert "participant novik-zdunov, BY, Anna Novik: belongs to what is not there" in told


def test_a_participant_gets_the_post_a_later_article_knows_of(tmp_path):
    values = article(officials=[{"key": "anna-novik", "name": "Anna Novik"}])
    values["meetings"][0]["participants"][0]["title"] = "Deputy Prime Minister"
    values["meetings"][0]["participants"][1].pop("official")
    other = report(meetings=[], officials=[article()["officials"][0]])
    other["officials"][0]["posts"][0].pop("quote")
    load(tmp_path, values)
    load(tmp_path, other)

    load(tmp_path, values)
    before = counted()
    load(tmp_path, values)

    assert Participant.objects.get(side="BY").tenure == Tenure.objects.get()
    assert counted() == before

"""The flat tables: one row a fact, the same rows in every format, nothing unpublished."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cooperation.tables import TABLES
from tests import factories as make
from tests.cooperation.tables import facts
from trade.figures.dollars import InDollars, in_usd, load_rates

pytestmark = pytest.mark.django_db


def read(api: APIClient, name: str, **asked: Any) -> list[dict[str, Any]]:
    """All rows of a table, as a program that reads JSON gets them."""
    answer = api.get(f"/api/v1/tables/{name}/", {"page_size": "all", **asked})
    assert answer.status_code == 200, answer.content
    return json.loads(answer.getvalue(), parse_float=Decimal)


def body(api: APIClient, name: str, **asked: Any) -> bytes:
    answer: Any = api.get(f"/api/v1/tables/{name}/", asked)
    assert answer.status_code == 200
    return answer.getvalue()


def as_text(value: Any) -> str:
    """A value of JSON as CSV has it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("name", TABLES)
def test_every_format_has_the_same_rows(api: APIClient, name: str) -> None:
    facts.published()

    rows = read(api, name)
    lines = body(api, name, format="ndjson", page_size="all").splitlines()
    table = list(csv.DictReader(io.StringIO(body(api, name, format="csv").decode(), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(body(api, name, format="xlsx"))).active
    names, *cells = sheet.iter_rows(values_only=True)

    assert rows
    assert [json.loads(line, parse_float=Decimal) for line in lines] == rows
    assert table == [{key: as_text(value) for key, value in row.items()} for row in rows]
    assert list(names) == list(rows[0])
    assert [list(row) for row in cells] == [
        [float(v) if isinstance(v, Decimal) else v for v in row.values()] for row in rows
    ]


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"partnerships"}))
def test_drafts_and_what_rests_on_them_are_shown_to_nobody(
    api: APIClient, editor: User, name: str
) -> None:
    facts.drafts()

    for reader in (None, editor):
        api.force_authenticate(reader)
        assert read(api, name) == []


def test_drafts_are_not_counted(api: APIClient, editor: User) -> None:
    facts.drafts()
    api.force_authenticate(editor)

    (row,) = read(api, "partnerships")

    assert (row["meetings_held"], row["last_meeting_on"], row["proposals"]) == (0, None, 0)


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"partnerships"}))
def test_what_was_put_aside_is_left_out(api: APIClient, name: str) -> None:
    facts.put_aside()

    assert read(api, name) == []


def test_a_partnership_put_aside_is_left_out(api: APIClient) -> None:
    make.PartnershipFactory(**facts.PUT_ASIDE)

    assert read(api, "partnerships") == []


def test_a_partnership_counts_what_is_published(api: APIClient) -> None:
    make.MeetingFactory(published=True, date=dt.date(2020, 5, 1), date_precision="month")
    last = make.MeetingFactory(published=True)
    make.MeetingFactory(date=dt.date(2026, 1, 1))
    coming = make.MeetingFactory(published=True, state="planned", date=dt.date(2100, 1, 1))
    make.MeetingFactory(published=True, state="planned", date=dt.date(2101, 1, 1))
    make.MeetingFactory(published=True, state="planned", date=dt.date(2020, 1, 1))
    make.ProposalChangeFactory()
    make.ProposalChangeFactory(stage="completed")
    make.MechanismFactory()
    make.MechanismFactory(state="closed")

    (row,) = read(api, "partnerships")

    assert row["partnership"] == "BY/RU-MO"
    assert (row["meetings_held"], row["first_meeting_on"]) == (2, "2020-05-01")
    assert (row["last_meeting_on"], row["last_meeting_key"]) == ("2025-10-20", last.key)
    assert (row["next_meeting_on"], row["next_meeting_key"]) == ("2100-01-01", coming.key)
    assert (row["proposals"], row["open_proposals"]) == (2, 1)
    assert (row["mechanisms"], row["operating_mechanisms"]) == (2, 1)
    assert row["declared_stage"] is None


def test_a_partnership_stands_at_the_stage_its_own_page_shows(api: APIClient) -> None:
    make.MeetingFactory(published=True)
    make.TradeFigureFactory()

    (row,) = read(api, "partnerships")
    own = api.get("/api/v1/partnerships/BY/RU-MO/").json()

    assert row["stage"] == own["stage"]["stage"]
    assert row["stalled_proposals"] == own["stalled_proposals"]
    assert row["latest_turnover_year"] == own["latest_turnover"]["year"]
    assert str(row["latest_turnover_value"]) == own["latest_turnover"]["value"]
    assert row["computed_on"] == own["as_of"]


def test_what_was_computed_before_a_fact_changed_is_not_in_the_view(api: APIClient) -> None:
    meeting = make.MeetingFactory(published=True)
    before = read(api, "partnerships")[0]["stage"]
    make.ProposalChangeFactory(meeting=meeting, stage="agreed")

    by_sql = TABLES["partnerships"].objects.get()
    (row,) = read(api, "partnerships")

    assert (before, by_sql.stage, by_sql.computed_on) == ("contact", None, None)
    assert row["stage"] == "agreed"


def test_an_editor_sees_the_stage_everybody_sees(api: APIClient, editor: User) -> None:
    make.MeetingFactory(published=True)
    make.ProposalChangeFactory(meeting=make.MeetingFactory(), stage="agreed")
    api.force_authenticate(editor)

    (row,) = read(api, "partnerships")

    assert row["stage"] == "contact"


def test_a_meeting_planned_for_this_year_is_still_to_come(api: APIClient) -> None:
    this_year = dt.datetime.now(dt.UTC).date().replace(month=1, day=1)
    coming = make.MeetingFactory(
        published=True, state="planned", date=this_year, date_precision="year"
    )

    (row,) = read(api, "partnerships")

    assert row["next_meeting_key"] == coming.key


def test_a_meeting_of_several_partnerships_is_one_row_with_lists(api: APIClient) -> None:
    with_russia = make.PartnershipFactory(region_b=make.RegionFactory(russia=True))
    meeting = make.MeetingFactory(
        published=True, partnerships=[with_russia, make.PartnershipFactory()]
    )
    make.TopicFactory(meeting=meeting)
    make.TopicFactory(meeting=meeting, sector=make.SectorFactory(code="culture", name="Culture"))

    (row,) = read(api, "meetings")

    assert row["partnerships"] == "BY/RU; BY/RU-MO"
    assert row["partnership_names"] == "Belarus – Russia; Belarus – Mordovia"
    assert (row["sector_codes"], row["sector_names"]) == ("culture; lifts", "Culture; Lifts")
    assert row["participants"] == 2


def test_a_proposal_stands_at_its_last_published_step(api: APIClient) -> None:
    first = make.ProposalChangeFactory(effective_on=dt.date(2024, 1, 1))
    make.ProposalChangeFactory(
        proposal=first.proposal, stage="agreed", effective_on=dt.date(2025, 1, 1)
    )
    make.ProposalChangeFactory(
        proposal=first.proposal, stage="dropped", meeting=make.MeetingFactory()
    )

    (row,) = read(api, "proposals")

    assert (row["stage"], row["stage_label"], row["is_open"]) == ("agreed", "agreed", True)
    assert (row["steps"], row["last_step_on"]) == (2, "2025-01-01")


@pytest.mark.parametrize(
    ("currency", "period", "frequency"),
    [
        ("USD", "2024", "A"),
        ("EUR", "2024", "A"),
        ("EUR", "2024-Q3", "Q"),
        ("EUR", "2023", "A"),
        ("EUR", "", "U"),
        ("RUB", "2024", "A"),
    ],
)
def test_dollars_are_those_of_every_other_place(
    api: APIClient, currency: str, period: str, frequency: str
) -> None:
    make.ExchangeRateFactory()  # EUR for 2024
    newer = make.SourceFactory(key="newer", published_on=dt.date(2026, 1, 1))
    make.ExchangeRateFactory(units_per_usd="0.93700000", source=newer)
    gone = make.SourceFactory(published_on=dt.date(2026, 2, 1), **facts.PUT_ASIDE)
    make.ExchangeRateFactory(units_per_usd="5", source=gone)
    figure = make.TradeFigureFactory(
        value="1234567.89", currency=currency, period=period, frequency=frequency
    )

    (row,) = read(api, "trade")

    year = int(period[:4]) if period else None
    same = in_usd(Decimal(figure.value), currency, year, load_rates())
    expected = same if isinstance(same, InDollars) else InDollars(None, None, None)  # type: ignore[arg-type]
    assert row["value_usd"] == expected.amount
    assert row["usd_rate"] == expected.rate
    assert row["usd_rate_source_key"] == (expected.source or None)
    assert row["usd_rate_year"] == (year if expected.source else None)


def test_a_span_that_reaches_into_another_year_has_no_rate(api: APIClient) -> None:
    make.ExchangeRateFactory()
    make.ExchangeRateFactory(year=2023)
    make.TradeFigureFactory(currency="EUR", period="2023-11/2024-02", frequency="R")
    make.TradeFigureFactory(currency="EUR", period="2024-01/2024-08", frequency="R")

    assert [row["value_usd"] is None for row in read(api, "trade")] == [True, False]


def test_large_amounts_keep_all_their_digits(api: APIClient) -> None:
    figure = make.TradeFigureFactory(value="123456789012345.67")
    figure.refresh_from_db()

    (row,) = read(api, "trade")

    assert row["value"] == figure.value


def test_evidence_has_a_row_for_the_source_and_one_for_each_passage(api: APIClient) -> None:
    passage = make.PassageFactory()
    mechanism = make.MechanismFactory(source=passage.source)
    mechanism.passages.add(passage)

    whole, quoted = read(api, "evidence", type="mechanism")

    assert (whole["fact_path"], whole["words"]) == (f"mechanisms/{mechanism.pk}", None)
    assert (quoted["passage_start"], quoted["words"]) == (passage.start, passage.words)
    assert quoted["source_key"] == passage.source.key
    assert api.get(f"/api/v1/{whole['fact_path']}/").status_code == 200


def test_csv_is_what_spreadsheets_and_programs_expect(api: APIClient) -> None:
    make.TradeFigureFactory(
        amount_as_written="=1+1", claimed_by='Говорят, "примерно"\nстолько', value="130000000.5"
    )
    fields = "amount_as_written,claimed_by,value,period_start,is_pinned,currency"

    lines = body(api, "trade", format="csv", fields=fields)
    marked = body(api, "trade", format="csv", fields=fields, bom="1")

    assert lines.decode() == (
        "period_start,value,currency,amount_as_written,claimed_by,is_pinned\r\n"
        '2024-01-01,130000000.50,USD,\'=1+1,"Говорят, ""примерно""\nстолько",false\r\n'
    )
    assert marked == b"\xef\xbb\xbf" + lines


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_file_is_a_formula(api: APIClient, format_: str, start: str) -> None:
    make.MechanismFactory(name=f"{start}HYPERLINK(0)")

    text = body(api, "mechanisms", format=format_, fields="mechanism_name")

    if format_ == "csv":
        (row,) = list(csv.reader(io.StringIO(text.decode(), newline="")))[1:]
        assert row == [f"'{start}HYPERLINK(0)"]
    else:
        cell = openpyxl.load_workbook(io.BytesIO(text)).active["A2"]
        assert (cell.data_type, cell.value) == ("s", f"'{start}HYPERLINK(0)")


def test_the_format_follows_the_accept_header_unless_the_address_names_one(api: APIClient) -> None:
    address = "/api/v1/tables/meetings/"

    asked = api.get(address, headers={"accept": "text/csv"})
    named = api.get(f"{address}?format=ndjson", headers={"accept": "application/json"})
    neither = api.get(address, headers={"accept": "*/*"})
    unknown = api.get(f"{address}?format=yaml")

    assert asked["Content-Type"] == "text/csv; charset=utf-8"
    assert asked["Content-Disposition"] == 'attachment; filename="meetings.csv"'
    assert named["Content-Type"] == "application/x-ndjson"
    assert neither["Content-Type"] == "application/json"
    assert unknown.json()["errors"][0]["allowed"] == ["json", "ndjson", "csv", "xlsx"]


@pytest.mark.parametrize("format_", ["json", "ndjson", "csv", "xlsx"])
def test_an_empty_table_is_whole_in_every_format(api: APIClient, format_: str) -> None:
    empty = body(api, "meetings", format=format_, page_size="all", fields="date,kind")

    if format_ == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(empty)).active
        assert list(sheet.iter_rows(values_only=True)) == [("date", "kind")]
    else:
        assert empty == {"json": b"[]\n", "ndjson": b"", "csv": b"date,kind\r\n"}[format_]


def test_columns_come_in_the_order_of_the_table(api: APIClient) -> None:
    make.MechanismFactory()

    (row,) = read(api, "mechanisms", fields="kind,partnership,kind")

    assert list(row) == ["partnership", "kind"]


@pytest.mark.parametrize("name", TABLES)
def test_labels_and_names_are_the_same_in_every_language(api: APIClient, name: str) -> None:
    facts.published()

    english = read(api, name)
    russian = api.get(
        f"/api/v1/tables/{name}/?page_size=all", headers={"accept-language": "ru"}
    ).getvalue()

    assert json.loads(russian, parse_float=Decimal) == english


@pytest.mark.parametrize("name", TABLES)
def test_a_page_takes_as_many_queries_with_five_facts_as_with_one(
    api: APIClient, name: str
) -> None:
    def queries() -> int:
        body(api, name)  # what is kept of partnerships is kept now
        with CaptureQueriesContext(connection) as caught:
            body(api, name)
        return len(caught)

    facts.published()
    few = queries()
    for _again in range(4):
        make.MeetingFactory(published=True)
        make.MechanismFactory()
        make.ProposalChangeFactory()
        make.StatementFactory()

    # What is kept of partnerships is looked at before they are read.
    assert few == queries() == (4 if name == "partnerships" else 1)

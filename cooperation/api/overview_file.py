"""The overview of all partnerships that are asked for as one CSV file."""

from collections.abc import Iterable, Iterator
from typing import Any

from trade.api.file_formats import FileRenderer
from trade.figures.exporting.rows import harmless_text
from trade.figures.exporting.text import lines_of

NAME = "partnerships.csv"
# Columns are only ever added, at the end.
COLUMNS = (
    "region_a",
    "region_a_name",
    "region_b",
    "region_b_name",
    "as_of",
    "stage",
    "stage_rule",
    "stage_reason",
    "declared_stage",
    "declared_on",
    "meetings",
    "last_meeting",
    "last_meeting_key",
    "next_meeting",
    "days_since_last_meeting",
    "turnover_year",
    "turnover_reporter",
    "turnover_value",
    "turnover_value_low",
    "turnover_value_high",
    "turnover_currency",
    "turnover_qualifier",
    "open_proposals",
    "stalled_proposals",
    "operating_mechanisms",
    "url",
)


class CsvRenderer(FileRenderer):
    media_type = "text/csv"
    format = "csv"


def csv_of(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Rows of the list as CSV, ISO dates and dot decimals, no cell a spreadsheet would run."""
    return lines_of(COLUMNS, (tuple(map(_harmless, _cells(row))) for row in rows))


def _cells(row: dict[str, Any]) -> tuple[Any, ...]:
    stage, declared = row["stage"], row["declared_stage"] or {}
    last, coming = row["last_meeting"] or {}, row["next_meeting"] or {}
    turnover = row["latest_turnover"] or {}
    return (
        row["region_a"]["code"],
        row["region_a"]["name"],
        row["region_b"]["code"],
        row["region_b"]["name"],
        row["as_of"],
        stage["stage"],
        stage["rule"],
        stage["reason"],
        declared.get("stage"),
        declared.get("declared_on"),
        row["meetings"],
        last.get("date"),
        last.get("key"),
        coming.get("date"),
        row["days_since_last_meeting"],
        turnover.get("year"),
        turnover.get("reporter"),
        turnover.get("value"),
        turnover.get("value_low"),
        turnover.get("value_high"),
        turnover.get("currency"),
        turnover.get("qualifier"),
        row["open_proposals"],
        row["stalled_proposals"],
        row["operating_mechanisms"],
        row["url"],
    )


def _harmless(cell: Any) -> Any:
    return harmless_text(cell) if isinstance(cell, str) else cell

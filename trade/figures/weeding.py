"""Weeding out staged rows that cannot be merged, which shows only when all of them are there."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _t

from trade.figures.problems import of_own_trade
from trade.figures.staging import STAGED
from trade.figures.statements import KEY, differs, drop_temporary, execute, fetch, same
from trade.models.figure import MISSING_STATUSES

REPEATED = "repeated_line"
REPEATED_KEYS = "repeated_figure"


class BadLine(NamedTuple):
    """A staged row that cannot be merged: why, or the line that says something else."""

    line: int
    reason: str
    other: int = 0

    def __str__(self) -> str:
        if not self.other:
            return self.reason
        return _t("disagrees with line %(line)d about the same figure") % {"line": self.other}


def find_bad_lines() -> Iterator[BadLine]:
    """Staged rows no constraint would let in, and rows that say different things of one figure.

    They leave the staging table; so do repetitions of one row, which are not bad.
    """
    missing = ", ".join(f"'{status}'" for status in MISSING_STATUSES)
    for reason, condition in (
        (of_own_trade(), "reporter_id = partner_id"),
        (
            _t("there is no value, and no status that says why"),
            f"value IS NULL AND observation_status NOT IN ({missing})",
        ),
        (_t("an amount of trade is not negative"), "value < 0"),
    ):
        bad = fetch(f"SELECT line FROM {STAGED} WHERE {condition} ORDER BY line")  # noqa: S608
        if bad:
            execute(f"DELETE FROM {STAGED} WHERE {condition}")  # noqa: S608
        yield from (BadLine(line, reason) for (line,) in bad)
    yield from _find_disagreements()


def _find_disagreements() -> Iterator[BadLine]:
    key = ", ".join(KEY)
    drop_temporary(REPEATED, REPEATED_KEYS)
    execute(
        f"CREATE TEMPORARY TABLE {REPEATED_KEYS} AS SELECT {key}, MIN(line) AS line FROM {STAGED} "  # noqa: S608
        f"GROUP BY {key} HAVING COUNT(*) > 1"
    )
    [(repeated,)] = fetch(f"SELECT COUNT(*) FROM {REPEATED_KEYS}")  # noqa: S608
    if not repeated:
        return
    # Each row of such a figure: the figure's first line, and whether it says the same as that.
    execute(
        f"""
        CREATE TEMPORARY TABLE {REPEATED} AS
        SELECT s.line, first.line AS first_line,
            CASE WHEN {differs("s", "first")} THEN s.line END AS other_line
        FROM {REPEATED_KEYS} AS k
        JOIN {STAGED} AS s ON {same("s", "k")}
        JOIN {STAGED} AS first ON first.line = k.line AND {same("first", "k")}
        """  # noqa: S608
    )
    disagreeing = f"""
        SELECT first_line, MAX(other_line) AS other_line FROM {REPEATED}
        GROUP BY first_line HAVING MAX(other_line) IS NOT NULL
    """  # noqa: S608
    bad = fetch(
        f"""
        SELECT r.line, CASE WHEN r.line = d.first_line THEN d.other_line ELSE d.first_line END
        FROM ({disagreeing}) AS d JOIN {REPEATED} AS r ON r.first_line = d.first_line
        ORDER BY r.line
        """  # noqa: S608
    )
    execute(
        f"""
        DELETE FROM {STAGED} WHERE line IN (
            SELECT r.line FROM {REPEATED} AS r
            LEFT JOIN ({disagreeing}) AS d ON d.first_line = r.first_line
            WHERE d.first_line IS NOT NULL OR r.line > r.first_line)
        """  # noqa: S608
    )
    yield from (BadLine(line, "", other) for line, other in bad)

"""Figures as an Excel workbook."""

from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext as _t

from trade.figures.exporting import workbook
from trade.figures.exporting.rows import HARMLESS_COLUMNS, Figures, in_chunks, rows_of

MOST_ROWS = workbook.MOST_ROWS


class TooManyRowsError(Exception):
    """More figures than a sheet has rows."""


def stream_xlsx(figures: Figures) -> Iterator[bytes]:
    """The figures as a workbook of one sheet. Raises TooManyRowsError at once, not when read."""
    count = figures.count()
    if count > MOST_ROWS:
        raise TooManyRowsError(
            _t(
                "%(count)d figures are too many for a workbook: a sheet has %(rows)d rows and one "
                "is for the names of the columns. Narrow the selection, or take CSV."
            )
            % {"count": count, "rows": MOST_ROWS + 1}
        )
    rows = chain.from_iterable(in_chunks(rows_of(figures, HARMLESS_COLUMNS)))
    return workbook.stream_workbook("trade figures", list(HARMLESS_COLUMNS), rows)

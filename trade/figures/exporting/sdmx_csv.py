"""SDMX-CSV 2.0, the exchange format of statistical offices.

Columns and values as the SDMX-CSV data message field guide of SDMX 3.0 asks for them.
"""

from collections.abc import Iterator

from django.db.models import Q, Value

from trade.figures.exporting.rows import Columns, Figures, Text, given, rows_of
from trade.figures.exporting.text import stream_rows
from trade.figures.known import name_of
from trade.models import Frequency, Source, TradeFigure
from trade.models.figure import MISSING_STATUSES

# What the columns below are described by: agency, name and version.
DATAFLOW = "BILATERAL:TRADE_FIGURES(1.0.0)"

COLUMNS: Columns = {
    "STRUCTURE": Value("dataflow"),
    "STRUCTURE_ID": Value(DATAFLOW),
    "ACTION": Value("I"),  # information: nobody is asked to change anything
    # Dimensions: together they name one observation.
    "FREQ": "frequency",
    "REF_AREA": "reporter_id",
    "COUNTERPART_AREA": "partner_id",
    "TRADE_FLOW": "flow",
    "PRODUCT_EDITION": "product__edition",
    "PRODUCT": "product__code",
    "SOURCE": "source__key",
    "TIME_PERIOD": "period",
    # The measure and its attributes.
    "OBS_VALUE": "value",
    "UNIT_MEASURE": "currency",
    "UNIT_MULT": Value(0),
    "OBS_STATUS": "observation_status",
    "VALUATION": Text("valuation", given),
    "RELEASED_ON": "released_on",
}


def expressible(figures: Figures) -> Figures:
    """The figures SDMX has words for: exact ones of statistical releases, for its own periods.

    Claims quoted in words may be several for one period, where SDMX has one observation; it knows
    no “about” and no “between”, and no code for a span of months or a period that is not stated.
    """
    value, status = name_of("value", figures), name_of("observation_status", figures)
    return figures.filter(
        Q((f"{value}__isnull", False)) | Q((f"{status}__in", MISSING_STATUSES)),
        source__kind=Source.Kind.RELEASE,
        amount_as_written="",
        qualifier=TradeFigure.Qualifier.EXACT,
    ).exclude(frequency__in=[Frequency.SPAN, Frequency.UNKNOWN])


def stream_sdmx_csv(figures: Figures) -> Iterator[bytes]:
    """What SDMX can express of the figures, as SDMX-CSV 2.0 in UTF-8."""
    return stream_rows(COLUMNS, rows_of(expressible(figures), COLUMNS))

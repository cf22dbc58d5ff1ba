"""The kinds of files, each read as a table: a header, and rows of text."""

from trade.figures.containers import Container, Kind
from trade.figures.tables.base import Table
from trade.figures.tables.delimited import DelimitedTable

_TABLES: dict[Kind, type] = {Kind.TEXT: DelimitedTable}


def open_table(container: Container) -> Table:
    """The table in the file. Raises WrongFileError."""
    table: Table = _TABLES[container.kind](container)
    return table

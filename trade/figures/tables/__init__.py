"""The kinds of files, each read as a table: a header, and rows of text."""

from trade.figures.containers import Container, Kind
from trade.figures.tables.base import Table


def open_table(container: Container) -> Table:
    """The table in the file. Raises WrongFileError."""
    # A kind's library is loaded when a file of it is read.
    if container.kind == Kind.XLSX:
        from trade.figures.tables.sheet import SheetTable

        return SheetTable(container)
    if container.kind == Kind.PARQUET:
        from trade.figures.tables.parquet import ParquetTable

        return ParquetTable(container)
    if container.kind == Kind.JSON:
        from trade.figures.tables.json_answer import JsonTable

        return JsonTable(container)
    from trade.figures.tables.delimited import DelimitedTable

    return DelimitedTable(container)

"""Tables in Parquet files."""

from collections.abc import Iterator

import duckdb
from django.utils.translation import gettext as _t

from trade.figures.containers import Container
from trade.figures.problems import WrongFileError
from trade.figures.tables.base import Table, Unreadable

_AT_ONCE = 2_000


class ParquetTable(Table):
    """All columns as text, read in a stream. The line of a row is its number, counted from 1."""

    def __init__(self, container: Container) -> None:
        path = str(container.path.resolve())
        if any(mark in path for mark in "*?["):
            raise WrongFileError(_t("rename the file: its name has “*”, “?” or “[”"))
        self._count = 0
        # Reads this file and nothing else, whatever the file asks for.
        self._database = duckdb.connect(config={"threads": 1, "memory_limit": "256MB"})
        self._database.execute("SET allowed_paths = $paths", {"paths": [path]})
        self._database.execute("SET enable_external_access = false")
        self._database.execute("SET lock_configuration = true")
        try:
            self._total, expanded = self._database.execute(
                "SELECT max(file.num_rows), sum(part.total_uncompressed_size)"
                " FROM parquet_file_metadata($path) file, parquet_metadata($path) part",
                {"path": path},
            ).fetchone() or (0, 0)
            if int(expanded or 0) > container.limits.expanded:
                raise WrongFileError(
                    _t("more than %d MB unpacked, which is not allowed here")
                    % (container.limits.expanded // 1_000_000)
                )
            self._rows = self._database.execute(
                "SELECT COLUMNS(*)::VARCHAR FROM read_parquet($path)", {"path": path}
            )
            self.header = tuple(str(column[0]) for column in self._rows.description or ())
        except duckdb.Error as error:
            raise WrongFileError(_t("the Parquet file is damaged: %s") % error) from error

    @property
    def line(self) -> int:
        return self._count

    def share_read(self) -> float | None:
        return min(self._count / max(int(self._total or 0), 1), 1.0)

    def records(self) -> Iterator[tuple[int, list[str]] | Unreadable]:
        while True:
            try:
                rows = self._rows.fetchmany(_AT_ONCE)
            except (duckdb.Error, UnicodeDecodeError) as error:
                raise WrongFileError(
                    _t("the Parquet file is damaged: %s") % error, line=self._count + 1
                ) from error
            if not rows:
                return
            for row in rows:
                self._count += 1
                yield self._count, ["" if cell is None else cell for cell in row]

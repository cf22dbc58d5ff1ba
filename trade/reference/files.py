"""Reading the files of reference data, so that every mistake names its file and line."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _


class Line(NamedTuple):
    """A place in a file, to name in messages; line 0 is the file as a whole."""

    file: str
    number: int = 0

    def __str__(self) -> str:
        if not self.number:
            return self.file
        return _("%(file)s, line %(line)d") % {"file": self.file, "line": self.number}


class BadFileError(Exception):
    """A file of reference data cannot be loaded: where, and why."""

    def __init__(self, line: Line, reason: object) -> None:
        self.line = line
        super().__init__(f"{line}: {reason}")


def read_csv(path: Path, *columns: str) -> Iterator[tuple[Line, dict[str, str]]]:
    """The rows of a CSV file with the line each ends on, reduced to these columns.

    Hard blanks become plain ones and outer blanks go. Raises BadFileError for a file that is
    missing, is not UTF-8, lacks a column, or has a row of another length than its header.
    """
    where = Line(path.name)
    try:
        # utf-8-sig drops the byte order mark some files start with.
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            missing = set(columns) - set(rows.fieldnames or [])
            if missing:
                lacking = ", ".join(sorted(missing))
                raise BadFileError(Line(path.name, 1), _("no column %s") % lacking)
            for row in rows:
                where = Line(path.name, rows.line_num)
                # DictReader puts surplus cells under the key None, and fills up with None.
                if None in row or None in row.values():
                    raise BadFileError(where, _("not as many cells as the header has"))
                yield where, {name: row[name].replace("\xa0", " ").strip() for name in columns}
    except FileNotFoundError as error:
        raise BadFileError(where, _("the file is missing")) from error
    except UnicodeDecodeError as error:
        raise BadFileError(where, _("not UTF-8: %s") % error) from error
    except csv.Error as error:
        raise BadFileError(where, _("not CSV: %s") % error) from error

"""What can be wrong with a file of trade statistics, or with one cell of it."""

from django.utils.translation import gettext as _t


def of_own_trade() -> str:
    """Why a row is not stored whose two sides are one."""
    return _t("a region does not trade with itself")


class WrongFileError(Exception):
    """A file that cannot be read at all, or not to its end: why, and at which line."""

    def __init__(self, reason: object, *, line: int = 0) -> None:
        self.line = line
        super().__init__(
            _t("line %(line)d: %(reason)s") % {"line": line, "reason": reason} if line else reason
        )


class BadCellError(Exception):
    """A cell that keeps its row from being stored."""

    def __init__(self, column: str, reason: object) -> None:
        self.column = column
        self.reason = str(reason)
        super().__init__(f"{column}: {reason}")

"""How much a file of trade statistics may take up while it is read."""

from dataclasses import dataclass

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that stop a file made to burst, with room for the largest honest one."""

    expanded: int
    line: int = _MEGABYTE
    entries: int = 1_000
    columns: int = 500
    sheet: int = 500 * _MEGABYTE


COMMAND_LIMITS = Limits(expanded=40_000 * _MEGABYTE)
UPLOAD_LIMITS = Limits(expanded=500 * _MEGABYTE, sheet=100 * _MEGABYTE)

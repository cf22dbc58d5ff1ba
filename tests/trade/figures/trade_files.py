"""Small files of trade statistics for tests, in our own layout."""

from pathlib import Path

HEADER = "reporter,partner,flow,product,edition,period,value,currency,status\n"


def write(folder: Path, *rows: str, name: str = "trade.csv") -> Path:
    """A file with these rows; cells that are left out at the end are empty."""
    path = folder / name
    width = HEADER.count(",")
    filled = (row + "," * (width - row.count(",")) for row in rows)
    path.write_text(HEADER + "".join(f"{row}\n" for row in filled), encoding="utf-8")
    return path

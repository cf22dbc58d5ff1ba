"""Loading the lists the tracker starts from: regions, their names, and goods."""

from trade.reference.files import BadFileError, Line, read_csv
from trade.reference.following import REASON, Follower, Outcome, Progress, in_silence
from trade.reference.products import load_products
from trade.reference.region_names import load_region_names
from trade.reference.regions import load_regions

__all__ = [
    "REASON",
    "BadFileError",
    "Follower",
    "Line",
    "Outcome",
    "Progress",
    "in_silence",
    "load_products",
    "load_region_names",
    "load_regions",
    "read_csv",
]

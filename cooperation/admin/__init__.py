"""The admin of cooperation; importing it registers every model."""

from cooperation.admin import (
    meetings,
    partnerships,
    parts,
    people,
    proposals,
    readings,
    sectors,
)

__all__ = ["meetings", "partnerships", "parts", "people", "proposals", "readings", "sectors"]

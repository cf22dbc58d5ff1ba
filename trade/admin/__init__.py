"""The admin of the ground floor; importing it registers every model."""

from trade.admin import figures, imports, reference, sources, statistics, tokens, uploads

__all__ = ["figures", "imports", "reference", "sources", "statistics", "tokens", "uploads"]

"""The base of bodies of facts: each names its source, and the passages that say so."""

from trade.api.writing.passages import PassageWriter
from trade.api.writing.references import SourceReference
from trade.api.writing.writers import Writer


class EvidencedWriter(Writer):
    """A fact, with its source and passages of it."""

    source = SourceReference()  # type: ignore[assignment]
    passages = PassageWriter(many=True, required=False)


EVIDENCE = ("source", "passages")

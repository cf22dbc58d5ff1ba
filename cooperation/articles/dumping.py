"""Writing article files from the database: what loading them would store."""

import datetime as dt
import re
from decimal import Decimal
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from cooperation.articles.gathering import parts_of
from trade.models import PartialDate, Source

# Characters that YAML takes for a line end or does not allow as they are.
_TO_ESCAPE = re.compile(r"[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
# What a block loses: space at the ends of the text or of its lines.
_LOST_IN_A_BLOCK = re.compile(r"\A\s| $|\s\Z", re.MULTILINE)
_HEAD = "# yaml-language-server: $schema=../../docs/article.schema.json\n"


class _Representer(RoundTripRepresenter):
    """Writes dates and numbers plainly, and what would be mistaken for them in quotes."""


def _date(representer: Any, value: Any) -> Any:
    tag = {4: "int", 7: "str"}.get(len(value.isoformat()), "timestamp")
    return representer.represent_scalar(f"tag:yaml.org,2002:{tag}", value.isoformat())


def _number(representer: Any, value: Decimal) -> Any:
    plain = format(value.normalize(), "f")
    return representer.represent_scalar(
        f"tag:yaml.org,2002:{'float' if '.' in plain else 'int'}", plain
    )


_Representer.add_representer(PartialDate, _date)
_Representer.add_representer(dt.date, _date)
_Representer.add_representer(Decimal, _number)


def dump_article(source: Source) -> str:
    """The article file of a source."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Representer = _Representer
    yaml.width = 100_000  # a fold would leave spaces at the ends of lines
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    stream = StringIO()
    yaml.dump(laid_out(parts_of(source)), stream)
    return _HEAD + stream.getvalue()


def laid_out(value: Any, name: str = "") -> Any:
    """Values as they are best read: the text as a block, pairs and codes in one line."""
    if isinstance(value, dict):
        return {key: laid_out(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        listed = CommentedSeq(laid_out(inner, name) for inner in value)
        if all(isinstance(inner, str) for inner in value) and name != "quote":
            listed.fa.set_flow_style()
        return listed
    if isinstance(value, str) and _TO_ESCAPE.search(value):
        return DoubleQuotedScalarString(value)
    if isinstance(value, str) and "\n" in value:
        is_lost = _LOST_IN_A_BLOCK.search(value)
        return DoubleQuotedScalarString(value) if is_lost else LiteralScalarString(value)
    return value

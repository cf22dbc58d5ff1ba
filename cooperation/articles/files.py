"""Reading article files: YAML 1.2, with the line of every value."""

import hashlib
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cooperation.articles.problems import Place, Problem

LARGEST_BYTES = 1_000_000
DEEPEST = 20

_WORDS: dict[str, bool | None] = {"null": None, "Null": None, "NULL": None, "~": None, "": None}
_WORDS |= dict.fromkeys(["true", "True", "TRUE"], True)
_WORDS |= dict.fromkeys(["false", "False", "FALSE"], False)
# NUL and half characters, which YAML can spell and no database stores.
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")


@dataclass
class ArticleFile:
    """What stands in a file: plain values, the line of each, and what could not be read."""

    name: str
    sha256: str = ""
    values: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def report(self, place: Place, reason: str) -> None:
        """Note a problem at the nearest place that stands in the file."""
        nearest = place
        while nearest and nearest not in self.lines:
            nearest = nearest[:-1]
        # A quote written as one text is a list of one to the format.
        shown = nearest if place[: len(nearest) + 1] == (*nearest, 0) else place
        self.problems.append(Problem(self.name, self.lines.get(nearest), shown, reason))


def read_file(path: Path) -> ArticleFile:
    """Read a file; whatever is wrong with it is among its problems."""
    file = ArticleFile(name=str(path))
    try:
        content = _content(path)
        file.sha256 = hashlib.sha256(content).hexdigest()
        node = _compose(content.decode("utf-8-sig"))
        file.values = _plain(node, (), file)
        if not isinstance(file.values, dict):
            raise _UnreadableError(_("an article file is a mapping that begins with “key:”"))
    except OSError as error:
        file.report((), _("cannot be read: %(why)s") % {"why": error.strerror or error})
    except UnicodeDecodeError as error:
        file.report((), _("is not UTF-8 text: byte %(place)d") % {"place": error.start})
    except _UnreadableError as error:
        file.report((), str(error))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        reason = _("is not YAML: %(why)s") % {"why": error.problem or error.context or ""}
        file.problems.append(Problem(file.name, line, (), reason))
    except (YAMLError, RecursionError, ValueError) as error:
        why = str(error).strip().split("\n")[0]
        file.report((), _("is not YAML: %(why)s") % {"why": why})
    return file


class _UnreadableError(Exception):
    """A file that is none of ours, and why."""


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise _UnreadableError(_("is a directory, not a file"))
    if not path.exists():
        raise _UnreadableError(_("there is no such file"))
    if not path.is_file():
        raise _UnreadableError(_("is not a regular file"))
    with path.open("rb") as stream:
        content = stream.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise _UnreadableError(
            _("is larger than an article: more than %(bytes)d bytes") % {"bytes": LARGEST_BYTES}
        )
    if b"\0" in content:
        raise _UnreadableError(_("holds NUL bytes: it is not a text file"))
    if not content.strip():
        raise _UnreadableError(_("is empty"))
    return content


def _compose(text: str) -> Node:
    """The tree of one YAML document. Aliases are refused, so nothing small can grow large."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            raise _UnreadableError(
                _("line %(line)d: aliases are not part of the format") % {"line": line}
            )
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _UnreadableError(_("line %(line)d: is nested too deeply") % {"line": line})
    node: Node | None = YAML(typ="safe", pure=True).compose(text)
    if node is None:
        raise _UnreadableError(_("is empty"))
    return node


def _plain(node: Node, place: Place, file: ArticleFile) -> Any:
    """Plain values of a node: texts, numbers, true and false, lists and mappings."""
    file.lines[place] = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        if _UNSTORABLE.search(str(node.value)):
            file.report(place, _("holds a character that no text has"))
            return ""
        return _scalar(node)
    if isinstance(node, SequenceNode):
        return [_plain(item, (*place, i), file) for i, item in enumerate(node.value)]
    assert isinstance(node, MappingNode)  # noqa: S101
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            reason = _("a name is a word, not a list or a mapping")
            file.problems.append(Problem(file.name, line, place, reason))
            continue
        name = str(key.value)
        if name in values:
            reason = _("“%(name)s” stands here twice") % {"name": name}
            file.problems.append(Problem(file.name, line, (*place, name), reason))
            continue
        values[name] = _plain(value, (*place, name), file)
        file.lines[*place, name] = line
    return values


def _scalar(node: ScalarNode) -> Any:
    """What a scalar says by the core schema of YAML 1.2, dates left as they are written."""
    text = str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 100 else text
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text

"""Records for the fuzzer to hit: keys in addresses and bodies that lead somewhere."""

from typing import Any

from hypothesis import strategies as st

from tests import factories as make
from tests.api_access import DRAFTS
from tests.api_resources import RESOURCES
from trade.tokens import make_token

HEADERS = {"If-Match": ["*"], "If-None-Match": ["*"], "Idempotency-Key": ["load-1", "load-2"]}
# What databases, parsers and people trip over.
ODD = ["", " ", "\x00", "0", "-1", str(2**63), str(10**30), "1e999", "0000", "а" * 300]
ODD += ["'; --", "%00", "../..", "2024-02-30", "9999-12-31T23:59:59.999999+14:00", "=1+1", "NaN"]


class RealValues:
    """What is on record, by the names under which addresses and bodies ask for it."""

    def __init__(self) -> None:
        editor = make.UserFactory(group="editor")
        self.token = make_token(user=editor, name="fuzz", scope="write", days=1).words
        self.keys: dict[str, list[str]] = {}
        for name, resource in RESOURCES.items():
            records = [resource.make(n) for n in (1, 2)]
            records += [DRAFTS[name]()] if name in DRAFTS else []
            self.keys[name] = [resource.key_of(record) for record in records]
        change = make.ProposalChangeFactory()
        self.keys["proposals"].append(str(change.proposal.pk))
        source = make.SourceFactory(with_text=True, key="text", kind="release")
        regions = [*self.keys["regions"], "BY", "RU", "RU-MO"]
        self.named: dict[str, list[Any]] = {
            **dict.fromkeys(
                ("region", "region_a", "region_b", "reporter", "partner", "side", "origin"), regions
            ),
            "destination": regions,
            "located_in": regions,
            "parent": regions,
            "pair": ["BY,RU-MO", "RU-001/BY"],
            "partnership": ["BY/RU-001", "BY/RU-MO"],
            "partnerships": [["BY/RU-001"]],
            "source": [*self.keys["sources"], source.key],
            "sources": [[source.key]],
            "meeting": self.keys["meetings"],
            "sector": self.keys["sectors"],
            "official": self.keys["officials"],
            "organisation": self.keys["organisations"],
            "host": self.keys["organisations"],
            "product": ["TOTAL", "HS2022/8501"],
            "products": [["HS2022/8501"]],
            "period": ["2024", "2024-Q1", "2024-03"],
            "number": [str(change.pk)],
            "step": ["agree", "negotiate", "start", "complete", "suspend", "resume", "drop"],
            "as_of": ["2025-01-01"],
            "known_at": ["2026-01-01"],
            "updated_since": ["2020-01-01"],
            "passages": [[{"words": "$130 million"}], []],
            "key": ["made-up", *self.keys["meetings"]],
        }

    def of_address(self, path: str) -> dict[str, list[Any]]:
        """Values for the parameters of an address, as in /api/v1/meetings/{key}/."""
        name = path.removeprefix("/api/v1/").split("/")[0]
        key = {RESOURCES[name].named_by: self.keys[name]} if name in RESOURCES else {}
        if "id" not in key and "pk" in key:
            key["id"] = key["pk"]
        return {**self.named, **key}

    def put_into(self, case: Any, path: str, draw: Any) -> None:
        """Put values that lead somewhere, or odd ones, in place of some that were made up."""
        known = self.of_address(path)
        for part in (case.path_parameters, case.query, case.headers):
            for name in list(part or {}):
                values = HEADERS.get(name) or known.get(name, [])
                self._put(part, name, values, draw)
                if part is case.headers and not _can_be_sent(part[name]):
                    del part[name]
                if part is case.path_parameters and not _is_one_part(part[name]):
                    part[name] = "0"
        if isinstance(case.body, dict):
            for name in list(case.body):
                self._put(case.body, name, known.get(str(name), []), draw)

    def _put(self, part: Any, name: str, values: list[Any], draw: Any) -> None:
        choice = draw(st.integers(0, 9))
        if choice < 6 and values:
            part[name] = draw(st.sampled_from(values))
        elif choice == 9:
            part[name] = draw(st.sampled_from(ODD))


def _can_be_sent(header: Any) -> bool:
    """Clients themselves refuse to send other headers."""
    return (
        isinstance(header, str)
        and header.isascii()
        and header.isprintable()
        and header == header.strip()
    )


def _is_one_part(value: Any) -> bool:
    """Other values lead to the address of another operation."""
    return str(value) not in ("", ".", "..") and "/" not in str(value)

"""The measurements as tables in Markdown: one for each question and number of clients."""

from collections.abc import Iterator
from typing import Any

from bench.load import Run, median
from bench.serving_questions import LIMIT, STOCK

HEAD = (
    "| | requests/s | of the limit | of stock DRF | p50 ms | p99 ms | CPU ms | CPU of the limit "
    "| errors | foreign |\n|---|---|---|---|---|---|---|---|---|---|"
)


def tables(runs: dict[Any, list[Run]]) -> str:
    """Every question in order, each with all servers, the quickest first."""
    middle = {cell: median(done) for cell, done in runs.items()}
    parts = []
    for question in dict.fromkeys(question for question, _server, _clients in middle):
        for clients in sorted({c for q, _server, c in middle if q == question}):
            own = {s: run for (q, s, c), run in middle.items() if (q, c) == (question, clients)}
            base = question.rpartition(", ")[0] or question
            limit = middle.get((base, LIMIT, clients))
            stock = middle.get((base, STOCK, clients))
            rounds = len(next(iter(runs.values())))
            title = f"**{question}**, {clients} client{'s' * (clients > 1)}, medians of {rounds}:"
            parts.append("\n".join([title, "", HEAD, *_lines(own, limit, stock)]))
    return "\n\n".join(parts)


def _lines(servers: dict[str, Run], limit: Run | None, stock: Run | None) -> Iterator[str]:
    for name, run in sorted(servers.items(), key=lambda item: -item[1].rps):
        yield (
            f"| {name} | {run.rps:,.0f} | {_ratio(run, limit, 'rps')} | {_ratio(run, stock, 'rps')} "
            f"| {run.p50:.1f} | {run.p99:.1f} | {run.cpu:.2f} | {_ratio(run, limit, 'cpu')} "
            f"| {run.errors:.0f} | {run.foreign:.2f} |"
        )


def _ratio(run: Run, other: Run | None, what: str) -> str:
    if other is None:
        return "–"
    return f"{getattr(run, what) / getattr(other, what):.2f}"

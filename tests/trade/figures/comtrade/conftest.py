"""A service to fetch from, and a client that does not wait for real."""

import io
from collections.abc import Iterator
from typing import Any

import pytest

from tests.trade.figures.comtrade.service import KEY, Service, running_service
from trade.figures.comtrade.calls import Call
from trade.figures.comtrade.client import ComtradeClient


@pytest.fixture
def service() -> Iterator[Service]:
    with running_service() as service:
        yield service


@pytest.fixture
def waited() -> list[float]:
    """The seconds the client would have waited."""
    return []


@pytest.fixture
def told() -> list[str]:
    """What the client said meanwhile."""
    return []


@pytest.fixture
def client(service: Service, waited: list[float], told: list[str]) -> ComtradeClient:
    made = ComtradeClient(KEY, url=service.url, tell=told.append)
    made.transport.wait = waited.append
    return made


@pytest.fixture
def call() -> Call:
    return Call("A", ("112",), ("643",), ("2020",), ("X",), ("TOTAL",))


@pytest.fixture
def fetch_one(client: ComtradeClient, call: Call) -> Any:
    """Makes the call and returns the answer as text."""

    def fetch() -> str:
        into = io.BytesIO()
        client.fetch(call, into)
        return into.getvalue().decode()

    return fetch

"""Calls of UN Comtrade: how they are asked, when again, and what is said when they fail."""

import datetime as dt
import gzip
import json
from typing import Any

import pytest
import urllib3
from comtradeapicall import PreviewGet

from tests.trade.figures.comtrade.service import KEY, Reply, Service, answer, refusal, row
from trade.figures.comtrade import transport
from trade.figures.comtrade.client import ComtradeClient
from trade.figures.comtrade.problems import ComtradeError


def test_a_call_asks_for_whole_trade_with_the_key(service: Service, fetch_one: Any) -> None:
    service.reply(answer(row()))

    assert json.loads(fetch_one())["data"] == [row()]
    assert service.asked == [
        {
            "path": "/data/v1/get/C/A/HS",
            "reportercode": "112",
            "partnerCode": "643",
            "period": "2020",
            "flowCode": "X",
            "cmdCode": "TOTAL",
            "partner2Code": "0",
            "customsCode": "C00",
            "motCode": "0",
            "maxRecords": "250000",
            "format": "JSON",
            "breakdownMode": "classic",
            "includeDesc": "True",
            "subscription-key": KEY,
        }
    ]


def test_the_official_client_is_left_as_it_was(service: Service, fetch_one: Any) -> None:
    service.reply(answer(), refusal(401, "No."))

    fetch_one()
    with pytest.raises(ComtradeError):
        fetch_one()

    assert PreviewGet.urllib3 is urllib3


def test_a_compressed_answer_is_unpacked(service: Service, fetch_one: Any) -> None:
    plain = answer(row())
    service.reply(Reply(gzip.compress(plain.body), headers={"Content-Encoding": "gzip"}))

    assert fetch_one() == plain.body.decode()


@pytest.mark.parametrize("asked", ["7", " 7 ", "Tue, 24 Nov 2026 10:00:07 GMT"])
def test_it_waits_as_long_as_a_429_asks(
    service: Service,
    client: ComtradeClient,
    fetch_one: Any,
    waited: list[float],
    told: list[str],
    asked: str,
) -> None:
    client.transport.now = lambda: dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
    service.reply(refusal(429, "Rate limit is exceeded.", **{"Retry-After": asked}), answer(row()))

    assert json.loads(fetch_one())["count"] == 1
    assert waited == [7]
    assert told == ["UN Comtrade asks for fewer calls (429). Trying again in 7 s."]


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}, {"Retry-After": "-1"}])
def test_without_a_time_to_wait_it_waits_longer_and_longer(
    service: Service, fetch_one: Any, waited: list[float], headers: dict[str, str]
) -> None:
    service.reply(*[refusal(429, "Rate limit.", **headers)] * 3, answer())

    fetch_one()

    assert waited == [2, 4, 8]


def test_a_429_that_asks_for_very_long_is_not_waited_for(
    service: Service, fetch_one: Any, waited: list[float]
) -> None:
    service.reply(refusal(429, "Quota.", **{"Retry-After": "3601"}))

    with pytest.raises(ComtradeError, match="It asks to wait 61 minutes: fetch again then"):
        fetch_one()
    assert waited == []


def test_after_errors_of_the_service_it_tries_again(
    service: Service, fetch_one: Any, waited: list[float]
) -> None:
    service.reply(refusal(500, "Oops."), Reply(b"<html>", 503), answer(row()))

    assert json.loads(fetch_one())["count"] == 1
    assert waited == [2, 4]


def test_it_gives_up_after_five_errors(
    service: Service, fetch_one: Any, waited: list[float]
) -> None:
    service.reply(*[refusal(500, "Oops.")] * 5)

    with pytest.raises(ComtradeError, match=r"has an error \(500\). Given up after 5 tries"):
        fetch_one()
    assert len(service.asked) == 5
    assert waited == [2, 4, 8, 16]


def test_an_answer_that_takes_too_long_is_asked_for_again(
    service: Service, fetch_one: Any, monkeypatch: Any, told: list[str]
) -> None:
    monkeypatch.setattr(transport, "READ_TIMEOUT", 0.2)
    slow = answer()
    slow.pause = 0.6
    service.reply(slow, answer(row()))

    assert json.loads(fetch_one())["count"] == 1
    assert told == ["UN Comtrade does not answer in time. Trying again in 2 s."]


def test_an_answer_that_trickles_for_ever_is_asked_for_again(
    service: Service, client: ComtradeClient, fetch_one: Any, told: list[str]
) -> None:
    service.reply(answer(row()), answer(row()))
    times = iter([0, 901, 0, 1, 2])
    client.transport.clock = lambda: next(times)

    assert json.loads(fetch_one())["count"] == 1
    assert told == ["UN Comtrade takes too long to answer. Trying again in 2 s."]


def test_an_answer_cut_short_on_the_way_is_asked_for_again(
    service: Service, fetch_one: Any, told: list[str]
) -> None:
    short = answer(row(), row())
    short.is_cut_short = True
    short.body = short.body[:-50]
    service.reply(short, answer(row()))

    assert json.loads(fetch_one())["count"] == 1
    assert told == ["The connection to UN Comtrade failed. Trying again in 2 s."]


def test_a_service_that_is_not_there_is_said_without_the_key(
    client: ComtradeClient, fetch_one: Any, waited: list[float], capsys: Any
) -> None:
    client.transport.base = "http://127.0.0.1:9"

    with pytest.raises(ComtradeError) as failed:
        fetch_one()

    assert str(failed.value) == (
        "The connection to UN Comtrade failed. Given up after 5 tries; nothing was loaded."
    )
    assert failed.value.__cause__ is failed.value.__context__ is None
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (
            refusal(401, "Access denied due to invalid subscription key."),
            "UN Comtrade does not know the key in COMTRADE_API_KEY. Access denied due to invalid",
        ),
        (
            refusal(403, "Out of call volume quota. Quota will be replenished in 05:11:21."),
            "or the calls of the day are used up. Out of call volume quota.",
        ),
        (refusal(400, f"period\nis {KEY}"), r"refuses the call \(400\). period is …"),
        (Reply(b"", 302, {"Location": "https://elsewhere.example/"}), r"refuses the call \(302\)"),
        (Reply(b"\xff" * 20_000, 404), r"refuses the call \(404\)"),
        (Reply(b"[1]", 404), r"refuses the call \(404\). \[1\]"),
    ],
    ids=lambda value: str(getattr(value, "status", "")),
)
def test_a_refusal_is_told_and_not_tried_again(
    service: Service, fetch_one: Any, reply: Reply, reason: str, waited: list[float], capsys: Any
) -> None:
    service.reply(reply)

    with pytest.raises(ComtradeError, match=reason) as refused:
        fetch_one()

    assert KEY not in str(refused.value)
    assert (len(service.asked), waited) == (1, [])
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("key", ["", "  "])
def test_without_a_key_it_says_where_to_get_one(key: str) -> None:
    with pytest.raises(ComtradeError, match=r"registers, without charge: https://comtradedev"):
        ComtradeClient(key, tell=print)


@pytest.mark.parametrize("url", ["http://comtrade.example", "ftp://127.0.0.1", "comtradeapi"])
def test_the_key_is_not_sent_in_the_open(url: str) -> None:
    with pytest.raises(ComtradeError, match="has to start with https"):
        ComtradeClient(KEY, url=url, tell=print)


def test_the_key_does_not_show_in_what_is_printed_of_the_client() -> None:
    made = ComtradeClient(KEY, tell=print)

    assert KEY not in repr(made.transport)

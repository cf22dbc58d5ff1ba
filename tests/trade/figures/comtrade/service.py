"""A stand-in for UN Comtrade on this machine, and the answers it gives."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "0123456789abcdef0123456789abcdef"


@dataclass
class Reply:
    """What the service says to one request; `pause` seconds pass before its body."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0
    is_cut_short: bool = False


def row(**cells: Any) -> dict[str, Any]:
    """A row as the service sends it, in all 47 columns: what Belarus says it sold to Russia."""
    return {
        "typeCode": "C",
        "freqCode": "A",
        "refPeriodId": 20200101,
        "refYear": 2020,
        "refMonth": 52,
        "period": "2020",
        "reporterCode": 112,
        "reporterISO": "BLR",
        "reporterDesc": "Belarus",
        "flowCode": "X",
        "flowDesc": "Export",
        "partnerCode": 643,
        "partnerISO": "RUS",
        "partnerDesc": "Russian Federation",
        "partner2Code": 0,
        "partner2ISO": "W00",
        "partner2Desc": "World",
        "classificationCode": "H5",
        "classificationSearchCode": "HS",
        "isOriginalClassification": True,
        "cmdCode": "TOTAL",
        "cmdDesc": "All Commodities",
        "aggrLevel": 0,
        "isLeaf": False,
        "customsCode": "C00",
        "customsDesc": "TOTAL CPC",
        "mosCode": "0",
        "motCode": 0,
        "motDesc": "TOTAL MOT",
        "qtyUnitCode": -1,
        "qtyUnitAbbr": "N/A",
        "qty": None,
        "isQtyEstimated": False,
        "altQtyUnitCode": -1,
        "altQtyUnitAbbr": "N/A",
        "altQty": None,
        "isAltQtyEstimated": False,
        "netWgt": None,
        "isNetWgtEstimated": False,
        "grossWgt": None,
        "isGrossWgtEstimated": False,
        "cifvalue": None,
        "fobvalue": 1000.5,
        "primaryValue": 1000.5,
        "legacyEstimationFlag": 0,
        "isReported": False,
        "isAggregate": True,
        **cells,
    }


def answer(*rows: Mapping[str, Any], **around: Any) -> Reply:
    envelope = {"elapsedTime": "0.02 secs", "count": len(rows), "data": rows, "error": "", **around}
    return Reply(json.dumps(envelope).encode(), headers={"Content-Type": "application/json"})


def refusal(status: int, message: str, **headers: str) -> Reply:
    body = json.dumps({"statusCode": status, "message": message}).encode()
    return Reply(body, status, headers)


Asked = dict[str, str]


class Service:
    """Answers each request with the next of `replies`, or with what `reply_to` makes of it."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.replies: list[Reply] = []
        self.reply_to: Callable[[Asked], Reply] | None = None
        self.url = ""

    def reply(self, *replies: Reply) -> None:
        self.replies += replies

    def next_reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if self.replies:
            return self.replies.pop(0)
        assert self.reply_to is not None, f"nothing to say to {asked}"
        return self.reply_to(asked)


@contextmanager
def running_service() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            reply = service.next_reply({"path": parts.path, **asked})
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) + 10 * reply.is_cut_short))
            self.end_headers()
            time.sleep(reply.pause)
            try:
                self.wfile.write(reply.body)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""The official client of UN Comtrade, with a transport of ours below it.

`comtradeapicall` knows the service's addresses and parameters, and is what UN Comtrade maintains.
It has no way to name another address, prints errors (with the key in them) in place of raising
them, and builds a table of the answer that takes gigabytes. So its requests are handed to
`Transport`, here and nowhere else; docs/decisions/0014-comtrade-client.md tells what was found.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO
from urllib.parse import urlsplit

from django.utils.translation import gettext as _t

from trade.figures.comtrade.calls import LIMIT, Call
from trade.figures.comtrade.problems import ComtradeError
from trade.figures.comtrade.transport import Transport

SERVICE = "https://comtradeapi.un.org"
REGISTRATION = "https://comtradedeveloper.un.org/"

# One at a time: the client is a module, and what its requests go through is set on it.
_one_at_a_time = threading.Lock()


class ComtradeClient:
    """Asks UN Comtrade with a user's key; `url` is another address of the service, for tests."""

    def __init__(self, key: str, *, url: str = SERVICE, tell: Callable[[str], None]) -> None:
        if not key.strip():
            raise ComtradeError(
                _t(
                    "There is no key in COMTRADE_API_KEY. UN Comtrade gives one to whoever "
                    "registers, without charge: %(address)s (product “comtrade - v1”)."
                )
                % {"address": REGISTRATION}
            )
        self.transport = Transport(key=key.strip(), base=_checked(url), tell=tell)
        self.limit = LIMIT

    def fetch(self, call: Call, into: BinaryIO) -> None:
        """Write the answer to a call, JSON as the service sends it. Raises ComtradeError."""
        import comtradeapicall  # with pandas: a second that only fetching takes

        self.transport.into = into
        with _requests_through(self.transport):
            comtradeapicall.getFinalData(
                self.transport.key,
                typeCode="C",
                freqCode=call.frequency,
                clCode="HS",
                period=",".join(call.periods),
                reporterCode=",".join(call.reporters),
                cmdCode=",".join(call.products),
                flowCode=",".join(call.flows),
                partnerCode=",".join(call.partners),
                # All second partners, procedures and modes of transport together.
                partner2Code="0",
                customsCode="C00",
                motCode="0",
                maxRecords=self.limit,
                format_output="JSON",
                aggregateBy=None,
                breakdownMode="classic",
                countOnly=None,
                includeDesc=True,
            )
        if not self.transport.has_answered:
            raise ComtradeError(_t("This version of comtradeapicall asked for nothing."))


@contextmanager
def _requests_through(transport: Transport) -> Iterator[None]:
    """Let the client's requests go through the transport for as long as the block lasts."""
    from comtradeapicall import PreviewGet

    with _one_at_a_time:
        own = PreviewGet.urllib3
        PreviewGet.urllib3 = transport
        transport.has_answered = False
        try:
            yield
        finally:
            PreviewGet.urllib3 = own


def _checked(url: str) -> str:
    """The address without its last slash; the key travels encrypted, or on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    ):
        return url.rstrip("/")
    raise ComtradeError(_t("COMTRADE_API_URL has to start with https://"))

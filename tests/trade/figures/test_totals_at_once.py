"""Two people correct figures of one total at the same time: neither correction is lost."""

import datetime as dt
import threading
from collections.abc import Callable
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.factories import ProductFactory, SourceFactory, TradeFigureFactory
from trade.figures.saving import save_figure
from trade.models import AnnualTotal, TradeFigure

NOON = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)


def correct(figure: TradeFigure, value: int) -> None:
    mine = TradeFigure.objects.get(pk=figure.pk)
    mine.value = Decimal(value)
    save_figure(figure=mine, at=NOON)


def in_thread(act: Callable[[], None]) -> threading.Thread:
    def closing() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=closing)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_second_waits_for_the_first() -> None:
    if connection.vendor == "sqlite":
        return  # it lets one writer in at a time, and keeps the tests' database in one connection
    release = SourceFactory(kind="release")
    lines = [ProductFactory(wire=True, code=code) for code in ("85", "86")]
    one, other = (TradeFigureFactory(source=release, product=line, value=1) for line in lines)
    call_command("rebuild_totals", stdout=StringIO())

    with transaction.atomic():
        correct(one, 10)
        waiting = in_thread(lambda: correct(other, 100))
        waiting.join(timeout=1)
        was_waiting = waiting.is_alive()
    waiting.join(timeout=20)

    assert was_waiting
    assert AnnualTotal.objects.get().value == 110
    call_command("check_totals", stdout=StringIO())

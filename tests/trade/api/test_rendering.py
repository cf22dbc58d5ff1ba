"""JSON comes out as Django REST framework writes it, whatever writes it."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.serializer_helpers import ReturnDict

from trade.api.rendering import QuickJSONRenderer
from trade.models import TradeFigure

ANSWER = {
    "amount": Decimal("130000000.00"),
    "day": dt.date(2025, 10, 20),
    "moment": dt.datetime(2025, 10, 20, 9, 30, 0, 123456, tzinfo=dt.UTC),
    "elsewhere": dt.datetime(2025, 10, 20, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=3))),
    "label": _("export"),
    "flow": TradeFigure.Flow.EXPORT,
    "name": "Артём Здунов “quoted” \\ \t \x07",
    "rows": (ReturnDict({"nothing": None, 2024: True}, serializer=None), 1.5),
}


def test_every_kind_of_value_is_written_alike():
    rendered = QuickJSONRenderer().render(ANSWER)

    assert rendered == JSONRenderer().render(ANSWER)


def test_no_answer_has_no_body():
    assert QuickJSONRenderer().render(None) == b""


def test_numbers_beyond_64_bits_are_written_whole():
    rendered = QuickJSONRenderer().render({"id": 2**70})

    assert json.loads(rendered) == {"id": 2**70}


def test_indentation_is_done_where_it_is_asked_for():
    rendered = QuickJSONRenderer().render({"a": 1}, "application/json; indent=4")

    assert rendered == b'{\n    "a": 1\n}'


@pytest.mark.django_db
def test_the_api_answers_with_it(client):
    answer = client.get("/api/v1/regions/")

    assert isinstance(answer.accepted_renderer, QuickJSONRenderer)

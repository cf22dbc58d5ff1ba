"""The index lists by date are read from."""

import datetime as dt

import pytest
from django.db import connection

from cooperation.models import Meeting
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db


def test_a_page_of_meetings_is_read_from_the_index_by_date():
    MeetingFactory.create_batch(3, date=dt.date(2025, 10, 20))
    page = Meeting.objects.order_by(*Meeting._meta.ordering[:1], "id")[:2]

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # three rows are read quicker without any index
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    plan = page.explain()

    assert "cooperation_meeting_by_date" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan

"""The article files that come with the program: they load, and tell what the sources tell."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction

from cooperation.models import Meeting, Partnership, Tenure
from cooperation.status import status_of
from trade.models import Frequency, Source, TradeFigure

pytestmark = pytest.mark.django_db

FILES = sorted((settings.BASE_DIR / "fixtures" / "articles").glob("*.yaml"))
SEED = "belarus-mordovia-2025-10-20"


def load() -> str:
    output = StringIO()
    call_command("load_article", *FILES, stdout=output)
    return output.getvalue()


@pytest.fixture(scope="class")
def first_load(reference_data: None, django_db_blocker: Any) -> Iterator[str]:
    """What the first load of all files said; rolled back behind the tests of the class."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.mark.usefixtures("first_load")
class TestShippedArticles:
    def test_load_without_a_doubt(self, first_load: str) -> None:
        assert len(FILES) == Source.objects.count() == 17
        assert "look at" not in first_load
        assert "left as it is" not in first_load

    def test_a_second_load_changes_nothing(self) -> None:
        told = [line for line in load().splitlines() if "added" in line]

        assert len(told) == len(FILES)
        assert all("0 added, 0 changed, 0 removed" in line for line in told)

    def test_a_file_is_named_after_its_key(self) -> None:
        assert {path.stem for path in FILES} == set(Source.objects.values_list("key", flat=True))

    def test_only_the_seed_brings_its_text(self) -> None:
        others = Source.objects.exclude(key=SEED)

        assert Source.objects.get(key=SEED).text_scope == Source.TextScope.FULL
        for source in others:
            amounts = [*source.tradefigures.values_list("amount_as_written", flat=True)]
            statements = [*source.passages.exclude(statements=None).values_list("words", flat=True)]
            assert sorted(source.text.splitlines()) == sorted(amounts + statements)

    def test_claims_for_2024_stand_side_by_side(self) -> None:
        partnership = Partnership.objects.select_related("region_a", "region_b").get(
            region_a="BY", region_b="RU-MO"
        )

        status = status_of(partnership, as_of=dt.date(2025, 12, 31), user=AnonymousUser())

        turnover = next(year.turnover for year in status.trade.years if year.year == 2024)
        assert turnover.claims[0].source.key == SEED
        assert turnover.preferred_by == "newest"
        assert {(claim.source.publisher, claim.amount_as_written) for claim in turnover.claims} == {
            ("government.by", "about $130 million"),
            ("BelTA", "slightly more than $130 million"),
            ("news.by", "just over $130 million"),
            ("news.by", "almost $134 million"),
        }
        assert not TradeFigure.objects.filter(is_pinned=True).exists()

    def test_seven_meetings_with_mordovia_have_their_dates(self) -> None:
        meetings = Meeting.objects.order_by("date", "key")

        assert [(m.key, m.when and m.when.isoformat(), m.date_basis) for m in meetings] == [
            ("belarus-mordovia-2011-08-04", "2011-08-04", "inferred"),
            ("belarus-mordovia-2014-03", "2014-03", "inferred"),
            ("belarus-mordovia-2022-06-07-zayats", "2022-06-07", "entered"),
            ("belarus-mordovia-2023-10-19-lukashenko", "2023-10-19", "inferred"),
            ("belarus-mordovia-2025-10-20-gryzlov", "2025-10-20", "inferred"),
            ("belarus-mordovia-2025-10-20-karankevich", "2025-10-20", "inferred"),
            ("belarus-mordovia-2025-10-20-lukashenko", "2025-10-20", "inferred"),
        ]

    def test_only_the_meeting_without_a_belarusian_is_a_draft(self) -> None:
        draft = Meeting.objects.get(publication=Meeting.Publication.DRAFT)

        assert draft.key == "belarus-mordovia-2025-10-20-gryzlov"
        assert draft.missing_for_publication() == ["a participant of Belarus"]

    def test_two_sources_tell_of_one_meeting(self) -> None:
        meeting = Meeting.objects.get(key="belarus-mordovia-2025-10-20-lukashenko")

        assert {source.publisher for source in meeting.sources.all()} == {"BelTA", "news.by"}
        assert meeting.participants.count() == 2

    def test_volkov_met_them_in_two_posts(self) -> None:
        tenures = Tenure.objects.filter(participations__official__key="vladimir-volkov")

        assert set(tenures.values_list("participations__meeting__key", "post__title")) == {
            (
                "belarus-mordovia-2011-08-04",
                "Chairman of the Government of the Republic of Mordovia",
            ),
            ("belarus-mordovia-2014-03", "Head of the Republic of Mordovia"),
        }

    def test_no_post_of_an_official_is_recorded_twice(self) -> None:
        tenures = list(Tenure.objects.values_list("official__key", "post__title"))

        assert len(tenures) == len(set(tenures))

    def test_a_part_of_a_year_is_no_year(self) -> None:
        figures = TradeFigure.objects.exclude(frequency=Frequency.ANNUAL)

        assert set(figures.values_list("partner", "period", "period_as_written")) == {
            ("RU-MO", "2023-01/2023-08", "in just eight months of 2023"),
            ("RU-TY", "2021-01/2021-11", ""),
            ("RU", "2024-S1", ""),
            ("BY", "2020-Q1", ""),
            ("BY", "", ""),
            ("RU-CU", "", "last year"),
            ("RU-PSK", "", "in the first half of the year"),
        }

"""Sources and the passages facts rest on."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from tests.constraints import assert_breaks, assert_refuses, breaks
from tests.factories import PassageFactory, SourceFactory, TradeFigureFactory
from trade.models import PartialDate, Passage, Precision, Source


@breaks("trade_source_article_address_is_unique")
def test_an_article_is_recorded_once() -> Source:
    article = SourceFactory()
    again = SourceFactory()
    again.url = article.url
    return again


@pytest.mark.django_db
def test_a_document_may_share_its_address_and_articles_may_have_none() -> None:
    article = SourceFactory()
    SourceFactory(url="")

    SourceFactory(url="").full_clean()
    SourceFactory(kind=Source.Kind.DOCUMENT, url=article.url).full_clean()


@breaks("trade_source_text_agrees_with_its_scope")
def test_a_text_says_whether_it_is_whole() -> Source:
    source = SourceFactory()
    source.text = "The trade reached about $130 million in 2024."
    return source


@breaks("trade_source_text_agrees_with_its_scope")
def test_no_text_is_not_whole() -> Source:
    source = SourceFactory(with_text=True)
    source.text = ""
    return source


@breaks("trade_source_publication_precision_agrees")
def test_a_publication_known_to_the_month_is_dated_its_first_day() -> Source:
    source = SourceFactory(published_on=dt.date(2025, 10, 20))
    source.published_on_precision = Precision.MONTH
    return source


@breaks("trade_passage_is_recorded_once")
def test_a_passage_is_recorded_once() -> Passage:
    passage = PassageFactory()
    again = PassageFactory(source=passage.source, start=0, end=9)
    again.start, again.end, again.words = passage.start, passage.end, passage.words
    return again


@breaks("trade_passage_starts_before_it_ends")
def test_a_passage_is_not_empty() -> Passage:
    passage = PassageFactory()
    passage.start, passage.end, passage.words = 5, 5, ""
    return passage


@breaks("trade_passage_words_are_as_long_as_its_span")
def test_a_passage_does_not_reach_behind_the_text() -> Passage:
    passage = PassageFactory()
    passage.start, passage.end = 40, 1000
    passage.words = passage.source.text[40:]
    return passage


@pytest.mark.django_db
def test_the_words_are_the_source_s_text_at_their_place() -> None:
    passage = PassageFactory()
    passage.words = "about $150 million"

    assert_refuses(passage, "words", "The source has “about $130 million” at 18 to 36.")


@pytest.mark.django_db
def test_offsets_count_characters_not_bytes() -> None:
    source = SourceFactory(text="Товарооборот — $130 млн 🚃 вагоны.", text_scope="full")

    passage = PassageFactory(source=source, start=26, end=32)

    passage.full_clean()
    assert passage.words == "вагоны"


@pytest.mark.django_db
def test_a_text_does_not_change_under_its_passages() -> None:
    source = PassageFactory().source
    source.text = "It is said that " + source.text

    assert_refuses(source, "text", "no longer at their place in this text: “about $130 million”")


@pytest.mark.django_db
def test_a_text_may_change_behind_its_passages() -> None:
    source = PassageFactory().source
    source.text += " More was said."

    source.full_clean()


@pytest.mark.django_db
def test_a_text_from_a_browser_keeps_its_offsets() -> None:
    source = SourceFactory(text="One\nTwo", text_scope="full")
    PassageFactory(source=source, start=4, end=7)
    source.text = "One\r\nTwo"

    source.full_clean()

    assert source.text == "One\nTwo"


@pytest.mark.django_db
def test_the_hash_is_of_the_text_read() -> None:
    source = SourceFactory(with_text=True)

    source.full_clean()

    assert source.sha256 == hashlib.sha256(source.text.encode()).hexdigest()


@pytest.mark.django_db
def test_a_fact_takes_a_source() -> None:
    figure = TradeFigureFactory()
    figure.source = None

    with pytest.raises(ValidationError) as refused:
        figure.full_clean()

    assert "source" in refused.value.message_dict


@pytest.mark.django_db
def test_a_source_of_facts_is_not_deleted() -> None:
    figure = TradeFigureFactory()

    with pytest.raises(ProtectedError):
        figure.source.delete()


@pytest.mark.parametrize(
    ("day", "precision"), [((2025, 2, 1), "year"), ((2025, 10, 2), "month"), ((2025, 1, 2), "year")]
)
@pytest.mark.django_db
def test_a_year_is_its_first_of_january(day: tuple[int, int, int], precision: str) -> None:
    source = SourceFactory()
    source.published_on, source.published_on_precision = dt.date(*day), precision

    assert_breaks(source, "trade_source_publication_precision_agrees")


def test_the_publication_is_a_partial_date() -> None:
    day = dt.date(2025, 1, 1)

    assert Source().published is None
    assert Source(published_on=day, published_on_precision="year").published == PartialDate(
        day, Precision.YEAR
    )

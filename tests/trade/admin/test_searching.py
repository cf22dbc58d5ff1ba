"""Search in lists and autocomplete fields, in Cyrillic and Latin letters and any case."""

import pytest

from tests.admin_records import page
from tests.factories import (
    MeetingFactory,
    OfficialFactory,
    ParticipantFactory,
    PartnershipFactory,
    PassageFactory,
    ProductFactory,
    RegionNameFactory,
    TenureFactory,
    TradeFigureFactory,
)


def found(client, record, words: str) -> bool:
    response = client.get(page(type(record), "changelist"), {"q": words})
    return record in response.context["cl"].result_list


def offered(client, model: str, field: str, words: str) -> list[str]:
    app, name = model.split(".")
    response = client.get(
        "/admin/autocomplete/",
        {"app_label": app, "model_name": name, "field_name": field, "term": words},
    )
    return [result["text"] for result in response.json()["results"]]


@pytest.mark.parametrize(
    "words", ["Zdunov", "zdunov artem", "ЗДУНОВ", "здунов артём", "Head of the Republic", "глава"]
)
def test_an_official_is_found_by_any_spelling_and_post(words, admin_client) -> None:
    official = TenureFactory(official__other_names="глава Мордовии").official

    assert found(admin_client, official, words)


@pytest.mark.parametrize("words", ["МОРДОВИЯ", "мордовия", "mordovia", "RU-MO"])
def test_a_meeting_is_found_by_the_name_of_a_region(words, admin_client) -> None:
    RegionNameFactory(name="Республика Мордовия")
    meeting = MeetingFactory()
    ParticipantFactory(meeting=meeting, name_as_written="Viktor Karankevich")

    assert found(admin_client, meeting, words)
    assert found(admin_client, meeting, f"{words} karankevich")
    assert not found(admin_client, meeting, f"{words} kaluga")


@pytest.mark.parametrize("words", ["мордовия", "mordovia 2024", "TOTAL", "example"])
def test_a_figure_is_found_through_its_regions_source_and_period(words, admin_client) -> None:
    RegionNameFactory(name="Мордовия")
    figure = TradeFigureFactory()

    assert found(admin_client, figure, words)


@pytest.mark.parametrize("words", ["лифты", "ЛИФТЫ", "Лифты МИНСКЕ"])
def test_a_passage_is_found_by_its_words_in_any_case(words, admin_client) -> None:
    passage = PassageFactory(source__text="Лифты строят в Минске.", start=0, end=22)

    assert found(admin_client, passage, words)


def test_autocomplete_finds_a_region_by_its_russian_name(admin_client) -> None:
    RegionNameFactory(name="Мордовия")

    assert offered(admin_client, "trade.tradefigure", "partner", "мордов") == ["Mordovia"]


def test_autocomplete_finds_evidence_by_words(admin_client) -> None:
    PassageFactory()

    assert offered(admin_client, "trade.tradefigure", "passages", "130 MILLION") == [
        "“about $130 million”"
    ]


def test_autocomplete_offers_the_chapter_before_its_lines(admin_client) -> None:
    chapter = ProductFactory(wire=True)
    ProductFactory(wire=True, code="8544", level=4, name="Insulated wire", parent=chapter)

    assert offered(admin_client, "trade.tradefigure", "product", "85")[0].startswith("85 ")


def test_autocomplete_takes_as_many_queries_for_five_labels_as_for_one(
    admin_client, django_assert_max_num_queries
) -> None:
    for n in range(5):
        TenureFactory(official=OfficialFactory(name=f"Official {n}"), post__title=f"Minister {n}")
    admin_client.get("/admin/")

    with django_assert_max_num_queries(4):
        labels = offered(admin_client, "cooperation.participant", "tenure", "official")

    assert len(labels) == 5


def test_archived_records_are_listed_and_can_be_left_out(admin_client) -> None:
    PartnershipFactory(archived_on="2025-01-01", archive_reason="A duplicate")
    address = "/admin/cooperation/partnership/"

    everything = admin_client.get(address).context["cl"].result_count
    in_use = admin_client.get(address, {"archived": "no"}).context["cl"].result_count
    archived = admin_client.get(address, {"archived": "yes"}).context["cl"].result_count

    assert (everything, in_use, archived) == (1, 0, 1)


def test_a_search_is_for_those_who_may_view(client, db) -> None:
    response = client.get("/admin/autocomplete/")

    assert response.status_code == 302

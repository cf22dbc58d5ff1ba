"""Search that finds a name in Cyrillic or Latin letters, in any case, cut or whole."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import RegionFactory, RegionNameFactory, SourceFactory
from trade.models import Region, Source
from trade.search import beginnings, fold

LETTERS = "abcehijkmpstvwxyzкхпфсшщчжцтьъёйўіюяАШЩ'’- "
# Sounds that several letters write, more often than chance would have them.
NAMES = st.lists(
    st.one_of(st.sampled_from(LETTERS), st.sampled_from(["shch", "kh", "ph", "tz", "sch", "zh"])),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    "spellings",
    [
        ["Здунов", "ЗДУНОВ", "Zdunov", "zdunov"],
        ["Артём", "Артем", "Artem"],
        ["Хабаровск", "Khabarovsk", "Habarovsk"],
        ["Алексей", "Alexei", "Alexey", "Aleksej", "Aleksey"],
        ["Хрущёв", "Khrushchev", "Hruschev"],
        ["Кузьмин", "Kuzmin"],
        ["Филипп", "Philipp", "Filip"],
        ["Türkiye", "Turkiye"],
        ["Côte d’Ivoire", "Cote d'Ivoire"],
        ["Россия", "Rossiya", "Rosija"],
        ["Ліда", "Lida"],
        ["Мордовия", unicodedata.normalize("NFD", "Мордовия")],
        ["Могилёўский край", unicodedata.normalize("NFD", "Могилёўский край")],
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_of_one_name_fold_to_one(spellings: list[str]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_a_name_folds_to_words_of_plain_letters() -> None:
    assert fold("Здунов, Артём") == "zdunov artem"
    assert fold("HS 8544.11 — wire") == "hs 8544 11 vire"


@given(st.text())
def test_folding_leaves_only_letters_digits_and_single_blanks(text: str) -> None:
    folded = fold(text)

    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert folded == " ".join(folded.split())


@given(st.one_of(NAMES, st.text()))
def test_case_does_not_matter_in_plain_letters(text: str) -> None:
    plain = fold(text)

    assert fold(plain.upper()) == fold(plain)


@settings(max_examples=300)
@given(NAMES, st.integers(0, 40))
def test_a_name_is_found_while_it_is_typed(name: str, typed: int) -> None:
    folded = fold(name)

    *words, last = fold(name[:typed]).split() or [""]

    assert all(word in folded for word in words)
    assert any(beginning in folded for beginning in beginnings(last))


@given(NAMES, NAMES)
def test_a_word_is_found_among_others(name: str, other: str) -> None:
    assert fold(name) in fold(f"{other} {name} {other}")


@pytest.fixture
def mordovia(db: None) -> Region:
    RegionFactory()
    region = RegionFactory(mordovia=True)
    RegionNameFactory(region=region, name="Республика Мордовия", kind="official")
    RegionNameFactory(region=region, name="мордовский", kind="adjective")
    return region


@pytest.mark.parametrize(
    "words",
    [
        "Mordovia",
        "MORDOVIA",
        "мордовия",
        "МОРДОВИЯ",
        "мордовск",
        "mord",
        "RU-MO",
        "республика mord",
    ],
)
def test_a_region_is_found_by_any_of_its_names(mordovia: Region, words: str) -> None:
    assert list(Region.objects.search(words)) == [mordovia]


def test_every_word_must_be_found(mordovia: Region) -> None:
    assert not Region.objects.search("Mordovia Belarus").exists()


def test_a_name_that_matches_twice_is_one_result(mordovia: Region) -> None:
    assert Region.objects.search("мордов").count() == 1


@pytest.mark.parametrize("words", ["", "  ", "—", "'"])
def test_no_words_find_everything(mordovia: Region, words: str) -> None:
    assert Region.objects.search(words).count() == 3


@pytest.mark.parametrize("typed", ["Khrush", "хру", "Хрущ", "Mik", "Михаил Хрущ", "Mikh"])
@pytest.mark.django_db
def test_a_source_is_found_while_its_name_is_typed(typed: str) -> None:
    source = SourceFactory(title="Mikhail Khrushchev visits Minsk")
    SourceFactory(title="Belarus and Mordovia")

    assert list(Source.objects.search(typed)) == [source]


@pytest.mark.parametrize("words", ["%", "_", "100%"])
@pytest.mark.django_db
def test_signs_are_no_wildcards(words: str) -> None:
    SourceFactory(title="Trade grew")

    assert Source.objects.search(words).count() == (0 if "100" in words else 1)

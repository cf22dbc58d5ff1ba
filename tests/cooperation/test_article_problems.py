"""What is wrong with an article file is told all at once, with place and reason."""

import os
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.cooperation.article_files import article, reference_data, write
from trade.models import Region, Source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


def problems(*paths: Path) -> list[str]:
    """What loading the files complains of, without the closing line."""
    with pytest.raises(CommandError) as caught:
        call_command("load_article", *map(str, paths), stdout=StringIO())
    assert not Source.objects.exists()
    *lines, last = str(caught.value).split("\n")
    assert last.startswith(str(len(lines)))
    return [line.removeprefix(str(paths[0])) for line in lines]


def problem(tmp_path: Path, values: dict[str, Any]) -> str:
    """The only complaint about values, without file and line."""
    (line,) = problems(write(tmp_path, values))
    return re.sub(r"^(:\d+)?: ", "", line)


def test_twenty_mistakes_are_twenty_problems(tmp_path):
    values = article()
    meeting, figure = values["meetings"][0], values["figures"][0]
    values["source"]["published"] = "2025-02-30"
    values["source"]["colour"] = "red"
    values["regions"][0]["code"] = "ZZ"
    values["organisations"][0]["kind"] = "pub"
    values["officials"][0]["posts"][0]["rank"] = "boss"
    values["officials"][1]["posts"] = [
        {"title": "Head", "region": "RU-MO", "from": "2024", "to": "2023", "quote": []}
    ]
    values["partnerships"].append(["BY", "BY"])
    meeting["place"] = 7
    meeting["state"] = "dreamt"
    meeting["quote"] = "not to be found"
    meeting["participants"][0]["official"] = "nobody"
    meeting["participants"][1]["quote"] = "Mordovia"
    meeting["topics"][0]["sector"] = "alchemy"
    meeting["follow_ups"][0] |= {"state": "done"}
    values["statements"][0]["participant"] = "Somebody Else"
    figure["period"] = "2024-Q7"
    figure["qualifier"] = "roughly"
    figure["partner"] = "BY"
    values["goods"][0]["products"] = ["9999"]
    values["proposals"][0]["changes"][0]["meeting"] = "never-held"

    found = problems(write(tmp_path, values))

    places = [
        "source.published",
        "source.colour",
        "regions[0].code",
        "organisations[0].kind",
        "officials[0].posts[0].rank",
        "officials[1].posts[0]",
        "partnerships[1]",
        "meetings[0].place",
        "meetings[0].state",
        "meetings[0].quote",
        "meetings[0].participants[0].official",
        "meetings[0].participants[1].quote",
        "meetings[0].topics[0].sector",
        "meetings[0].follow_ups[0]",
        "statements[0].participant",
        "figures[0].period",
        "figures[0].qualifier",
        "figures[0]",
        "goods[0].products[0]",
        "proposals[0].changes[0].meeting",
    ]
    assert sorted(re.sub(r"^:\d+: ([^:]*):.*", r"\1", line) for line in found) == sorted(places)


def test_a_problem_names_its_line(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(
        "key: a\nsource:\n  title: T\n  publisher: P\n  url: nowhere\n  text_scope: none\n"
    )

    assert problems(path) == [":5: source.url: Enter a valid URL."]


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("lift factory", "“lift factory” is not in the text"),
        ("lifts", "“lifts” stands in the text 2 times: add which occurrence is meant"),
        ({"text": "lifts", "occurrence": 3}, "“lifts” stands in the text 2 times, not 3"),
        (None, "quote the words of the text this rests on; [] if there are none"),
    ],
)
def test_a_quote_stands_in_the_text_once(tmp_path, quote, reason):
    values = article()
    values["mechanisms"][0]["quote"] = quote

    assert problem(tmp_path, values) == f"mechanisms[0].quote: {reason}"


def test_an_occurrence_says_which_words_are_meant(tmp_path):
    values = article()
    values["mechanisms"][0]["quote"] = [{"text": "lifts", "occurrence": 2}]

    call_command("load_article", str(write(tmp_path, values)), stdout=StringIO())

    passage = Source.objects.get().mechanisms.get().passages.get()
    assert passage.start == values["text"].rindex("lifts")


def test_each_quote_of_a_list_is_checked(tmp_path):
    values = article()
    values["mechanisms"][0]["quote"] = ["Saransk", "nowhere", "never"]

    found = problems(write(tmp_path, values))

    assert [line.split(": ")[1] for line in found] == [
        "mechanisms[0].quote[1]",
        "mechanisms[0].quote[2]",
    ]


def test_facts_without_a_text_need_no_quote(tmp_path):
    values = article(text="", statements=[])
    values["source"]["text_scope"] = "none"
    for part in ("regions", "figures", "goods", "mechanisms", "meetings"):
        values[part][0].pop("quote")
    for part in [*values["meetings"][0]["participants"], *values["meetings"][0]["topics"]]:
        part.pop("quote")
    values["officials"][0]["posts"][0].pop("quote")
    values["proposals"][0]["changes"][0].pop("quote")

    call_command("load_article", str(write(tmp_path, values)), stdout=StringIO())

    assert Source.objects.get().tradefigures.count() == 1


def test_what_the_models_refuse_is_told_at_its_field(tmp_path):
    values = article()
    values["meetings"][0] |= {"date": "2099-10-20", "publish": False}
    values["proposals"][0]["changes"][0]["on"] = "2025-10-20"

    assert problem(tmp_path, values) == (
        "meetings[0].date: A meeting that was held is not in the future: is it planned?"
    )


def test_a_meeting_that_is_not_ready_is_not_published(tmp_path):
    values = article(statements=[])
    values["figures"][0].pop("said_by")
    del values["meetings"][0]["participants"][0]

    assert problem(tmp_path, values) == (
        "meetings[0].publish: Still missing: a participant of Belarus."
    )


def test_a_record_is_not_listed_twice(tmp_path):
    values = article()
    values["meetings"][0]["participants"].append(values["meetings"][0]["participants"][1] | {})

    assert problem(tmp_path, values) == (
        "meetings[0].participants[2]: is listed twice, or twice differently"
    )


def test_two_files_do_not_share_a_key(tmp_path):
    first = write(tmp_path, article())
    second = tmp_path / "other.yaml"
    second.write_bytes(first.read_bytes())

    (found,) = problems(first, second)

    assert "“talk” is the key of" in found


def test_a_wrong_part_does_not_make_what_refers_to_it_wrong(tmp_path):
    values = article()
    values["meetings"][0]["participants"][0]["role"] = "chief"

    assert problem(tmp_path, values).startswith("meetings[0].participants[0].role: “chief” is none")


def test_norway_is_a_region_and_not_false(tmp_path):
    values = article()
    path = write(tmp_path, values)
    path.write_text(path.read_text().replace("code: BY", "code: NO"))

    assert problems(path)[0].endswith("regions[0].code: there is no region “NO”")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", ": is empty"),
        (b"# only a comment\n", ": is empty"),
        ("ключ: слово".encode("cp1251"), ": is not UTF-8 text: byte 0"),
        (b"key: a\0b", ": holds NUL bytes: it is not a text file"),
        (b"key: [a", ":1: is not YAML: expected ',' or ']', but got '<stream end>'"),
        (b"- a list\n", ":1: an article file is a mapping that begins with “key:”"),
        (b"just words\n", ":1: an article file is a mapping that begins with “key:”"),
        (b"a: &a [x]\nb: [*a, *a]\n", ": line 2: aliases are not part of the format"),
        (b"[" * 5000, ": line 1: is nested too deeply"),
        (b"x" * 1_000_001, ": is larger than an article: more than 1000000 bytes"),
    ],
)
def test_a_file_that_is_no_article_says_why(tmp_path, content, reason):
    path = tmp_path / "a.yaml"
    path.write_bytes(content)

    assert problems(path) == [reason]


def test_a_name_stands_once_in_its_mapping(tmp_path):
    path = write(tmp_path, article())
    path.write_text(path.read_text() + "key: again\n")

    (found,) = problems(path)

    assert found.endswith(": key: “key” stands here twice")


def test_what_is_no_file_says_so(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert problems(tmp_path) == [": is a directory, not a file"]
    assert problems(tmp_path / "missing.yaml") == [": there is no such file"]
    assert problems(tmp_path / "pipe") == [": is not a regular file"]


@pytest.mark.parametrize("escape", [r"\0", r"\ud800"])
def test_a_character_no_database_stores_is_refused(tmp_path, escape):
    path = write(tmp_path, article())
    path.write_text(path.read_text().replace("place: Minsk", f'place: "Min{escape}sk"'))

    (found,) = problems(path)

    assert found.endswith(": meetings[0].place: holds a character that no text has")


@pytest.mark.parametrize("code", ["by", "W00", "RU_MO"])
def test_a_region_is_a_country_or_a_part_of_one(tmp_path, code):
    values = article()
    values["regions"][0]["code"] = code

    assert problem(tmp_path, values) == f"regions[0].code: there is no region “{code}”"


def test_an_empty_database_needs_its_reference_data_first(tmp_path):
    Region.objects.filter(kind=Region.Kind.SUBDIVISION).delete()
    Region.objects.all().delete()

    with pytest.raises(CommandError, match="run load_reference first"):
        call_command("load_article", str(write(tmp_path, article())), stdout=StringIO())

"""The format of article files, its JSON Schema and its explanation."""

import json
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator

from cooperation.articles.coverage import sentences, uncovered
from cooperation.articles.files import read_file
from cooperation.articles.format import Article, json_schema
from tests.cooperation.article_files import article, report

FIXTURES = sorted((settings.BASE_DIR / "fixtures" / "articles").glob("*.yaml"))
SCHEMA = Draft202012Validator(json_schema())


def complaints(values):
    return [error.message for error in SCHEMA.iter_errors(values)]


def test_the_schema_in_docs_is_current():
    call_command("article_schema", check=True, stdout=StringIO())


def test_a_schema_that_is_not_current_is_written_anew(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="is not current"):
        call_command("article_schema", check=True)

    call_command("article_schema", stdout=StringIO())

    assert json.loads((tmp_path / "docs" / "article.schema.json").read_text()) == json_schema()


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_shipped_file_fits_the_schema_and_names_it(path):
    file = read_file(path)

    assert not file.problems
    assert complaints(file.values) == []
    assert file.values["key"] == path.stem
    assert path.read_text().startswith(
        "# yaml-language-server: $schema=../../docs/article.schema.json\n"
    )


def test_schema_and_loader_agree_on_what_fits():
    for values in (article(), report()):
        Article.model_validate(values)
        assert complaints(values) == []


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("period", 2024),
        ("product", 8544),
        ("value", 38607.6),
        ("quote", {"text": "lifts", "occurrence": 2}),
        ("quote", ["lifts", {"text": "lifts"}]),
        ("quote", []),
    ],
)
def test_the_schema_takes_what_is_pleasant_to_write(part, value):
    values = article()
    values["figures"][0][part] = value

    assert complaints(values) == []


@pytest.mark.parametrize(
    ("part", "value"),
    [("flow", "X"), ("value", "130 million"), ("quote", 7), ("colour", "red"), ("reporter", "by")],
)
def test_the_schema_refuses_what_the_loader_would(part, value):
    values = article()
    values["figures"][0][part] = value

    assert complaints(values)


def test_the_explanation_shows_an_article_that_fits(tmp_path):
    text = (settings.BASE_DIR / "docs" / "article-files.md").read_text()
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "example.yaml"
    path.write_text(example)

    file = read_file(path)

    assert not file.problems
    assert complaints(file.values) == []
    Article.model_validate(file.values)


def test_a_sentence_ends_behind_its_quotation_marks():
    text = "Title here\n\n“We met.” Mr. A. Novik said so… “Is it $1.5 million?” he asked. Yes"

    found = [sentence.words for sentence in sentences(text)]

    assert found == [
        "Title here",
        "“We met.”",
        "Mr. A. Novik said so…",
        "“Is it $1.5 million?” he asked.",
        "Yes",
    ]


def test_a_sentence_is_covered_when_a_span_touches_it():
    assert uncovered("One. Two. Three.", [(5, 6)]) == ["One.", "Three."]

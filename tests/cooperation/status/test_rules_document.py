"""docs/status-rules.md says what the code does."""

import inspect
import re

import pytest
from django.conf import settings

from cooperation.models import ProposalStage
from cooperation.status import gaps
from cooperation.status.groups import ACTIVE_STAGES, OPEN_STAGES, RESTING_STAGES
from cooperation.status.stage import RULES
from cooperation.status.version import RULES_VERSION

DOCUMENT = (settings.BASE_DIR / "docs" / "status-rules.md").read_text()
GAP_CODES = re.findall(r'Gap\(\s*"([a-z-]+)"', inspect.getsource(gaps))


def test_names_the_version():
    assert f"Rules version: **{RULES_VERSION}**" in DOCUMENT


def test_lists_the_rules_of_the_stage_in_their_order():
    rows = re.findall(r"^\| `([a-z-]+)` \| ([a-z]+) \|", DOCUMENT, re.MULTILINE)

    assert rows == [(rule, stage) for rule, stage, _holds in RULES]


def test_lists_every_gap():
    section = DOCUMENT.partition("## Gaps")[2]

    assert len(GAP_CODES) == 10
    assert sorted(re.findall(r"^\| `([a-z-]+)`", section, re.MULTILINE)) == sorted(GAP_CODES)


@pytest.mark.parametrize("step", ["pinned", "source-kind", "newest", "latest-entry", "only"])
def test_names_what_decides_between_claims(step):
    assert f"`{step}`" in DOCUMENT


@pytest.mark.parametrize(
    ("group", "stages"),
    [("open", OPEN_STAGES), ("active", ACTIVE_STAGES), ("resting", RESTING_STAGES)],
)
def test_lists_the_groups_of_stages(group, stages):
    assert f"| {group} | {', '.join(ProposalStage(stage).value for stage in stages)} |" in DOCUMENT

"""Loading article files: everything is checked first, then all or nothing is written."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.articles.checking import CheckedFile, check_files
from cooperation.articles.columns import Reference
from cooperation.articles.coverage import sentences, uncovered
from cooperation.articles.files import read_file
from cooperation.articles.history import Past, reason_of
from cooperation.articles.kinds import KINDS
from cooperation.articles.problems import ArticleProblemsError
from cooperation.articles.quotes import quotes_of
from cooperation.articles.removing import remove_what_is_gone
from cooperation.articles.report import FileReport, Report
from cooperation.articles.store import Store
from cooperation.articles.writing import Writer
from cooperation.models import Meeting
from cooperation.services import NotReadyToPublishError, publish_meeting, withdraw_meeting
from trade.history import recording
from trade.models import ImportRun

# Any number will do, as long as all loads of article files take the same.
_LOCK = 7_204_031
_ATTEMPTS = 3


def load_articles(paths: Sequence[Path], *, started_at: dt.datetime, check: bool = False) -> Report:
    """Load the files, or say what loading them would do.

    Raises ArticleProblemsError with every problem of every file; nothing is loaded then.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return _load(paths, started_at=started_at, check=check)
        except (IntegrityError, OperationalError):
            # Somebody entered one of these records meanwhile: now it is there to be found.
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError


def _load(paths: Sequence[Path], *, started_at: dt.datetime, check: bool) -> Report:
    with transaction.atomic():
        _wait_for_other_loads()
        files = [read_file(path) for path in paths]
        checked = check_files(files)
        report = _write(checked)
        problems = [problem for file in files for problem in file.problems]
        if problems:
            raise ArticleProblemsError(problems)
        for one, done in zip(checked, report.files, strict=True):
            if done.changes_something:
                _record_run(one, done, started_at)
        if check:
            transaction.set_rollback(True)
    return report


def _wait_for_other_loads() -> None:
    """One load at a time. SQLite's transactions queue by themselves (`transaction_mode`)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _write(checked: Sequence[CheckedFile]) -> Report:
    store = Store()
    reports = [FileReport(one.file.name, one.article.key) for one in checked]
    writers = [Writer(one, store, report) for one, report in zip(checked, reports, strict=True)]
    # Kind by kind, so that a file may refer to what another one brings.
    for kind in KINDS:
        for writer in writers:
            writer.write(kind)
    for writer in writers:
        _publish(writer)
    if not any(one.file.problems for one in checked):
        for one, report in zip(checked, reports, strict=True):
            remove_what_is_gone(one.article.key, store, report)
            _look_over(one, store, report)
    return Report(reports)


def _publish(writer: Writer) -> None:
    """Publish the meetings a file wants published, and withdraw those it no longer does."""
    for i, part in enumerate(writer.checked.article.meetings):
        meeting = writer.store.find(Reference(Meeting, (part.key,)))
        if meeting is None or meeting.pk is None or meeting.is_published == part.publish:
            continue
        past = Past.of(meeting)
        is_ours = past.setter_of("publication") == reason_of(writer.key)
        if past.is_edited or not (is_ours or part.publish):
            if part.publish:
                writer.report.kept.append(
                    _("%(meeting)s: stays a draft, as it was set by hand") % {"meeting": meeting}
                )
            continue
        with recording(reason=reason_of(writer.key)):
            try:
                (publish_meeting if part.publish else withdraw_meeting)(meeting=meeting)
            except NotReadyToPublishError as error:
                writer.checked.report(("meetings", i, "publish"), str(error))


def _look_over(one: CheckedFile, store: Store, report: FileReport) -> None:
    """What a person should look at: doubtful participants, sentences nothing rests on."""
    for part in one.article.meetings:
        meeting = store.find(Reference(Meeting, (part.key,)))
        if meeting is not None:
            for participant in meeting.participants.select_related("meeting", "tenure__post"):
                report.warnings += participant.warnings()
    if one.article.source.text_scope == "full":
        spans = {
            quote.span
            for kind in KINDS
            for item in kind.items(one.article)
            for quote in quotes_of(item.part)
        }
        report.sentences = len(sentences(one.article.text))
        report.uncovered = uncovered(one.article.text, spans)


def _record_run(one: CheckedFile, done: FileReport, started_at: dt.datetime) -> None:
    ImportRun.objects.create(
        kind=ImportRun.Kind.ARTICLE,
        file_name=Path(one.file.name).name,
        sha256=one.file.sha256,
        started_at=started_at,
        finished_at=max(timezone.now(), started_at),
        rows_read=done.read,
        rows_added=done.added,
        rows_changed=done.changed,
        rows_removed=done.removed,
        rows_unchanged=done.unchanged,
    )

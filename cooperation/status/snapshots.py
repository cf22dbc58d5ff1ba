"""Statuses kept ready: found while they hold, computed anew and kept when they no longer do.

A snapshot holds while the partnership's revision, the day and the version of the code are those it
was made for. The revision is read before the facts: what is written meanwhile makes it stale, never
wrong. Which of two readers keeps his last makes no difference for the same reason: an older one is
no more than stale (docs/decisions/0020-status-snapshots.md).
"""

import datetime as dt
import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, transaction

from cooperation.models import (
    FactsSnapshot,
    OverviewSnapshot,
    Partnership,
    Revision,
    StatusSnapshot,
)
from cooperation.revisions import ROWS_TO_KEEP, put_together

logger = logging.getLogger(__name__)

SQLITE_WAIT_MS = 50
ROWS_AT_ONCE = 500

REVISION = (
    f"(SELECT COALESCE(SUM(r.weight), 0) FROM {Revision._meta.db_table} AS r"  # noqa: S608
    " WHERE r.partnership_id = p.id)"
)
# By hand: the ORM takes longer to write this statement than the database to answer it.
_KEPT = f"""
    SELECT id, revision, CASE WHEN holds THEN etag END, CASE WHEN holds THEN since END,
        CASE WHEN holds AND etag <> %s THEN body END
    FROM (
        SELECT p.id, {REVISION} AS revision, s.etag, s.since, s.body,
            s.revision = {REVISION} AND s.day = %s AND s.version = %s AS holds
        FROM {Partnership._meta.db_table} AS p
        LEFT JOIN {StatusSnapshot._meta.db_table} AS s
            ON s.partnership_id = p.id AND s.with_drafts = %s AND s.language = %s
        WHERE p.region_a_id = %s AND p.region_b_id = %s
    ) AS found
"""  # noqa: S608


class Seen(NamedTuple):
    """What a computed status depends on beside the facts."""

    with_drafts: bool
    language: str
    day: dt.date
    version: str


class Kept(NamedTuple):
    """What is kept of a partnership: nothing (None) when it no longer holds.

    `since` is from when on the body has been the same, in seconds since 1970. There is no body
    where the asker holds it already.
    """

    partnership_id: int
    revision: int
    etag: str | None = None
    since: int | None = None
    body: str | None = None


def find_status(regions: tuple[str, str], seen: Seen, *, held: str = "") -> Kept | None:
    """What is kept of the status of these regions, in the order of codes; None without a partnership.

    One query. `held` is the tag of the body the asker holds.
    """
    day = connection.ops.adapt_datefield_value(seen.day)
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [held, day, seen.version, seen.with_drafts, seen.language, *regions])
        row = cursor.fetchone()
    return Kept(*row) if row else None


def keep_status(kept: Kept, seen: Seen, *, body: str) -> Kept:
    """Keep a status that was computed after `kept.revision` had been read, and return it."""
    etag = hashlib.sha256(body.encode()).hexdigest()[:32]
    known = Kept(kept.partnership_id, kept.revision, etag, int(time.time()), body)
    before = StatusSnapshot.objects.filter(
        partnership=kept.partnership_id, with_drafts=seen.with_drafts, language=seen.language
    ).first()
    if before is not None and before.etag == etag:
        known = known._replace(since=before.since)

    def keep() -> None:
        keep_rows(
            [StatusSnapshot(**known._asdict(), **seen._asdict())],
            ["revision", "day", "version", "etag", "since", "body"],
        )

    tried_to_keep(keep)
    return known


def keep_rows(
    rows: Sequence[StatusSnapshot | OverviewSnapshot | FactsSnapshot], columns: list[str]
) -> None:
    """Write snapshots over those that were kept for the same reader, in the order of partnerships."""
    in_order: list[Any] = sorted(rows, key=lambda row: row.partnership_id)
    type(in_order[0])._default_manager.bulk_create(
        in_order,
        update_conflicts=True,
        unique_fields=["partnership", "with_drafts", "language"],
        update_fields=columns,
        batch_size=ROWS_AT_ONCE,
    )
    ids = [row.partnership_id for row in in_order]
    if Revision.objects.filter(partnership__in=ids).count() > ROWS_TO_KEEP * len(ids):
        put_together(ids)


def tried_to_keep(keep: Callable[[], None]) -> bool:
    """Whether it was kept. Whatever goes wrong never stops an answer: a read-only database, a lock."""
    try:
        with _not_waiting_for_a_writer(), transaction.atomic():
            keep()
    except DatabaseError as error:
        logger.info("What was computed was not kept: %s", error)
        return False
    return True


@contextmanager
def _not_waiting_for_a_writer() -> Iterator[None]:
    """On SQLite one writer at a time: a reader does not wait 20 seconds for an import to end."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [(usual,)] = cursor.fetchall()
        cursor.execute(f"PRAGMA busy_timeout = {SQLITE_WAIT_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")

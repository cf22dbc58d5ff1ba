"""The facts of partnerships kept ready: gathering them costs ten times what computing does.

They are kept by revision, whatever the day, and signed: nobody who can only write to the database
gets anything else unpacked here.
"""

import hashlib
import hmac
import pickle
from dataclasses import replace
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.utils.crypto import salted_hmac

from cooperation.models import FactsSnapshot, Partnership
from cooperation.status.facts import Facts
from cooperation.status.gather import gather
from cooperation.status.snapshots import REVISION, Seen, keep_rows, tried_to_keep

_SIGNED = hashlib.sha256().digest_size
_KEPT = f"""
    SELECT p.id, {REVISION}, f.revision, f.version, f.facts
    FROM {Partnership._meta.db_table} AS p
    LEFT JOIN {FactsSnapshot._meta.db_table} AS f
        ON f.partnership_id = p.id AND f.with_drafts = %s AND f.language = %s
    WHERE p.region_a_id = %s AND p.region_b_id = %s
"""  # noqa: S608


class KeptFacts(NamedTuple):
    """The facts kept of a partnership, None when they no longer hold."""

    partnership_id: int
    revision: int
    facts: Facts | None


def facts_of(regions: tuple[str, str], seen: Seen, *, user: User | AnonymousUser) -> Facts | None:
    """All facts of these regions' partnership, gathered where those kept no longer hold.

    `regions` in the order of codes; None without a partnership. One query while they hold.
    """
    kept = find_facts(regions, seen)
    if kept is None or kept.facts is not None:
        return kept and kept.facts
    partnerships = Partnership.objects.of(*regions).select_related("region_a", "region_b")
    partnership = partnerships.filter(pk=kept.partnership_id).first()
    if partnership is None:
        return None
    facts = _told(gather([partnership], user=user)[partnership.pk])
    row = FactsSnapshot(
        partnership_id=kept.partnership_id,
        with_drafts=seen.with_drafts,
        language=seen.language,
        version=seen.version,
        revision=kept.revision,
        facts=_packed(facts),
    )
    tried_to_keep(lambda: keep_rows([row], ["revision", "version", "facts"]))
    return facts


def find_facts(regions: tuple[str, str], seen: Seen) -> KeptFacts | None:
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [seen.with_drafts, seen.language, *regions])
        row = cursor.fetchone()
    if row is None:
        return None
    partnership_id, revision, made_for, version, packed = row
    holds = (made_for, version) == (revision, seen.version)
    return KeptFacts(partnership_id, revision, _unpacked(bytes(packed)) if holds else None)


def _told(facts: Facts) -> Facts:
    """With titles as plain text: until they are shown they hold on to their records."""
    meetings = tuple(replace(meeting, title=str(meeting.title)) for meeting in facts.meetings)
    return replace(facts, meetings=meetings)


def _packed(facts: Facts) -> bytes:
    packed = pickle.dumps(facts, protocol=pickle.HIGHEST_PROTOCOL)
    return _signature(packed) + packed


def _unpacked(signed: bytes) -> Facts | None:
    signature, packed = signed[:_SIGNED], signed[_SIGNED:]
    if not hmac.compare_digest(signature, _signature(packed)):
        return None
    facts: Facts = pickle.loads(packed)  # noqa: S301 we signed it
    return facts


def _signature(packed: bytes) -> bytes:
    return salted_hmac("cooperation.status.kept_facts", packed, algorithm="sha256").digest()

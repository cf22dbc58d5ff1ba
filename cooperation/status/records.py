"""From records to facts: one function a model, none of which asks the database.

What they read must be loaded: `gather` says with which relations.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.functional import lazy

from cooperation.models import (
    FollowUp,
    Mechanism,
    Meeting,
    Partnership,
    Proposal,
    ProposalChange,
)
from cooperation.status.facts import (
    ChangeFact,
    Declaration,
    Evidence,
    FigureFact,
    FollowUpFact,
    GoodFact,
    MechanismFact,
    MeetingFact,
    ProposalFact,
    RegionFact,
    SourceFact,
    TenureFact,
)
from trade.models import Evidenced, Region, Source, TradedGood, TradeFigure

Fields = dict[str, Any]

# Formatting its date is the dearest part of a meeting, and most are only counted.
_when_shown = lazy(str, str)


def source_fact(source: Source) -> SourceFact:
    return SourceFact(
        id=source.pk,
        key=source.key,
        kind=source.kind,
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        published=source.published,
        archived_on=source.archived_on,
    )


def region_fact(region: Region) -> RegionFact:
    return RegionFact(region.code, region.name)


def declaration_of(partnership: Partnership) -> Declaration | None:
    if partnership.declared_on is None:
        return None
    return Declaration(
        partnership.declared_stage, partnership.declared_on, partnership.declared_because
    )


def meeting_fact(meeting: Meeting, words: tuple[str, ...]) -> MeetingFact:
    sources = sorted(meeting.sources.all(), key=lambda source: source.key)
    return MeetingFact(
        id=meeting.pk,
        evidence=Evidence(
            "meeting",
            meeting.pk,
            f"meetings/{meeting.key}",
            tuple(map(source_fact, sources)),
            words,
        ),
        archived_on=meeting.archived_on,
        key=meeting.key,
        title=_when_shown(meeting),
        kind=meeting.kind,
        state=meeting.state,
        when=meeting.when,
        date_basis=meeting.date_basis,
        date_as_written=meeting.date_as_written,
        place=meeting.place,
        is_draft=not meeting.is_published,
    )


def proposal_fact(proposal: Proposal, changes: Iterable[ChangeFact]) -> ProposalFact:
    return ProposalFact(
        id=proposal.pk,
        evidence=Evidence("proposal", proposal.pk, f"proposals/{proposal.pk}"),
        archived_on=proposal.archived_on,
        sector=proposal.sector.code,
        sector_name=proposal.sector.name,
        title=proposal.title,
        changes=tuple(changes),
    )


def change_fact(change: ProposalChange, words: tuple[str, ...]) -> ChangeFact:
    return ChangeFact(
        **_evidenced("proposal-change", change, words, path=f"proposals/{change.proposal_id}"),
        stage=change.stage,
        effective=change.effective,
        meeting=change.meeting_id,
    )


def figure_fact(figure: TradeFigure, words: tuple[str, ...]) -> FigureFact:
    copied = (
        "flow",
        "frequency",
        "period",
        "period_start",
        "period_end",
        "value",
        "value_low",
        "value_high",
        "currency",
        "qualifier",
        "observation_status",
        "is_pinned",
        "claimed_by",
        "amount_as_written",
        "period_as_written",
        "change_percent",
        "change_as_written",
    )
    fields = {name: getattr(figure, name) for name in copied}
    return FigureFact(
        **_evidenced("trade-figure", figure, words),
        **fields,
        reporter=figure.reporter_id,
        partner=figure.partner_id,
        source=source_fact(figure.source),
    )


def good_fact(good: TradedGood, words: tuple[str, ...]) -> GoodFact:
    return GoodFact(
        **_evidenced("traded-good", good, words),
        origin=good.origin_id,
        destination=good.destination_id,
        name=good.name,
        products=tuple(sorted(product.code for product in good.products.all())),
        amount=good.figure.amount if good.figure else "",
    )


def mechanism_fact(mechanism: Mechanism, words: tuple[str, ...]) -> MechanismFact:
    fields = _evidenced("mechanism", mechanism, words)
    fields["archived_on"] = _earliest(mechanism.archived_on, mechanism.source.archived_on)
    return MechanismFact(
        **fields,
        name=mechanism.name,
        kind=mechanism.kind,
        state=mechanism.state,
        start=mechanism.start,
        end=mechanism.end,
        sector=mechanism.sector.code if mechanism.sector else "",
    )


def tenure_fact(tenure: Any, words: tuple[str, ...]) -> TenureFact:
    """Of a Tenure with `first_met`, the first day of the earliest meeting in this post."""
    fields = _evidenced("tenure", tenure, words)
    fields["archived_on"] = _earliest(
        tenure.official.archived_on, tenure.post.archived_on, tenure.source.archived_on
    )
    return TenureFact(
        **fields,
        official=tenure.official_id,
        official_key=tenure.official.key,
        name=tenure.official.name,
        post=tenure.post.title,
        rank=tenure.post.rank,
        region=tenure.post.region_id,
        start=tenure.start,
        end=tenure.end,
        first_met=tenure.first_met,
    )


def follow_up_fact(
    follow_up: FollowUp, sources: Iterable[Source], words: tuple[str, ...]
) -> FollowUpFact:
    evidence = Evidence(
        "follow-up",
        follow_up.pk,
        f"follow-ups/{follow_up.pk}",
        tuple(map(source_fact, sources)),
        words,
    )
    return FollowUpFact(
        id=follow_up.pk,
        evidence=evidence,
        archived_on=follow_up.meeting.archived_on,
        task=follow_up.task,
        owner=follow_up.owner,
        due_on=follow_up.due_on,
        state=follow_up.state,
        closed_on=follow_up.closed_on,
        meeting=follow_up.meeting_id,
        promised=follow_up.meeting.when,
    )


def _evidenced(kind: str, record: Evidenced, words: tuple[str, ...], *, path: str = "") -> Fields:
    """What every fact carries, of a record that rests on one source."""
    path = path or f"{kind}s/{record.pk}"
    return {
        "id": record.pk,
        "evidence": Evidence(kind, record.pk, path, (source_fact(record.source),), words),
        "archived_on": record.source.archived_on,
    }


def _earliest(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)

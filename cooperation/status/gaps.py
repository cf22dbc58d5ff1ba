"""What is missing or doubtful, so that an analyst knows where to look next."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.status.amounts import ReporterYear
from cooperation.status.contacts import Contacts
from cooperation.status.evidence import SourcesUsed
from cooperation.status.facts import Evidence, ProposalFact
from cooperation.status.months import is_older_than, whole_months
from cooperation.status.people import SideInPost

NO_MEETING_MONTHS = 12
NO_SOURCE_MONTHS = 12
CONFLICT_PERCENT = Decimal(5)


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: its code, what it is about, a message for people, and the records it concerns."""

    code: str
    message: str
    about: dict[str, Any] = field(default_factory=dict)
    rests_on: tuple[Evidence, ...] = ()


def figure_gaps(years: Sequence[ReporterYear], as_of: dt.date) -> Iterator[Gap]:
    """Ended years without an annual figure since the first that has one; else the last ended."""
    last_ended = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    recorded = {
        year.year
        for year in years
        if year.exports.currency or year.imports.currency or year.turnover.currency
    }
    for year in range(min(recorded, default=last_ended), last_ended + 1):
        if year not in recorded:
            yield Gap("no-figure", _("No figure for %(year)d.") % {"year": year}, {"year": year})


def claim_gaps(years: Sequence[ReporterYear]) -> Iterator[Gap]:
    """Claims for one year that lie more than 5 percent of the lowest apart."""
    for year in years:
        for flow in ("exports", "imports", "turnover"):
            reported = getattr(year, flow)
            spread = reported.spread
            if spread is None or (
                spread.percent is not None and spread.percent <= CONFLICT_PERCENT
            ):
                continue
            if spread.difference == 0:
                continue
            message = _(
                "%(count)d claims for the %(flow)s of %(reporter)s in %(year)d lie "
                "%(difference)s %(currency)s apart."
            ) % {
                "count": spread.count,
                "flow": {"exports": _("exports"), "imports": _("imports")}.get(flow, _("turnover")),
                "reporter": year.reporter,
                "year": year.year,
                "difference": f"{spread.difference:,.0f}",
                "currency": spread.currency,
            }
            about = {"year": year.year, "flow": flow, "reporter": year.reporter}
            yield Gap(
                "conflicting-claims",
                message,
                about,
                tuple(claim.evidence for claim in reported.claims),
            )


def meeting_gaps(contacts: Contacts, as_of: dt.date) -> Iterator[Gap]:
    """No meeting ever, none for over 12 months, or a planned one never recorded as held."""
    last = contacts.last
    if last is None or last.when is None:
        yield Gap("no-meeting-recorded", _("No meeting is recorded."))
    elif is_older_than(last.when, NO_MEETING_MONTHS, as_of):
        months = whole_months(last.when.last, as_of)
        text = ngettext(
            "No meeting for %(months)d month.", "No meeting for %(months)d months.", months
        )
        yield Gap("no-meeting", text % {"months": months}, {"months": months}, (last.evidence,))
    for meeting in contacts.overdue:
        text = _("The meeting planned for %(date)s is not recorded as held or cancelled.")
        yield Gap(
            "planned-meeting-passed",
            text % {"date": meeting.when},
            {"meeting": meeting.id},
            (meeting.evidence,),
        )


def people_gaps(sides: Sequence[SideInPost]) -> Iterator[Gap]:
    """A side of which nobody is recorded in post."""
    for side in sides:
        if not side.tenures:
            text = _("No official of %(region)s is recorded in post.")
            yield Gap(
                "no-official-in-post",
                text % {"region": side.region.name},
                {"region": side.region.code},
            )


def source_gaps(sources: SourcesUsed, as_of: dt.date) -> Iterator[Gap]:
    """No source, or none published within 12 months."""
    latest = sources.latest_source
    if not sources.count:
        yield Gap("no-source", _("No source is recorded."))
    elif latest is None or latest.published is None:
        yield Gap("no-dated-source", _("No source has a date of publication."))
    elif is_older_than(latest.published, NO_SOURCE_MONTHS, as_of):
        text = _("The newest source is of %(date)s.") % {"date": latest.published}
        yield Gap("no-recent-source", text, {"source": latest.key})


def proposal_gaps(proposals: Sequence[ProposalFact]) -> Iterator[Gap]:
    """Proposals of which no step is recorded, so that their stage is not known."""
    for proposal in proposals:
        if not proposal.changes:
            text = _("No step of the proposal “%(title)s” is recorded.")
            title = proposal.title or proposal.sector_name
            yield Gap(
                "no-step", text % {"title": title}, {"proposal": proposal.id}, (proposal.evidence,)
            )

"""How bodies name partnerships, people, meetings and proposals."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.models import (
    Meeting,
    Official,
    Organisation,
    Participant,
    Partnership,
    Post,
    Proposal,
    Sector,
)
from trade.api.writing.references import TEXT, Reference, code, text


def regions_of(value: Any) -> tuple[str, str]:
    """The codes of both regions of a partnership, in their order."""
    codes: list[Any] = []
    if isinstance(value, str):
        codes = [*value.replace(",", "/").split("/")]
    elif isinstance(value, Mapping):
        codes = [
            region.get("code") if isinstance(region, Mapping) else region
            for region in (value.get("region_a"), value.get("region_b"))
        ]
    if len(codes) != 2:
        raise serializers.ValidationError(_t("Give the codes of two regions, as in BY/RU-MO."))
    first, second = sorted(TEXT.run_validation(code) for code in codes)
    return first, second


def pair(path: str = "") -> Any:
    """The part of a key that is a partnership, at `path`."""

    def read(value: Any) -> dict[str, str]:
        return dict(zip((f"{path}region_a", f"{path}region_b"), regions_of(value), strict=True))

    return read


class PartnershipReference(Reference):
    """A partnership, by its two regions in either order."""

    members = ("region_a", "region_b")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The codes of its two regions, as in BY/RU-MO."))
        super().__init__(Partnership.objects.all(), {"partnership": pair()}, **kwargs)

    def lookups(self, data: Any) -> dict[str, Any]:
        return pair()(data)  # type: ignore[no-any-return]


class SectorReference(Reference):
    """A sector, by its code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The code of a sector."))
        super().__init__(Sector.objects.all(), {"code": code("code")}, **kwargs)


class OfficialReference(Reference):
    """An official, by key."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The key of an official."))
        super().__init__(Official.objects.all(), {"key": code("key", member="key")}, **kwargs)


class OrganisationReference(Reference):
    """An organisation, by key."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The key of an organisation."))
        super().__init__(Organisation.objects.all(), {"key": code("key", member="key")}, **kwargs)


class MeetingReference(Reference):
    """A meeting, by key; a draft for those who may see drafts."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The key of a meeting."))
        super().__init__(Meeting.objects.all(), {"key": code("key", member="key")}, **kwargs)


class PostReference(Reference):
    """A post, by title and region, or by its number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("An object with the title and region of a post."))
        keys = {"title": text("title"), "region": code("region")}
        super().__init__(Post.objects.all(), keys, has_text=False, by_number=True, **kwargs)


class ProposalReference(Reference):
    """A proposal, by partnership, sector and title, or by its number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("The number of a proposal, or its partnership, sector and title.")
        )
        keys = {
            "partnership": pair("partnership__"),
            "sector": code("sector__code"),
            "title": text("title", allow_blank=True),
        }
        super().__init__(Proposal.objects.all(), keys, has_text=False, by_number=True, **kwargs)


class ParticipantReference(Reference):
    """A participant of the meeting a body is about, by side and name as written, or by number.

    Which meeting that is the writer knows: the field holds what to look for.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("An object with side and name_as_written."))
        keys = {"side": code("side"), "name_as_written": text("name_as_written")}
        super().__init__(Participant.objects.all(), keys, has_text=False, by_number=True, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return self.lookups(data)


def participant_of(meeting: Meeting | None, lookups: dict[str, Any]) -> Participant | None:
    """The participant of a meeting so looked up, if there is one."""
    if meeting is None or meeting.pk is None:
        return None
    return meeting.participants.filter(**lookups).first()

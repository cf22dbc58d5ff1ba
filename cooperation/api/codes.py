"""Every code list records use, with labels and what is in use."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from cooperation.api.codes_in_use import codes_in_use
from cooperation.models import (
    FollowUp,
    Mechanism,
    Meeting,
    Organisation,
    Participant,
    PartnershipStage,
    Post,
    ProposalStage,
)
from trade.api.viewsets import KnownParameters
from trade.models import Frequency, Precision, Product, Region, RegionName, Source, TradeFigure


class CodeList(NamedTuple):
    """A code list: what it is, and its codes with their labels."""

    title: Promise
    choices: type[Choices]


CODE_LISTS = {
    "date-bases": CodeList(_("How a meeting's date is known"), Meeting.DateBasis),
    "date-precisions": CodeList(_("How much of a date is known"), Precision),
    "flows": CodeList(_("Flows of trade"), TradeFigure.Flow),
    "follow-up-states": CodeList(_("States of follow-ups"), FollowUp.State),
    "frequencies": CodeList(_("Frequencies of figures, SDMX CL_FREQ and two more"), Frequency),
    "mechanism-kinds": CodeList(_("Kinds of mechanisms"), Mechanism.Kind),
    "mechanism-states": CodeList(_("States of mechanisms"), Mechanism.State),
    "meeting-kinds": CodeList(_("Kinds of meetings"), Meeting.Kind),
    "meeting-states": CodeList(_("States of meetings"), Meeting.State),
    "observation-statuses": CodeList(
        _("Statuses of observations, SDMX CL_OBS_STATUS"), TradeFigure.ObservationStatus
    ),
    "organisation-kinds": CodeList(_("Kinds of organisations"), Organisation.Kind),
    "participant-roles": CodeList(_("Roles of participants"), Participant.Role),
    "partnership-stages": CodeList(_("Stages of partnerships"), PartnershipStage),
    "post-ranks": CodeList(_("Ranks of posts"), Post.Rank),
    "product-editions": CodeList(_("Editions of the Harmonized System"), Product.Edition),
    "product-levels": CodeList(_("Levels of the Harmonized System"), Product.Level),
    "proposal-stages": CodeList(_("Stages of proposals"), ProposalStage),
    "publications": CodeList(_("Whether a meeting is published"), Meeting.Publication),
    "qualifiers": CodeList(_("How a source words an amount"), TradeFigure.Qualifier),
    "region-kinds": CodeList(_("Kinds of regions"), Region.Kind),
    "region-name-kinds": CodeList(_("Kinds of names of regions"), RegionName.Kind),
    "source-kinds": CodeList(_("Kinds of sources"), Source.Kind),
    "text-scopes": CodeList(_("How much of a source its stored text is"), Source.TextScope),
    "valuations": CodeList(_("Valuations of trade"), TradeFigure.Valuation),
}


class CodeSerializer(serializers.Serializer[Any]):
    """One code and what it means."""

    code = serializers.CharField(help_text=_("As records hold it; numbers are written as text."))
    label = serializers.CharField(help_text=_("What it means, in the language asked for."))  # type: ignore[assignment]
    in_use = serializers.IntegerField(
        help_text=_("How many records that you may see hold it, without archived ones.")
    )


class CodeListSerializer(serializers.Serializer[Any]):
    """A code list with its codes."""

    name = serializers.CharField(help_text=_("The name it is found by."))
    title = serializers.CharField(help_text=_("What it is about."))
    codes = CodeSerializer(many=True)


def shown(name: str, in_use: Mapping[str, int]) -> dict[str, Any]:
    """The code list of this name, as the API shows it."""
    code_list = CODE_LISTS[name]
    return {
        "name": name,
        "title": str(code_list.title),
        "codes": [
            {"code": str(code), "label": str(label), "in_use": in_use.get(str(code), 0)}
            for code, label in code_list.choices.choices
        ],
    }


class CodeListViewSet(KnownParameters, ViewSet):
    """Every code list that records use, with labels in the language asked for.

    Beside each code stands how many records hold it: what a list of choices need not offer has 0.
    """

    rests_on_records = True
    lookup_field = "name"

    @extend_schema(
        operation_id="codes_list",
        summary=_("List code lists"),
        responses=CodeListSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        in_use = codes_in_use(CODE_LISTS, reader=request.user)
        return Response([shown(name, in_use[name]) for name in CODE_LISTS])

    @extend_schema(
        operation_id="codes_retrieve",
        summary=_("Show one code list"),
        parameters=[
            OpenApiParameter("name", str, OpenApiParameter.PATH, enum=[*CODE_LISTS]),
        ],
        responses=CodeListSerializer,
    )
    def retrieve(self, request: Request, name: str) -> Response:
        if name not in CODE_LISTS:
            raise NotFound(
                _t("There is no code list “%(name)s”; there are %(names)s.")
                % {"name": name, "names": ", ".join(CODE_LISTS)}
            )
        return Response(shown(name, codes_in_use([name], reader=request.user)[name]))

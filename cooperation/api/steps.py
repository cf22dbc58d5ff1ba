"""The steps of a proposal: each is an act with a name, checked against those before and after."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from cooperation.api.writing.proposals import NamedStepWriter, NewStepWriter
from cooperation.models import Proposal, ProposalChange, ProposalStage
from trade.api.writing.refusals import ConflictError
from trade.api.writing.views import WritableViewSet

# What a step is called, and the stage it reaches; “resume” goes back to where it was.
STEPS: dict[str, str] = {
    "mention": ProposalStage.MENTIONED,
    "negotiate": ProposalStage.NEGOTIATING,
    "agree": ProposalStage.AGREED,
    "start": ProposalStage.RUNNING,
    "complete": ProposalStage.COMPLETED,
    "suspend": ProposalStage.SUSPENDED,
    "resume": "",
    "drop": ProposalStage.DROPPED,
}
ADD, CHANGE, DELETE = (f"cooperation.{act}_proposalchange" for act in ("add", "change", "delete"))

NUMBER = OpenApiParameter(
    "number", int, OpenApiParameter.PATH, description=str(_("The number of the step."))
)


class Steps(WritableViewSet):
    """A proposal takes steps, which are corrected and removed; each act changes the proposal."""

    further_rights = {
        "changes": (ADD,),
        "step": (ADD,),
        "correct_step": (CHANGE,),
        "remove_step": (DELETE,),
    }

    @extend_schema(request=NewStepWriter)
    @action(detail=True, methods=["post"])
    def changes(self, request: Request, pk: str) -> Response:
        """Add a step to the proposal; 409 names the stages it may reach on that day."""

        def act(proposal: Proposal) -> None:
            writer = self.writer(writer_class=NewStepWriter)
            _take(writer, proposal, writer.values())

        return self.act_on(pk, act)

    @extend_schema(
        operation_id="proposals_take_step",
        request=NamedStepWriter,
        parameters=[
            OpenApiParameter(
                "step",
                str,
                OpenApiParameter.PATH,
                enum=list(STEPS),
                description=str(_("What the proposal does.")),
            )
        ],
    )
    @action(detail=True, methods=["post"], url_path=f"(?P<step>{'|'.join(STEPS)})")
    def step(self, request: Request, pk: str, step: str) -> Response:
        """Take the step so named; 409 names the stages the proposal may reach on that day."""

        def act(proposal: Proposal) -> None:
            writer = self.writer(writer_class=NamedStepWriter)
            values = writer.complete_part(proposal, writer.values())
            stage = STEPS[step]
            if step == "resume":
                stage = values.get("stage") or _stage_before_suspension(proposal, values)
            elif values.get("stage", stage) != stage:
                writer.refuse({"stage": _t("The name of the step says the stage.")})
            _take(writer, proposal, {**values, "stage": stage})

        return self.act_on(pk, act)

    @extend_schema(request=NewStepWriter, parameters=[NUMBER])
    @action(detail=True, methods=["patch"], url_path="changes/(?P<number>[0-9]{1,18})")
    def correct_step(self, request: Request, pk: str, number: str) -> Response:
        """Correct a step of the proposal."""

        def act(proposal: Proposal) -> None:
            change = self._step_of(proposal, number)
            writer = self.writer(writer_class=NewStepWriter, partial=True)
            writer.write(change, writer.values(), is_partial=True)

        return self.act_on(pk, act)

    @extend_schema(parameters=[NUMBER])
    @correct_step.mapping.delete
    def remove_step(self, request: Request, pk: str, number: str) -> Response:
        """Remove a step that was entered by mistake; 409 if the others do not follow without it."""

        def act(proposal: Proposal) -> None:
            change = self._step_of(proposal, number)
            _before, after = change.neighbours()
            change.delete()
            try:
                if after is not None:
                    after.clean()
            except ValidationError as error:
                raise ConflictError(" ".join(error.messages)) from error

        return self.act_on(pk, act)

    def _step_of(self, proposal: Proposal, number: str) -> ProposalChange:
        steps = ProposalChange.objects.visible_to(self.request.user).filter(proposal=proposal)
        found = steps.filter(pk=number).first()
        if found is None:
            raise NotFound(_t("This proposal has no step “%(number)s”.") % {"number": number})
        return found


def _take(writer: Any, proposal: Proposal, values: dict[str, Any]) -> None:
    writer.write(ProposalChange(proposal=proposal), writer.complete_part(proposal, values))


def _stage_before_suspension(proposal: Proposal, values: dict[str, Any]) -> str:
    """The stage a suspended proposal had; 409 for one that is not suspended on that day."""
    taken = proposal.changes.filter(effective_on__lte=values["effective_on"]).in_order()
    stages = [change.stage for change in taken]
    if not stages or stages[-1] != ProposalStage.SUSPENDED:
        raise ConflictError(_t("Only a proposal that is suspended that day is resumed."))
    earlier = [stage for stage in stages if stage != ProposalStage.SUSPENDED]
    if not earlier:
        raise ConflictError(
            _t("Nothing is recorded before it was suspended: say the stage."),
            faults=[{"field": "stage", "reason": _t("Say the stage it goes on from.")}],
        )
    return earlier[-1]

"""Bulk figures: a file is sent once, loaded in the background, and its job looked at."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_202_ACCEPTED

from trade.api.backends import Ordering
from trade.api.errors import (
    InvalidParametersError,
    ProblemError,
    ProblemRenderer,
    ProblemSerializer,
)
from trade.api.import_bodies import ImportSerializer, SentFileSerializer
from trade.api.parsing import FileParser
from trade.api.viewsets import RecordViewSet
from trade.api.writing.refusals import InvalidBodyError, faults_of, faults_of_model
from trade.figures.jobs import take_back_abandoned
from trade.figures.problems import WrongFileError
from trade.figures.sent_files import AnotherRequestError, Wanted, take
from trade.figures.uploads import forget_old_files, rejects_path_of
from trade.models import Upload

IDEMPOTENCY_KEY = "Idempotency-Key"
_LONGEST_KEY = 100

KEY_PARAMETER = OpenApiParameter(
    IDEMPOTENCY_KEY,
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=_(
        "A text of your own, of up to 100 characters, new for each load. Sending the same request "
        "again with the same key answers with the same job and loads nothing twice."
    ),
)


class KeyUsedError(ProblemError):
    """The key names another request of this user."""

    status_code = 422
    default_code = "key_used"


class MayLoad(BasePermission):
    """Whoever may load files in the admin."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user.has_perm("trade.add_upload"))


@extend_schema_view(
    list=extend_schema(summary=_("List your imports")),
    retrieve=extend_schema(summary=_("Show one of your imports")),
)
class ImportViewSet(ListModelMixin, RetrieveModelMixin, RecordViewSet):
    """Your files of trade statistics: how far each has come, and what came of it."""

    http_method_names = ["get", "head", "options", "post"]
    rests_on_records = False  # a job moves without any record of history
    queryset = Upload.objects.select_related("source", "run")
    lookup_field = "key"
    serializer_class = ImportSerializer
    permission_classes = [MayLoad]
    ordering_fields = ("uploaded_at", "file_name")
    ordering = ("-uploaded_at",)
    filter_backends = [Ordering]  # neither searched nor of a history
    is_searchable = False

    def get_parsers(self) -> list[Any]:
        return [FileParser()]

    def get_queryset(self) -> QuerySet[Any]:
        jobs = super().get_queryset()
        return jobs.filter(uploaded_by=self.request.user.pk)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Whoever waits for a job also takes back those of workers that died."""
        take_back_abandoned(now=timezone.now())
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(
        summary=_("Load a file of trade statistics"),
        parameters=[KEY_PARAMETER],
        request={"multipart/form-data": SentFileSerializer},
        responses={
            202: ImportSerializer,
            (422, ProblemRenderer.media_type): OpenApiResponse(
                ProblemSerializer, description=_("The key was used for another request.")
            ),
        },
    )
    def create(self, request: Request) -> Response:
        """Takes a file and loads it in the background; `Location` says where to look at the job.

        With `check` nothing is loaded: the answer says what loading the file would change.
        """
        key = key_of(request)
        body = SentFileSerializer(data=request.data)
        if not body.is_valid():
            raise InvalidBodyError(list(faults_of(body.errors, body)))
        wanted = Wanted(**body.wanted())
        now = timezone.now()
        try:
            upload, _is_new = take(
                body.validated_data["file"],
                wanted,
                user=request.user,  # type: ignore[arg-type]
                key=key,
                now=now,
            )
        except AnotherRequestError:
            raise KeyUsedError(
                _t("This key was used for another request: give a new one.")
            ) from None
        except WrongFileError as error:
            raise InvalidBodyError([{"field": "file", "reason": str(error)}]) from error
        except ValidationError as error:
            raise InvalidBodyError(faults_of_model(error, {})) from error
        forget_old_files(now=now)
        shown = self.get_serializer(
            Upload.objects.select_related("source", "run").get(pk=upload.pk)
        )
        address = {"Location": shown.data["url"]}
        return Response(shown.data, status=HTTP_202_ACCEPTED, headers=address)

    @extend_schema(
        summary=_("Download the rejected rows of an import"),
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
    )
    @action(detail=True, pagination_class=None)
    def rejects(self, request: Request, key: str) -> FileResponse:
        """Every rejected row, in the layout of the file, with line, column and reason."""
        upload = self.get_object()
        path = rejects_path_of(upload.stored_as)
        if path is None:
            raise NotFound(_t("There are no rejected rows here: they are kept for 30 days."))
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=f"{upload.file_name}.rejects{path.suffix}",
            content_type="text/csv; charset=utf-8",
            headers={"X-Content-Type-Options": "nosniff"},
        )


def key_of(request: Request) -> str:
    """The key of a request, with or without the quotes of a structured header."""
    given = request.headers.get(IDEMPOTENCY_KEY, "").strip().strip('"')
    if given and given.isascii() and given.isprintable() and len(given) <= _LONGEST_KEY:
        return given
    reason = _t("Give a text of your own, of up to 100 characters, new for each load.")
    raise InvalidParametersError([{"parameter": IDEMPOTENCY_KEY, "reason": reason}])

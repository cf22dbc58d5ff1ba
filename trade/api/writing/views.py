"""What a resource that is written answers; a viewset lists the acts it takes as mixins."""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Model
from django.db.models.deletion import Collector
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from trade.api.conditional import etag_of
from trade.api.viewsets import RecordViewSet
from trade.api.writing.addresses import address_of, involved_of, resting_on
from trade.api.writing.conditions import check_absent, check_unchanged, no_precondition
from trade.api.writing.known_fields import KnownFields
from trade.api.writing.permissions import MayWrite
from trade.api.writing.refusals import ConflictError, InvalidBodyError, faults_of
from trade.api.writing.transactions import written
from trade.api.writing.writers import Writer

# The rights an action takes, of those Django keeps for each model.
RIGHTS = {
    "create": ("add",),
    "partial_update": ("change",),
    "update": ("add", "change"),
    "put_by_body": ("add", "change"),
    "destroy": ("delete",),
    "archive": ("change",),
    "restore": ("change",),
}


class WritableViewSet(RecordViewSet):
    """A resource that is read and written; `writer_class` says what a body holds."""

    http_method_names = ["get", "head", "options", "post", "put", "patch", "delete"]
    writer_class: type[Writer]
    # The rights further actions take, as Django names them: "cooperation.publish_meeting".
    further_rights: ClassVar[Mapping[str, Sequence[str]]] = {}
    before: Any = None  # the record as it was shown before this request changed it

    def get_permissions(self) -> list[Any]:
        return [*super().get_permissions(), MayWrite()]

    @property
    def model(self) -> Any:
        return self.queryset.model  # type: ignore[union-attr, arg-type]

    def rights(self) -> list[str]:
        """The rights this request takes."""
        if self.action in self.further_rights:
            return list(self.further_rights[self.action])
        names = self.model._meta
        return [
            f"{names.app_label}.{act}_{names.model_name}"
            for act in RIGHTS.get(self.action or "", ())
        ]

    def writer(self, shown: Any = None, *, writer_class: Any = None, **kwargs: Any) -> Any:
        """The writer of this request's body, or of a part of it."""
        if self.request.stream is None:  # DRF would take no body for an empty object
            raise InvalidBodyError([{"field": "", "reason": _t("Send a JSON object.")}])
        context = {**self.get_serializer_context(), "shown": shown}
        made = writer_class or self.writer_class
        return made(data=self.request.data, context=context, **kwargs)

    def shown(self, key: Any) -> Any:
        """The record as this reader gets it by GET."""
        reader = copy.copy(self)
        reader.action = "retrieve"
        reader.kwargs = {self.lookup_url_kwarg or self.lookup_field: key}
        return reader.retrieve(self.request, **reader.kwargs).data  # type: ignore[attr-defined]

    def version_of(self, shown: Any) -> str:
        """The ETag this reader gets with it: of the JSON GET answers."""
        renderer: Any = self.get_renderers()[0]
        context = self.get_renderer_context()
        return etag_of(renderer.render(shown, renderer.media_type, context))

    def key_of(self, record: Any) -> str:
        return str(getattr(record, self.lookup_field))

    def locked(self, key: Any) -> tuple[Any, Any]:
        """The record, for nobody else to change meanwhile, and as this reader gets it."""
        try:
            # Without its order, which would lock the records it is ordered by too.
            records = self.model.objects.select_for_update().order_by()
            record = records.filter(**{self.lookup_field: key}).first()
        except (TypeError, ValueError):
            record = None
        # Read behind the lock; where there is no such record for this reader, it says so.
        shown = self.shown(key)
        if record is None:  # made between the two
            raise NotFound
        return record, shown

    def answer(self, record: Any, status_code: int = status.HTTP_200_OK) -> Response:
        """The record as it is now, with its version and address."""
        shown = self.shown(self.key_of(record))
        address = address_of(record, self.request) or ""
        headers = {"ETag": self.version_of(shown), "Content-Location": address}
        if status_code == status.HTTP_201_CREATED:
            headers["Location"] = address
        return Response(shown, status=status_code, headers=headers)

    def act_on(self, key: Any, act: Callable[[Any], None]) -> Response:
        """Do something to a record this request read, `before`, and show what came of it."""

        def do() -> Response:
            record, self.before = self.locked(key)
            check_unchanged(self.request, self.version_of(self.before))
            act(record)
            return self.answer(record)

        return written(do, self.request)

    def body(self, serializer_class: type[KnownFields]) -> dict[str, Any]:
        """The checked body of an action."""
        given = serializer_class(data=self.request.data, context=self.get_serializer_context())
        if not given.is_valid():
            raise InvalidBodyError(list(faults_of(given.errors, given)))
        return dict(given.validated_data)


class Created(WritableViewSet):
    """POST makes a record."""

    def create(self, request: Request) -> Response:
        """Record it; the answer shows it, with its address and version. 409: it is there already."""

        def make() -> Response:
            writer = self.writer()
            values = writer.complete(writer.values())
            record = writer.Meta.model()
            writer.write(record, values)
            return self.answer(record, status.HTTP_201_CREATED)

        return written(make, request)


class Changed(WritableViewSet):
    """PATCH changes the fields it names; a list it names takes the place of the list there was."""

    def partial_update(self, request: Request, **key: Any) -> Response:
        """Change the fields that are named; a list takes the place of the list there was."""

        def change(record: Any) -> None:
            writer = self.writer(self.before, partial=True)
            writer.write(record, writer.values(), is_partial=True)

        return self.act_on(next(iter(key.values())), change)


class PutByKey(WritableViewSet):
    """PUT at a key makes the record, or makes it what the body says."""

    def update(self, request: Request, **key: Any) -> Response:
        """Make the record of this key what the body says; what it leaves out is emptied.

        Without If-Match it only makes a new record, or finds one that is so already.
        """
        name, value = next(iter(key.items()))

        def put() -> Response:
            try:
                record, shown = self.locked(value)
            except (NotFound, Http404):
                record, shown = self.model(**{self.lookup_field: value}), None
            return replaced(self, record, shown, {name: value})

        return written(put, request)


class PutByBody(WritableViewSet):
    """PUT at the list makes the record of the natural key in the body, or makes it what it says."""

    def put_by_body(self, request: Request) -> Response:
        """Make the record of the natural key in the body what it says; the rest is emptied.

        Without If-Match it only makes a new record, or finds one that is so already.
        """

        def act() -> Response:
            finder = self.writer()
            finder.is_lenient = True
            values = finder.complete(finder.values())
            found = finder.found(values).first()
            if found is None:
                return replaced(self, finder.Meta.model(), None)
            return replaced(self, *self.locked(self.key_of(found)))

        return written(act, request)


def replaced(
    view: WritableViewSet, record: Any, shown: Any, key: Mapping[str, Any] | None = None
) -> Response:
    """Make a record what the body says, at its key where the address has one.

    The same body once more changes nothing, and so needs no `If-Match`: loaders may run twice.
    """
    request = view.request
    etag = None if shown is None else view.version_of(shown)
    check_absent(request, etag)
    if "If-Match" in request.headers:
        assert etag is not None  # noqa: S101 - refused above
        check_unchanged(request, etag)
    writer = view.writer(shown)
    values = writer.values()
    for name, value in (key or {}).items():
        if values.setdefault(name, value) != value:
            writer.refuse({name: _t("The address says “%(key)s”.") % {"key": value}})
    writer.write(record, writer.complete(values))
    answer = view.answer(record, status.HTTP_201_CREATED if etag is None else status.HTTP_200_OK)
    if etag is not None and answer["ETag"] != etag and "If-Match" not in request.headers:
        raise no_precondition(etag)
    return answer


class Deleted(WritableViewSet):
    """DELETE removes a record nothing rests on."""

    def destroy(self, request: Request, **key: Any) -> Response:
        """Delete it. 409 names what rests on it."""

        def act() -> Response:
            record, shown = self.locked(*key.values())
            check_unchanged(request, self.version_of(shown))
            self.check_deletable(record)
            self.remove(record)
            return Response(status=status.HTTP_204_NO_CONTENT)

        return written(act, request)

    def check_deletable(self, record: Any) -> None:
        """Refuse where the admin does: what else would go takes the rights to delete it."""
        resting = resting_on(record)  # counted in the database: it may be a million figures
        if resting:
            raise ConflictError(
                _t("Other records rest on what this would delete."),
                records=involved_of(resting, self.request),
            )
        collector = Collector(using="default", origin=record)
        collector.collect([record])
        for model in collector.data:
            names = model._meta
            right = f"{names.app_label}.delete_{names.model_name}"
            is_part = model in self.goes_along or names.auto_created
            if not is_part and not self.request.user.has_perm(right):
                raise PermissionDenied(_t("This takes the right “%(right)s”.") % {"right": right})

    # Records nobody deletes by themselves, which go with the record they tell about.
    goes_along: ClassVar[Sequence[type[Model]]] = ()

    def remove(self, record: Any) -> None:
        record.delete()


class ArchiveBody(KnownFields):
    """Why a record is put aside."""

    reason = serializers.CharField(max_length=200, help_text=_("Why it is put aside."))


class Archived(WritableViewSet):
    """A record may be put aside, with the reason, and taken back."""

    @extend_schema(request=ArchiveBody)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, **key: Any) -> Response:
        """Put the record aside: it stays readable, lists leave it out."""
        reason = self.body(ArchiveBody)["reason"]

        def act(record: Any) -> None:
            record.archived_on, record.archive_reason = timezone.localdate(), reason
            record.save()

        return self.act_on(next(iter(key.values())), act)

    @action(detail=True, methods=["post"])
    def restore(self, request: Request, **key: Any) -> Response:
        """Take the record back from where it was put aside."""

        def act(record: Any) -> None:
            record.archived_on, record.archive_reason = None, ""
            record.save()

        return self.act_on(next(iter(key.values())), act)

"""One's own tokens: made with a password or a session, shown once, revoked."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.mixins import DestroyModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.status import HTTP_201_CREATED

from trade.api.backends import Ordering
from trade.api.records import RecordSerializer
from trade.api.viewsets import RecordViewSet
from trade.models import AccessToken
from trade.tokens import LASTS, LASTS_AT_MOST, make_token

SHOWN = ("key", "name", "scope", "token_key", "created", "expiry")


class AccessTokenSerializer(RecordSerializer):
    """A token, without its words."""

    class Meta:
        model = AccessToken
        fields = SHOWN


class NewTokenSerializer(serializers.Serializer[Any]):
    """What a new token is for, what it may and how long it lasts."""

    name = serializers.CharField(
        max_length=100, help_text=_("What it is for, as in “Power BI of the ministry”.")
    )
    scope = serializers.ChoiceField(
        AccessToken.Scope.choices,
        default=AccessToken.Scope.READ,
        help_text=_("read, or write to read and write. Never more than you may."),
    )
    days = serializers.IntegerField(
        min_value=1, max_value=LASTS_AT_MOST, default=LASTS, help_text=_("How long it lasts.")
    )


class MadeTokenSerializer(AccessTokenSerializer):
    """A new token with its words."""

    token = serializers.CharField(
        source="words", read_only=True, help_text=_("The token itself: shown this once.")
    )

    class Meta(AccessTokenSerializer.Meta):
        fields = (*SHOWN, "token")  # type: ignore[assignment]


class NotByToken(IsAuthenticated):
    """An account; who writes proves to be its owner: a token cannot make others or remove any."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method not in SAFE_METHODS and isinstance(request.auth, AccessToken):
            raise PermissionDenied(
                _t("Tokens are made and revoked with your password or session, not by a token.")
            )
        return super().has_permission(request, view)


@extend_schema_view(
    list=extend_schema(summary=_("List your access tokens")),
    retrieve=extend_schema(summary=_("Show one of your access tokens")),
    destroy=extend_schema(summary=_("Revoke one of your access tokens")),
)
class AccessTokenViewSet(ListModelMixin, RetrieveModelMixin, DestroyModelMixin, RecordViewSet):
    """Your own tokens, by which programs use this API as `Authorization: Bearer …`."""

    http_method_names = ["get", "head", "options", "post", "delete"]
    rests_on_records = False  # no history says that a token has come or gone
    queryset = AccessToken.objects.all()
    lookup_field = "key"
    serializer_class = AccessTokenSerializer
    permission_classes = [NotByToken]
    ordering_fields = ("created", "expiry", "name")
    ordering = ("-created",)
    filter_backends = [Ordering]  # neither searched nor of a history
    is_searchable = False

    def get_queryset(self) -> QuerySet[Any]:
        if not self.request.user.is_authenticated:  # while the schema is made
            return AccessToken.objects.none()
        return AccessToken.objects.of(self.request.user)

    @extend_schema(
        summary=_("Make an access token"),
        request=NewTokenSerializer,
        responses={201: MadeTokenSerializer},
        examples=[
            OpenApiExample(
                "new",
                {"name": "Power BI of the ministry", "scope": "read", "days": 90},
                request_only=True,
            ),
        ],
    )
    def create(self, request: Request) -> Response:
        """Makes a token for you. With your password or session only, not by another token."""
        wanted = NewTokenSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        token = make_token(user=request.user, **wanted.validated_data)  # type: ignore[arg-type]
        address = reverse("accesstoken-detail", args=[token.key], request=request)
        return Response(
            MadeTokenSerializer(token).data,
            status=HTTP_201_CREATED,
            headers={"Location": address, "Cache-Control": "no-store"},
        )

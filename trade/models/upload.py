"""A file of trade statistics that somebody chose in the admin, until it is loaded."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trade.models.import_run import ImportRun
from trade.models.keys import Keyed
from trade.models.product import Product
from trade.models.source import Source


class UploadState(models.TextChoices):
    PREVIEWED = "previewed", _("waits for an answer")
    QUEUED = "queued", _("waits to be loaded")
    LOADING = "loading", _("is being loaded")
    LOADED = "loaded", _("loaded")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class UploadPhase(models.TextChoices):
    """What a load is at; each takes its own time, so that none says how long the next will take."""

    WAITING = "waiting", _("waits for another import")
    READING = "reading", _("reads the file")
    COMPARING = "comparing", _("compares it with what is on record")
    MERGING = "merging", _("writes what has changed")


ON_THE_WAY = (UploadState.QUEUED, UploadState.LOADING)


class UploadQuerySet(models.QuerySet["Upload"]):
    def get_by_natural_key(self, key: str) -> "Upload":
        return self.get(key=key)

    def on_the_way(self) -> "UploadQuerySet":
        """Uploads that a job has taken or will take."""
        return self.filter(state__in=ON_THE_WAY)


class Upload(Keyed):
    """A file chosen in the admin: its preview, what was answered, and how its loading goes."""

    State = UploadState
    Phase = UploadPhase

    file_name = models.CharField(_("file"), max_length=300)
    stored_as = models.CharField(_("stored as"), max_length=80, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    layout = models.CharField(
        _("layout"), max_length=40, blank=True, help_text=_("Empty: recognised by the header.")
    )
    edition = models.CharField(
        _("edition"),
        max_length=6,
        blank=True,
        choices=[(edition.value, edition.label) for edition in Product.Edition if edition != "ANY"],
        help_text=_("Of the product codes, in files that do not say it."),
    )
    released_on = models.DateField(
        _("released on"),
        null=True,
        blank=True,
        help_text=_("For rows that do not say when they were released."),
    )
    is_strict = models.BooleanField(
        _("all or nothing"),
        default=False,
        help_text=_("Load nothing from a file that has a row to reject."),
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="uploads",
        null=True,
        blank=True,
        limit_choices_to={"kind": Source.Kind.RELEASE},
        verbose_name=_("source"),
        help_text=_("The release these figures belong to."),
    )
    new_source = models.JSONField(_("new source"), default=dict, blank=True)
    preview = models.JSONField(_("preview"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=UploadState.choices, default=UploadState.PREVIEWED
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("uploaded by"),
    )
    idempotency_key = models.CharField(
        _("key of the request"),
        max_length=100,
        blank=True,
        editable=False,
        help_text=_("By which a program knows its own request again."),
    )
    request_sha256 = models.CharField(
        _("SHA-256 of the request"), max_length=64, blank=True, editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    run = models.ForeignKey(
        ImportRun,
        on_delete=models.PROTECT,
        related_name="uploads",
        null=True,
        blank=True,
        verbose_name=_("import"),
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    phase = models.CharField(
        _("phase"), max_length=10, choices=UploadPhase.choices, default=UploadPhase.READING
    )
    phase_started_at = models.DateTimeField(_("phase started at"), null=True, blank=True)
    rows_done = models.PositiveIntegerField(_("rows so far"), default=0)
    share_done = models.FloatField(_("share of the phase"), null=True, blank=True)
    failure = models.TextField(_("why it failed"), blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ["-uploaded_at", "-id"]
        default_permissions = ("add", "view")
        constraints = [
            models.UniqueConstraint(
                fields=["uploaded_by", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="trade_upload_is_made_once_by_a_request",
                violation_error_message=_("This request has been made already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.uploaded_at:%Y-%m-%d %H:%M}"

    @property
    def is_on_the_way(self) -> bool:
        return self.state in ON_THE_WAY

    @property
    def is_being_checked(self) -> bool:
        """Has only the head of the file been looked at so far?"""
        return self.state == UploadState.PREVIEWED and self.preview.get("is_whole") is False

    @property
    def source_name(self) -> str:
        """The release the figures go to, which may be made only when they are loaded."""
        if self.source is not None:
            return str(self.source)
        return f"{self.new_source.get('publisher', '')}: {self.new_source.get('title', '')}"

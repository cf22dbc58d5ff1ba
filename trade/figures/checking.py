"""Checking the whole of a file that is too large to be checked while somebody waits for the page."""

from django.utils.translation import gettext as _t
from django_tasks import task

from trade.figures.preview import check_whole
from trade.figures.problems import WrongFileError
from trade.figures.uploads import forget
from trade.models import Upload


def start_checking(upload: Upload) -> None:
    """Queue the check of a file of which only the head was read; of others nothing is left to do."""
    if upload.is_being_checked:
        check_upload.enqueue(upload.pk)


@task()
def check_upload(upload_pk: int) -> None:
    """Complete the preview of an uploaded file, unless it was answered meanwhile."""
    waiting = Upload.objects.filter(pk=upload_pk, state=Upload.State.PREVIEWED)
    upload = waiting.select_related("source").first()
    if upload is None or not upload.is_being_checked:
        return
    try:
        preview = check_whole(upload)
    except WrongFileError as error:
        _fail(upload, str(error))
    except Exception:
        _fail(upload, _t("Something unexpected happened; the task results say what."))
        raise
    else:
        waiting.update(preview=preview.as_json())


def _fail(upload: Upload, reason: str) -> None:
    waiting = Upload.objects.filter(pk=upload.pk, state=Upload.State.PREVIEWED)
    if waiting.update(state=Upload.State.FAILED, failure=reason):
        forget(upload.stored_as)

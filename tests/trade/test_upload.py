"""Uploaded files."""

from tests.constraints import breaks
from tests.factories import UploadFactory, UserFactory
from trade.models import Upload


@breaks("trade_upload_is_made_once_by_a_request")
def test_a_request_makes_one_upload() -> Upload:
    loader = UserFactory()
    first = UploadFactory(uploaded_by=loader, idempotency_key="2024")
    UploadFactory(uploaded_by=UserFactory(), idempotency_key="2024", source=first.source)
    again = UploadFactory(uploaded_by=loader, idempotency_key="2025", source=first.source)
    again.idempotency_key = "2024"
    return again
